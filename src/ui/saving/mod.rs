//! What a reader keeps of a chapter: its points as a table, its stage and its plots as figures, and what moves as a film.

mod animation;
mod card;
mod montage;
mod plots;
mod recorder;
mod weights;

pub use animation::Animation;
pub use card::TakeAway;
pub use montage::Montage;
pub use plots::PlotChoice;
pub use recorder::Recorder;

use crate::settings::{Chapter, url};

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
