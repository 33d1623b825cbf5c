//! The stage of the samples, what stands beside it, and their layers.

use super::lane::LaneModel;
use super::model::Model;
use super::session::DiffusionSession;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DiffusionBeside, ScoreForm, ScoreLayer, Settings, find};
use crate::ui::chapter::content::{announced, content};
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{self, StageCard};
use crate::ui::controls::layer_choice::LayerChoice;
use crate::ui::controls::layers::layers;
use crate::ui::controls::score_choice::{ScoreChoice, ScoreWords};
use crate::ui::store::Store;
use crate::ui::words::controls::help;
use crate::ui::words::language::say;
use leptos::prelude::*;

const TITLE: &str =
    "The score at the noise level shown, times the noise's standard deviation: the way back to the data.";

/// Each point's arrow leads to where its noise is said to have come from.
const ARROWS: ScoreWords = ScoreWords {
    title: TITLE,
    learned: "Arrows: −ε̂ of the network, long ones shortened.",
    exact: "Arrows: −ε of the ideal denoiser, long ones shortened.",
    difference: "Arrows: learned minus exact, drawn three times as long.",
};

const LENGTHS: ScoreWords = ScoreWords {
    title: TITLE,
    learned: "In place of the density: how long −ε̂ of the network is, the bluer the longer.",
    exact: "In place of the density: how long −ε of the ideal denoiser is, the bluer the longer.",
    difference: "In place of the density: how far learned and exact are apart, the bluer the farther.",
};

const IDS: [[&str; 2]; 2] = [["stage", "cloud-source"], ["stage-1", "cloud-source-1"]];

fn stages(settings: &Settings) -> usize {
    if settings.diffusion.beside == DiffusionBeside::Nothing { 1 } else { 2 }
}

fn words(settings: &Settings, now: &Model) -> Vec<String> {
    (0..stages(settings)).map(|lane| now.describe(lane)).collect()
}

fn cards(settings: &Settings, now: &Model) -> Vec<StageCard> {
    let card = |(lane, ids): (usize, _)| {
        let forward = lane == 1 && now.forward;
        let cloud = now.lanes.get(lane).and_then(LaneModel::cloud);
        StageCard {
            ids,
            label: now.label(lane),
            is_rival: lane == 1 && !forward,
            shows: match cloud.map(|cloud| cloud.denoiser) {
                _ if forward => Some("forward"),
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

#[component]
pub fn Layers() -> impl IntoView {
    let store = Store::get();
    let live = Live::<Model>::get();
    let of_any = |part: fn(&LaneModel) -> bool| live.memo(move |now| now.lanes.iter().any(part));
    let has_learned = of_any(|lane| lane.learned.is_some());
    let has_exact = of_any(|lane| lane.ideal.is_some());
    let has_contours = of_any(|lane| !lane.marginals.is_empty());
    let no_contours =
        Signal::derive(move || if has_contours.get() { "" } else { "the exact laws are being computed" });
    let form = Memo::new(move |_| store.settings.with(|settings| settings.view.score_form));
    let words = Signal::derive(move || match form.get() {
        ScoreForm::Arrows => &ARROWS,
        ScoreForm::Heatmap => &LENGTHS,
    });
    // The map of a score takes the density's place, where there is that score.
    let no_density = Signal::derive(move || {
        let layer = store.settings.with(|settings| settings.view.score);
        let is_there = match layer {
            ScoreLayer::Off => false,
            ScoreLayer::Learned => has_learned.get(),
            ScoreLayer::Exact => has_exact.get(),
            ScoreLayer::Difference => has_learned.get() && has_exact.get(),
        };
        if form.get() == ScoreForm::Heatmap && is_there { "the score's heatmap covers it" } else { "" }
    });
    let why_not = |key: &str| match key {
        "density" => Some(no_density),
        "contours" => Some(no_contours),
        _ => None,
    };
    layers(&why_not, &|key| match key {
        "score" => Some(view! { <ScoreChoice has_learned has_exact words/> }.into_any()),
        "score_form" => Some(view! { <FormChoice/> }.into_any()),
        _ => None,
    })
}

/// How the score is drawn.
#[component]
fn FormChoice() -> impl IntoView {
    let settings = Store::get().settings;
    let is_off = Memo::new(move |_| settings.with(|settings| settings.view.score == ScoreLayer::Off));
    let why_not = Signal::derive(move || if is_off.get() { "No score is drawn." } else { "" });
    view! {
        <LayerChoice key="score_form" id="score-form" offers=&["arrows", "heatmap"]
            title=find("score_form").map_or("", help) why_not>{say("score.as")}" "</LayerChoice>
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
        now.forward = true;
        let cards = cards(&settings, &now);
        stage::assert_sound(&cards, &words(&settings, &now), 2);
        assert!(!cards[1].is_rival && cards[1].shows == Some("forward"));
    }
}
