// Starts the engine in its worker: its program comes beside its script.
const program = fetch("./engine_gpu_bg.wasm");
importScripts("./engine_gpu.js");
wasm_bindgen({ module_or_path: program });
