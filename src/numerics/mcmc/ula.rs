//! Unadjusted Langevin algorithm (Parisi 1981): MALA's proposal, always taken. Its law is wrong by the step size, and it
//! is the one sampler here that can run at another temperature than its target's.

use super::mala::Mala;
use super::vectors::{add_scaled, normals, scaled};
use super::{DIVERGENCE, Observer, OneEvaluation, State, Transition};
use crate::numerics::{Position, Rng};

#[derive(Clone, Debug, PartialEq)]
pub struct Ula<P> {
    /// ε, as of [`Mala`].
    pub step_size: f64,
    pub inverse_mass_sqrt: P,
    /// T: it samples p^(1/T). Cooled down step by step it is simulated annealing.
    pub temperature: f64,
}

/// x' = x + ε²/2 s² ∇log p(x) + √T ε s n, taken unless it is not finite or has run away (see [`DIVERGENCE`]).
impl<P: Position> OneEvaluation for Ula<P> {
    type Position = P;

    fn propose(&self, state: &State<P>, rng: &mut Rng, observer: &mut impl Observer<P>) -> P {
        let mut x = Mala { step_size: self.step_size, inverse_mass_sqrt: self.inverse_mass_sqrt.clone() }
            .proposal_mean(state);
        let spread = self.step_size * self.temperature.sqrt();
        observer.cloud(&x, &scaled(&self.inverse_mass_sqrt, spread));
        add_scaled(&mut x, spread, &self.inverse_mass_sqrt, &normals(&state.x, rng));
        x
    }

    fn decide(&self, state: &State<P>, proposed: State<P>, _rng: &mut Rng) -> (State<P>, Transition<P>) {
        let divergent = !proposed.is_finite() || proposed.log_density < state.log_density - DIVERGENCE;
        let transition = Transition {
            proposal: proposed.x.clone(),
            acceptance: if divergent { 0.0 } else { 1.0 },
            accepted: !divergent,
            divergent,
            evaluations: 1,
        };
        (if divergent { state.clone() } else { proposed }, transition)
    }
}
