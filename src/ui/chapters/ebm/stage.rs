//! The stage of each energy, on which the first walker can be dragged, and the layers.

use super::lane::LaneModel;
use super::model::Model;
use super::session::EbmSession;
use super::stage_words::{describe, label};
use crate::settings::{Beside, EbmSettings, Objective, Picture, Settings, find};
use crate::ui::chapter::content::{announced, content};
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{self, StageCard};
use crate::ui::controls::layer_choice::LayerChoice;
use crate::ui::controls::layers::layers;
use crate::ui::controls::score_choice::{ScoreChoice, ScoreWords};
use crate::ui::plot::walk::FOLLOWED;
use crate::ui::store::Store;
use crate::ui::words::controls;
use leptos::prelude::*;

const ARROWS: ScoreWords = ScoreWords {
    title: "Arrows of the score, which point to more density.",
    learned: "Arrows: −∇E of the network, long ones shortened.",
    exact: "Arrows: ∇ log p of the exact density, long ones shortened.",
    difference: "Arrows: learned minus exact, drawn three times as long.",
};

const IDS: [[&str; 2]; 2] = [["stage", "stage-shows-0"], ["stage-1", "stage-shows-1"]];

fn stages(settings: &Settings) -> usize {
    if settings.ebm.beside == Beside::Nothing { 1 } else { 2 }
}

fn words(settings: &Settings, now: &Model) -> Vec<String> {
    (0..stages(settings)).map(|lane| describe(now, lane)).collect()
}

fn cards(settings: &Settings, now: &Model) -> Vec<StageCard> {
    let card = |(lane, ids): (usize, _)| {
        let shown = now.lanes.get(lane);
        StageCard {
            ids,
            label: label(now, lane).unwrap_or_else(|| "Computing the exact density …".into()),
            is_rival: lane != 0,
            shows: shown.map(|lane| if lane.map_step().is_some() { "learned" } else { "exact" }),
            step: shown.and_then(LaneModel::map_step),
            awaited: now.awaited(lane),
            ..StageCard::default()
        }
    };
    IDS.into_iter().enumerate().take(stages(settings)).map(card).collect()
}

#[component]
pub fn Stages() -> impl IntoView {
    let drag: Handle<dyn Draggable> = Handle::<EbmSession>::get().seen_as(|session| session);
    view! { <stage::Stages cards=content(cards) words=announced(words) drag/> }
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
    let why = move || match picture.get() {
        Picture::Density => "",
        Picture::Energy => "Energy. Bluer is lower, and blank is 12 nats or more above the lowest.",
        Picture::Difference if !has_learned.get() => "Nothing is learned yet, so the exact density is shown.",
        Picture::Difference => "Learned minus exact density. Blue is too little, and orange is too much.",
    };
    view! {
        <LayerChoice key="picture" id="set-picture" offers=&["density", "energy", "difference"]
            of_learned=&["difference"] has_learned=Some(has_learned)
            title=find("picture").map_or("", controls::help)>
            <span class="unseen">{find("picture").map(controls::label)}</span>
        </LayerChoice>
        <p class="layer-why">{why}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beside_has_a_stage() {
        let (mut settings, now) = (Settings::default(), Model::default());
        stage::assert_sound(&cards(&settings, &now), &words(&settings, &now), 1);
        settings.ebm.beside = Beside::Exact;
        let cards = cards(&settings, &now);
        stage::assert_sound(&cards, &words(&settings, &now), 2);
        assert!(cards[1].is_rival && cards[0].shows.is_none());
    }
}
