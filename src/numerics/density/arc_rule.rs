//! Quadrature over a half circle that a Gaussian blurs: how many nodes it needs, and where they are.

use super::gauss_legendre::gauss_legendre;
use crate::numerics::dataset::{Standardise, TwoMoons};
use std::f64::consts::{FRAC_PI_2, PI};

/// Nodes are taken so many at a time, so that the compiler can use vector instructions.
pub const LANES: usize = 16;

/// Angles in [0, π] and weights that sum to 1.
pub fn arc_rule(count: usize) -> Vec<(f64, f64)> {
    gauss_legendre(count).into_iter().map(|(x, weight)| (FRAC_PI_2 * (1.0 + x), 0.5 * weight)).collect()
}

/// How many Gauss–Legendre nodes an arc needs.
///
/// Bring the arcs to radius 1, and the blur with them. At distance r from the circle's centre the integrand is
/// then about as wide in θ as blur / √r. Nodes are at most π² / 2n apart, and a Gaussian summed at spacing s has a
/// relative error of e^(−2π² width² / s²). One node a width at the larger of 3 units and 6 blurs from
/// the arc keeps that below 3e-9 there, and below 1e-10 all over the stage.
pub fn node_count(moons: &TwoMoons, units: &Standardise, alpha_bar: f64) -> usize {
    let least_std = units.std[0].min(units.std[1]);
    // 1 / blur², which is finite even where no signal is left.
    let precision = alpha_bar / (alpha_bar * moons.noise.powi(2) + (1.0 - alpha_bar) * least_std * least_std);
    let greatest_r_over_blur2 = precision + (3.0 * precision).max(6.0 * precision.sqrt());
    let wanted = PI * FRAC_PI_2 * greatest_r_over_blur2.sqrt();
    // The upper limit keeps a blur of nearly 0 from taking for ever. Rounded up to eighths of a power of
    // two, few rules serve a whole schedule.
    let count = wanted.clamp(LANES as f64, 4096.0).ceil() as usize;
    count.next_multiple_of((count.next_power_of_two() / 16).max(LANES))
}
