//! A model that another chapter has trained, taken along: whether it can be, and fetching it.

use crate::protocol::weights::Weights;
use crate::settings::{Chapter, DataSettings, Experiment, Family, Settings};
use crate::ui::chapter::session::{Others, among};
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;

/// Seconds that a chapter may take to hand out its weights: its engine may be in the middle of a slice of work.
const PATIENCE: f64 = 20.0;

/// The training steps of what a chapter has, or why it cannot be taken along.
pub type Offer = Result<u32, String>;

/// A model on its way.
#[derive(Clone, Copy, Debug)]
pub struct Taking {
    pub family: Family,
    /// The chapter has been asked.
    asked: bool,
    waited: f64,
}

impl Taking {
    pub fn new(family: Family) -> Self {
        Self { family, asked: false, waited: 0.0 }
    }
}

/// What a chapter with `steps` training steps on `data` offers under these settings.
fn offer(steps: u32, data: &DataSettings, experiment: &Experiment, settings: &Settings) -> Offer {
    let (chapter, sigma) = match experiment {
        Experiment::Ebm(ebm) => (2, ebm.data_noise),
        Experiment::Diffusion(diffusion) => (3, diffusion.data_noise),
        _ => return Err("That chapter trains no model.".into()),
    };
    if steps == 0 {
        return Err(format!("Nothing has been trained in chapter {chapter} in this page."));
    }
    if !data.is_like(&settings.data) {
        return Err(format!("The model of chapter {chapter} was trained on another data set."));
    }
    if sigma != settings.compare.sigma {
        return Err(format!(
            "The model of chapter {chapter} was trained on σ = {}, not {}.",
            format::setting(sigma),
            format::setting(settings.compare.sigma)
        ));
    }
    match experiment {
        Experiment::Diffusion(diffusion) if diffusion.conditional => {
            Err("The model of chapter 3 is told which part a point is from, which this chapter does not do."
                .into())
        }
        _ => Ok(steps),
    }
}

fn chapter_of(family: Family) -> Chapter {
    if family == Family::Diffusion { Chapter::Denoise } else { Chapter::LearnAnEnergy }
}

/// What the two chapters that train have, the energy first.
pub fn offers(others: &Others, settings: &Settings) -> [Offer; 2] {
    [Family::Energy, Family::Diffusion].map(|family| {
        let other = among(others, chapter_of(family)).ok_or("That chapter is not there.")?;
        other.act(|other| {
            let (steps, data, experiment) = other.client().trained();
            offer(steps, data, experiment, settings)
        })
    })
}

/// Fetches what the reader wants of them: their engines are asked although they are not shown. Gives the weights once they
/// have come; nothing is on its way any more then, or when they have been given up.
pub fn fetch(
    wanted: &mut Option<Taking>,
    others: &Others,
    seconds: f64,
    store: &Store,
) -> Option<(Family, Box<Weights>)> {
    let taking = wanted.as_mut()?;
    let weights = among(others, chapter_of(taking.family))?.act(|from| {
        if !std::mem::replace(&mut taking.asked, true) {
            // What was handed out before is older.
            from.client().take_weights();
            from.client().export();
        }
        from.work_unseen(seconds, store);
        from.client().take_weights()
    });
    if let Some(weights) = weights {
        return wanted.take().map(|taking| (taking.family, weights));
    }
    taking.waited += seconds;
    if taking.waited > PATIENCE {
        *wanted = None;
        store.notice.set("The engine of the other chapter gave no weights. Train here instead.".into());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DataSet, DiffusionSettings, EbmSettings};

    #[test]
    fn only_a_model_of_the_same_data_can_be_taken_along() {
        let mut settings = Settings::default();
        let data = settings.data.clone();
        let ebm = Experiment::Ebm(EbmSettings::default());
        assert_eq!(offer(4000, &data, &ebm, &settings), Ok(4000));
        let why = |steps, settings: &Settings, of: &Experiment| {
            offer(steps, &data, of, settings).expect_err("it cannot be taken")
        };
        assert!(why(0, &settings, &ebm).contains("Nothing has been trained in chapter 2"));
        let told = DiffusionSettings { conditional: true, ..DiffusionSettings::default() };
        assert!(why(9, &settings, &Experiment::Diffusion(told)).contains("is told"));
        settings.compare.sigma = 0.15;
        assert!(why(9, &settings, &ebm).contains("σ = 0.05, not 0.15"));
        settings.data.set = DataSet::Spirals;
        let diffusion = Experiment::Diffusion(DiffusionSettings::default());
        assert!(why(9, &settings, &diffusion).contains("chapter 3 was trained on another data set"));
    }
}
