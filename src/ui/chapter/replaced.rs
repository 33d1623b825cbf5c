//! What was learned, or set, before a new run took its place, brought back.

use super::expiry::expire;
use super::shown::Chapters;
use super::take_weights::{take, take_under};
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, Experiment, Settings, find};
use crate::ui::store::{Replaced, Store};
use crate::ui::words::format;
use crate::ui::words::language::{number, say, say_with};
use leptos::prelude::*;
use std::time::Duration;

/// How long the offer stays.
const STAY: Duration = Duration::from_secs(30);

/// What can be brought back.
#[derive(Clone, Copy, PartialEq)]
enum Offer {
    /// A model after so many training steps; the last where there are two.
    Model(u32),
    Settings,
}

impl Offer {
    fn of(replaced: &Replaced, shown: Chapter) -> Option<Self> {
        let model = || replaced.models.last().map(|model| Self::Model(model.step));
        let settings = || replaced.settings.is_some().then_some(Self::Settings);
        if replaced.chapter == shown { model().or_else(settings) } else { None }
    }

    fn words(self, shown: Chapter) -> String {
        match self {
            Self::Settings => say("undo.settings"),
            Self::Model(_) if shown == Chapter::Compare => say("undo.learned"),
            Self::Model(step) => say_with("undo.step", "step", number(&format::count(f64::from(step)))),
        }
    }

    fn step(self) -> u32 {
        match self {
            Self::Model(step) => step,
            Self::Settings => 0,
        }
    }
}

/// Offers to undo a new run that has thrown away long training of the chapter shown, or settings.
#[component]
pub fn Undo() -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let shown = Memo::new(move |_| store.settings.with(|settings| settings.chapter));
    let offer = Memo::new(move |_| store.replaced.with(|replaced| Offer::of(replaced, shown.get())));
    let forget = move || store.replaced.set(Replaced::default());
    expire(move || offer.get().map(|_| STAY), forget);
    let undo = move |_| {
        let Replaced { models, settings, .. } = store.replaced.get_untracked();
        forget();
        let back = match settings {
            Some(settings) => take_under(*settings, Vec::new(), say("undone.settings"), &store, chapters),
            None => {
                bring_back(models.iter().map(|weights| Weights::clone(weights)).collect(), &store, chapters)
            }
        };
        if let Err(why) = back {
            store.notice.set(say_with("undo.failed", "why", why));
        }
    };
    move || {
        offer.get().map(|offer| {
            let (words, step) = (offer.words(shown.get()), offer.step());
            view! {
                <div class="undo">
                    <button type="button" title=say("undo.help") data-testid="undo" data-step=step.to_string() on:click=undo>{words}</button>
                    <button type="button" class="quiet" aria-label=say("undo.dismiss") on:click=move |_| forget()>"✕"</button>
                </div>
            }
        })
    }
}

/// The models of one run go back into the chapter shown: that of a chapter with its settings, those that were compared with the
/// data they were trained on, and for how long.
fn bring_back(mut models: Vec<Weights>, store: &Store, chapters: Chapters) -> Result<(), String> {
    let mut settings = store.settings.get_untracked();
    if settings.chapter != Chapter::Compare {
        let Some(weights) = models.pop() else { return Ok(()) };
        let step = number(&format::count(f64::from(weights.step)));
        return take(weights, say_with("undone.step", "step", step), store, chapters);
    }
    models.iter().for_each(|weights| compare_as(weights, &mut settings));
    take_under(settings, models, say("undone.learned"), store, chapters)
}

/// What a model that was compared was trained under.
fn compare_as(weights: &Weights, settings: &mut Settings) {
    (settings.seed, settings.data) = (weights.seed, weights.data.clone());
    let (sigma, steps) = match &weights.experiment {
        Experiment::Ebm(trained) => (trained.data_noise, trained.train_steps),
        Experiment::Diffusion(trained) => (trained.data_noise, trained.train_steps),
        _ => return,
    };
    settings.compare.sigma = sigma;
    if let Some(setting) = find("compare_steps") {
        setting.number().apply(settings, steps as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn models_that_were_compared_bring_their_data_and_training_steps_back() {
        let mut settings = Settings::default();
        settings.compare.train_steps = 500;
        let mut weights = Weights::of_defaults(1, Chapter::Denoise, 3000);
        if let Experiment::Diffusion(trained) = &mut weights.experiment {
            (trained.train_steps, trained.data_noise) = (3000, 0.1);
        }
        compare_as(&weights, &mut settings);
        assert_eq!((settings.compare.train_steps, settings.compare.sigma), (3000, 0.1));
    }

    #[test]
    fn settings_are_offered_back_until_a_model_can_be() {
        let mut replaced = Replaced {
            chapter: Chapter::Denoise,
            settings: Some(Box::new(Settings::default())),
            ..Replaced::default()
        };
        let of = |replaced: &Replaced, shown| Offer::of(replaced, shown).map(|offer| offer.words(shown));
        assert_eq!(of(&replaced, Chapter::Denoise).as_deref(), Some("Undo: back to your settings"));
        assert_eq!(of(&replaced, Chapter::LearnAnEnergy), None);
        replaced.add(Chapter::Denoise, Arc::from(Weights::of_defaults(1, Chapter::Denoise, 4000)));
        assert_eq!(of(&replaced, Chapter::Denoise).as_deref(), Some("Undo: back to step 4,000"));
        assert!(replaced.settings.is_none(), "they belong to a run before");
    }
}
