// Starts the engine in its worker: its program comes beside its script.
const program = fetch("./engine_cpu_bg.wasm");
importScripts("./engine_cpu.js");
// A promise that is rejected in a worker says nothing to the page; an error that is thrown does.
wasm_bindgen({ module_or_path: program }).catch((error) => {
  setTimeout(() => {
    throw new Error("its program could not be loaded: " + error.message);
  });
});
