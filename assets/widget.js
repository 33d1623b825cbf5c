// The page as a widget of a notebook, after the front-end convention of anywidget. See docs/reference.md.
// embed.js and this file, one after the other, are the module widget.mjs.

// All keys of a link, but those that the frame itself sets. Written by `UPDATE_GUIDE=1 cargo test --lib guide`.
const KEYS = "chapter seed chain_seed engine lang step answers homework show hide lock title prose autoplay theme density contours data negatives samples trails proposals ghosts noise_arrows score score_form t speed data_set gap drawing target sigma tune step_random_walk step_langevin step_hmc leapfrog_steps step_nuts chains dimension accept_random_walk accept_langevin accept_hmc start mass jitter rungs hottest log_z sampler race rival bug pace moon_noise objective beside rival_objective k langevin_step noise_scale penalty blur noise_shift noise_width energy_rate energy_steps slicing walk walk_start walkers walk_step walk_leapfrog walk_leapfrogs anneal_steps anneal_from activation beta1 gradient_clip data_jitter restart_share buffer energy_batch energy_width energy_depth energy_points picture walk_pace data_noise network schedule prediction diffusion_sampler learning_rate batch_size sampler_steps diffusion_beside fork compose corrector corrector_steps conditional asked guidance spacing clip eta fate diffusion_bug width depth timesteps points train_steps ema_decay warm_up learning_rate_schedule timestep_draw loss_weighting layout compare_sigma compare_steps budget compare_walkers repeats compare_sampler compare_walk compare_denoiser compare_start curves clock table_seeds table_epochs".split(" ");
const ELEMENT = "mcmc-to-diffusion";
// What a chapter has to give a kernel.
const GIVES = {
  sample: ["samples", "chains"],
  "learn-an-energy": ["weights", "samples"],
  denoise: ["weights", "samples"],
  compare: ["samples"],
};
// What the model is told when the page tells it.
const TOLD = {
  ready: ({ state }) => ({ state, error: null }),
  state: (state) => ({ state }),
  metrics: (metrics) => ({ metrics }),
  step: (story) => ({ story }),
  answered: (answered) => ({ answered }),
};
// Milliseconds between two sets of data while the page runs, and until a page that says nothing is missed.
const [EVERY, PATIENCE] = [3000, 30000];

// As a link writes it; null for what is no value of a setting.
function text(value) {
  if (Array.isArray(value)) return value.join() || null;
  if (typeof value === "boolean") return `${+value}`;
  return ["string", "number"].includes(typeof value) ? `${value}` : null;
}

