//! Markov chains on a stage: where they have been and are, and the inside of the first one's last transition.

use super::palette::{Palette, css, css_alpha};
use super::viewport::Viewport;
use super::{marks, path, scatter, transition};
use crate::protocol::mcmc::Lane;
use crate::settings::View;
use web_sys::CanvasRenderingContext2d;

/// With more chains than this, transitions are too many to be followed, and only points are drawn.
pub const FOLLOWED: usize = 64;

/// The chains of one lane.
pub struct Walk<'a> {
    pub lane: &'a Lane,
    /// States of all chains, drawn as faint dots.
    pub visited: &'a [[f32; 2]],
    /// States of the first chain in their order, the present one last.
    pub trail: &'a [[f32; 2]],
    /// How much of the last transition has been shown, from 0 to 1; its verdict comes at the end.
    pub progress: f64,
    /// Of two stages side by side; decides the colour.
    pub lane_index: usize,
}

impl Walk<'_> {
    /// How much of the last transition is to be seen. Where none is shown, its progress changes nothing.
    pub fn shown(&self, view: &View) -> f64 {
        if is_followed(self.lane, view) { self.progress } else { 1.0 }
    }
}

/// Whether the lane's transitions are drawn from the inside.
pub fn is_followed(lane: &Lane, view: &View) -> bool {
    view.proposals && lane.positions.len() / 2 <= FOLLOWED && lane.detail.is_some()
}

/// Draws what `view` asks for. `ratio` is the device pixels of one CSS pixel.
pub fn draw(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    walk: &Walk,
    view: &View,
    ratio: f64,
    palette: &Palette,
) {
    let (lane, colour, progress) = (walk.lane, palette.lane(walk.lane_index), walk.shown(view));
    if view.samples {
        let points = walk.visited.iter().copied();
        scatter::fill(context, viewport, points, 1.5 * ratio, &css_alpha(colour, 0.6));
    }
    let detail = lane.detail.as_ref().filter(|_| is_followed(lane, view));
    let decided = detail.is_none() || transition::decided(progress);
    if view.trails {
        // Until the verdict the last state is not known to be the next.
        let known = walk.trail.len().saturating_sub(usize::from(!decided));
        let way = walk.trail[..known].iter().copied();
        path::stroke(context, viewport, std::iter::once(way), 1.2 * ratio, &css_alpha(palette.ink, 0.5));
    }
    let mut chains = points_of(&lane.positions);
    let first = chains.next();
    let radius = ratio * if lane.positions.len() / 2 > FOLLOWED { 2.2 } else { 3.2 };
    for (radius, colour) in [(radius + 0.9 * ratio, palette.paper), (radius, colour)] {
        scatter::fill(context, viewport, chains.clone(), radius, &css(colour));
    }
    let Some(detail) = detail else {
        marks::handle(context, viewport, first, ratio, colour, palette);
        return;
    };
    if decided {
        let others = (after(&lane.proposals, 2), after(&lane.positions, 2), after(&lane.outcomes, 1));
        marks::draw_all(context, viewport, others, radius, colour, palette);
    }
    transition::draw(context, viewport, detail, progress, ratio, palette);
    let here = if decided { first } else { Some(detail.from) };
    marks::handle(context, viewport, here, ratio, colour, palette);
    if decided {
        transition::draw_verdict(context, viewport, detail, ratio, palette);
    }
}

/// Pairs of a flat array `[n, 2]`.
pub fn points_of(values: &[f32]) -> impl Iterator<Item = [f32; 2]> + Clone {
    values.chunks_exact(2).map(|point| [point[0], point[1]])
}

/// All but the first `count` numbers.
fn after(values: &[f32], count: usize) -> &[f32] {
    values.get(count..).unwrap_or_default()
}
