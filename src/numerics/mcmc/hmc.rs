//! Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011): a fresh momentum, a leapfrog path, and one decision at
//! its end.

use super::leapfrog::{Phase, leapfrog, trajectory};
use super::vectors::{normals, product};
use super::{DIVERGENCE, State, Transition, Watch, accept_or_reject};
use crate::numerics::density::LogDensity;
use crate::numerics::{Noise, Position};

#[derive(Clone, Debug, PartialEq)]
pub struct Hmc<P> {
    /// ε of one leapfrog step.
    pub step_size: f64,
    /// L, at most.
    pub leapfrog_steps: usize,
    /// In [0, 1]: the number of steps is drawn uniformly from ⌈(1 − jitter) L⌉ to L, at least 1. Paths of one length can
    /// come back to where they began, again and again (Neal 2011, §5.3.3).
    pub jitter: f64,
    pub scales: P,
}

impl<P: Position> Hmc<P> {
    pub fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        noise: &mut Noise,
        watch: &mut impl Watch<P>,
    ) -> (State<P>, Transition<P>) {
        let steps = self.draw_steps(noise);
        let begin = Phase { momentum: normals(&state.x, noise), state: state.clone() };
        let end = self.integrate(target, &begin, steps, watch);
        let log_ratio = begin.energy() - end.energy();
        let (next, mut transition) =
            accept_or_reject(state, end.state, log_ratio, noise.uniform(), steps as u32);
        transition.divergent |= log_ratio < -DIVERGENCE;
        (next, transition)
    }

    fn draw_steps(&self, noise: &mut Noise) -> usize {
        let most = self.leapfrog_steps.max(1);
        let least = (((1.0 - self.jitter) * most as f64).ceil() as usize).clamp(1, most);
        if least == most { most } else { least + noise.below(most - least + 1) }
    }

    fn integrate<D: LogDensity<Position = P> + ?Sized, W: Watch<P>>(
        &self,
        target: &D,
        begin: &Phase<P>,
        steps: usize,
        watch: &mut W,
    ) -> Phase<P> {
        if !W::SEES_PATH {
            return trajectory(target, begin, self.step_size, &self.scales, steps);
        }
        watch.velocity(&product(&self.scales, &begin.momentum));
        watch.path(&begin.state.x, 0.0);
        let mut phase = begin.clone();
        for _ in 0..steps {
            phase = leapfrog(target, &phase, self.step_size, &self.scales);
            watch.path(&phase.state.x, phase.energy() - begin.energy());
        }
        phase
    }
}
