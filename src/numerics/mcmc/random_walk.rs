//! Random-walk Metropolis (Metropolis et al. 1953): a blind Gaussian jump, accepted by the ratio of densities.

use super::vectors::{add_scaled, normals, scaled};
use super::{Observer, OneEvaluation, State, Transition, accept_or_reject};
use crate::numerics::{Position, Rng};

#[derive(Clone, Debug, PartialEq)]
pub struct RandomWalk<P> {
    /// Standard deviation of the jump, in units of `inverse_mass_sqrt`.
    pub step_size: f64,
    pub inverse_mass_sqrt: P,
}

/// x' = x + ε s n, accepted with probability min(1, p(x') / p(x)).
impl<P: Position> OneEvaluation for RandomWalk<P> {
    type Position = P;

    fn propose(&self, state: &State<P>, rng: &mut Rng, observer: &mut impl Observer<P>) -> P {
        observer.cloud(&state.x, &scaled(&self.inverse_mass_sqrt, self.step_size));
        let mut x = state.x.clone();
        add_scaled(&mut x, self.step_size, &self.inverse_mass_sqrt, &normals(&state.x, rng));
        x
    }

    fn decide(&self, state: &State<P>, proposed: State<P>, rng: &mut Rng) -> (State<P>, Transition<P>) {
        let log_ratio = proposed.log_density - state.log_density;
        accept_or_reject(state, proposed, log_ratio, rng.uniform(), 1)
    }
}
