//! The guide: a verdict on the energy, and sentences whose numbers are those of the run.

mod advice;
mod situation;
mod verdicts;

use super::lane::LaneModel;
use super::model::Model;
use crate::settings::EbmSettings;
use crate::ui::chapter::guide::{self, Advice};
use crate::ui::chapter::live::Live;
use crate::ui::store::{Phase, Store};
use crate::ui::words::data_words;
use leptos::prelude::*;
use situation::Situation;

#[component]
pub fn Guide() -> impl IntoView {
    let Store { settings, phase, .. } = Store::get();
    let advice = Live::<Model>::get().memo(move |now| {
        let running = phase.with(Phase::trains);
        settings.with(|settings| advice_on(now, &settings.ebm, running))
    });
    let awaited = Live::<Model>::get().memo(Model::awaited_scores);
    view! { <guide::Guide advice awaited/> }
}

/// What it says of a run with these settings.
pub fn advice_on(now: &Model, settings: &EbmSettings, running: bool) -> Advice {
    advice(&Situation { now, settings, running })
}

fn advice(at: &Situation) -> Advice {
    let mut told = advice::advice(at);
    let more = sentences(at).into_iter().filter(|words| !told.why.contains(words));
    told.details.extend(more.collect::<Vec<_>>());
    told
}

fn sentences(at: &Situation) -> Vec<String> {
    let Some(first) = at.now.lanes.first() else {
        return vec!["The exact density is being computed. Then walkers set out on it.".into()];
    };
    if first.metrics().is_none() {
        return before_training(at, first);
    }
    let lanes = || at.now.lanes.iter();
    let gap = lanes().find_map(|lane| verdicts::about_gap(at, lane));
    let density = Some(verdicts::about_density(at));
    let of_parts = if data_words::has_parts(&at.now.data) {
        [
            lanes().find_map(|lane| verdicts::about_agreement(at, lane)),
            verdicts::about_crossings(at),
            verdicts::about_bridge(at),
        ]
    } else {
        [Some(verdicts::ONE_PIECE.into()), None, None]
    };
    [gap, density].into_iter().chain(of_parts).flatten().collect()
}

fn before_training(at: &Situation, lane: &LaneModel) -> Vec<String> {
    let mut sentences = vec![verdicts::about_exact(at, lane)];
    let bridge = at.now.barrier().filter(|barrier| barrier.is_finite());
    sentences.extend(bridge.map(|barrier| verdicts::about_true_bridge(at, barrier)));
    sentences.push(if at.running {
        "Training has begun. The network's energy is shown as soon as its first map is drawn.".into()
    } else {
        "Press Train. The network sees only points of the data, and the walkers then move on what it has learned."
            .into()
    });
    sentences
}

#[cfg(test)]
mod situations;
#[cfg(test)]
mod tests;
