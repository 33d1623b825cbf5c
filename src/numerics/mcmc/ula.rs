//! Unadjusted Langevin algorithm (Parisi 1981): MALA's proposal, always taken. Its law is wrong by the step size, and it
//! is the one sampler here that can run at another temperature than its target's.

use super::mala::Mala;
use super::vectors::{add_scaled, normals, scaled};
use super::{Observer, OneEvaluation, State, Transition, take_unless_lost};
use crate::numerics::{Position, Rng};
use crate::settings::SamplerBug;

#[derive(Clone, Debug, PartialEq)]
pub struct Ula<P> {
    /// ε, as of [`Mala`].
    pub step_size: f64,
    pub inverse_mass_sqrt: P,
    /// T: it samples p^(1/T). Cooled down step by step it is simulated annealing.
    pub temperature: f64,
    pub bug: SamplerBug,
}

/// x' = x + ε²/2 s² ∇log p(x) + √T ε s n, taken unless it is not finite or has run away (see [`DIVERGENCE`](super::DIVERGENCE)).
impl<P: Position> OneEvaluation for Ula<P> {
    type Position = P;

    fn propose(&self, state: &State<P>, rng: &mut Rng, observer: &mut impl Observer<P>) -> P {
        let step = Mala {
            step_size: self.step_size,
            inverse_mass_sqrt: self.inverse_mass_sqrt.clone(),
            bug: self.bug,
        };
        let mut x = step.proposal_mean(state);
        let heat = self.temperature.sqrt();
        observer.cloud(&x, &scaled(&self.inverse_mass_sqrt, self.step_size * heat));
        add_scaled(&mut x, step.noise() * heat, &self.inverse_mass_sqrt, &normals(&state.x, rng));
        x
    }

    fn decide(&self, state: &State<P>, proposed: State<P>, _rng: &mut Rng) -> (State<P>, Transition<P>) {
        take_unless_lost(state, proposed, 1)
    }
}
