//! The map between data units and the standardised units that networks see.

use crate::numerics::Point;

/// Axis by axis (x − mean) / std, with the exact mean and standard deviation of the law, not a sample's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardise {
    /// Data units.
    pub mean: Point,
    /// Data units, positive.
    pub std: Point,
}

impl Standardise {
    /// Leaves data units as they are.
    pub const NONE: Self = Self { mean: [0.0; 2], std: [1.0; 2] };

    /// From data units to standardised units.
    pub fn to_standard(&self, point: Point) -> Point {
        [(point[0] - self.mean[0]) / self.std[0], (point[1] - self.mean[1]) / self.std[1]]
    }

    /// log of the volume that one of standardised units has in data units: a log density in data units is that much smaller.
    pub fn log_volume(&self) -> f64 {
        self.std[0].ln() + self.std[1].ln()
    }

    /// From standardised units to data units.
    pub fn to_data_units(&self, point: Point) -> Point {
        [point[0] * self.std[0] + self.mean[0], point[1] * self.std[1] + self.mean[1]]
    }
}
