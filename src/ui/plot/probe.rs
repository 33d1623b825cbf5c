//! A point in the reader's hand: its way as the exact denoiser has it, and as the network does.

use super::palette::{Palette, Rgb, css};
use super::viewport::Viewport;
use super::walk::points_of;
use super::{arrows, marks, path, scatter};
use crate::protocol::diffusion::{Probe, ProbeTrajectory};
use web_sys::CanvasRenderingContext2d;

/// Draws both ways, told apart by colour and dash, each with its clean point (a cross) and its noise (an arrow), and
/// the point itself. `learned` is the colour of the network's samples.
pub fn draw(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    probe: Option<&Probe>,
    held: Option<[f32; 2]>,
    learned: Rgb,
    ratio: f64,
    palette: &Palette,
) {
    if held.is_none() {
        return;
    }
    if let Some(probe) = probe {
        draw_trajectory(context, viewport, &probe.exact, probe.at, palette.data, ratio, palette);
        if let Some(trajectory) = &probe.learned {
            let dash = js_sys::Array::of2(&(6.0 * ratio).into(), &(4.0 * ratio).into());
            // Refused only for what is no list of numbers.
            let _ = context.set_line_dash(&dash);
            draw_trajectory(context, viewport, trajectory, probe.at, learned, ratio, palette);
            let _ = context.set_line_dash(&js_sys::Array::new());
        }
    }
    marks::handle(context, viewport, held, ratio, palette.paper, palette);
}

fn draw_trajectory(
    context: &CanvasRenderingContext2d,
    viewport: &Viewport,
    trajectory: &ProbeTrajectory,
    at: [f32; 2],
    colour: Rgb,
    ratio: f64,
    palette: &Palette,
) {
    let points = points_of(&trajectory.points);
    path::stroke(context, viewport, std::iter::once(points.clone()), 2.4 * ratio, &css(colour));
    scatter::fill(context, viewport, points.last().into_iter(), 4.0 * ratio, &css(colour));
    let foot = [at[0] - trajectory.noise[0], at[1] - trajectory.noise[1]];
    arrows::between(context, viewport, std::iter::once((foot, at)), 1.3 * ratio, &css(colour));
    marks::crosses(context, viewport, std::iter::once(trajectory.clean), 5.0 * ratio, colour, palette);
}
