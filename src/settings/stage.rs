//! What a stage shows.

/// A square of the plane, in data units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageSquare {
    /// Of the lower left corner.
    pub x: f64,
    pub y: f64,
    pub side: f64,
}
