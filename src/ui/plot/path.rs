//! Ways through the plane as one batched path.

use super::viewport::Viewport;
use web_sys::CanvasRenderingContext2d;

/// Strokes polylines in data units with a line of `width` pixels.
pub fn stroke(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    ways: impl Iterator<Item = Vec<[f32; 2]>>,
    width: f64,
    colour: &str,
) {
    context.begin_path();
    for way in ways {
        for (index, point) in way.into_iter().enumerate() {
            let [x, y] = viewport.pixel_from_data(point.map(f64::from));
            if index == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.set_line_join("round");
    context.stroke();
}
