//! The stage of each sampler, on which the first chain can be dragged, and the layers.

use super::alarm::Alarm;
use super::caption::Caption;
use super::painter::McmcStagePainter;
use super::session::McmcSession;
use crate::settings::{McmcSettings, ScoreLayer};
use crate::ui::chapter::drag::GraspCanvas;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::controls::framed::Framed;
use crate::ui::controls::layers::layers;
use crate::ui::store::Store;
use crate::ui::words::mcmc as names;
use leptos::prelude::*;

#[component]
pub fn Stages() -> impl IntoView {
    let store = Store::get();
    let race = store.part(|settings: &McmcSettings| settings.race);
    view! {
        <div class="stages" class:race=move || race.get()>
            <Stage lane=0 id="stage"/>
            <Show when=move || race.get()><Stage lane=1 id="stage-1"/></Show>
            <Alarm/>
        </div>
    }
}

#[component]
fn Stage(lane: usize, id: &'static str) -> impl IntoView {
    let mcmc = Handle::<McmcSession>::get();
    let name = Store::get().part(move |settings: &McmcSettings| {
        settings.lanes().get(lane).map(|&sampler| names::with_rungs(sampler, settings.rungs))
    });
    let words = Live::<McmcSession>::get().announced(move |model| model.describe(lane));
    view! {
        <div class="captioned">
            <div class="stage">
                <GraspCanvas id lane words of=mcmc.seen_as(|session| session)
                    keep=move |canvas| mcmc.act(|mcmc| {
                        mcmc.stages[lane] = Some(McmcStagePainter::new(canvas)?);
                        Ok(())
                    })/>
                <p class="stage-label" class:rival=lane != 0 data-testid=format!("stage-sampler-{lane}")>{name}</p>
            </div>
            <Caption lane/>
        </div>
    }
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
