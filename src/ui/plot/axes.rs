//! Light axes inside the stage: a tick and a label at each whole number, no grid.

use super::palette::{Palette, css, css_alpha};
use super::viewport::Viewport;
use crate::protocol::Stage;
use web_sys::CanvasRenderingContext2d;

/// Draws along the left and the lower edge of a square of `side` pixels.
pub fn draw(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    palette: &Palette,
    side: f64,
    ratio: f64,
) {
    let tick = 5.0 * ratio;
    context.begin_path();
    for place in wholes(Stage::X) {
        let [x, _] = viewport.pixel_from_data([place, 0.0]);
        context.move_to(x, side);
        context.line_to(x, side - tick);
    }
    for place in wholes(Stage::Y) {
        let [_, y] = viewport.pixel_from_data([0.0, place]);
        context.move_to(0.0, y);
        context.line_to(tick, y);
    }
    context.set_stroke_style_str(&css_alpha(palette.faint, 0.7));
    context.set_line_width(ratio);
    context.stroke();
    context.set_font(&format!("{}px system-ui, sans-serif", 11.0 * ratio));
    context.set_fill_style_str(&css(palette.faint));
    // Text fails only on a context that is lost, which draws nothing at all.
    context.set_text_align("center");
    context.set_text_baseline("bottom");
    for place in wholes(Stage::X) {
        let [x, _] = viewport.pixel_from_data([place, 0.0]);
        let _ = context.fill_text(&label(place), x, side - 1.5 * tick);
    }
    context.set_text_align("left");
    context.set_text_baseline("middle");
    for place in wholes(Stage::Y) {
        let [_, y] = viewport.pixel_from_data([0.0, place]);
        let _ = context.fill_text(&label(place), 1.6 * tick, y);
    }
}

/// The whole numbers strictly inside the limits.
fn wholes([low, high]: [f32; 2]) -> impl Iterator<Item = f64> {
    (low.floor() as i32 + 1..high.ceil() as i32).map(f64::from)
}

fn label(place: f64) -> String {
    format!("{place}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_lie_inside_the_limits() {
        assert_eq!(wholes([-2.0, 3.0]).collect::<Vec<_>>(), [-1.0, 0.0, 1.0, 2.0]);
        assert_eq!(wholes([-2.25, 2.75]).collect::<Vec<_>>(), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(label(-1.0), "−1");
    }
}
