//! The stage of each energy, on which the first walker can be dragged, and the layers.

use super::lane::LaneModel;
use super::model::Model;
use super::session::EbmSession;
use super::stage_words::{describe, label};
use crate::settings::{Beside, EbmSettings, Objective, Picture, url};
use crate::ui::chapter::drag::Graspable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{self, StageCard};
use crate::ui::controls::framed::Framed;
use crate::ui::controls::layers::layers;
use crate::ui::controls::score_choice::{ScoreChoice, ScoreWords};
use crate::ui::plot::walk::FOLLOWED;
use crate::ui::store::Store;
use leptos::prelude::*;

const ARROWS: ScoreWords = ScoreWords {
    title: "Arrows of the score, the way to more density.",
    learned: "Arrows: −∇E of the network, long ones shortened.",
    exact: "Arrows: ∇ log p of the exact density, long ones shortened.",
    difference: "Arrows: learned minus exact, drawn three times as long.",
};

const IDS: [[&str; 2]; 2] = [["stage", "stage-shows-0"], ["stage-1", "stage-shows-1"]];

fn cards_of(settings: &EbmSettings, now: &Model, words: &[String; 2]) -> Vec<StageCard> {
    let stages = if settings.beside == Beside::Nothing { 1 } else { 2 };
    let card = |(lane, ids): (usize, _)| {
        let shown = now.lanes.get(lane);
        StageCard {
            ids,
            label: label(now, lane).unwrap_or_else(|| "Computing the exact density …".into()),
            words: words[lane].clone(),
            is_rival: lane != 0,
            shows: shown.map(|lane| if lane.map_step().is_some() { "learned" } else { "exact" }),
            step: shown.and_then(LaneModel::map_step),
            ..StageCard::default()
        }
    };
    IDS.into_iter().enumerate().take(stages).map(card).collect()
}

#[component]
pub fn Stages() -> impl IntoView {
    let (settings, live) = (Store::get().settings, Live::<Model>::get());
    let words = live.announced(|now| [0, 1].map(|lane| describe(now, lane)));
    let cards = live.memo(move |now| settings.with(|all| words.with(|words| cards_of(&all.ebm, now, words))));
    let drag: Handle<dyn Graspable> = Handle::<EbmSession>::get().seen_as(|session| session);
    view! { <stage::Stages cards drag/> }
}

#[component]
pub fn Layers() -> impl IntoView {
    let store = Store::get();
    let live = Live::<Model>::get();
    let has_learned = live.memo(|now| now.lanes.iter().any(|lane| lane.learned().is_some()));
    let has_exact = live.memo(|now| !now.lanes.is_empty());
    let contrastive = store.part(|settings: &EbmSettings| settings.trains(Objective::is_contrastive));
    let looks_back = live.memo(|now| now.looking_at.is_some());
    let no_negatives = Signal::derive(move || match () {
        _ if !contrastive.get() => "score matching needs no negatives",
        _ if looks_back.get() => "only the newest weights have negatives",
        _ if !has_learned.get() => "nothing is learned yet",
        _ => "",
    });
    let crowd = store.part(|settings: &EbmSettings| settings.walkers > FOLLOWED);
    let no_proposals =
        Signal::derive(move || if crowd.get() { "too many walkers; 64 can be followed" } else { "" });
    let why_not = |key: &str| match key {
        "negatives" => Some(no_negatives),
        "proposals" => Some(no_proposals),
        _ => None,
    };
    layers(&why_not, &|key| match key {
        "picture" => Some(view! { <PictureChoice has_learned/> }.into_any()),
        "score" => Some(view! { <ScoreChoice has_learned has_exact words=&ARROWS/> }.into_any()),
        _ => None,
    })
}

/// What the stage shows of an energy, if anything.
#[component]
fn PictureChoice(has_learned: Memo<bool>) -> impl IntoView {
    let store = Store::get();
    let picture = store.part(|settings: &EbmSettings| settings.picture);
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(picture) = url::named(&event.target().value()) {
            store.settings.update(|settings| settings.ebm.picture = picture);
        }
    };
    let why = move || match picture.get() {
        Picture::Density => "",
        Picture::Energy => "Energy: the bluer, the lower; paper from 12 nats above the lowest on.",
        Picture::Difference if !has_learned.get() => "Nothing is learned yet: the exact density is shown.",
        Picture::Difference => "Learned minus exact density: blue for too little, orange for too much.",
    };
    let locked = Framed::of_key("picture") == Framed::Locked;
    view! {
        <label class="switch">
            <span class="unseen">"Picture of the energy"</span>
            <select data-testid="set-picture" prop:value=move || url::name_of(&picture.get())
                disabled=locked on:change:target=choose
                title="The density, the energy, or what is wrong with the density.">
                <option value="density">"density"</option>
                <option value="energy">"energy"</option>
                <option value="difference" disabled=move || !has_learned.get()>
                    {move || if has_learned.get() { "difference" } else { "difference (nothing learned yet)" }}
                </option>
            </select>
        </label>
        <p class="layer-why">{why}</p>
    }
}
