// Runs one benchmark case on the page's own engine worker and reports one PEERS_RESULT line.
//
// `limit.` before a case stands for what that case is held against: its matrix products alone, which the same engine does,
// or, for Markov chains, the same work in plain JavaScript.

import { PlainHmc } from "./bench_hmc.js";

const VERSION = "0.1.0";
// Short enough that the clock stops soon after `seconds`, long enough that messages cost nothing.
const SLICE_MS = 200;
const LEAST_WARM_UP_CALLS = 3;
const START_LIMIT_MS = 120_000;
const SLICE_LIMIT_MS = 300_000;

const query = new URLSearchParams(location.search);
const name = query.get("case") ?? "w1.A.256";
const backend = query.get("backend") ?? "cpu";
const status = document.querySelector("[data-testid=bench-status]");

function number(key, otherwise) {
  const value = Number(query.get(key) ?? otherwise);
  if (!(value >= 0)) throw new Error(`${key}=${query.get(key)} is not a number from 0 up`);
  return value;
}

/** The engine's worker as a function from command to event; `src/protocol/wire.rs` has what scripts say to it and hear. */
class Engine {
  constructor() {
    this.worker = new Worker(`./engine_${backend}_loader.js`);
    this.worker.onmessage = ({ data: [bytes, told] }) =>
      typeof bytes === "string" ? this.settle?.reject(new Error(bytes)) : this.settle?.resolve(told);
    this.worker.onerror = (event) =>
      this.settle?.reject(new Error(`the engine failed: ${event.message ?? "its program did not load"}`));
  }

  /** What the next event tells. */
  event(limit) {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      setTimeout(() => reject(new Error(`the engine was silent for ${limit / 1000} s`)), limit);
    });
  }

  /** The name of its device. */
  ready() {
    return this.event(START_LIMIT_MS);
  }

  async slice(seed) {
    this.worker.postMessage([name, seed, SLICE_MS]);
    const slice = await this.event(SLICE_LIMIT_MS);
    if (slice.error) throw new Error(slice.error);
    return slice;
  }
}

/** Plain JavaScript in the page itself, which is answered as the engine would be. */
class Plain {
  async ready() {
    return "plain JavaScript";
  }

  async slice(seed) {
    // The page stays alive between two slices.
    await new Promise((resolve) => setTimeout(resolve));
    this.chains ??= new PlainHmc(Number(name.split(".").at(-1)), seed);
    return this.chains.slice(SLICE_MS);
  }
}

async function measure(result) {
  if (backend !== "cpu" && backend !== "gpu") throw new Error(`backend=${backend} is neither cpu nor gpu`);
  const [seconds, warmUp, seed] = [number("seconds", 4), number("warmup", 1.5), number("seed", 1)];
  const engine = name.startsWith("limit.w4.") ? new Plain() : new Engine();
  const device = await engine.ready();

  status.textContent = `Warming up ${name} on ${device}…`;
  const warm = performance.now();
  for (let call = 0; call < LEAST_WARM_UP_CALLS || performance.now() - warm < warmUp * 1000; call++) {
    await engine.slice(seed);
  }

  status.textContent = `Measuring ${name} on ${device}…`;
  console.log("PEERS_MARK start");
  const start = performance.now();
  let slice;
  do {
    slice = await engine.slice(seed);
    result.n += slice.units;
    result.elapsed_ms = performance.now() - start;
  } while (result.elapsed_ms < seconds * 1000);
  console.log("PEERS_MARK end");

  result.unit = slice.unit;
  result.value = result.n / (result.elapsed_ms / 1000);
  result.check = { ok: slice.ok, loss_first: slice.loss_first, loss_last: slice.loss_last };
}

const result = {
  schema: "peers-bench/1",
  case: name,
  unit: null,
  impl: "mcmc-to-diffusion",
  version: VERSION,
  backend,
  threads: 1,
  value: null,
  n: 0,
  elapsed_ms: 0,
  check: { ok: false, loss_first: null, loss_last: null },
  error: null,
};
try {
  await measure(result);
} catch (error) {
  result.error = error.message;
}
const line = JSON.stringify(result);
console.log(`PEERS_RESULT ${line}`);
document.querySelector("[data-testid=bench-result]").textContent = line;
status.textContent =
  result.error === null ? `${result.value.toPrecision(3)} ${result.unit}` : `It failed: ${result.error}`;
