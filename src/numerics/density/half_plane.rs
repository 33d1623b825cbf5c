//! One side of a line, with a soft edge: f(x) = Φ((n·x − c) / w).
//!
//! No density, for its mass is infinite, but a factor that keeps what lies on one side. The edge is a normal distribution
//! function because a Gaussian then only widens it: a half-plane noised to any level is a half-plane again, exactly. A logistic
//! edge has no such form.

use super::Formula;
use super::normal_cdf::log_normal_cdf;
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::kernel::lanes::Lanes;

/// Keeps the side that `normal` points to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfPlane {
    /// n, of any length but 0.
    pub normal: Point,
    /// c: at the edge, where n·x = c, half is kept.
    pub offset: f64,
    /// w, positive, in units of n·x.
    pub width: f64,
}

impl HalfPlane {
    /// With an edge through a point, `width` wide, that faces the direction `angle`, radians; data units.
    pub fn through(point: Point, angle: f64, width: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self { normal: [cos, sin], offset: cos * point[0] + sin * point[1], width }
    }

    /// The other side: 1 − f.
    pub fn flipped(&self) -> Self {
        Self { normal: self.normal.map(|part| -part), offset: -self.offset, width: self.width }
    }

    /// E[f((x_t − √(1 − ᾱ) ε) / √ᾱ)] as a function of x_t, standardised, for standard normal ε: f as seen through noise, when
    /// nothing is known of the clean point. ᾱ ∈ [0, 1].
    ///
    /// With n' = n ∘ std, it is Φ((n'·x_t − √ᾱ (c − n·mean)) / √(ᾱ w² + (1 − ᾱ) |n'|²)).
    pub fn noised(&self, units: &Standardise, alpha_bar: f64) -> Self {
        let normal = [0, 1].map(|axis| self.normal[axis] * units.std[axis]);
        let middle = self.normal[0] * units.mean[0] + self.normal[1] * units.mean[1];
        let square = normal[0] * normal[0] + normal[1] * normal[1];
        Self {
            normal,
            offset: alpha_bar.sqrt() * (self.offset - middle),
            width: (alpha_bar * self.width * self.width + (1.0 - alpha_bar) * square).sqrt(),
        }
    }

    /// Whether more than half is kept at a point.
    pub fn keeps(&self, x: Point) -> bool {
        self.normal[0] * x[0] + self.normal[1] * x[1] > self.offset
    }
}

/// log f, at most 0.
impl Formula for HalfPlane {
    #[inline(always)]
    fn at<const N: usize>(&self, [x, y]: [Lanes<N>; 2]) -> (Lanes<N>, [Lanes<N>; 2]) {
        let [across, up] = self.normal.map(|part| part / self.width);
        let (mut log, mut slope) = (x * across + y * up - self.offset / self.width, Lanes::splat(0.0));
        for (log, slope) in log.0.iter_mut().zip(&mut slope.0) {
            (*log, *slope) = log_normal_cdf(*log);
        }
        (log, [slope * across, slope * up])
    }
}
