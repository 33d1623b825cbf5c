//! The guide: a verdict on the chains, and sentences whose numbers are those of the run.

mod advice;
mod exploration;
mod lane;
mod verdicts;

use super::model::Model;
use super::museum;
use crate::ui::chapter::guide::{self, Advice};
use crate::ui::chapter::live::Live;
use crate::ui::store::{Phase, Store};
use exploration::{about_one, about_race, not_yet};
use lane::Lane;
use leptos::prelude::*;

#[component]
pub fn Guide() -> impl IntoView {
    let phase = Store::get().phase;
    let advice = Live::<Model>::get().memo(move |model| advice(model, phase.with(Phase::trains)));
    view! { <guide::Guide advice/> }
}

fn measured(now: &Model) -> Vec<Lane<'_>> {
    now.lanes
        .iter()
        .filter_map(|lane| {
            let diagnostics = lane.measured()?;
            let settled = lane.settled().is_some();
            Some(Lane { name: now.name(lane), sampler: lane.lane.sampler, now: diagnostics, settled })
        })
        .collect()
}

/// What it says of a run.
pub fn advice(now: &Model, running: bool) -> Advice {
    let lanes = measured(now);
    let told = museum::advice(now).unwrap_or_else(|| advice::advice(now, &lanes, running));
    let details = if lanes.is_empty() { Vec::new() } else { sentences(now, running) };
    let details = details.into_iter().filter(|words| *words != told.why).collect();
    Advice { details, ..told }
}

fn sentences(now: &Model, running: bool) -> Vec<String> {
    let measured = measured(now);
    let mut sentences = vec![match &measured[..] {
        [] => not_yet(now, running),
        [one, other] => about_race(now, one, other),
        [one, ..] => about_one(now, one),
    }];
    sentences.extend(measured.iter().map(verdicts::about_acceptance));
    if now.rungs > 1 {
        sentences.extend(measured.iter().map(|lane| verdicts::about_swaps(now, lane)));
    }
    sentences.extend(verdicts::about_agreement(now, &measured));
    if now.has_modes() {
        sentences.extend(verdicts::about_modes(now, &measured));
    }
    sentences
}

#[cfg(test)]
mod situations;
#[cfg(test)]
mod tests;
