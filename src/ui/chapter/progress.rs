//! How far training is, and how long it will take.

use super::run_buttons::PhaseWord;
use crate::ui::controls::reading::Reading;
use crate::ui::store::{Phase, Store};
use crate::ui::words::format;
use crate::ui::words::language::{number, say};
use leptos::prelude::*;

#[component]
pub fn TrainingProgress(
    #[prop(into)] steps: Signal<u32>,
    /// Training pauses by itself here.
    #[prop(into)]
    goal: Signal<usize>,
) -> impl IntoView {
    let Store { phase, rate, .. } = Store::get();
    let time_left = Signal::derive(move || {
        let left = (goal.get() as f64 - f64::from(steps.get())).max(0.0);
        rate.get().map(|rate| left / f64::from(rate))
    });
    let steps = Signal::derive(move || Some(f64::from(steps.get())));
    view! {
        <p class="progress">
            <PhaseWord work="work.training"/>
            <span>
                {say("progress.step")}" "
                <Reading id="step-count" value=steps show=format::count/>
                <span class="of">" "{say("of")}" "{move || number(&format::count(goal.get() as f64))}</span>
            </span>
            <span hidden=move || phase.with(|phase| *phase != Phase::Running)>
                <Reading id="time-left" value=time_left show=format::duration/>
                " "{say("progress.left")}
            </span>
        </p>
    }
}
