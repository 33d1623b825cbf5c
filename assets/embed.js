// <mcmc-to-diffusion>: see docs/embedding.md.
customElements.define("mcmc-to-diffusion", class Embed extends HTMLElement {
  static page = new URL("index.html", document.currentScript.src);
  static own = /-|^(src|settings|height|label|id|class|style|lang|dir|hidden)$/;
  static {
    for (const type of ["train", "pause", "step", "reset", "get"])
      this.prototype[type] = function () { return this.#ask({ type }); };
  }
  #frame = document.createElement("iframe");
  #asked = {};
  #open;
  #watch = new MutationObserver((changes) => {
    for (const { attributeName: name } of changes) {
      if (name === "src" || name === "settings") this.#load();
      // What the page refuses as it runs, it reads as it loads.
      else if (!Embed.own.test(name)) this.set({ [name]: this.getAttribute(name) }).catch(() => this.#load());
    }
  });

  connectedCallback() {
    addEventListener("message", this);
    this.#watch.observe(this, { attributes: true });
    this.#load();
    this.append(this.#frame);
  }

  disconnectedCallback() {
    removeEventListener("message", this);
    this.#frame.remove();
  }

  set(settings) { return this.#ask({ type: "set", settings }); }
  seek(at) { return this.#ask({ type: "seek", at }); }

  async #ask(message) {
    await this.ready;
    const id = `${Math.random()}`;
    this.#frame.contentWindow.postMessage({ to: this.localName, version: 1, id, ...message }, "*");
    return new Promise((state, error) => (this.#asked[id] = { state, error }));
  }

  handleEvent({ source, origin, data }) {
    const sandboxed = origin === "null" && self.origin === "null";
    const { from, version, type, id, ...detail } = data ?? {};
    const part = { ready: "state", state: "phase", metrics: "values", error: "message", height: "height", step: "step", answered: "claim" }[type];
    if (source !== this.#frame.contentWindow || from !== this.localName || version !== 1) return;
    if (detail[part] == null || !(sandboxed || origin === new URL(this.#frame.src).origin)) return;
    if (type === "height") this.#frame.height = detail.height;
    if (type === "state" || type === "metrics") this[type] = detail;
    if (type === "ready") this.#open = this.#open?.((this.state = detail.state));
    this.#asked[id]?.[type]?.(type === "error" ? Error(detail.message) : detail);
    delete this.#asked[id];
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #load() {
    if (!this.#open) this.ready = new Promise((open) => (this.#open = open));
    const given = (name, or) => this.getAttribute(name) ?? or;
    const keys = new URLSearchParams(given("settings", ""));
    for (const { name, value } of this.attributes) if (!Embed.own.test(name)) keys.set(name, value || 1);
    if (self.origin !== "null") keys.set("host", self.origin);
    const src = new URL(given("src", Embed.page), document.baseURI);
    src.search = `embed&${keys}`;
    const [height, title] = [given("height", 800), given("label", "From MCMC to diffusion")];
    Object.assign(this.#frame, { height, title, loading: "lazy", style: "width:100%;border:0", src });
  }
});
