//! Exact probabilities: of bins of one coordinate, and of modes.
//!
//! Where a density is Gaussian given one coordinate, a bin's probability is a difference of Φ, averaged over that
//! coordinate; so thin moons and the funnel's sharp tip cost no more than anything else. Elsewhere it is
//! quadrature over a [`Strip`].

use super::{Landscape, LogDensity, gauss_legendre::gauss_legendre, normal_cdf::HALF_LN_2PI};
use crate::numerics::Point;
use crate::settings::StageSquare;

/// What chains on a density are held against.
pub trait Probabilities: Landscape {
    /// Probability of `low < x[axis] < high`, for axis 0 or 1 and ends that may be infinite.
    fn between(&self, axis: usize, low: f64, high: f64) -> f64;

    /// Probability of each mode, in the order of [`modes`](Landscape::modes): equal, which symmetry makes them
    /// unless a density says otherwise.
    fn shares(&self) -> Vec<f64> {
        let modes = self.modes().len();
        vec![1.0 / modes as f64; modes]
    }

    /// log ∫ p, nats: 0 unless a density says otherwise.
    fn log_mass(&self) -> f64 {
        0.0
    }
}

/// Probability of each of `count` equal bins of a coordinate over a square's side, `[count]`. What lies beyond
/// the square is in none of them.
pub fn bins<D: Probabilities + ?Sized>(
    density: &D,
    axis: usize,
    square: &StageSquare,
    count: usize,
) -> Vec<f64> {
    let start = [square.x, square.y][axis];
    let edge = |index: usize| start + square.side * index as f64 / count as f64;
    (0..count).map(|index| density.between(axis, edge(index), edge(index + 1))).collect()
}

/// E[f(v)] for v ~ N(0, `std`²) by the trapezoidal rule, exact to rounding for what varies over no less than
/// a tenth of `std`.
pub fn over_normal(std: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 40;
    const REACH: f64 = 8.3;
    let last = (REACH * f64::from(STEPS)) as i32;
    let term = |index: i32| {
        let z = f64::from(index) / f64::from(STEPS);
        (-0.5 * z * z - HALF_LN_2PI).exp() * f(std * z)
    };
    (-last..=last).map(term).sum::<f64>() / f64::from(STEPS)
}

/// The points of the plane with `low < x[axis] < high`, and what is needed to integrate a density over them.
pub struct Strip {
    pub axis: usize,
    pub low: f64,
    pub high: f64,
    /// Neither coordinate of any mass exceeds it.
    pub reach: f64,
    /// At most half of the shortest length over which the density varies.
    pub step: f64,
}

impl Strip {
    /// ∫ p over the strip: Gauss–Legendre panels across it, the trapezoidal rule along it.
    pub fn mass<D: LogDensity<Position = Point>>(&self, density: &D) -> f64 {
        let (low, high) = (self.low.max(-self.reach), self.high.min(self.reach));
        if high <= low {
            return 0.0;
        }
        let panels = ((high - low) / (2.0 * self.step)).ceil().max(1.0);
        let half = 0.5 * (high - low) / panels;
        let rule = gauss_legendre(6);
        let last = (self.reach / self.step).ceil() as i32;
        let mut mass = 0.0;
        for panel in 0..panels as usize {
            let middle = low + (2 * panel + 1) as f64 * half;
            for &(node, weight) in &rule {
                let across = middle + half * node;
                let term = |index: i32| {
                    let along = f64::from(index) * self.step;
                    let x = if self.axis == 0 { [across, along] } else { [along, across] };
                    density.log_density(&x).exp()
                };
                mass += weight * half * self.step * (-last..=last).map(term).sum::<f64>();
            }
        }
        mass
    }
}
