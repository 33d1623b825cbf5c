// Starts the engine in its worker: its program comes beside its script.
const program = fetch("./engine_cpu_bg.wasm");
importScripts("./engine_cpu.js");
wasm_bindgen({ module_or_path: program });
