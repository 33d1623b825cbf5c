//! Light axes inside the stage: a few round ticks with their labels, no grid.

use super::palette::{Palette, css, css_alpha};
use super::viewport::Viewport;
use web_sys::CanvasRenderingContext2d;

/// Ticks along an axis, about.
const TICKS: f64 = 5.0;
/// A stage narrower than this, CSS pixels, has no room for the labels.
const NARROW: f64 = 240.0;

/// Draws along the left and the lower edge of what is shown.
pub fn draw(context: &CanvasRenderingContext2d, viewport: &Viewport, palette: &Palette, ratio: f64) {
    let tick = 5.0 * ratio;
    let (low, sides) = (viewport.window().low(), viewport.window().sides());
    let [along_x, along_y] = [0, 1].map(|axis| ticks(low[axis], sides[axis]));
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
        let _ = context.fill_text(&label(place), 1.6 * tick, y);
    }
}

/// Multiples of 1, 2 or 5 times a power of ten strictly inside the limits, about [`TICKS`] of them.
fn ticks(low: f64, span: f64) -> Vec<f64> {
    let step = round_step(span / TICKS);
    let inside = |multiple: &f64| *multiple > low && *multiple < low + span;
    let first = (low / step).floor();
    // Dividing by a whole number where the step is a fraction keeps 0.3 from being 0.30000000000000004.
    let multiple = |index: usize| {
        let count = first + index as f64;
        if step < 1.0 { count / (1.0 / step).round() } else { count * step }
    };
    (0..).map(multiple).take_while(|place| *place < low + span).filter(inside).collect()
}

/// The 1, 2 or 5 times a power of ten that is nearest to `step` by ratio.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let digit = match step / power {
        // Between the geometric means of neighbours.
        ..1.414 => 1.0,
        ..3.162 => 2.0,
        ..7.071 => 5.0,
        _ => 10.0,
    };
    digit * power
}

fn label(place: f64) -> String {
    format!("{place}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_lie_inside_the_limits() {
        assert_eq!(ticks(-2.0, 5.0), [-1.0, 0.0, 1.0, 2.0]);
        assert_eq!(ticks(-2.25, 5.0), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(label(-1.0), "−1");
    }

    #[test]
    fn ticks_are_few_and_round_whatever_the_square() {
        assert_eq!(ticks(-6.5, 13.0), [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(ticks(-10.0, 20.0), [-5.0, 0.0, 5.0]);
        assert_eq!(ticks(0.05, 1.0), [0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(ticks(-200.0, 1000.0), [0.0, 200.0, 400.0, 600.0]);
        for (step, round) in [(1.3, 1.0), (0.016, 0.02), (40.0, 50.0), (0.8, 1.0)] {
            assert!((round_step(step) / round - 1.0).abs() < 1e-9, "{step}");
        }
    }
}
