//! Points on their way between noise and data: samples, or noised data, with what is said of where they come from.

use super::lane::LaneModel;
use super::{clouds, levels};
use crate::protocol::diffusion::{Cloud, WALKERS};
use crate::settings::View;
use crate::ui::plot::arrows;
use crate::ui::plot::palette::{Palette, Rgb, css, css_alpha};
use crate::ui::plot::viewport::Viewport;
use crate::ui::plot::{path, scatter};
use web_sys::CanvasRenderingContext2d;

/// Walkers that are followed one by one.
const FOLLOWED: usize = 24;
/// States of a way that are drawn clearly, the newest: what came before is there, but faint.
const RECENT: usize = 10;

pub struct Walkers {
    points: Vec<[f32; 2]>,
    /// Of each, its clean point: predicted of samples, known of data.
    clean: Vec<[f32; 2]>,
    /// Ways from noise of those that are followed; data have none.
    ways: Vec<Vec<[f32; 2]>>,
    /// Where the clean point of each that is followed would be with the signal of this level and no noise.
    without_noise: Vec<[f32; 2]>,
    colour: Rgb,
}

impl Walkers {
    /// The samples `cloud` of a lane at noise level `t`.
    pub fn sampled(lane: &LaneModel, cloud: Option<&Cloud>, t: f32, colour: Rgb) -> Self {
        let Some(cloud) = cloud else { return Self::none(colour) };
        let position = clouds::position_of_time(cloud, t);
        let ways = followed(WALKERS).map(|walker| clouds::trail(cloud, walker, position)).collect();
        Self { ways, ..Self::none(colour) }.with(
            lane,
            t,
            clouds::points_at(cloud, position),
            clouds::clean_at(cloud, position),
        )
    }

    /// The data of a lane, noised to level `t`.
    pub fn noised(lane: &LaneModel, t: f32, colour: Rgb) -> Self {
        let (points, clean) =
            lane.reference.as_ref().map(|reference| levels::noised_data(reference, t)).unwrap_or_default();
        Self::none(colour).with(lane, t, points, clean)
    }

    fn none(colour: Rgb) -> Self {
        let (points, clean, ways, without_noise) = Default::default();
        Self { points, clean, ways, without_noise, colour }
    }

    fn with(self, lane: &LaneModel, t: f32, points: Vec<[f32; 2]>, clean: Vec<[f32; 2]>) -> Self {
        let level = lane
            .reference
            .as_ref()
            .and_then(|reference| Some((levels::signal_and_noise(reference, t)?, reference.mean)));
        let without_noise = level.map_or(Vec::new(), |([signal, _], mean)| {
            let clean = followed(clean.len()).map(|walker| clean[walker]);
            clean.map(|clean| levels::noised([signal, 0.0], mean, clean, [0.0; 2])).collect()
        });
        Self { points, clean, without_noise, ..self }
    }

    /// Draws what `view` asks for. `ratio` is the device pixels of one CSS pixel.
    pub fn draw(
        &self,
        context: &CanvasRenderingContext2d,
        viewport: &Viewport,
        view: &View,
        ratio: f64,
        palette: &Palette,
    ) {
        let pairs = || {
            let followed = followed(self.points.len().min(self.clean.len()));
            followed.map(|walker| [self.points[walker], self.clean[walker]])
        };
        if view.ghosts {
            path::stroke(context, viewport, pairs(), ratio, &css_alpha(palette.ink, 0.3));
            let ghosts = self.clean.iter().copied();
            scatter::rings(context, viewport, ghosts, 2.4 * ratio, ratio, &css_alpha(palette.ink, 0.5));
        }
        if view.samples {
            let points = self.points.iter().copied();
            scatter::fill(context, viewport, points, 2.0 * ratio, &css_alpha(self.colour, 0.72));
        }
        if view.trails {
            let ways = self.ways.iter().map(|way| way.iter().copied());
            path::stroke(context, viewport, ways, 0.8 * ratio, &css_alpha(palette.ink, 0.13));
            let recent = self.ways.iter().map(|way| way[way.len().saturating_sub(RECENT)..].iter().copied());
            path::stroke(context, viewport, recent, ratio, &css_alpha(palette.ink, 0.45));
            let heads = || self.ways.iter().filter_map(|way| way.last().copied());
            scatter::fill(context, viewport, heads(), 4.4 * ratio, &css(palette.ink));
            scatter::fill(context, viewport, heads(), 3.2 * ratio, &css(self.colour));
        }
        if view.noise_arrows {
            let arrows = self.without_noise.iter().copied().zip(pairs().map(|[point, _]| point));
            arrows::between(context, viewport, arrows, 1.3 * ratio, &css(palette.ink));
        }
    }
}

/// Indices of the walkers that are followed, spread evenly.
fn followed(of: usize) -> impl Iterator<Item = usize> {
    let stride = (of / FOLLOWED).max(1);
    (0..of).step_by(stride).take(FOLLOWED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane() -> LaneModel {
        LaneModel::drawn(Cloud { clean: [1.0, 1.0].repeat(2 * WALKERS), ..Cloud::default() })
    }

    #[test]
    fn noise_is_what_is_left_of_a_point_once_its_signal_is_taken() {
        let lane = lane();
        let walkers = Walkers::sampled(&lane, lane.cloud(), 1.0, [0; 3]);
        assert_eq!((walkers.points[7], walkers.clean[7]), ([2.5, 0.5], [1.0, 1.0]));
        assert_eq!((walkers.ways.len(), walkers.without_noise.len()), (FOLLOWED, FOLLOWED));
        assert_eq!(walkers.without_noise[3], [0.5, 0.5]);
        let data = Walkers::noised(&lane, 1.0, [0; 3]);
        assert_eq!((&data.points[..], &data.without_noise[..]), (&[[1.5, 0.5]][..], &[[0.5, 0.5]][..]));
        assert!(data.ways.is_empty());
    }

    #[test]
    fn few_walkers_are_all_followed_and_many_evenly() {
        assert_eq!(followed(3).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(followed(0).count(), 0);
        let many: Vec<_> = followed(WALKERS).collect();
        assert_eq!((many.len(), many[1], many[23]), (24, 41, 943));
    }
}
