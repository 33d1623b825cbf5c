//! Two equal bumps on a line, at ±m: log(e^{−(x−m)²/2s²} + e^{−(x+m)²/2s²}) with its derivatives.
//!
//! It is −(|x| − m)²/2s² + log(1 + e) with e = e^{−2m|x|/s²} ≤ 1, which overflows nowhere.

use crate::numerics::exp::exp_2;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::LOG2_E;

/// Bumps at ±`offset` with standard deviation `width`, each 1 high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoBumps {
    pub offset: f64,
    pub width: f64,
}

impl TwoBumps {
    /// The logarithm of the sum, and its slope: (m tanh(m x / s²) − x) / s².
    #[inline(always)]
    pub fn log_and_slope<const N: usize>(&self, x: Lanes<N>) -> (Lanes<N>, Lanes<N>) {
        let precision = 1.0 / (self.width * self.width);
        let (fainter, beyond) = (self.fainter(x), x.abs() - self.offset);
        let tanh = (Lanes::splat(1.0) - fainter) / (fainter + 1.0);
        let log = beyond * beyond * (-0.5 * precision) + fainter.map(|fainter| (1.0 + fainter).ln());
        (log, (tanh.zip(x, f64::copysign) * self.offset - x) * precision)
    }

    /// The second derivative of the logarithm.
    pub fn curvature(&self, x: f64) -> f64 {
        let precision = 1.0 / (self.width * self.width);
        let (Lanes([fainter]), steep) = (self.fainter(Lanes([x])), precision * self.offset);
        steep * steep * 4.0 * fainter / (1.0 + fainter).powi(2) - precision
    }

    /// e: the height of the farther bump relative to the nearer one.
    #[inline(always)]
    fn fainter<const N: usize>(&self, x: Lanes<N>) -> Lanes<N> {
        exp_2(x.abs() * (-2.0 * LOG2_E * self.offset / (self.width * self.width)))
    }
}
