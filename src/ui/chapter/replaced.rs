//! What was learned before a new run took its place, brought back.

use super::expiry::expire;
use super::shown::Chapters;
use super::take_weights::{take, take_under};
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, Experiment};
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;
use std::time::Duration;

/// How long the offer stays.
const STAY: Duration = Duration::from_secs(30);

/// Offers to undo a new run that has thrown away long training of the chapter shown.
#[component]
pub fn Undo() -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let shown = Memo::new(move |_| store.settings.with(|settings| settings.chapter));
    // The training steps of what can be brought back; of the last where there are two.
    let offer = Memo::new(move |_| {
        store.replaced.with(|replaced| {
            let step = replaced.models.last()?.step;
            (replaced.chapter == shown.get()).then_some(step)
        })
    });
    let forget = move || store.replaced.update(|replaced| replaced.models.clear());
    expire(move || offer.get().map(|_| STAY), forget);
    let undo = move |_| {
        let models = store.replaced.with_untracked(|replaced| {
            replaced.models.iter().map(|weights| Weights::clone(weights)).collect::<Vec<_>>()
        });
        forget();
        if let Err(why) = bring_back(models, &store, chapters) {
            store.notice.set(format!("The run before cannot be brought back: {why}."));
        }
    };
    move || {
        offer.get().map(|step| {
            let words = match shown.get() {
                Chapter::Compare => "Undo: bring back what was learned".to_owned(),
                _ => format!("Undo: back to step {}", format::count(f64::from(step))),
            };
            view! {
                <div class="undo">
                    <button type="button" title="A new run has replaced the one before." data-testid="undo" data-step=step.to_string() on:click=undo>{words}</button>
                    <button type="button" class="quiet" aria-label="Dismiss the undo" on:click=move |_| forget()>"✕"</button>
                </div>
            }
        })
    }
}

/// The models of one run go back into the chapter shown: that of a chapter with its settings, those that were compared with the
/// data they were trained on.
fn bring_back(mut models: Vec<Weights>, store: &Store, chapters: Chapters) -> Result<(), String> {
    let mut settings = store.settings.get_untracked();
    if settings.chapter != Chapter::Compare {
        let Some(weights) = models.pop() else { return Ok(()) };
        let step = format::count(f64::from(weights.step));
        return take(
            weights,
            format!("Back at step {step}, with the settings of that run."),
            store,
            chapters,
        );
    }
    for weights in &models {
        (settings.seed, settings.data) = (weights.seed, weights.data.clone());
        match &weights.experiment {
            Experiment::Ebm(trained) => settings.compare.sigma = trained.data_noise,
            Experiment::Diffusion(trained) => settings.compare.sigma = trained.data_noise,
            _ => {}
        }
    }
    take_under(settings, models, "What was learned is back, with its data.".into(), store, chapters)
}
