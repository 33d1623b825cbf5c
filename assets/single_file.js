// In front of boot.js in offline.html: unpacks the page's program and the CPU engine, which lie in the document as
// base64 of gzip, so that nothing has to be loaded; the trained models too, where a reader asks for one.
globalThis.mcmcCarried = async () => {
  if (typeof DecompressionStream !== "function") throw new Error("it cannot be unpacked: this browser is too old");

  // Runs in the engine's worker as well, so it uses nothing from around it.
  const unpack = (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    // In a worker of WebKit the stream of a blob cannot be read; that of a response can.
    const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  };
  const packed = (name) => document.getElementById("packed-" + name).textContent;
  const script = (...parts) => URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));

  const [page, wasm, engine] = await Promise.all(["page", "page-wasm", "engine"].map((name) => unpack(packed(name))));
  // As in the engines' loaders.
  const fail = (error) => setTimeout(() => { throw new Error("its program could not be loaded: " + error.message); });
  const startEngine =
    `;(${unpack})("${packed("engine-wasm")}").then((wasm) => wasm_bindgen({ module_or_path: wasm })).catch(${fail});`;
  globalThis.mcmcEngines = { cpu: script(engine, startEngine), gpu: null };
  globalThis.mcmcTrained = (model) => unpack(packed("trained-" + model));
  return { page: script(page), wasm };
};
