//! The stage of the samples, and what stands beside it.

use super::lane::LaneModel;
use super::model::Model;
use super::session::DiffusionSession;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DiffusionBeside, Settings};
use crate::ui::chapter::content::{announced, content};
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{self, StageCard};
use leptos::prelude::*;

const IDS: [[&str; 2]; 2] = [["stage", "cloud-source"], ["stage-1", "cloud-source-1"]];

fn stages(settings: &Settings) -> usize {
    if settings.diffusion.beside == DiffusionBeside::Nothing { 1 } else { 2 }
}

fn words(settings: &Settings, now: &Model) -> Vec<String> {
    (0..stages(settings)).map(|lane| now.describe(lane)).collect()
}

fn cards(settings: &Settings, now: &Model) -> Vec<StageCard> {
    let card = |(lane, ids): (usize, _)| {
        let beside = now.beside(lane);
        let cloud = now.lanes.get(lane).and_then(LaneModel::cloud);
        StageCard {
            ids,
            label: now.label(lane),
            is_rival: lane == 1 && beside != Some(DiffusionBeside::Forward),
            shows: match cloud.map(|cloud| cloud.denoiser) {
                _ if beside == Some(DiffusionBeside::Forward) => Some("forward"),
                _ if beside == Some(DiffusionBeside::Composed) => Some("composed"),
                _ if beside.is_some() => Some("copies"),
                Some(Denoiser::Ideal) => Some("ideal"),
                Some(Denoiser::Learned) => Some("learned"),
                None => None,
            },
            step: cloud.map(|cloud| cloud.step),
            awaited: now.awaited(lane, settings),
            ..StageCard::default()
        }
    };
    IDS.into_iter().enumerate().take(stages(settings)).map(card).collect()
}

#[component]
pub fn Stages() -> impl IntoView {
    let drag: Handle<dyn Draggable> = Handle::<DiffusionSession>::get().seen_as(|session| session);
    view! {
        <stage::Stages cards=content(cards) words=announced(words) drag/>
        <ProbePoint/>
    }
}

/// The point in the reader's hand: how to take one, and where it is sent.
#[component]
fn ProbePoint() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let live = Live::<Model>::get();
    let held = live.memo(|now| now.probe_point.at());
    let words = live.memo(Model::describe_hand);
    view! {
        <div class="hand">
            <div>
                <p data-testid="probe" data-value=move || held.get().map(|[x, y]| format!("{x} {y}"))>
                    {move || match held.get() {
                        None => "Click or tap the stage, or drag on it, to see where a point is sent.".into(),
                        Some(_) => words.get(),
                    }}
                </p>
                <p data-testid="probe-key" hidden=move || held.get().is_none()>
                    "Solid: ideal denoiser, dashed: network. ●\u{a0}where it ends, ×\u{a0}the clean point x̂₀ predicted, \
                     →\u{a0}the noise predicted."
                </p>
            </div>
            <button type="button" data-testid="let-go" hidden=move || held.get().is_none()
                on:click=move |_| diffusion.act(|diffusion| diffusion.let_go())>"Let go"</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noised_data_beside_are_no_rival() {
        let (mut settings, mut now) = (Settings::default(), Model::default());
        stage::assert_sound(&cards(&settings, &now), &words(&settings, &now), 1);
        settings.diffusion.beside = DiffusionBeside::Forward;
        now.beside = DiffusionBeside::Forward;
        let cards = cards(&settings, &now);
        stage::assert_sound(&cards, &words(&settings, &now), 2);
        assert!(!cards[1].is_rival && cards[1].shows == Some("forward"));
    }
}
