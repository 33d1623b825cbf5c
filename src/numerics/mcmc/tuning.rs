//! The warm-up: finds a step size, and the scales of the axes, for all chains together. Apart from the samplers, so that
//! what it does cannot touch what they sample.

use super::dual_averaging::DualAveraging;
use crate::numerics::Position;

/// Transitions of each chain: the first half finds a step size and the variances, the second the step size for those.
pub const WARM_UP: usize = 400;
/// Draws of the first part are far from the law, and not counted for the variances.
const BURN_IN: usize = WARM_UP / 4;

#[derive(Clone, Debug, PartialEq)]
pub struct Tuning<P> {
    search: DualAveraging,
    target: f64,
    learn_scales: bool,
    inverse_mass_sqrt: P,
    done: usize,
    /// Welford's running mean and sum of squares, over chains and draws.
    count: f64,
    mean: P,
    squares: P,
}

impl<P: Position> Tuning<P> {
    /// A warm-up from `step_size` towards the acceptance `target`, with axes of equal scale; `like` gives the dimension.
    pub fn new(step_size: f64, target: f64, learn_scales: bool, like: &P) -> Self {
        let fill = |value: f64| {
            let mut filled = like.clone();
            filled.as_mut().fill(value);
            filled
        };
        Self {
            search: DualAveraging::new(step_size, target),
            target,
            learn_scales,
            inverse_mass_sqrt: fill(1.0),
            done: 0,
            count: 0.0,
            mean: fill(0.0),
            squares: fill(0.0),
        }
    }

    /// Learns from one transition of every chain.
    pub fn update<'a>(&mut self, acceptance: f64, places: impl Iterator<Item = &'a P>)
    where
        P: 'a,
    {
        self.done += 1;
        self.search.update(acceptance);
        if !self.learn_scales || self.done > WARM_UP / 2 {
            return;
        }
        if self.done > BURN_IN {
            places.for_each(|place| self.count_in(place));
        }
        if self.done == WARM_UP / 2 {
            self.take_scales();
        }
    }

    fn count_in(&mut self, place: &P) {
        self.count += 1.0;
        let parts = self.mean.as_mut().iter_mut().zip(self.squares.as_mut()).zip(place.as_ref());
        for ((mean, squares), place) in parts {
            let away = place - *mean;
            *mean += away / self.count;
            *squares += away * (place - *mean);
        }
    }

    /// √ of each axis' variance, relative to their geometric mean: so that a step size keeps its meaning, and a
    /// chain that has not moved learns nothing.
    fn take_scales(&mut self) {
        let deviations: Vec<f64> =
            self.squares.as_ref().iter().map(|squares| (squares / self.count).sqrt()).collect();
        let log_mean =
            deviations.iter().map(|deviation| deviation.ln()).sum::<f64>() / deviations.len() as f64;
        if log_mean.is_finite() {
            for (scale, deviation) in self.inverse_mass_sqrt.as_mut().iter_mut().zip(deviations) {
                *scale = deviation / log_mean.exp();
            }
            self.search = DualAveraging::new(self.search.average(), self.target);
        }
    }

    pub fn is_done(&self) -> bool {
        self.done >= WARM_UP
    }

    /// The step size to use: the one to try next, and once it is done the one found.
    pub fn step_size(&self) -> f64 {
        if self.is_done() { self.search.average() } else { self.search.step_size() }
    }

    pub fn inverse_mass_sqrt(&self) -> &P {
        &self.inverse_mass_sqrt
    }
}
