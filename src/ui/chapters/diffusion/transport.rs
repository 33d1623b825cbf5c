//! Train, step, reset, and the way from noise to data.

use crate::ui::controls::reading::Reading;
use crate::ui::store::{Phase, Store};
use crate::ui::{format, keyboard};
use leptos::html::Input;
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    let store = Store::get();
    let train_words = move || {
        store.phase.with(|phase| match phase {
            Phase::Running => "Pause",
            Phase::Loading { train: true } => "Waiting …",
            Phase::Failed(_) => "Try again",
            _ => "Train",
        })
    };
    let step = move |_| {
        store.notice.set(String::new());
        store.act(|session| {
            session.client.step_once();
            session.playhead.show_samples();
            session.carry_out(&store);
        });
    };
    let reset = move |_| {
        store.notice.set(String::new());
        store.act(|session| {
            session.client.reset();
            session.carry_out(&store);
        });
    };
    let phase_name = move || store.phase.with(|phase| phase.name());
    let phase_words = move || {
        store.phase.with(|phase| match phase {
            Phase::Idle => "ready",
            Phase::Loading { train: true } => "loading, then training",
            Phase::Loading { train: false } => "loading",
            Phase::Running => "training",
            Phase::Paused => "paused",
            Phase::Failed(_) => "stopped",
        })
    };
    let train_steps = move || format::count(store.settings.with(|all| all.diffusion.train_steps) as f64);
    view! {
        <div class="transport" role="group" aria-label="Transport">
            <div class="buttons">
                <button type="button" class="primary" data-testid="train" title="Space"
                    aria-pressed=move || store.phase.with(Phase::trains).to_string()
                    on:click=move |_| keyboard::train(&store)>{train_words}</button>
                <button type="button" data-testid="step" title="One training step" on:click=step>"Step"</button>
                <button type="button" data-testid="reset" title="A new run with the same settings" on:click=reset>
                    "Reset"
                </button>
                <p class="progress">
                    <span data-testid="phase" data-phase=phase_name>{phase_words}</span>
                    <span>
                        "step "
                        <Reading id="step-count" value=|now| Some(f64::from(now.step)) show=format::count/>
                        <span class="of">" of "{train_steps}</span>
                    </span>
                    <span hidden=move || store.phase.with(|phase| *phase != Phase::Running)>
                        <Reading id="time-left" value=|now| now.time_left show=format::duration/>
                        " left"
                    </span>
                </p>
            </div>
            <Timeline/>
        </div>
    }
}

/// The slider from x_T to x_0, and the button that plays it.
#[component]
fn Timeline() -> impl IntoView {
    let store = Store::get();
    let scrub = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = scrub.get() {
            store.act(|session| session.scrub = Some(input));
        }
    });
    let playing = Memo::new(move |_| store.readouts.with(|readouts| readouts.playing));
    let words = move || {
        store.readouts.with(|now| match now.t {
            _ if now.playing => "playing from noise to data".to_owned(),
            Some(t) => format!("noise level {t:.0}"),
            None => String::new(),
        })
    };
    let moved = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let position = event.target().value_as_number();
        store.act(|session| session.playhead.scrub(position));
    };
    let release = move || store.act(|session| session.playhead.release());
    // The press ends wherever the pointer is let go, also off the slider.
    let on_up = window_event_listener(leptos::ev::pointerup, move |_| release());
    let on_cancel = window_event_listener(leptos::ev::pointercancel, move |_| release());
    on_cleanup(move || {
        on_up.remove();
        on_cancel.remove();
    });
    view! {
        <div class="timeline">
            <button type="button" class="play" data-testid="play"
                aria-pressed=move || playing.get().to_string()
                aria-label=move || if playing.get() { "Stop the animation" } else { "Play from noise to data" }
                title=move || if playing.get() { "Stop" } else { "Play from noise to data, again and again" }
                on:click=move |_| store.act(|session| session.playhead.toggle())
            >{move || if playing.get() { "❚❚" } else { "▶" }}</button>
            <span class="end" aria-hidden="true">"T · noise"</span>
            <input node_ref=scrub id="scrub" type="range" data-testid="scrub" min="0" max="1" step="any"
                aria-label="Noise level, from T (noise) to 0 (data)" aria-valuetext=words
                on:input:target=moved
                on:pointerdown=move |_| store.act(|session| session.playhead.hold())/>
            <span class="end" aria-hidden="true">"0 · data"</span>
            <p class="t-value">
                <i>"t"</i>" = "
                <Reading id="t-value" value=|now| now.t.map(f64::from) show=|t| format!("{t:.0}")/>
            </p>
        </div>
    }
}
