// Starts the page's program. Never a blank page: where that cannot be done, it says so in words.
(() => {
  // Trunk names the program, whose names change with every build, on this script's tag.
  const { page, wasm } = document.currentScript.dataset;
  // A copy of the page in one file carries its program in itself: see single_file.js.
  const carried = globalThis.mcmcCarried;
  document.documentElement.toggleAttribute("data-carried", !!carried);

  document.getElementById("boot-stuck")?.remove();

  // A copy that has no address of its own has its query on its first tag.
  const search = document.documentElement.dataset.query ?? location.search;

  const started = () => document.documentElement.hasAttribute("data-started");
  const trouble = document.getElementById("trouble");
  const say = (words) => {
    if (started()) return;
    trouble.hidden = false;
    trouble.textContent = words;
    const boot = document.getElementById("boot-words");
    if (boot) boot.hidden = true;
  };
  const why = (error) => (error && error.message ? " (" + error.message + ")" : "");
  const failed = (error) => say("The page could not be started" + why(error) + ". Reload it, or try another browser.");
  addEventListener("unhandledrejection", (event) => failed(event.reason));
  addEventListener("error", (event) => failed(event.error || event), true);

  /** The program's script, and its wasm on the way at the same time. */
  const beside = async () => ({ page: new URL(page, document.baseURI), wasm: fetch(wasm) });

  const start = async () => {
    setTimeout(() => say("The page is still on its way: the line is slow. Please wait, it starts by itself."), 20000);
    try {
      const program = await (carried ?? beside)();
      const { default: init } = await import(program.page);
      await init({ module_or_path: program.wasm });
      if (started()) trouble.hidden = true;
    } catch (error) {
      failed(error);
    }
  };

  /** A link to this very page, with its settings, in a window of its own. */
  const wholePage = () => {
    const query = new URLSearchParams(search);
    ["embed", "show", "hide", "lock", "autoplay", "host"].forEach((name) => query.delete(name));
    const link = document.createElement("a");
    Object.assign(link, { href: "?" + query, target: "_blank", rel: "noopener", textContent: "the whole page" });
    return link;
  };

  /** Waits until a reader is about to see the document, which a frame far down another page is not. */
  const seen = (then) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        then();
      },
      { rootMargin: "50%" },
    );
    observer.observe(document.documentElement);
  };

  /** Whether this page's policy lets scripts run that stand in a page, as all those of the copy in one file do. */
  const runsInline = () => {
    const script = document.createElement("script");
    script.textContent = "document.currentScript.dataset.ran = ''";
    document.head.append(script);
    script.remove();
    return "ran" in script.dataset;
  };

  if (typeof WebAssembly !== "object") {
    say("This browser has no WebAssembly, which this page needs. Any browser of recent years has it.");
  } else if (!carried && (self.origin === "null" || location.protocol === "file:")) {
    // From a disk, and in a sandboxed frame, a browser refuses to load modules, workers and wasm from files.
    if (runsInline()) {
      location.replace("offline.html" + location.search + location.hash);
    } else {
      say("The page cannot run in this sandboxed frame, because the policy of its site forbids it: open ");
      trouble.append(wholePage(), ".");
    }
  } else if (new URLSearchParams(search).has("embed")) {
    seen(start);
  } else {
    start();
  }
})();
