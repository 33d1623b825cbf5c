//! Train, step, reset; the way from noise to data; and the way back through training.

use super::reading::Reading;
use super::readouts::Readouts;
use super::session::DiffusionSession;
use crate::settings::find;
use crate::ui::chapter::checkpoint_slider::LookBack;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::readings::Readings;
use crate::ui::chapter::run_buttons::{PhaseWord, RunButtons};
use crate::ui::controls::on_let_go;
use crate::ui::controls::setting::control;
use crate::ui::store::{Phase, Store};
use crate::ui::words::format;
use leptos::html::Input;
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let store = Store::get();
    let readouts = Readings::<Readouts>::get().now;
    let train_steps = move || format::count(store.settings.with(|all| all.diffusion.train_steps) as f64);
    let looking_at = Memo::new(move |_| readouts.with(|now| now.looking_at));
    let step = Memo::new(move |_| readouts.with(|now| now.step));
    let nothing_kept = Memo::new(move |_| readouts.with(|now| now.kept.is_empty()));
    view! {
        <div class="transport" role="group" aria-label="Transport">
            <div class="buttons">
                <RunButtons go="Train" step_title="One training step"/>
                <p class="progress">
                    <PhaseWord work="training"/>
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
            {find("speed").map(|setting| control(setting, |_| None))}
            <LookBack id="look-back" about="Back through training: samples of the network as it was."
                of=diffusion.seen_as(|session| session)
                keep=move |slider| diffusion.act(|diffusion| diffusion.past = Some(slider))
                looking_at step nothing_kept/>
        </div>
    }
}

/// The slider from x_T to x_0, and the button that plays it.
#[component]
fn Timeline() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let readouts = Readings::<Readouts>::get().now;
    let scrub = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = scrub.get() {
            diffusion.act(|diffusion| diffusion.scrub = Some(input));
        }
    });
    let playing = Memo::new(move |_| readouts.with(|readouts| readouts.playing));
    let words = move || {
        readouts.with(|now| match now.t {
            _ if now.playing => "playing from noise to data".to_owned(),
            Some(t) => format!("noise level {t:.0}"),
            None => String::new(),
        })
    };
    let moved = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let position = event.target().value_as_number();
        diffusion.act(|diffusion| diffusion.playhead.scrub(position));
    };
    on_let_go(move || diffusion.act(|diffusion| diffusion.playhead.release()));
    view! {
        <div class="timeline">
            <button type="button" class="play" data-testid="play"
                aria-pressed=move || playing.get().to_string()
                aria-label=move || if playing.get() { "Stop the animation" } else { "Play from noise to data" }
                title=move || if playing.get() { "Stop" } else { "Play from noise to data, again and again" }
                on:click=move |_| diffusion.act(|diffusion| diffusion.playhead.toggle())
            >{move || if playing.get() { "❚❚" } else { "▶" }}</button>
            <span class="end" aria-hidden="true">"T · noise"</span>
            <input node_ref=scrub id="scrub" type="range" data-testid="scrub" min="0" max="1" step="any"
                aria-label="Noise level, from T (noise) to 0 (data)" aria-valuetext=words
                on:input:target=moved
                on:pointerdown=move |_| diffusion.act(|diffusion| diffusion.playhead.hold())/>
            <span class="end" aria-hidden="true">"0 · data"</span>
            <p class="t-value">
                <i>"t"</i>" = "
                <Reading id="t-value" value=|now| now.t.map(f64::from) show=|t| format!("{t:.0}")/>
            </p>
        </div>
    }
}
