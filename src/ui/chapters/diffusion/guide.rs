//! The guide: a verdict on the samples, and sentences whose numbers are those of the run.

mod advice;
mod learning;
mod sampling;
mod situation;

use super::model::Model;
use super::museum;
use super::reading::Reading;
use crate::settings::{DiffusionSettings, Settings};
use crate::ui::chapter::content::content;
use crate::ui::chapter::guide::{self, Advice};
use crate::ui::chapter::live::Live;
use crate::ui::store::{Phase, Store};
use crate::ui::words::format;
use leptos::prelude::*;
use situation::Situation;

#[component]
pub fn Guide() -> impl IntoView {
    let store = Store::get();
    let settings = Memo::new(move |_| store.settings.with(Settings::diffusion_in_use));
    let advice = Live::<Model>::get().memo(move |now| {
        let running = store.phase.with(Phase::trains);
        settings.with(|settings| advice_on(now, settings, running))
    });
    let awaited = content(|settings, now: &Model| now.awaited_scores(settings));
    view! {
        <guide::Guide advice awaited>
            <small>
                "ᾱ"<sub>"T"</sub>" = "
                <Reading id="alpha-bar" value=|now| Some(f64::from(now.first()?.reference()?.alpha_bar_last)) show=format::small/>
            </small>
        </guide::Guide>
    }
}

/// What it says of a run with these settings, of those in use.
pub fn advice_on(now: &Model, settings: &DiffusionSettings, running: bool) -> Advice {
    advice(&Situation { now, settings, running })
}

fn advice(at: &Situation) -> Advice {
    let mut told = museum::advice(at.settings, at.now).unwrap_or_else(|| advice::advice(at));
    let more = sentences(at).into_iter().filter(|words| !told.why.contains(words));
    told.details.extend(more.collect::<Vec<_>>());
    told
}

fn sentences(at: &Situation) -> Vec<String> {
    let all = [
        Some(learning::about_loss(at.now)),
        learning::about_timesteps(at.now),
        learning::about_distance(at),
        learning::about_fork(at.now),
        sampling::about_classes(at),
        learning::about_shares(at),
        sampling::about_quality(at.now),
        sampling::about_barrier(at.now),
        Some(sampling::about_noise(at.now)),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod situations;
#[cfg(test)]
mod tests;
