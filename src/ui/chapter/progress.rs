//! How far training is, and how long it will take.

use super::run_buttons::PhaseWord;
use crate::ui::controls::reading::Reading;
use crate::ui::store::{Phase, Store};
use crate::ui::words::format;
use leptos::prelude::*;

/// Seconds until training pauses by itself; none while its rate is not known.
pub fn time_left(step: u32, goal: usize, steps_per_second: f32) -> Option<f64> {
    let left = (goal as f64 - f64::from(step)).max(0.0);
    (steps_per_second > 0.0).then(|| left / f64::from(steps_per_second))
}

#[component]
pub fn TrainingProgress(
    #[prop(into)] steps: Signal<u32>,
    /// Training pauses by itself here.
    #[prop(into)]
    goal: Signal<usize>,
    /// Seconds.
    #[prop(into)]
    time_left: Signal<Option<f64>>,
) -> impl IntoView {
    let phase = Store::get().phase;
    let steps = Signal::derive(move || Some(f64::from(steps.get())));
    view! {
        <p class="progress">
            <PhaseWord work="training"/>
            <span>
                "step "
                <Reading id="step-count" value=steps show=format::count/>
                <span class="of">" of "{move || format::count(goal.get() as f64)}</span>
            </span>
            <span hidden=move || phase.with(|phase| *phase != Phase::Running)>
                <Reading id="time-left" value=time_left show=format::duration/>
                " left"
            </span>
        </p>
    }
}
