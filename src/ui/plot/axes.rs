//! Light axes inside the stage: a few round ticks with their labels, no grid.

use super::palette::{Palette, css, css_alpha};
use super::ticks;
use super::viewport::Viewport;
use web_sys::CanvasRenderingContext2d;

/// Ticks along an axis, about.
const TICKS: f64 = 5.0;
/// A stage narrower than this, CSS pixels, has no room for the labels.
const NARROW: f64 = 240.0;
/// Down to here, CSS pixels, the stage's name stands over the labels.
const NAME: f64 = 44.0;

/// Draws along the left and the lower edge of what is shown.
pub fn draw(context: &CanvasRenderingContext2d, viewport: &Viewport, palette: &Palette, ratio: f64) {
    let tick = 5.0 * ratio;
    let (low, sides) = (viewport.window().low(), viewport.window().sides());
    let [along_x, along_y] = [0, 1].map(|axis| inside(low[axis], sides[axis]));
    let [width, bottom] = viewport.size();
    context.begin_path();
    for &place in &along_x {
        let [x, _] = viewport.pixel_from_data([place, 0.0]);
        context.move_to(x, bottom);
        context.line_to(x, bottom - tick);
    }
    for &place in &along_y {
        let [_, y] = viewport.pixel_from_data([0.0, place]);
        context.move_to(0.0, y);
        context.line_to(tick, y);
    }
    context.set_stroke_style_str(&css_alpha(palette.faint, 0.7));
    context.set_line_width(ratio);
    context.stroke();
    if width < NARROW * ratio {
        return;
    }
    context.set_font(&format!("{}px system-ui, sans-serif", 11.0 * ratio));
    context.set_fill_style_str(&css(palette.faint));
    // Text fails only on a context that is lost, which draws nothing at all.
    context.set_text_align("center");
    context.set_text_baseline("bottom");
    for &place in &along_x {
        let [x, _] = viewport.pixel_from_data([place, 0.0]);
        let _ = context.fill_text(&label(place), x, bottom - 1.5 * tick);
    }
    context.set_text_align("left");
    context.set_text_baseline("middle");
    for &place in &along_y {
        let [_, y] = viewport.pixel_from_data([0.0, place]);
        if y < NAME * ratio {
            continue;
        }
        let _ = context.fill_text(&label(place), 1.6 * tick, y);
    }
}

/// Strictly inside the limits: at an edge there is no room for a label.
fn inside(low: f64, span: f64) -> Vec<f64> {
    let mut ticks = ticks::linear([low, low + span], TICKS);
    ticks.retain(|place| *place > low && *place < low + span);
    ticks
}

fn label(place: f64) -> String {
    format!("{place}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_lie_inside_the_limits() {
        assert_eq!(inside(-2.0, 5.0), [-1.0, 0.0, 1.0, 2.0]);
        assert_eq!(inside(-2.25, 5.0), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(inside(-10.0, 20.0), [-5.0, 0.0, 5.0]);
        assert_eq!(inside(-200.0, 1000.0), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(label(-1.0), "−1");
    }
}