function bytes({ buffer, byteOffset, byteLength }) {
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function render({ model, el }) {
  const embed = document.createElement(ELEMENT);
  const note = document.createElement("p");
  const kernel = model.get("_page") === "kernel";
  const view = `${Math.random()}`;
  const heard = [];
  const on = (event, hear) => heard.push([event, hear]) && model.on(event, hear);
  const send = async (message, buffers) => {
    try {
      if (kernel) await model.send(message, undefined, buffers);
    } catch {
      // A kernel that is gone hears nothing, and those who wait for it have been told to run the cell again.
    }
  };
  const say = (words) => (note.textContent = words);
  const tell = (values) => {
    const isNew = ([key, value]) => JSON.stringify(model.get(key)) !== JSON.stringify(value);
    const changed = Object.entries(values).filter(isNew);
    for (const [key, value] of changed) model.set(key, value);
    if (changed.length) model.save_changes();
  };

  // A key that means something else where the model comes from has a dash below behind it.
  const name = (key) => (model.get(`${key}_`) === undefined ? key : `${key}_`);
  const given = (key) => text(model.get(name(key)));
  const put = (key, value) => {
    if (value === null) embed.removeAttribute(key);
    else if (embed.getAttribute(key) !== value) embed.setAttribute(key, value);
  };
  // The attribute lang says which language the element's own words are in, and not the page's.
  const query = () => {
    const lang = given("lang");
    put("settings", (given("settings") ?? "v=2") + (lang === null ? "" : `&lang=${lang}`));
  };
  for (const key of ["settings", "lang"]) on(`change:${key}`, query);
  for (const key of ["label", "height", ...KEYS.filter((key) => key !== "lang")]) {
    put(key, given(key));
    on(`change:${name(key)}`, () => {
      put(key, given(key));
      settle();
    });
  }
  query();
  // What the reader changes in the page, the model learns; not while a change of the model is on its way there.
  const underway = new Set();
  let taken = {};
  function follow() {
    const settings = embed.state?.settings;
    if (underway.size || !settings) return;
    const changed = KEYS.filter((key) => settings[key] !== taken[key] && given(key) !== (settings[key] ?? null));
    taken = settings;
    if (changed.length) tell(Object.fromEntries(changed.map((key) => [name(key), settings[key] ?? null])));
  }
  async function settle() {
    const change = {};
    underway.add(change);
    // After the element has seen its attributes. The page answers in order.
    await null;
    await embed.get().catch(() => {});
    underway.delete(change);
    follow();
  }

  // What was refused to this widget, and not to whoever uses it.
  const refused = new Set();
  const ask = (part) => embed[part]().catch(({ message }) => void refused.add(message));
  let [sent, listens] = ["", true];
  async function give() {
    const { chapter, step, at, phase, query } = embed.state ?? {};
    const now = JSON.stringify([chapter, step, at, query]);
    const running = phase === "running";
    if (!kernel || !listens || (!running && (!step || now === sent || !["paused", "idle"].includes(phase)))) return;
    [sent, listens] = [now, false];
    const wanted = GIVES[chapter] ?? [];
    const { weights, samples, chains } = Object.fromEntries(
      await Promise.all(wanted.map(async (part) => [part, await ask(part)])),
    );
    const lanes = chains?.lanes.map(({ points, log_density, ...lane }) => lane);
    const buffers = [...(weights ? [weights.file] : []), ...(chains?.lanes.flatMap((lane) => [lane.points, lane.log_density]) ?? [])];
    // The kernel answers, so that no more than one waits for it while it runs a cell.
    send({ type: "data", weights: weights?.name, samples, lanes }, buffers);
  }
  // A page that rests does not tell by itself where its timeline has come to, but with its state.
  let asked = false;
  const often = setInterval(async () => {
    if (embed.state?.phase === "running") give();
    else if (kernel && embed.state && !asked) {
      asked = true;
      await embed.get().catch(() => {});
      asked = false;
    }
  }, EVERY);

  for (const [type, values] of Object.entries(TOLD)) {
    embed.addEventListener(type, ({ detail }) => {
      tell(values(detail));
      if (type === "ready") {
        say("");
        send({ type, view });
        // A page that is loaded again answers nothing of what it was asked before.
        underway.clear();
        [listens, asked] = [true, false];
        settle();
      }
      if (type === "state") follow();
      if (type === "ready" || type === "state") give();
    });
  }
  // After the promise of what was asked, which is refused in the same breath.
  embed.addEventListener("error", ({ detail }) => setTimeout(() => refused.delete(detail.message) || tell({ error: detail.message })));
  let missed;
  const miss = () => (missed = setTimeout(() => embed.state ?? say("The page has not answered yet. Is its address right?"), PATIENCE));
  // Loading is not told to those around a frame, but they can watch it.
  embed.addEventListener("load", miss, { capture: true, once: true });

  function show(page) {
    if (page !== undefined) embed.page = page;
    say("");
    el.prepend(embed);
  }
  const hears = {
    train: () => embed.train(),
    pause: () => embed.pause(),
    step: () => embed.step(),
    reset: () => embed.reset(),
    seek: ({ at }) => embed.seek(at),
    async load(_, [file]) {
      await embed.load(bytes(file));
      // Other weights, after as many steps.
      sent = "";
      give();
    },
    heard() {
      listens = true;
      if (embed.state?.phase !== "running") give();
    },
    page({ missing }, [page]) {
      if (missing) say(missing);
      else if (!embed.isConnected) show((customElements.get(ELEMENT).kept = new TextDecoder().decode(page)));
    },
  };
  on("msg:custom", (message, buffers) => {
    // Errors are told to the model by the element's event.
    Promise.resolve(hears[message.type]?.(message, buffers)).catch(() => {});
  });

  el.replaceChildren(note);
  // One copy serves all widgets of a document.
  const { kept } = customElements.get(ELEMENT);
  if (kernel && kept === undefined) {
    say("The page comes from Python, as soon as it has run its cells. If nothing comes, run this cell again.");
    send({ type: "page" });
  } else if (kernel) {
    show(kept);
  } else {
    try {
      embed.setAttribute("src", model.get("src") ?? new URL(".", import.meta.url));
      show();
    } catch {
      say("This widget does not know where its page is. Give it src, the address of the site's folder.");
    }
  }

  return () => {
    for (const [event, hear] of heard) model.off?.(event, hear);
    clearInterval(often);
    clearTimeout(missed);
    el.replaceChildren();
    send({ type: "closed", view });
  };
}

export default { render };
