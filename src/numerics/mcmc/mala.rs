//! Metropolis-adjusted Langevin algorithm (Roberts & Tweedie 1996): a step along the score and Gaussian noise,
//! corrected for not being reversible.

use super::vectors::{add_scaled, normals, product, scaled, square_distance};
use super::{Observer, OneEvaluation, State, Transition, accept_or_reject, take_unless_lost};
use crate::numerics::{Position, Rng};
use crate::settings::SamplerBug;
use std::f64::consts::FRAC_1_SQRT_2;

#[derive(Clone, Debug, PartialEq)]
pub struct Mala<P> {
    /// ε, where the drift is ε²/2 and the noise has standard deviation ε; h = ε²/2 in the other convention.
    pub step_size: f64,
    pub inverse_mass_sqrt: P,
    pub bug: SamplerBug,
}

impl<P: Position> Mala<P> {
    /// x + ε²/2 s² ∇log p(x).
    pub fn proposal_mean(&self, state: &State<P>) -> P {
        let drift = product(&self.inverse_mass_sqrt, &state.score);
        let mut mean = state.x.clone();
        add_scaled(&mut mean, 0.5 * self.step_size * self.step_size, &self.inverse_mass_sqrt, &drift);
        mean
    }

    /// Standard deviation of the noise, in units of s: ε = √(2h).
    pub fn noise(&self) -> f64 {
        match self.bug {
            SamplerBug::NoSqrt2 => FRAC_1_SQRT_2 * self.step_size,
            _ => self.step_size,
        }
    }

    /// log of p(x') q(x | x') / (p(x) q(x' | x)): the Hastings ratio.
    pub fn log_ratio(&self, state: &State<P>, proposed: &State<P>) -> f64 {
        let log_q = |to: &State<P>, from: &State<P>| {
            -0.5 * square_distance(&to.x, &self.proposal_mean(from), &self.inverse_mass_sqrt)
                / (self.step_size * self.step_size)
        };
        proposed.log_density - state.log_density + log_q(state, proposed) - log_q(proposed, state)
    }
}

/// x' = x + ε²/2 s² ∇log p(x) + ε s n.
impl<P: Position> OneEvaluation for Mala<P> {
    type Position = P;

    fn propose(&self, state: &State<P>, rng: &mut Rng, observer: &mut impl Observer<P>) -> P {
        let mut x = self.proposal_mean(state);
        observer.cloud(&x, &scaled(&self.inverse_mass_sqrt, self.step_size));
        add_scaled(&mut x, self.noise(), &self.inverse_mass_sqrt, &normals(&state.x, rng));
        x
    }

    fn decide(&self, state: &State<P>, proposed: State<P>, rng: &mut Rng) -> (State<P>, Transition<P>) {
        if self.bug == SamplerBug::NoCorrection {
            return take_unless_lost(state, proposed, 1);
        }
        let log_ratio = self.log_ratio(state, &proposed);
        accept_or_reject(state, proposed, log_ratio, rng.uniform(), 1)
    }
}
