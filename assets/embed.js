// <mcmc-to-diffusion>: see docs/reference.md.
customElements.get("mcmc-to-diffusion") ?? customElements.define("mcmc-to-diffusion", class Embed extends HTMLElement {
  // In a module there is no current script: there `src` or `page` says where the page is.
  static beside = document.currentScript && new URL("index.html", document.currentScript.src);
  static own = /-|^(src|settings|height|label|id|class|style|lang|dir|hidden)$/;
  static {
    for (const type of ["train", "pause", "step", "reset", "get", "weights", "samples", "chains"])
      this.prototype[type] = function () { return this.#ask({ type }); };
  }
  #frame = document.createElement("iframe");
  #asked = {};
  #open;
  #page;
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
  load(file) { return this.#ask({ type: "load", file }); }

  set page(html) {
    this.#page = html;
    if (this.isConnected) this.#load();
  }

  async #ask(message) {
    await this.ready;
    const id = `${Math.random()}`;
    this.#frame.contentWindow.postMessage({ to: this.localName, version: 1, id, ...message }, "*");
    return new Promise((...asked) => (this.#asked[id] = asked));
  }

  handleEvent({ source, origin, data }) {
    const sandboxed = origin === "null" && self.origin === "null";
    const { from, version, type, id, ...detail } = data ?? {};
    const part = {
      ready: "state", state: "phase", metrics: "values", error: "message", height: "height", step: "step",
      answered: "claim", weights: "file", samples: "csv", chains: "lanes",
    }[type];
    if (source !== this.#frame.contentWindow || from !== this.localName || version !== 1) return;
    if (detail[part] == null || !(sandboxed || origin === new URL(this.#frame.src).origin)) return;
    if (type === "height") this.#frame.height = detail.height;
    if (type === "state" || type === "metrics") this[type] = detail;
    if (type === "ready") this.#open = this.#open?.((this.state = detail.state));
    const [answer, refuse] = this.#asked[id] ?? [];
    delete this.#asked[id];
    if (type === "error") refuse?.(Error(detail.message));
    else answer?.(detail);
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #load() {
    if (!this.#open) this.ready = new Promise((open) => (this.#open = open));
    const given = (name, or) => this.getAttribute(name) ?? or;
    const keys = new URLSearchParams(given("settings", ""));
    for (const { name, value } of this.attributes) if (!Embed.own.test(name)) keys.set(name, value || 1);
    if (self.origin !== "null") keys.set("host", self.origin);
    const [height, title] = [given("height", 800), given("label", "From MCMC to diffusion")];
    const src = this.#source(given("src", Embed.beside), `embed&${keys}`);
    URL.revokeObjectURL(this.#frame.src);
    Object.assign(this.#frame, { height, title, loading: "lazy", style: "width:100%;border:0", ...(src && { src }) });
  }

  #source(where, query) {
    if (!this.#page) return where && Object.assign(new URL(where, document.baseURI), { search: query });
    // The address of such a file holds no query, so its first tag does.
    const html = this.#page.replace("<html", `<html data-query="${query.replaceAll("&", "&amp;")}"`);
    return URL.createObjectURL(new Blob([html], { type: "text/html" }));
  }
});
