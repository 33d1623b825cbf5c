//! The stage of each sampler, on which the first chain can be dragged, and the layers.

use super::alarm::Alarm;
use super::caption::{legend, seen};
use super::model::Model;
use super::session::McmcSession;
use crate::settings::{Sampler, Settings, find};
use crate::ui::chapter::content::{announced, content};
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::stage::{self, StageCard};
use crate::ui::controls::layer_choice::LayerChoice;
use crate::ui::controls::layers::layers;
use crate::ui::words::controls::{help, label};
use crate::ui::words::mcmc as names;
use leptos::prelude::*;

const IDS: [[&str; 2]; 2] = [["stage", "stage-sampler-0"], ["stage-1", "stage-sampler-1"]];

fn words(settings: &Settings, now: &Model) -> Vec<String> {
    (0..settings.mcmc.lanes().len()).map(|lane| now.describe(lane)).collect()
}

fn cards(settings: &Settings, now: &Model) -> Vec<StageCard> {
    let card = |(lane, (ids, sampler)): (usize, ([&'static str; 2], Sampler))| {
        let seen = seen(now, lane, &settings.view);
        StageCard {
            ids,
            label: names::with_rungs(sampler, settings.mcmc.rungs),
            caption: Some(seen.unwrap_or_else(|| legend(sampler))),
            is_rival: lane != 0,
            awaited: now.awaited(lane, sampler),
            ..StageCard::default()
        }
    };
    IDS.into_iter().zip(settings.mcmc.lanes()).enumerate().map(card).collect()
}

#[component]
pub fn Stages() -> impl IntoView {
    let drag: Handle<dyn Draggable> = Handle::<McmcSession>::get().seen_as(|session| session);
    view! { <stage::Stages cards=content(cards) words=announced(words) drag><Alarm/></stage::Stages> }
}

#[component]
pub fn Layers() -> impl IntoView {
    layers(&|_| None, &|key| (key == "score").then(|| view! { <ScoreSwitch/> }.into_any()))
}

/// The score is known here, so its arrows are off or exact.
#[component]
fn ScoreSwitch() -> impl IntoView {
    view! {
        <LayerChoice key="score" id="layer-score" offers=&["off", "exact"]
            title=find("score").map_or("", help)>
            <i class="swatch data" aria-hidden="true"></i>
            {find("score").map(label)}" "
        </LayerChoice>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_race_has_two_stages() {
        let (mut settings, now) = (Settings::default(), Model::default());
        stage::assert_sound(&cards(&settings, &now), &words(&settings, &now), 1);
        settings.mcmc.race = true;
        let cards = cards(&settings, &now);
        stage::assert_sound(&cards, &words(&settings, &now), 2);
        assert!(cards[1].is_rival && cards.iter().all(|card| card.caption.is_some()));
    }
}
