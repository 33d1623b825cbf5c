//! The inside of one transition: drift and noise cloud, or momentum and leapfrog path, and what came of it.

use super::palette::{Palette, Rgb, css, css_alpha};
use super::viewport::Viewport;
use super::{arrows, marks, scatter};
use crate::protocol::mcmc::{Detail, Outcome};
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

/// The shares of a transition's showing in which its parts grow. The rest is for its verdict.
const DRIFT: [f64; 2] = [0.0, 0.3];
const NOISE: [f64; 2] = [0.4, 0.8];
const MOMENTUM: [f64; 2] = [0.0, 0.15];
const PATH: [f64; 2] = [0.15, 0.8];
const VERDICT: f64 = 0.85;

/// Seconds in which a single transition is shown, and the longest in which any is.
const SHOWN_STEP: f64 = 0.9;
/// Share of the time between two transitions in which the inside of one is shown; then it rests.
const SHOWN_SHARE: f64 = 0.8;
/// Above this pace, in transitions a second, the inside of a transition is shown all at once.
const TOO_FAST: f64 = 12.0;

/// A velocity is drawn as the way it goes in this time, the unit being that of the step size.
const VELOCITY_TIME: f32 = 0.5;
/// Colours of the path; odd, so that an exact path has the middle one.
const LEVELS: usize = 17;
/// Energy error beyond which the path's colour is the last.
const SATURATED: f32 = 0.5;
/// Longest head of an arrow, CSS pixels.
const HEAD: f64 = 9.0;

/// Seconds in which the inside of a transition is shown at a pace, none for as fast as can be; 0 where there is no time
/// for it.
pub fn showing(pace: Option<f64>, running: bool) -> f64 {
    match pace {
        _ if !running => SHOWN_STEP,
        Some(pace) if pace <= TOO_FAST => SHOWN_SHARE / pace,
        _ => 0.0,
    }
}

/// Whether the verdict is shown at `progress`; before it the chain is still where it came from.
pub fn decided(progress: f64) -> bool {
    progress >= VERDICT
}

/// How much of a part has grown at `progress`, from 0 to 1.
fn grown([begin, end]: [f64; 2], progress: f64) -> f32 {
    ((progress - begin) / (end - begin)).clamp(0.0, 1.0) as f32
}

fn mix<const N: usize>(from: [f32; N], to: [f32; N], share: f32) -> [f32; N] {
    std::array::from_fn(|index| from[index] + (to[index] - from[index]) * share)
}

/// The points of a flat path `[n, 3]`; where the place is not a number the path has a gap.
fn points_of(path: &[f32]) -> impl DoubleEndedIterator<Item = [f32; 3]> {
    path.chunks_exact(3).map(|point| [point[0], point[1], point[2]])
}

/// The first `share` of a path; its last point lies between two where the share ends.
fn beginning(path: &[f32], share: f32) -> Vec<[f32; 3]> {
    let mut points: Vec<_> = points_of(path).collect();
    if share <= 0.0 || points.is_empty() {
        return Vec::new();
    }
    let place = share * (points.len() - 1) as f32;
    let whole = place as usize;
    if whole + 1 < points.len() {
        points[whole + 1] = mix(points[whole], points[whole + 1], place - whole as f32);
        points.truncate(whole + 2);
    }
    points
}

/// The colour, of [`LEVELS`], of an energy error: saturated where it costs a third of the acceptance. An error
/// that is not a number is the largest.
fn level(error: f32) -> usize {
    let share = if error.is_nan() { 1.0 } else { (error / SATURATED).clamp(-1.0, 1.0) };
    ((share + 1.0) / 2.0 * (LEVELS - 1) as f32).round() as usize
}

/// Where the verdict is marked: at the proposal, or at the last place before it that the stage shows.
fn verdict_place(detail: &Detail, viewport: &Viewport) -> [f32; 2] {
    let path = points_of(&detail.path).rev().map(|[x, y, _]| [x, y]);
    let mut places = std::iter::once(detail.proposal).chain(path);
    let seen = |place: &[f32; 2]| viewport.sees(viewport.pixel_from_data(place.map(f64::from)), 0.0);
    places.find(seen).unwrap_or(detail.from)
}

