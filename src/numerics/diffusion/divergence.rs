//! The divergence of a denoiser's noise by the point it is asked about: how the probability-flow ODE changes volumes.

use crate::numerics::Point;

/// What a denoiser says at a point x = a x₀ + b ε: ε̂ and ∇ₓ·ε̂.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoiseAt {
    pub eps: Point,
    pub divergence: f64,
}

/// How far beside a point a network is asked, standardised. Half of it doubles what rounding in f32 adds, and twice as much sees
/// that ε̂ bends, within thin data.
pub const BESIDE: f64 = 3e-3;

/// Rows of a [`stencil`] for one point.
pub const STENCIL: usize = 5;

/// Rows to ask a denoiser about that cannot say its divergence: each point, then `step` beside it either way along each axis,
/// `[STENCIL · points, 2]`.
pub fn stencil(x: &[Point], step: f64) -> Vec<f32> {
    let rows = |&[x, y]: &Point| [[x, y], [x + step, y], [x - step, y], [x, y + step], [x, y - step]];
    x.iter().flat_map(rows).flatten().map(|place| place as f32).collect()
}

/// From ε̂ at the rows of a [`stencil`], `[STENCIL · points, 2]`, by central differences.
pub fn of_stencil(eps: &[f32], step: f64) -> Vec<NoiseAt> {
    let of_point = |rows: &[f32; 2 * STENCIL]| {
        let [x, y, right, _, left, _, _, up, _, down] = rows.map(f64::from);
        NoiseAt { eps: [x, y], divergence: (right - left + up - down) / (2.0 * step) }
    };
    eps.as_chunks().0.iter().map(of_point).collect()
}
