//! Many points as one path: one fill, however many they are.

use super::marks;
use super::viewport::Viewport;
use web_sys::CanvasRenderingContext2d;

/// Fills discs of `radius` pixels at points in data units; what is off the canvas is left out.
pub fn fill(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
    colour: &str,
) {
    context.begin_path();
    for point in points {
        let [x, y] = viewport.pixel_from_data(point.map(f64::from));
        if viewport.sees([x, y], radius) {
            marks::disc(context, [x, y], radius);
        }
    }
    context.set_fill_style_str(colour);
    context.fill();
}
