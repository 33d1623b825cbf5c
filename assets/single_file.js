// In front of boot.js in offline.html: unpacks the page's program and the CPU engine, which lie in the document as
// base64 of gzip, so that nothing has to be loaded; the trained models too, where a reader asks for one.
globalThis.mcmcCarried = async () => {
  if (typeof DecompressionStream !== "function") throw new Error("it cannot be unpacked: this browser is too old");

  // Runs in the engine's worker as well, so it uses nothing from around it.
  const unpack = (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  const packed = (name) => document.getElementById("packed-" + name).textContent;
  const script = (...parts) => URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));

  const [page, wasm, engine] = await Promise.all(["page", "page-wasm", "engine"].map((name) => unpack(packed(name))));
  const startEngine = `;(${unpack})("${packed("engine-wasm")}").then((wasm) => wasm_bindgen({ module_or_path: wasm }));`;
  globalThis.mcmcEngines = { cpu: script(engine, startEngine), gpu: null };
  globalThis.mcmcTrained = (model) => unpack(packed("trained-" + model));
  return { page: script(page), wasm };
};
