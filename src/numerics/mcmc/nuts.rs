//! The No-U-Turn sampler (Hoffman & Gelman 2014) as Stan runs it: multinomial sampling from the path and the
//! generalised U-turn criterion (Betancourt 2017, arXiv:1701.02434, appendix A).

use super::leapfrog::{Phase, leapfrog};
use super::vectors::{add, dot, normals, product};
use super::{DIVERGENCE, Observer, Sampler, State, Transition};
use crate::numerics::density::LogDensity;
use crate::numerics::{Position, Rng};

/// Doublings of the path, at most: 1,023 leapfrog steps.
const MAX_DEPTH: usize = 10;

#[derive(Clone, Debug, PartialEq)]
pub struct Nuts<P> {
    /// ε of one leapfrog step.
    pub step_size: f64,
    pub inverse_mass_sqrt: P,
}

/// A stretch of the path, ordered in time.
struct Tree<P> {
    /// Momenta at the two ends.
    first_momentum: P,
    last_momentum: P,
    /// Sum of the momenta.
    rho: P,
    /// A point of it, drawn with probability proportional to e^(−H).
    sample: State<P>,
    /// log Σ e^(H₀ − H).
    log_weight: f64,
}

/// What all the trees of one transition share.
struct Growth<'a, P, D: ?Sized, W> {
    target: &'a D,
    nuts: &'a Nuts<P>,
    observer: &'a mut W,
    start_energy: f64,
    acceptance_sum: f64,
    evaluations: u32,
    divergent: bool,
    /// The front of the growing end.
    front: Phase<P>,
}

impl<P: Position> Sampler for Nuts<P> {
    type Position = P;

    fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        rng: &mut Rng,
        observer: &mut impl Observer<P>,
    ) -> (State<P>, Transition<P>) {
        let begin = Phase { momentum: normals(&state.x, rng), state: state.clone() };
        observer.velocity(&product(&self.inverse_mass_sqrt, &begin.momentum));
        observer.path(&state.x, 0.0);
        let mut growth = Growth {
            target,
            nuts: self,
            observer,
            start_energy: begin.energy(),
            acceptance_sum: 0.0,
            evaluations: 0,
            divergent: false,
            front: begin.clone(),
        };
        let mut ends = [begin.clone(), begin.clone()];
        let mut whole = Tree {
            first_momentum: begin.momentum.clone(),
            last_momentum: begin.momentum.clone(),
            rho: begin.momentum.clone(),
            sample: begin.state,
            log_weight: 0.0,
        };
        let mut seen_growing = None;
        for depth in 0..MAX_DEPTH {
            let forward = rng.uniform() < 0.5;
            growth.front = ends[usize::from(forward)].clone();
            if seen_growing.replace(forward).is_some_and(|before| before != forward) {
                growth.observer.lift();
                growth.observer.path(&growth.front.state.x, growth.front.energy() - growth.start_energy);
            }
            let Some(new) = growth.grow(depth, forward, rng) else { break };
            ends[usize::from(forward)] = growth.front.clone();
            // Biased progressive sampling: the new half is preferred, which moves farther (Betancourt 2017, A.3.2).
            if rng.uniform() < (new.log_weight - whole.log_weight).exp() {
                whole.sample = new.sample.clone();
            }
            let (going_on, joined) = join(whole, new, forward);
            whole = joined;
            if !going_on {
                break;
            }
        }
        let Growth { acceptance_sum, evaluations, divergent, .. } = growth;
        let next = whole.sample;
        let transition = Transition {
            proposal: next.x.clone(),
            acceptance: acceptance_sum / f64::from(evaluations.max(1)),
            accepted: next.x.as_ref() != state.x.as_ref(),
            divergent,
            evaluations,
        };
        (next, transition)
    }
}

impl<P: Position, D: LogDensity<Position = P> + ?Sized, W: Observer<P>> Growth<'_, P, D, W> {
    /// 2^`depth` further points at the front; none once they turn back or diverge.
    fn grow(&mut self, depth: usize, forward: bool, rng: &mut Rng) -> Option<Tree<P>> {
        if depth == 0 {
            return self.leaf(forward);
        }
        let inner = self.grow(depth - 1, forward, rng)?;
        let outer = self.grow(depth - 1, forward, rng)?;
        let take_outer =
            rng.uniform() < (outer.log_weight - add_logs(inner.log_weight, outer.log_weight)).exp();
        let sample = if take_outer { outer.sample.clone() } else { inner.sample.clone() };
        let (going_on, mut joined) = join(inner, outer, forward);
        joined.sample = sample;
        going_on.then_some(joined)
    }

    fn leaf(&mut self, forward: bool) -> Option<Tree<P>> {
        let time = if forward { self.nuts.step_size } else { -self.nuts.step_size };
        self.front = leapfrog(self.target, &self.front, time, &self.nuts.inverse_mass_sqrt);
        self.evaluations += 1;
        let energy_error = self.front.energy() - self.start_energy;
        self.observer.path(&self.front.state.x, energy_error);
        if !self.front.state.is_finite() || energy_error.is_nan() || energy_error > DIVERGENCE {
            self.divergent = true;
            return None;
        }
        self.acceptance_sum += (-energy_error).exp().min(1.0);
        let momentum = self.front.momentum.clone();
        Some(Tree {
            first_momentum: momentum.clone(),
            last_momentum: momentum.clone(),
            rho: momentum,
            sample: self.front.state.clone(),
            log_weight: -energy_error,
        })
    }
}

/// Two neighbouring stretches as one (with the sample of `old`), and whether the path still goes on: neither the whole
/// nor a half with the nearest point of the other has turned back.
fn join<P: Position>(old: Tree<P>, new: Tree<P>, forward: bool) -> (bool, Tree<P>) {
    let log_weight = add_logs(old.log_weight, new.log_weight);
    let sample = old.sample.clone();
    let (left, right) = if forward { (old, new) } else { (new, old) };
    let sum = |one: &P, other: &P| {
        let mut sum = one.clone();
        add(&mut sum, other);
        sum
    };
    let rho = sum(&left.rho, &right.rho);
    let going_on = ahead(&left.first_momentum, &right.last_momentum, &rho)
        && ahead(&left.first_momentum, &right.first_momentum, &sum(&left.rho, &right.first_momentum))
        && ahead(&left.last_momentum, &right.last_momentum, &sum(&right.rho, &left.last_momentum));
    let joined = Tree {
        first_momentum: left.first_momentum,
        last_momentum: right.last_momentum,
        rho,
        sample,
        log_weight,
    };
    (going_on, joined)
}

/// Both ends still move along the way made, ρ = Σ r.
fn ahead<P: Position>(first: &P, last: &P, rho: &P) -> bool {
    dot(first, rho) > 0.0 && dot(last, rho) > 0.0
}

/// log(e^a + e^b).
fn add_logs(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    high + (low - high).exp().ln_1p()
}
