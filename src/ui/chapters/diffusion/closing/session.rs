//! What the chapter shows of both models: the energy's numbers, and small pictures of samples.

use crate::ui::chapter::card::{Card, Numbers, Samples};
use crate::ui::plot::palette::{Palette, Rgb};
use crate::ui::plot::thumbnail::Thumbnail;
use crate::ui::plot::walk::points_of;
use crate::ui::subscribers::forget_gone;
use leptos::prelude::*;

#[derive(Default)]
pub struct ClosingSession {
    /// The energy model's, then the diffusion model's; none while they are not on the page.
    pub thumbnails: [Option<Thumbnail>; 2],
    pub energy: RwSignal<Numbers>,
}

impl ClosingSession {
    /// What the chapter on energies has, at `now` in ms of the page's clock.
    pub fn show_energy(&mut self, now: f64, Card { numbers, samples }: Card, dark: bool) {
        if self.energy.with_untracked(|shown| *shown != numbers) {
            self.energy.set(numbers);
        }
        draw(&mut self.thumbnails[0], now, samples, dark, |palette| palette.rival);
    }

    pub fn draw_denoiser(&mut self, now: f64, samples: Option<Samples>, dark: bool) {
        draw(&mut self.thumbnails[1], now, samples, dark, |palette| palette.samples);
    }

    /// The canvases are gone from the page.
    pub fn unmount(&mut self) {
        self.thumbnails = [None, None];
        forget_gone(&self.energy);
    }
}

fn draw(
    thumbnail: &mut Option<Thumbnail>,
    now: f64,
    samples: Option<Samples>,
    dark: bool,
    colour: fn(&Palette) -> Rgb,
) {
    if let (Some(thumbnail), Some(Samples { square, points, version })) = (thumbnail, samples) {
        thumbnail.draw(now, (square, version, dark), points_of(points), colour);
    }
}
