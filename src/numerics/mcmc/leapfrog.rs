//! The leapfrog integrator (Duane et al. 1987; Neal 2011, §5.2.3): half a kick, a drift, half a kick.

use super::vectors::{Number, add_scaled, dot, product, scaled};
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
    inverse_mass_sqrt: &D::Position,
) -> Phase<D::Position> {
    let mut momentum = phase.momentum.clone();
    add_scaled(&mut momentum, 0.5 * step_size, inverse_mass_sqrt, &phase.state.score);
    let mut x = phase.state.x.clone();
    add_scaled(&mut x, step_size, inverse_mass_sqrt, &momentum);
    let state = init(target, x);
    add_scaled(&mut momentum, 0.5 * step_size, inverse_mass_sqrt, &state.score);
    Phase { state, momentum }
}

/// The integrator of whole paths, for one chain or several side by side. Two half kicks that meet are one, and a momentum
/// half a step ahead is kept as what it moves in a step, ε s r, so that a step is two additions and a product.
pub struct Leaps<P> {
    /// ε s.
    reach: P,
    /// ε² s².
    kick: P,
}

impl<P: Position> Leaps<P> {
    pub fn new(step_size: f64, inverse_mass_sqrt: &P) -> Self {
        let reach = scaled(inverse_mass_sqrt, step_size);
        Self { kick: product(&reach, &reach), reach }
    }

    /// What the first step moves.
    pub fn first(&self, phase: &Phase<P>) -> P {
        let mut leap = product(&self.reach, &phase.momentum);
        add_scaled(&mut leap, 0.5, &self.kick, &phase.state.score);
        leap
    }

    /// From what one step has moved, and the score where it has led, to what the next one moves.
    #[inline]
    pub fn next<T: Number, V: AsRef<[T]> + AsMut<[T]>>(&self, leap: &mut V, score: &V) {
        add_scaled(leap, 1.0, &self.kick, score);
    }

    /// The phase where a step has led that moved by `leap`.
    pub fn phase(&self, state: State<P>, leap: &P) -> Phase<P> {
        let mut momentum = leap.clone();
        let parts = momentum.as_mut().iter_mut().zip(self.reach.as_ref()).zip(state.score.as_ref());
        for ((part, reach), score) in parts {
            *part = *part / reach + 0.5 * reach * score;
        }
        Phase { state, momentum }
    }
}
