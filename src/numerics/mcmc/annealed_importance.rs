//! Annealed importance sampling (Neal 2001, Statistics and Computing 11): log Z of a density from chains that climb from a known
//! one.

use super::annealed::Annealed;
use super::{Kernel, Sampler, State, init_all};
use crate::numerics::density::{DiagonalGaussian, LogDensity};
use crate::numerics::estimate::Estimate;
use crate::numerics::{Position, Rng};

/// Chains that anneal have streams of their own, beyond those of lanes that race.
const LANE: usize = 1 << 8;

/// Chains on their way up, all independent.
pub struct Annealing<P> {
    reference: DiagonalGaussian<P>,
    /// β of each rung, rising from 0 to 1.
    rungs: Vec<f64>,
    climbers: Vec<Climber<P>>,
    /// The rung that chains climb to now, and how many have.
    rung: usize,
    climbed: usize,
}

struct Climber<P> {
    x: P,
    rng: Rng,
    /// log of its importance weight so far.
    log_weight: f64,
    seen: Vec<LogRatio>,
}

/// What a chain has seen of log f − log q at a rung.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LogRatio {
    pub mean: f64,
    /// Mean of its square.
    pub square: f64,
}

impl<P: Position> Annealing<P> {
    /// `chains` draws of the reference. `rungs` must rise from 0 to 1.
    pub fn new(reference: DiagonalGaussian<P>, rungs: Vec<f64>, chains: usize, seed: u32) -> Self {
        let climber = |chain| {
            let mut rng = Rng::of_chain(seed, LANE, chain);
            Climber { x: reference.draw(&mut rng), rng, log_weight: 0.0, seen: Vec::new() }
        };
        Self { climbers: (0..chains).map(climber).collect(), reference, rungs, rung: 1, climbed: 0 }
    }

    pub fn is_done(&self) -> bool {
        self.rung >= self.rungs.len()
    }

    /// Up to `chains` chains climb to the next rung: each is weighted by what that gains, and then takes so many `transitions`
    /// there, at least one, of `kernel`, whose step size is that for the target. It must leave a density as it is, as ULA does not.
    /// The result is the same whatever `chains` is.
    pub fn advance<D: LogDensity<Position = P> + ?Sized>(
        &mut self,
        target: &D,
        kernel: &Kernel<P>,
        transitions: usize,
        chains: usize,
    ) {
        let Some(&inverse_temperature) = self.rungs.get(self.rung) else { return };
        let gain = inverse_temperature - self.rungs[self.rung - 1];
        let annealed = Annealed { reference: &self.reference, target, inverse_temperature };
        let last = (self.climbed + chains.max(1)).min(self.climbers.len());
        climb(&annealed, kernel, transitions.max(1), gain, &mut self.climbers[self.climbed..last]);
        self.climbed = last;
        if last == self.climbers.len() {
            (self.rung, self.climbed) = (self.rung + 1, 0);
        }
    }

    /// log of the mean importance weight, with the error of that mean (delta method): of log ∫ f, nats. None on the way.
    ///
    /// Where few weights count, that is where [`effective`](Self::effective) is small, neither is worth anything.
    pub fn log_z(&self) -> Option<Estimate> {
        let count = self.climbers.len() as f64;
        self.is_done().then(|| {
            let (highest, weights) = self.weights();
            let error = ((1.0 / effective_size(&weights) - 1.0 / count) * count / (count - 1.0)).sqrt();
            Estimate { value: highest + (weights.iter().sum::<f64>() / count).ln(), error }
        })
    }

    /// How many chains of equal weights would say as much (Kong 1992).
    pub fn effective(&self) -> f64 {
        effective_size(&self.weights().1)
    }

    /// log of each chain's importance weight.
    pub fn log_weights(&self) -> impl Iterator<Item = f64> {
        self.climbers.iter().map(|climber| climber.log_weight)
    }

    pub fn places(&self) -> impl Iterator<Item = &P> {
        self.climbers.iter().map(|climber| &climber.x)
    }

    /// β of each rung.
    pub fn rungs(&self) -> &[f64] {
        &self.rungs
    }

    /// What each chain has seen, rung by rung: what [`super::thermodynamic_integration`] needs.
    pub fn seen(&self) -> Vec<&[LogRatio]> {
        self.climbers.iter().map(|climber| climber.seen.as_slice()).collect()
    }

    /// The highest log weight, and all weights relative to it.
    fn weights(&self) -> (f64, Vec<f64>) {
        let highest = self.log_weights().fold(f64::NEG_INFINITY, f64::max);
        (highest, self.log_weights().map(|weight| (weight - highest).exp()).collect())
    }
}

fn effective_size(weights: &[f64]) -> f64 {
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    weights.iter().sum::<f64>().powi(2) / squares
}

fn climb<D: LogDensity + ?Sized>(
    annealed: &Annealed<D>,
    kernel: &Kernel<D::Position>,
    transitions: usize,
    gain: f64,
    climbers: &mut [Climber<D::Position>],
) {
    let places = || climbers.iter().map(|climber| climber.x.clone()).collect();
    let (targets, references) = (init_all(annealed.target, places()), init_all(annealed.reference, places()));
    let mut states: Vec<State<D::Position>> = Vec::with_capacity(climbers.len());
    for ((climber, target), reference) in climbers.iter_mut().zip(targets).zip(references) {
        let log_ratio = target.log_density - reference.log_density;
        climber.log_weight += gain * log_ratio;
        if climber.seen.is_empty() {
            climber.seen.push(LogRatio { mean: log_ratio, square: log_ratio * log_ratio });
        }
        climber.seen.push(LogRatio::default());
        states.push(annealed.mixed(&target, reference));
    }
    let kernel = kernel.clone().with_step_size(annealed.step_size(kernel.step_size()));
    // The first half of a rung's transitions forgets the rung below.
    let counted = transitions.div_ceil(2);
    for transition in 0..transitions {
        let mut turns: Vec<_> =
            states.iter_mut().zip(climbers.iter_mut().map(|climber| &mut climber.rng)).collect();
        kernel.step_all(annealed, &mut turns);
        if transition >= transitions - counted {
            for (state, climber) in states.iter().zip(climbers.iter_mut()) {
                let log_ratio = annealed.log_ratio(state);
                let seen = climber.seen.last_mut().expect("this rung's");
                seen.mean += log_ratio / counted as f64;
                seen.square += log_ratio * log_ratio / counted as f64;
            }
        }
    }
    states.into_iter().zip(climbers).for_each(|(state, climber)| climber.x = state.x);
}
