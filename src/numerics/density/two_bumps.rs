//! Two equal bumps on a line, at ±m: log(e^{−(x−m)²/2s²} + e^{−(x+m)²/2s²}) with its derivatives.
//!
//! It is −(|x| − m)²/2s² + log(1 + e) with e = e^{−2m|x|/s²} ≤ 1, which overflows nowhere.

use crate::numerics::exp::exp_negative;

/// Bumps at ±`offset` with standard deviation `width`, each 1 high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoBumps {
    pub offset: f64,
    pub width: f64,
}

impl TwoBumps {
    /// The logarithm of the sum, and its slope: (m tanh(m x / s²) − x) / s².
    #[inline]
    pub fn log_and_slope(&self, x: f64) -> (f64, f64) {
        let precision = 1.0 / (self.width * self.width);
        let (fainter, beyond) = (self.fainter(x), x.abs() - self.offset);
        let tanh = ((1.0 - fainter) / (1.0 + fainter)).copysign(x);
        let log = -0.5 * precision * beyond * beyond + (1.0 + fainter).ln();
        (log, precision * (self.offset * tanh - x))
    }

    /// The second derivative of the logarithm.
    pub fn curvature(&self, x: f64) -> f64 {
        let precision = 1.0 / (self.width * self.width);
        let (fainter, steep) = (self.fainter(x), precision * self.offset);
        steep * steep * 4.0 * fainter / (1.0 + fainter).powi(2) - precision
    }

    /// e: the height of the farther bump relative to the nearer one.
    #[inline]
    fn fainter(&self, x: f64) -> f64 {
        exp_negative(-2.0 * self.offset / (self.width * self.width) * x.abs())
    }
}