/// Draws a transition as far as `progress`, from 0 to 1, but for its verdict. `ratio` is the device pixels of
/// one CSS pixel.
pub fn draw(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    detail: &Detail,
    progress: f64,
    ratio: f64,
    palette: &Palette,
) {
    let arrow = |from, to, colour| draw_arrow(context, viewport, from, to, ratio, colour, palette);
    if let Some([mean, deviation]) = detail.cloud {
        let (drift, noise) = (grown(DRIFT, progress), grown(NOISE, progress));
        if drift >= 1.0 {
            draw_ellipses(context, viewport, mean, deviation, ratio, palette);
        }
        arrow(detail.from, mix(detail.from, mean, drift), palette.data);
        if noise > 0.0 {
            arrow(mean, mix(mean, detail.proposal, noise), palette.ink);
        }
    }
    draw_path(context, viewport, &beginning(&detail.path, grown(PATH, progress)), ratio, palette);
    if let Some(velocity) = detail.velocity {
        let tip = [0, 1].map(|axis| detail.from[axis] + VELOCITY_TIME * velocity[axis]);
        arrow(detail.from, mix(detail.from, tip, grown(MOMENTUM, progress)), palette.ink);
    }
}

/// Marks what came of a transition. What was accepted needs no mark of its own: the chain has gone there.
pub fn draw_verdict(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    detail: &Detail,
    ratio: f64,
    palette: &Palette,
) {
    if detail.outcome != Outcome::Accepted {
        let place = std::iter::once(verdict_place(detail, viewport));
        marks::draw(context, viewport, detail.outcome, place, 6.0 * ratio, palette.ink, palette);
    }
}

fn draw_arrow(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    from: [f32; 2],
    to: [f32; 2],
    ratio: f64,
    colour: Rgb,
    palette: &Palette,
) {
    let (Some(from), Some(to)) = (viewport.reach(from), viewport.reach(to)) else { return };
    let width = 2.0 * ratio;
    context.begin_path();
    arrows::trace(context, from, to, width, HEAD * ratio);
    context.set_line_join("round");
    for (width, colour) in [(2.2 * width, palette.paper), (width, colour)] {
        context.set_line_width(width);
        context.set_stroke_style_str(&css(colour));
        context.stroke();
    }
}

/// One and two standard deviations of the Gaussian that the proposal was drawn from.
fn draw_ellipses(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    mean: [f32; 2],
    deviation: [f32; 2],
    ratio: f64,
    palette: &Palette,
) {
    let Some([x, y]) = viewport.reach(mean) else { return };
    let radii = deviation.map(|deviation| f64::from(deviation) * viewport.scale());
    if !radii.iter().all(|radius| radius.is_finite() && *radius >= 0.0) {
        return;
    }
    context.set_fill_style_str(&css_alpha(palette.ink, 0.08));
    context.set_stroke_style_str(&css_alpha(palette.ink, 0.5));
    context.set_line_width(ratio);
    for deviations in [1.0, 2.0] {
        context.begin_path();
        // Fails only for a negative radius.
        let _ = context.ellipse(x, y, deviations * radii[0], deviations * radii[1], 0.0, 0.0, TAU);
        context.fill();
        context.stroke();
    }
}

