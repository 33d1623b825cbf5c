//! Marks told apart by shape as well as by colour: what came of a proposal, negatives, and what can be dragged.

use super::palette::{Palette, Rgb, css};
use super::scatter;
use super::viewport::Viewport;
use crate::protocol::mcmc::Outcome;
use web_sys::CanvasRenderingContext2d;

/// All outcomes, each with the number it has in a lane's array.
const OUTCOMES: [Outcome; 3] = [Outcome::Rejected, Outcome::Accepted, Outcome::Divergent];

/// The outcome a lane's array tells of; none for what is no such number.
fn outcome_of(number: f32) -> Option<Outcome> {
    OUTCOMES.into_iter().find(|&outcome| f32::from(outcome as u8) == number)
}

/// Marks points with one outcome in one path: a disc where it was accepted, a ring with a cross where it was
/// rejected, a triangle where it diverged. `radius` is in pixels, `lane` the colour of the lane's samples.
pub fn draw(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    outcome: Outcome,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
    lane: Rgb,
    palette: &Palette,
) {
    context.begin_path();
    for point in points {
        let [x, y] = viewport.pixel_from_data(point.map(f64::from));
        if !viewport.sees([x, y], radius) {
            continue;
        }
        match outcome {
            Outcome::Accepted => scatter::disc(context, [x, y], radius),
            Outcome::Rejected => {
                scatter::disc(context, [x, y], radius);
                let arm = 0.5 * radius;
                for side in [-arm, arm] {
                    context.move_to(x - arm, y - side);
                    context.line_to(x + arm, y + side);
                }
            }
            Outcome::Divergent => {
                context.move_to(x, y - 1.3 * radius);
                context.line_to(x + 1.15 * radius, y + 0.8 * radius);
                context.line_to(x - 1.15 * radius, y + 0.8 * radius);
                context.close_path();
            }
        }
    }
    let width = 0.36 * radius;
    let colour = match outcome {
        Outcome::Accepted => lane,
        Outcome::Rejected => palette.ink,
        Outcome::Divergent => palette.loss,
    };
    // Around every mark, so that it is seen on any density.
    context.set_line_width(2.4 * width);
    context.set_stroke_style_str(&css(palette.paper));
    context.stroke();
    if outcome == Outcome::Rejected {
        context.set_line_width(width);
        context.set_stroke_style_str(&css(colour));
        context.stroke();
    } else {
        context.set_fill_style_str(&css(colour));
        context.fill();
    }
}

/// Marks what several chains proposed, one path for each outcome. A proposal that diverged is marked where its
/// chain stayed: it is mostly far off the stage, if it is a number at all. All three arrays hold one entry a chain, points as `[chains, 2]`.
pub fn draw_all(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    (proposals, positions, outcomes): (&[f32], &[f32], &[f32]),
    radius: f64,
    lane: Rgb,
    palette: &Palette,
) {
    for outcome in OUTCOMES {
        let points = marked(proposals, positions, outcomes, outcome);
        draw(context, viewport, outcome, points, radius, lane, palette);
    }
}

/// Where the proposals with one outcome are marked.
fn marked(
    proposals: &[f32],
    positions: &[f32],
    outcomes: &[f32],
    outcome: Outcome,
) -> impl Iterator<Item = [f32; 2]> {
    let chains = proposals.chunks_exact(2).zip(positions.chunks_exact(2)).zip(outcomes);
    chains.filter(move |&(_, &number)| outcome_of(number) == Some(outcome)).map(
        move |((proposal, position), _)| {
            let known = if outcome == Outcome::Divergent { position } else { proposal };
            [known[0], known[1]]
        },
    )
}

/// A point, larger and outlined: it can be dragged.
pub fn handle(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    at: Option<[f32; 2]>,
    ratio: f64,
    colour: Rgb,
    palette: &Palette,
) {
    for (radius, colour) in [(7.0, palette.ink), (5.6, palette.paper), (4.6, colour)] {
        super::scatter::fill(context, viewport, at.into_iter(), radius * ratio, &css(colour));
    }
}

/// Crosses with arms of `radius` pixels, in one path.
pub fn crosses(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    points: impl Iterator<Item = [f32; 2]>,
    radius: f64,
    colour: Rgb,
    palette: &Palette,
) {
    context.begin_path();
    for point in points {
        let [x, y] = viewport.pixel_from_data(point.map(f64::from));
        if viewport.sees([x, y], radius) {
            for side in [-radius, radius] {
                context.move_to(x - radius, y - side);
                context.line_to(x + radius, y + side);
            }
        }
    }
    for (width, colour) in [(1.4 * radius, palette.paper), (0.6 * radius, colour)] {
        context.set_line_width(width);
        context.set_stroke_style_str(&css(colour));
        context.stroke();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_outcomes_are_those_of_the_protocol() {
        for outcome in OUTCOMES {
            assert_eq!(outcome_of(f32::from(outcome as u8)), Some(outcome));
        }
        assert_eq!(outcome_of(f32::NAN), None);
        assert_eq!(outcome_of(3.0), None);
    }

    #[test]
    fn each_proposal_is_marked_once_and_lost_ones_where_the_chain_stayed() {
        let proposals = [1.0, 1.0, f32::NAN, 2.0, 3.0, 3.0];
        let positions = [1.0, 1.0, 0.5, 0.25, 9.0, 9.0];
        let outcomes = [1.0, 2.0, 0.0];
        let of = |outcome| marked(&proposals, &positions, &outcomes, outcome).collect::<Vec<_>>();
        assert_eq!(of(Outcome::Accepted), [[1.0, 1.0]]);
        assert_eq!(of(Outcome::Divergent), [[0.5, 0.25]]);
        assert_eq!(of(Outcome::Rejected), [[3.0, 3.0]]);
    }
}
