//! The stage of each sampler, on which the first chain can be dragged, and the layers.

use super::alarm::Alarm;
use super::caption::Caption;
use super::names;
use super::readouts::Readouts;
use crate::settings::{McmcSettings, ScoreLayer};
use crate::ui::browser;
use crate::ui::controls::switch::Switch;
use crate::ui::plot::mcmc_stage::McmcStagePainter;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;

/// How near to the chain, in CSS pixels, a finger must come down to take hold of it: elsewhere it scrolls.
const GRASP: f64 = 36.0;
/// Share of the square's side that an arrow key moves the chain by.
const NUDGE: f64 = 0.02;

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
    let store = Store::get();
    let spoken = Readings::<Readouts>::get().spoken;
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            match McmcStagePainter::new(canvas) {
                Ok(painter) => store.act(|session| session.mcmc.stages[lane] = Some(painter)),
                Err(why) => browser::show_trouble(&format!("The stage cannot be drawn: {why:?}.")),
            }
        }
    });
    let name = store.part(move |settings: &McmcSettings| {
        settings.lanes().get(lane).map(|&sampler| names::with_rungs(sampler, settings.rungs))
    });
    let held = StoredValue::new(false);
    let pixel = |event: &ev::PointerEvent| [event.offset_x(), event.offset_y()].map(f64::from);
    let drag = move |event: &ev::PointerEvent| store.act(|session| session.mcmc.drag(lane, pixel(event)));
    let down = move |event: ev::PointerEvent| {
        let mut near = event.pointer_type() != "touch";
        store.act(|session| {
            near |= session.mcmc.distance_to_chain(lane, pixel(&event)).is_some_and(|far| far < GRASP);
        });
        if near && event.is_primary() && event.button() == 0 {
            held.set_value(true);
            if let Some(canvas) = canvas.get_untracked() {
                // Without capture the drag ends at the edge; nothing else is lost.
                let _ = canvas.set_pointer_capture(event.pointer_id());
            }
            drag(&event);
        }
    };
    let moved = move |event: ev::PointerEvent| {
        if held.get_value() {
            drag(&event);
        }
    };
    // A finger that holds the chain must not scroll the page as well. The pointer event comes first.
    let touch = move |event: ev::TouchEvent| {
        if held.get_value() {
            event.prevent_default();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let parts = match event.key().as_str() {
            "ArrowLeft" => [-NUDGE, 0.0],
            "ArrowRight" => [NUDGE, 0.0],
            "ArrowDown" => [0.0, -NUDGE],
            "ArrowUp" => [0.0, NUDGE],
            _ => return,
        };
        event.prevent_default();
        store.act(|session| session.mcmc.nudge(lane, parts));
    };
    view! {
        <div class="captioned">
            <div class="stage">
                <canvas node_ref=canvas class="draggable" data-testid=id role="img" tabindex="0"
                    aria-label=move || spoken.with(|now| now.describe(lane))
                    on:pointerdown=down on:pointermove=moved on:pointerup=move |_| held.set_value(false)
                    on:pointercancel=move |_| held.set_value(false) on:touchstart=touch on:keydown=key></canvas>
                <p class="stage-label" class:rival=lane != 0 data-testid=format!("stage-sampler-{lane}")>{name}</p>
            </div>
            <Caption lane/>
        </div>
    }
}

#[component]
pub fn Layers() -> impl IntoView {
    view! {
        <fieldset class="layers">
            <legend class="unseen">"Layers of the stage"</legend>
            <Switch id="layer-density" label="Density" swatch="density" help="The exact density, up to a factor."
                of=|settings| &mut settings.view.density/>
            <Switch id="layer-contours" label="Contours" swatch="trails" help="Lines of equal density."
                of=|settings| &mut settings.view.contours/>
            <Switch id="layer-samples" label="Samples" swatch="samples" help="The last 4,000 draws the page was told of."
                of=|settings| &mut settings.view.samples/>
            <Switch id="layer-trails" label="Trail" swatch="trails" help="The last states of the first chain."
                of=|settings| &mut settings.view.trails/>
            <Switch id="layer-proposals" label="Proposals" swatch="samples"
                help="Drift and noise, or momentum and leapfrog path, and whether the proposal was accepted."
                of=|settings| &mut settings.view.proposals/>
            <ScoreSwitch/>
            <label class="switch greyed" title="The density is known here: there is no data.">
                <input type="checkbox" disabled data-testid="layer-data"/>
                <i class="swatch data" aria-hidden="true"></i>
                "Data"
                <span class="unseen">" (the density is known here: there is no data)"</span>
            </label>
        </fieldset>
    }
}

/// The score is known here, so its arrows are off or exact.
#[component]
fn ScoreSwitch() -> impl IntoView {
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
            <select data-testid="layer-score" on:change:target=choose
                prop:value=move || if on.get() { "exact" } else { "off" }
                title="Arrows of ∇ log p, the way uphill; long ones shortened.">
                <option value="off">"off"</option>
                <option value="exact">"exact"</option>
            </select>
        </label>
    }
}
