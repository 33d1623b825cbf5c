//! Where the stage's maps and arrows are, and the contour lines of what is drawn on it.

use crate::numerics::Point;
use crate::numerics::contours::{mass_levels, segments};
use crate::protocol::Stage;
use crate::settings::StageSquare;

/// Shares of all mass that contour lines enclose.
const ENCLOSED: [f64; 6] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.98];

/// Middle of cell `index` of `side` × `side` cells, rows from the lowest y.
pub fn middle(square: &StageSquare, side: usize, index: usize) -> Point {
    let along = |origin: f64, cell: usize| origin + square.side * (cell as f64 + 0.5) / side as f64;
    [along(square.x, index % side), along(square.y, index / side)]
}

/// Where a map has its values, `[CELLS²]`.
pub fn cell(square: &StageSquare, index: usize) -> Point {
    middle(square, Stage::CELLS, index)
}

/// Where the arrows of a field start, `[ARROWS²]`.
pub fn arrow_feet(square: &StageSquare) -> impl Iterator<Item = Point> {
    (0..Stage::ARROWS.pow(2)).map(|index| middle(square, Stage::ARROWS, index))
}

/// Contour lines around shares of the mass, `[n, 4]`, of a density of which `heights` `[CELLS²]` are the logarithms up to
/// a constant.
pub fn contour_lines(square: &StageSquare, heights: &[f64]) -> Vec<f32> {
    let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let density: Vec<f32> = heights.iter().map(|height| (height - most).exp() as f32).collect();
    // Logarithms, between which lines are better interpolated.
    let logs: Vec<f32> = heights.iter().map(|height| (height - most) as f32).collect();
    let levels: Vec<f32> = mass_levels(&density, &ENCLOSED).into_iter().map(f32::ln).collect();
    segments(&logs, Stage::CELLS, square, &levels).into_iter().flatten().collect()
}
