//! What part of the plane a stage shows.

/// A square of the plane, in data units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageSquare {
    /// Of the lower left corner.
    pub x: f64,
    pub y: f64,
    pub side: f64,
}

/// The middle of a square, where its data are: what lies around it is on its maps, and not on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageWindow {
    pub square: StageSquare,
    /// Shares of the square's side that are shown, across and up.
    pub shares: [f64; 2],
}

impl StageWindow {
    /// All of a square.
    pub fn whole(square: StageSquare) -> Self {
        Self { square, shares: [1.0; 2] }
    }

    /// Of the lower left corner, data units.
    pub fn low(&self) -> [f64; 2] {
        let StageSquare { x, y, side } = self.square;
        let margin = self.shares.map(|share| 0.5 * (1.0 - share) * side);
        [x + margin[0], y + margin[1]]
    }

    /// Width and height, data units.
    pub fn sides(&self) -> [f64; 2] {
        self.shares.map(|share| share * self.square.side)
    }

    /// Width over height.
    pub fn aspect(&self) -> f64 {
        self.shares[0] / self.shares[1]
    }
}
