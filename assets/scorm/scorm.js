// Between the page in the frame and the course around this document: hears what is answered, and reports it through SCORM.
// Whatever a course does, the work goes on; what it did not take is reported again with the next answer.
(() => {
  const { version, query, steps, table, counts, mastery, words } = JSON.parse(document.getElementById("homework").textContent);
  const frame = document.getElementById("moons");
  const said = document.getElementById("said");
  const is2004 = version === "2004";

  /** Frames and windows that are looked through for the course, at most. */
  const FARTHEST = 20;
  /** Letters that every course keeps of a text. */
  const LONGEST = 4096;
  /** Of 2004: it has been initialised, by a frame around this one, say. */
  const ALREADY = "103";

  const method = (name, name12 = name) => (is2004 ? name : "LMS" + name12);
  const [INITIALIZE, GET, SET, COMMIT, TERMINATE, ERROR] = [
    method("Initialize"), method("GetValue"), method("SetValue"), method("Commit"), method("Terminate", "Finish"), method("GetLastError"),
  ];
  const core = is2004 ? "cmi." : "cmi.core.";
  const STATUS = is2004 ? "cmi.completion_status" : "cmi.core.lesson_status";

  /** Measured answers by their steps: `{ guess, value, error }`. */
  const answers = new Map();
  /** Steps whose answers the course has as interactions. */
  const told = new Set();
  /** The course's interface; it is open from its initialisation to its end. */
  let api, isOpen = false, hasEnded = false;
  /** Whether the course had called it done before; unknown until what it keeps has been read. */
  let wasDone;
  const began = Date.now();

  const find = (from) => {
    const name = is2004 ? "API_1484_11" : "API";
    for (let at = from, i = 0; at && i < FARTHEST; i++) {
      try {
        if (typeof at[name]?.[INITIALIZE] === "function") return at[name];
      } catch {
        // Of another origin: what is around it may be ours again.
      }
      if (at === at.parent) return;
      at = at.parent;
    }
  };

  const errorCode = () => {
    try {
      return String(api[ERROR]());
    } catch {
      return "?";
    }
  };

  /** Calls the course; throws where it throws or refuses. */
  const call = (name, ...values) => {
    if (String(api[name](...values)) === "false") throw new Error(`${name}(${values[0] ?? ""}): ${errorCode()}`);
  };
  const set = (element, value) => call(SET, element, String(value));
  const get = (element) => String(api[GET](element) ?? "");

  /** Answers as links have them: step, guess, measured value and its error. */
  const text = () => {
    const parts = [...answers].sort(([one], [other]) => one - other);
    const short = (number) => +number.toPrecision(4);
    return parts.map(([step, { guess, value, error }]) => [step, short(guess), short(value), short(error)].join(":")).join(",");
  };

  const take = (kept) => {
    for (const part of kept.split(",")) {
      const [step, guess, value, error] = part.split(":").map(Number);
      if (steps.some((asked) => asked.step === step) && [guess, value, error].every(Number.isFinite) && !answers.has(step)) {
        answers.set(step, { guess, value, error });
        told.add(step);
      }
    }
  };

  /** Initialises, once, and takes what was done before: what has not been read must not be written over. */
  const open = () => {
    if (!isOpen) {
      api = find(window) ?? find(window.opener) ?? find(window.top?.opener);
      if (!api) throw new Error("no course");
      if (String(api[INITIALIZE]("")) === "false" && errorCode() !== ALREADY) throw new Error(`${INITIALIZE}: ${errorCode()}`);
      isOpen = true;
    }
    if (wasDone === undefined) {
      take(get("cmi.suspend_data"));
      wasDone = ["completed", "passed", "failed"].includes(get(STATUS));
    }
  };

  /** As the page itself judges: no farther than twice the error, or than can be set. */
  const holds = ({ finest }, { guess, value, error }) => Math.abs(guess - value) <= Math.max(2 * error, finest) + 1e-9;

  /** One answer as an interaction: its guess, what was measured, and whether they agree. */
  const tell = (asked, answer) => {
    const { claim, title, options } = asked;
    const at = `cmi.interactions.${parseInt(get("cmi.interactions._count"), 10) || 0}.`;
    const name = (place) => (is2004 ? options[place] : "abcdefgh"[place]);
    const shown = options ? name : (number) => +number.toPrecision(6);
    const near = Math.max(2 * answer.error, asked.finest);
    const range = [answer.value - near, answer.value + near].map((number) => +number.toPrecision(6)).join("[:]");
    set(at + "id", claim);
    set(at + "type", options ? "choice" : "numeric");
    set(at + (is2004 ? "learner_response" : "student_response"), shown(answer.guess));
    set(at + "correct_responses.0.pattern", is2004 && !options ? range : shown(answer.value));
    set(at + "result", holds(asked, answer) ? "correct" : is2004 ? "incorrect" : "wrong");
    const now = new Date();
    if (is2004) {
      // Only with a part of a second may it name its zone.
      set(at + "timestamp", now.toISOString().slice(0, 22) + "Z");
      set(at + "description", `${title}: ${answer.value} ± ${answer.error}`.slice(0, 250));
    } else {
      set(at + "time", now.toTimeString().slice(0, 8));
    }
  };

  /** Seconds since the beginning, as each version writes them. */
  const time = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    return is2004 ? `PT${seconds}S` : `${two(seconds / 3600).padStart(4, "0")}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  };

  const say = (of, why = "") => {
    const filled = { done: answers.size, of: steps.length, why };
    said.textContent = words[of].replace(/{(\w+)}/g, (_, name) => filled[name]);
  };

  /** Tells the course all there is to tell. */
  const report = (isLast = false) => {
    if (hasEnded) return;
    try {
      open();
      const done = steps.filter(({ step }) => answers.has(step));
      const isComplete = done.length === steps.length;
      const held = done.filter((asked) => holds(asked, answers.get(asked.step)));
      const share = (counts === "guesses" ? held : done).length / steps.length;
      const score = Math.round(1e4 * share) / 100;
      const kept = text();
      if (kept.length <= LONGEST) set("cmi.suspend_data", kept);
      // What a course has once called done stays so, whatever it has forgotten since.
      if (isComplete || !wasDone) set(STATUS, isComplete ? "completed" : "incomplete");
      // Where there is a mark to pass, a course makes a failure of any score below it, also of one that still grows.
      if (isComplete || (!wasDone && done.length && mastery === null)) {
        for (const [name, value] of [["min", 0], ["max", 100], ["raw", score]]) set(`${core}score.${name}`, value);
        if (is2004) set("cmi.score.scaled", score / 100);
      }
      if (is2004) {
        if (isComplete) set("cmi.success_status", score >= (mastery ?? 0) ? "passed" : "failed");
        set("cmi.progress_measure", Math.round((1e4 * done.length) / steps.length) / 1e4);
      }
      for (const asked of done.filter(({ step }) => !told.has(step))) {
        told.add(asked.step);
        try {
          tell(asked, answers.get(asked.step));
        } catch {
          // A course need not keep interactions.
        }
      }
      // So that it is open again where it was.
      set(core + "exit", "suspend");
      if (isLast) set(core + "session_time", time());
      call(COMMIT, "");
      say(isComplete ? "complete" : "saved");
    } catch (why) {
      say(api ? "refused" : "alone", why?.message);
    }
    if (isLast && isOpen) {
      hasEnded = true;
      try {
        call(TERMINATE, "");
      } catch {
        // It is over either way.
      }
    }
  };

  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data?.from !== "mcmc-to-diffusion" || data.type !== "answered") return;
    const { step, guess, measured: value, error } = data;
    if (!steps.some((asked) => asked.step === step) || ![guess, value, error].every(Number.isFinite)) return;
    answers.set(step, { guess, value, error });
    report();
  });
  addEventListener("pagehide", () => report(true));
  // Out of the browser's memory: what has ended cannot be opened a second time.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  report();
  const next = steps.find(({ step }) => !answers.has(step))?.step ?? table;
  frame.src = `moons.html?${query}&step=${next}&answers=${text()}`;
})();
