//! A vector field as arrows on the stage's grid.

use super::viewport::Viewport;
use crate::protocol::Stage;
use web_sys::CanvasRenderingContext2d;

/// Centre of cell `index` of the arrow grid, rows from the lowest y, in data units.
pub fn foot(index: usize) -> [f32; 2] {
    let along = |limits: [f32; 2], cell: usize| {
        limits[0] + (limits[1] - limits[0]) * (cell as f32 + 0.5) / Stage::ARROWS as f32
    };
    [along(Stage::X, index % Stage::ARROWS), along(Stage::Y, index / Stage::ARROWS)]
}

/// Shaft of an arrow in data units. Long vectors are compressed so that arrows never overlap:
/// one of length `unit` fills three quarters of a cell.
fn shaft([x, y]: [f32; 2], unit: f32) -> [f32; 2] {
    let length = x.hypot(y);
    if !(length.is_finite() && length > 0.0) {
        return [0.0, 0.0];
    }
    let cell = (Stage::X[1] - Stage::X[0]) / Stage::ARROWS as f32;
    let shown = cell * (length / unit).tanh();
    [x / length * shown, y / length * shown]
}

/// Strokes the field as one path. Vectors of `unit` length (data units) are drawn nearly a cell long.
pub fn stroke(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    field: &[[f32; 2]],
    unit: f32,
    width: f64,
    colour: &str,
) {
    context.begin_path();
    for (index, &vector) in field.iter().enumerate() {
        let (from, along) = (foot(index), shaft(vector, unit));
        let [x0, y0] = viewport.pixel_from_data(from.map(f64::from));
        let [x1, y1] = viewport.pixel_from_data([from[0] + along[0], from[1] + along[1]].map(f64::from));
        let (dx, dy) = (x1 - x0, y1 - y0);
        if dx.hypot(dy) < width {
            continue;
        }
        context.move_to(x0, y0);
        context.line_to(x1, y1);
        // Head: two strokes back from the tip, a third as long as the shaft.
        for side in [-1.0, 1.0] {
            context.move_to(x1, y1);
            context.line_to(x1 - 0.3 * dx + side * 0.17 * dy, y1 - 0.3 * dy - side * 0.17 * dx);
        }
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.stroke();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_fills_the_stage_from_the_lowest_row() {
        assert_eq!(foot(0), [-1.875, -2.125]);
        assert_eq!(foot(Stage::ARROWS * Stage::ARROWS - 1), [2.875, 2.625]);
        assert!(foot(1)[0] > foot(0)[0] && foot(1)[1] == foot(0)[1]);
    }

    #[test]
    fn arrows_keep_their_direction_and_stay_in_their_cell() {
        let [x, y] = shaft([300.0, -400.0], 1.0);
        assert!((x.hypot(y) - 0.25).abs() < 1e-6 && (y / x + 4.0 / 3.0).abs() < 1e-5);
        assert!(shaft([0.1, 0.0], 1.0)[0] < shaft([0.2, 0.0], 1.0)[0]);
        assert_eq!(shaft([0.0, 0.0], 1.0), [0.0, 0.0]);
        assert_eq!(shaft([f32::NAN, 1.0], 1.0), [0.0, 0.0]);
    }
}
