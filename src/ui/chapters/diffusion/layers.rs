//! The layers of the stage: the scores, and where points end.

use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DataSettings, DiffusionSettings, FateLayer, ScoreForm, ScoreLayer, find};
use crate::ui::chapter::live::Live;
use crate::ui::controls::layer_choice::LayerChoice;
use crate::ui::controls::layers::layers;
use crate::ui::controls::score_choice::{ScoreChoice, ScoreWords};
use crate::ui::store::Store;
use crate::ui::words::controls::{help, label};
use crate::ui::words::data_words;
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
    let fate = store.part(|settings: &DiffusionSettings| settings.fate);
    let has_fate = live.memo(move |now| fate_denoiser(fate.get()).is_some_and(|of| has_map(now, of)));
    // A map takes the density's place, where there is one.
    let no_density = Signal::derive(move || {
        let layer = store.settings.with(|settings| settings.view.score);
        let is_there = match layer {
            ScoreLayer::Off => false,
            ScoreLayer::Learned => has_learned.get(),
            ScoreLayer::Exact => has_exact.get(),
            ScoreLayer::Difference => has_learned.get() && has_exact.get(),
        };
        if has_fate.get() {
            return "the map of where points end covers it";
        }
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
        "fate" => Some(view! { <FateChoice has_learned/> }.into_any()),
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

/// Whose answer colours the plane by where points end.
pub fn fate_denoiser(layer: FateLayer) -> Option<Denoiser> {
    match layer {
        FateLayer::Off => None,
        FateLayer::Exact => Some(Denoiser::Ideal),
        FateLayer::Learned => Some(Denoiser::Learned),
    }
}

fn has_map(now: &Model, of: Denoiser) -> bool {
    now.lanes.iter().any(|lane| lane.fate_map_near(of, 0.0).is_some())
}

#[component]
fn FateChoice(has_learned: Memo<bool>) -> impl IntoView {
    let (store, live) = (Store::get(), Live::<Model>::get());
    let setting = find("fate").expect("a setting of the table");
    let fate = store.part(|settings: &DiffusionSettings| settings.fate);
    let data = store.part(DataSettings::clone);
    let [has_exact_map, has_learned_map] =
        [Denoiser::Ideal, Denoiser::Learned].map(|of| live.memo(move |now| has_map(now, of)));
    let why = move || {
        let colours = |who: &str| {
            let first = data.with(|data| data_words::the(data, 0));
            format!(
                "Orange where {who} ends in {first}, blue where it ends elsewhere, pale where that is open."
            )
        };
        match fate.get() {
            FateLayer::Off => String::new(),
            FateLayer::Exact if !has_exact_map.get() => "The exact maps are being computed.".into(),
            FateLayer::Learned if !has_learned.get() => {
                "Nothing is learned yet. Press Train to see this.".into()
            }
            FateLayer::Learned if !has_learned_map.get() => "Drawn as soon as training pauses.".into(),
            FateLayer::Exact => colours("a point"),
            FateLayer::Learned => colours("the network's point"),
        }
    };
    let why_not = Signal::derive(move || store.settings.with(|settings| setting.why_not(settings)));
    view! {
        <LayerChoice key="fate" id="layer-fate" offers=&["off", "exact", "learned"] of_learned=&["learned"]
            has_learned=Some(has_learned) title=help(setting) why_not>{label(setting)}" "</LayerChoice>
        <p class="layer-why" data-testid="about-fate">{why}</p>
    }
}
