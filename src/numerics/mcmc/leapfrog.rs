//! The leapfrog integrator (Duane et al. 1987; Neal 2011, §5.2.3): half a kick, a drift, half a kick.

use super::vectors::{add_scaled, dot};
use super::{State, init};
use crate::numerics::Position;
use crate::numerics::density::LogDensity;

/// A point of phase space.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase<P> {
    pub state: State<P>,
    /// r, in units in which the mass is 1.
    pub momentum: P,
}

impl<P: Position> Phase<P> {
    /// H = −log p(x) + ½ r·r.
    pub fn energy(&self) -> f64 {
        0.5 * dot(&self.momentum, &self.momentum) - self.state.log_density
    }
}

/// One step of time ε: reversible, volume preserving, with an energy error of order ε³ (ε² along a path).
#[inline]
pub fn leapfrog<D: LogDensity + ?Sized>(
    target: &D,
    phase: &Phase<D::Position>,
    step_size: f64,
    scales: &D::Position,
) -> Phase<D::Position> {
    let mut momentum = phase.momentum.clone();
    add_scaled(&mut momentum, 0.5 * step_size, scales, &phase.state.score);
    let mut x = phase.state.x.clone();
    add_scaled(&mut x, step_size, scales, &momentum);
    let state = init(target, x);
    add_scaled(&mut momentum, 0.5 * step_size, scales, &state.score);
    Phase { state, momentum }
}

/// `count` ≥ 1 steps: the same numbers to the bit, without the density itself on the way.
#[inline]
pub fn trajectory<D: LogDensity + ?Sized>(
    target: &D,
    phase: &Phase<D::Position>,
    step_size: f64,
    scales: &D::Position,
    count: usize,
) -> Phase<D::Position> {
    let mut momentum = phase.momentum.clone();
    let mut x = phase.state.x.clone();
    add_scaled(&mut momentum, 0.5 * step_size, scales, &phase.state.score);
    for _ in 1..count {
        add_scaled(&mut x, step_size, scales, &momentum);
        let score = target.score(&x);
        // Two half kicks, not a whole one: a path that is looked at must not differ, not even by rounding.
        add_scaled(&mut momentum, 0.5 * step_size, scales, &score);
        add_scaled(&mut momentum, 0.5 * step_size, scales, &score);
    }
    add_scaled(&mut x, step_size, scales, &momentum);
    let state = init(target, x);
    add_scaled(&mut momentum, 0.5 * step_size, scales, &state.score);
    Phase { state, momentum }
}
