//! Unadjusted Langevin algorithm (Parisi 1981): MALA's proposal, always taken. Its law is wrong by the step size.

use super::mala::Mala;
use super::vectors::{add_scaled, normals, scaled};
use super::{DIVERGENCE, State, Transition, Watch, init};
use crate::numerics::density::LogDensity;
use crate::numerics::{Noise, Position};

#[derive(Clone, Debug, PartialEq)]
pub struct Ula<P> {
    /// ε, as of [`Mala`].
    pub step_size: f64,
    pub scales: P,
}

impl<P: Position> Ula<P> {
    /// x' = x + ε²/2 s² ∇log p(x) + ε s n, taken unless it is not finite or has run away (see [`DIVERGENCE`]).
    pub fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        noise: &mut Noise,
        watch: &mut impl Watch<P>,
    ) -> (State<P>, Transition<P>) {
        let mut x = Mala { step_size: self.step_size, scales: self.scales.clone() }.proposal_mean(state);
        watch.cloud(&x, &scaled(&self.scales, self.step_size));
        add_scaled(&mut x, self.step_size, &self.scales, &normals(&state.x, noise));
        let proposed = init(target, x);
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
