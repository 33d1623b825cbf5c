// Hamiltonian Monte Carlo in plain JavaScript: what the engine's chains (w4) are held against.
//
// The target is potential U1 of Rezende & Mohamed 2015 (table 1), whose slope along x is simpler than its formula:
// both bumps are equally wide, so their part is (x − 2 tanh(2 x / .36)) / .36.

const STEP_SIZE = 0.1;
const LEAPFROG_STEPS = 20;
/// Transitions of each chain whose states are kept.
const BLOCK = 500;

/** Uniform numbers in [0, 1): sfc32 (Doty-Humphrey, PractRand), seeded. */
function generator(seed) {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

function potential(x, y) {
  const ring = (Math.sqrt(x * x + y * y) - 2) / 0.4;
  const right = -0.5 * ((x - 2) / 0.6) ** 2;
  const left = -0.5 * ((x + 2) / 0.6) ** 2;
  return 0.5 * ring * ring - Math.max(right, left) - Math.log1p(Math.exp(-Math.abs(right - left)));
}

/** Chains that move together: the processor overlaps the steps of one with those of the next. */
export class PlainHmc {
  constructor(chains, seed) {
    const numbers = () => new Float64Array(chains);
    [this.x, this.y, this.potential] = [numbers(), numbers(), numbers()];
    // Of the path under way.
    this.path = { x: numbers(), y: numbers(), p: numbers(), q: numbers(), energy: numbers() };
    this.x.fill(2);
    this.potential.fill(potential(2, 0));
    this.uniform = generator(seed);
    this.kept = new Float64Array(2 * BLOCK * chains);
    this.accepted = 0;
    this.transitions = 0;
  }

  /** Works for about `ms`, and answers like the engine. */
  slice(ms) {
    const begin = performance.now();
    let units = 0;
    do {
      for (let row = 0; row < BLOCK; row++) this.transition(row);
      units += BLOCK * this.x.length;
    } while (performance.now() - begin < ms);
    this.transitions += units;
    let near = true;
    for (let i = 0; i < this.kept.length; i += 2) near &&= Math.hypot(this.kept[i], this.kept[i + 1]) < 4.5;
    const ok = near && this.accepted > 0.9 * this.transitions;
    return { units, unit: "transitions/s", ok, loss_first: 0, loss_last: 0 };
  }

  transition(row) {
    const { x, y, p, q, energy } = this.path;
    const chains = x.length;
    for (let i = 0; i < chains; i++) {
      x[i] = this.x[i];
      y[i] = this.y[i];
      const length = Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      p[i] = length * Math.cos(angle);
      q[i] = length * Math.sin(angle);
      energy[i] = this.potential[i] + 0.5 * (p[i] * p[i] + q[i] * q[i]);
    }
    this.push(0.5 * STEP_SIZE);
    for (let step = 1; step <= LEAPFROG_STEPS; step++) {
      for (let i = 0; i < chains; i++) {
        x[i] += STEP_SIZE * p[i];
        y[i] += STEP_SIZE * q[i];
      }
      this.push(step === LEAPFROG_STEPS ? 0.5 * STEP_SIZE : STEP_SIZE);
    }
    for (let i = 0, at = 2 * chains * row; i < chains; i++, at += 2) {
      const height = potential(x[i], y[i]);
      if (Math.log(1 - this.uniform()) < energy[i] - height - 0.5 * (p[i] * p[i] + q[i] * q[i])) {
        [this.x[i], this.y[i], this.potential[i]] = [x[i], y[i], height];
        this.accepted++;
      }
      this.kept[at] = this.x[i];
      this.kept[at + 1] = this.y[i];
    }
  }

  /** Momenta follow the slope for `time`. */
  push(time) {
    const { x, y, p, q } = this.path;
    for (let i = 0; i < x.length; i++) {
      const radius = Math.sqrt(x[i] * x[i] + y[i] * y[i]) + 1e-12;
      const ring = (1 - 2 / radius) / 0.16;
      // 2 tanh(u) = 2 − 4 / (e^{2u} + 1), faster than Math.tanh.
      const bumps = (x[i] - 2 + 4 / (Math.exp((4 / 0.36) * x[i]) + 1)) / 0.36;
      p[i] -= time * (ring * x[i] + bumps);
      q[i] -= time * ring * y[i];
    }
  }
}
