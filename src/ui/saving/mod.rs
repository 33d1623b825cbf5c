//! What a reader keeps of a chapter: its points as a table, its stage and its plots as figures, and what moves as a film.

mod animation;
mod card;
mod montage;
mod plots;
mod recorder;

pub use animation::Animation;
pub use card::TakeAway;
pub use montage::{Montage, Shot};
pub use plots::{PlotChoice, PlotName};
pub use recorder::Recorder;

use crate::settings::{Chapter, Settings, url};
use crate::ui::chapters::diffusion::playhead::Playhead;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;

/// A chapter whose points, stages and plots can be kept.
pub trait Keeps {
    /// Its stages as they are drawn now, from left to right.
    fn shots(&self) -> Vec<Shot<'_>>;

    /// One of its plots, by its place among the chapter's charts.
    fn chart(&self, index: usize, settings: &Settings, palette: &Palette) -> Option<Chart>;

    /// The points shown, as comma-separated values under a row of names; none where there are none.
    fn samples(&self, _settings: &Settings) -> Option<String> {
        None
    }

    /// What moves its stages from a start to an end, where something does.
    fn timeline(&mut self) -> Option<&mut Playhead> {
        None
    }
}

/// What a file is called.
fn file_name(chapter: Chapter, what: &str) -> String {
    format!("mcmc-to-diffusion-{}-{what}", url::name_of(&chapter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_say_where_they_come_from() {
        assert_eq!(
            file_name(Chapter::LearnAnEnergy, "samples.csv"),
            "mcmc-to-diffusion-learn-an-energy-samples.csv"
        );
    }
}