/// Strokes a path in the colours of its energy error, one batch a colour, with a dot at each leapfrog point. A point
/// that is not a number is a gap: NUTS goes on from its other end there.
fn draw_path(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: &[[f32; 3]],
    ratio: f64,
    palette: &Palette,
) {
    let reached: Vec<_> =
        points.iter().map(|&[x, y, error]| Some((viewport.reach([x, y])?, error))).collect();
    let segments: Vec<_> = reached
        .windows(2)
        .filter_map(|pair| {
            let ((from, before), (to, after)) = (pair[0]?, pair[1]?);
            Some((from, to, level(0.5 * (before + after))))
        })
        .collect();
    let places: Vec<_> = reached.into_iter().flatten().collect();
    let stroke = |wanted: Option<usize>, width: f64, colour: Rgb| {
        context.begin_path();
        for &([x0, y0], [x1, y1], _) in
            segments.iter().filter(|segment| wanted.is_none_or(|it| it == segment.2))
        {
            context.move_to(x0, y0);
            context.line_to(x1, y1);
        }
        context.set_line_width(width * ratio);
        context.set_stroke_style_str(&css(colour));
        context.stroke();
    };
    let dots = |wanted: Option<usize>, radius: f64, colour: Rgb| {
        context.begin_path();
        for &(place, _) in places.iter().filter(|(_, error)| wanted.is_none_or(|it| it == level(*error))) {
            scatter::disc(context, place, radius * ratio);
        }
        context.set_fill_style_str(&css(colour));
        context.fill();
    };
    let colour = |level: usize| palette.energy_at(2.0 * level as f64 / (LEVELS - 1) as f64 - 1.0);
    context.set_line_cap("round");
    // The casing keeps an exact path, which has the paper's colour, apart from the paper.
    stroke(None, 4.0, palette.ink);
    for level in 0..LEVELS {
        stroke(Some(level), 2.4, colour(level));
    }
    context.set_line_cap("butt");
    dots(None, 3.2, palette.ink);
    for level in 0..LEVELS {
        dots(Some(level), 2.3, colour(level));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DataSettings;

    const PATH_OF_THREE: [f32; 9] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.5, 1.0, 2.0, 1.5];

    #[test]
    fn slow_motion_shows_the_inside_of_each_transition_before_the_next_comes() {
        for pace in [0.5, 1.0, 8.0] {
            let seconds = showing(Some(pace), true);
            assert!(seconds > 0.0 && seconds < 1.0 / pace, "{seconds} at {pace} a second");
        }
        assert_eq!([showing(Some(200.0), true), showing(None, true)], [0.0, 0.0]);
        assert_eq!(showing(None, false), SHOWN_STEP);
    }

    #[test]
    fn a_path_grows_from_its_beginning_to_its_end() {
        assert!(beginning(&PATH_OF_THREE, 0.0).is_empty() && beginning(&[], 1.0).is_empty());
        assert_eq!(beginning(&PATH_OF_THREE, 0.25), [[0.0, 0.0, 0.0], [0.5, 0.0, 0.25]]);
        assert_eq!(beginning(&PATH_OF_THREE, 0.75)[2], [1.0, 1.0, 1.0]);
        assert_eq!(beginning(&PATH_OF_THREE, 1.0).concat(), PATH_OF_THREE);
    }

    #[test]
    fn a_path_that_goes_on_from_its_other_end_keeps_both_stretches() {
        let path = [0.0, 0.0, 0.0, 1.0, 0.0, 0.1, f32::NAN, f32::NAN, 0.0, 3.0, 3.0, 0.2];
        let all = beginning(&path, 1.0);
        assert_eq!((all.len(), all[1], all[3]), (4, [1.0, 0.0, 0.1], [3.0, 3.0, 0.2]));
        assert!(all[2][0].is_nan());
        assert_eq!(beginning(&path, 0.34).len(), 3);
    }

    #[test]
    fn an_exact_path_has_the_middle_colour_and_a_wild_one_the_last() {
        assert_eq!((level(0.0), level(-1e9), level(f32::INFINITY)), (LEVELS / 2, 0, LEVELS - 1));
        assert_eq!((level(f32::NAN), level(0.5), level(-0.6)), (LEVELS - 1, LEVELS - 1, 0));
        assert!(level(0.3) > level(0.0) && level(-0.3) < level(0.0));
    }

    #[test]
    fn the_verdict_of_a_proposal_that_is_lost_is_marked_where_it_left() {
        let viewport = Viewport::new(DataSettings::default().stage(), 100.0);
        let mut detail = Detail { from: [0.0, 0.1], proposal: [1.0, 1.0], ..Detail::default() };
        assert_eq!(verdict_place(&detail, &viewport), [1.0, 1.0]);
        detail.proposal = [f32::NAN, 0.0];
        assert_eq!(verdict_place(&detail, &viewport), [0.0, 0.1]);
        detail.path = vec![0.0, 0.1, 0.0, 2.0, 0.5, 3.0, 1e9, 0.0, 1e9, f32::NAN, 0.0, 0.0];
        assert_eq!(verdict_place(&detail, &viewport), [2.0, 0.5]);
    }

    #[test]
    fn parts_grow_one_after_another_and_the_verdict_is_last() {
        assert_eq!((grown(DRIFT, 0.0), grown(DRIFT, 0.3), grown(NOISE, 0.3)), (0.0, 1.0, 0.0));
        assert_eq!((grown(PATH, 1.0), grown(NOISE, 1.0)), (1.0, 1.0));
        assert!(!decided(0.8) && decided(1.0));
    }
}
