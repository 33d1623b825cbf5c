//! A vector field as arrows on the stage's grid.

use super::viewport::Viewport;
use crate::protocol::Stage;
use crate::settings::StageSquare;
use web_sys::CanvasRenderingContext2d;

/// Centre of cell `index` of the arrow grid over a square, rows from the lowest y, in data units.
fn foot(square: StageSquare, index: usize) -> [f32; 2] {
    let along = |low: f64, cell: usize| low + square.side * (cell as f64 + 0.5) / Stage::ARROWS as f64;
    [along(square.x, index % Stage::ARROWS), along(square.y, index / Stage::ARROWS)].map(|place| place as f32)
}

/// Shaft of an arrow in data units. Long vectors are compressed so that arrows never overlap:
/// one of length `unit` fills three quarters of a `cell`.
fn shaft([x, y]: [f32; 2], unit: f32, cell: f32) -> [f32; 2] {
    let length = x.hypot(y);
    if !(length.is_finite() && length > 0.0) {
        return [0.0, 0.0];
    }
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
    let square = viewport.square();
    let cell = (square.side / Stage::ARROWS as f64) as f32;
    context.begin_path();
    for (index, &vector) in field.iter().enumerate() {
        let (from, along) = (foot(square, index), shaft(vector, unit, cell));
        let [tail, tip] = [from, [from[0] + along[0], from[1] + along[1]]]
            .map(|point| viewport.pixel_from_data(point.map(f64::from)));
        trace(context, tail, tip, width, f64::INFINITY);
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.stroke();
}

/// Strokes arrows from point to point, in data units, as one path.
pub fn between(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    pairs: impl Iterator<Item = ([f32; 2], [f32; 2])>,
    width: f64,
    colour: &str,
) {
    context.begin_path();
    for (tail, tip) in pairs {
        if let (Some(tail), Some(tip)) = (viewport.reach(tail), viewport.reach(tip)) {
            trace(context, tail, tip, width, 7.0 * width);
        }
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.stroke();
}

/// Adds an arrow between two pixels to the path, unless it is shorter than a line is wide. Its head is a
/// third as long as the shaft, and `longest` pixels at most.
pub fn trace(
    context: &CanvasRenderingContext2d,
    [x0, y0]: [f64; 2],
    [x1, y1]: [f64; 2],
    width: f64,
    longest: f64,
) {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let length = dx.hypot(dy);
    if length < width {
        return;
    }
    context.move_to(x0, y0);
    context.line_to(x1, y1);
    // Head: two strokes back from the tip.
    let share = (longest / length).min(0.3);
    for side in [-0.57, 0.57] {
        context.move_to(x1, y1);
        context.line_to(x1 - share * (dx - side * dy), y1 - share * (dy + side * dx));
    }
}

/// Half of the vectors are longer. None of an empty field.
pub fn median_length(field: &[[f32; 2]]) -> Option<f32> {
    let mut lengths: Vec<f32> =
        field.iter().map(|[x, y]| x.hypot(*y)).filter(|length| length.is_finite()).collect();
    lengths.sort_by(f32::total_cmp);
    lengths.get(lengths.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_fills_the_stage_from_the_lowest_row() {
        let square = StageSquare { x: -2.0, y: -2.25, side: 5.0 };
        assert_eq!(foot(square, 0), [-1.875, -2.125]);
        assert_eq!(foot(square, Stage::ARROWS * Stage::ARROWS - 1), [2.875, 2.625]);
        assert!(foot(square, 1)[0] > foot(square, 0)[0] && foot(square, 1)[1] == foot(square, 0)[1]);
    }

    #[test]
    fn arrows_keep_their_direction_and_stay_in_their_cell() {
        let [x, y] = shaft([300.0, -400.0], 1.0, 0.25);
        assert!((x.hypot(y) - 0.25).abs() < 1e-6 && (y / x + 4.0 / 3.0).abs() < 1e-5);
        assert!(shaft([0.1, 0.0], 1.0, 0.25)[0] < shaft([0.2, 0.0], 1.0, 0.25)[0]);
        assert_eq!(shaft([0.0, 0.0], 1.0, 0.25), [0.0, 0.0]);
        assert_eq!(shaft([f32::NAN, 1.0], 1.0, 0.25), [0.0, 0.0]);
    }
    #[test]
    fn the_median_leaves_out_what_is_not_a_number() {
        let field = [[f32::NAN, 0.0], [3.0, 4.0], [1.0, 0.0], [0.0, 90.0], [f32::INFINITY, 0.0]];
        assert_eq!(median_length(&field), Some(5.0));
        assert_eq!(median_length(&[[f32::NAN, 0.0]]), None);
    }
}
