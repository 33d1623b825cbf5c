//! Ways through the plane as one batched path.

use super::viewport::Viewport;
use web_sys::CanvasRenderingContext2d;

/// Strokes polylines in data units with a line of `width` pixels. A point that is not a number is a gap.
pub fn stroke(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    ways: impl Iterator<Item = impl IntoIterator<Item = [f32; 2]>>,
    width: f64,
    colour: &str,
) {
    context.begin_path();
    for way in ways {
        let mut pen_down = false;
        for point in way {
            let pixel = viewport.reach(point);
            match pixel {
                Some([x, y]) if pen_down => context.line_to(x, y),
                Some([x, y]) => context.move_to(x, y),
                None => {}
            }
            pen_down = pixel.is_some();
        }
    }
    context.set_stroke_style_str(colour);
    context.set_line_width(width);
    context.set_line_join("round");
    context.stroke();
}
