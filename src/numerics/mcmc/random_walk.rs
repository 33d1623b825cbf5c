//! Random-walk Metropolis (Metropolis et al. 1953): a blind Gaussian jump, accepted by the ratio of densities.

use super::vectors::{add_scaled, normals, scaled};
use super::{State, Transition, Watch, accept_or_reject, init};
use crate::numerics::Noise;
use crate::numerics::density::LogDensity;

#[derive(Clone, Debug, PartialEq)]
pub struct RandomWalk<P> {
    /// Standard deviation of the jump, in units of `scales`.
    pub step_size: f64,
    pub scales: P,
}

impl<P> RandomWalk<P> {
    /// x' = x + ε s n, accepted with probability min(1, p(x') / p(x)).
    pub fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        noise: &mut Noise,
        watch: &mut impl Watch<P>,
    ) -> (State<P>, Transition<P>)
    where
        P: crate::numerics::Position,
    {
        watch.cloud(&state.x, &scaled(&self.scales, self.step_size));
        let mut x = state.x.clone();
        add_scaled(&mut x, self.step_size, &self.scales, &normals(&state.x, noise));
        let proposed = init(target, x);
        let log_ratio = proposed.log_density - state.log_density;
        accept_or_reject(state, proposed, log_ratio, noise.uniform(), 1)
    }
}
