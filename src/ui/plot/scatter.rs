//! Many points as one path: one fill or one stroke, however many they are.

use super::viewport::Viewport;
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

/// Fills discs of `radius` pixels at points in data units; what is off the canvas is left out.
pub fn fill(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
    colour: &str,
) {
    trace(context, viewport, points, radius);
    context.set_fill_style_str(colour);
    context.fill();
}

/// The same as hollow rings, with a line of `width` pixels.
pub fn rings(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
    width: f64,
    colour: &str,
) {
    trace(context, viewport, points, radius);
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.stroke();
}

fn trace(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
) {
    context.begin_path();
    for point in points {
        let [x, y] = viewport.pixel_from_data(point.map(f64::from));
        if viewport.sees([x, y], radius) {
            disc(context, [x, y], radius);
        }
    }
}

/// Adds a disc to the path.
pub fn disc(context: &CanvasRenderingContext2d, [x, y]: [f64; 2], radius: f64) {
    context.move_to(x + radius, y);
    // Fails only for a negative radius.
    let _ = context.arc(x, y, radius, 0.0, TAU);
}
