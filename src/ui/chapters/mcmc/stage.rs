//! The stage of each sampler, on which the first chain can be dragged, and the layers.

use super::alarm::Alarm;
use super::caption::{legend, seen};
use super::model::Model;
use super::session::McmcSession;
use crate::settings::{Sampler, ScoreLayer, Settings};
use crate::ui::chapter::drag::Graspable;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::stage::{self, StageCard};
use crate::ui::controls::framed::Framed;
use crate::ui::controls::layers::layers;
use crate::ui::store::Store;
use crate::ui::words::mcmc as names;
use leptos::prelude::*;

const IDS: [[&str; 2]; 2] = [["stage", "stage-sampler-0"], ["stage-1", "stage-sampler-1"]];

fn cards_of(settings: &Settings, now: &Model, words: &[String; 2]) -> Vec<StageCard> {
    let card = |(lane, (ids, sampler)): (usize, ([&'static str; 2], Sampler))| {
        let seen = seen(now, lane, &settings.view);
        StageCard {
            ids,
            label: names::with_rungs(sampler, settings.mcmc.rungs),
            words: words[lane].clone(),
            caption: Some(seen.unwrap_or_else(|| legend(sampler))),
            is_rival: lane != 0,
            ..StageCard::default()
        }
    };
    IDS.into_iter().zip(settings.mcmc.lanes()).enumerate().map(card).collect()
}

#[component]
pub fn Stages() -> impl IntoView {
    let (settings, live) = (Store::get().settings, Live::<Model>::get());
    let words = live.announced(|now| [0, 1].map(|lane| now.describe(lane)));
    let cards = live.memo(move |now| settings.with(|all| words.with(|words| cards_of(all, now, words))));
    let drag: Handle<dyn Graspable> = Handle::<McmcSession>::get().seen_as(|session| session);
    view! { <stage::Stages cards drag><Alarm/></stage::Stages> }
}

#[component]
pub fn Layers() -> impl IntoView {
    layers(&|_| None, &|key| (key == "score").then(|| view! { <ScoreSwitch/> }.into_any()))
}

/// The score is known here, so its arrows are off or exact.
#[component]
fn ScoreSwitch() -> impl IntoView {
    let locked = Framed::of_key("score") == Framed::Locked;
    let store = Store::get();
    let on = Memo::new(move |_| store.settings.with(|settings| settings.view.score == ScoreLayer::Exact));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        let exact = event.target().value() == "exact";
        store.settings.update(|settings| {
            settings.view.score = if exact { ScoreLayer::Exact } else { ScoreLayer::Off };
        });
    };
    view! {
        <label class="switch">
            <i class="swatch data" aria-hidden="true"></i>
            "Score "
            <select data-testid="layer-score" on:change:target=choose disabled=locked
                prop:value=move || if on.get() { "exact" } else { "off" }
                title="Arrows of ∇ log p, the way uphill; long ones shortened.">
                <option value="off">"off"</option>
                <option value="exact">"exact"</option>
            </select>
        </label>
    }
}
