//! Go and pause, one step, and a new run: the same three buttons in every chapter.

use super::shown::Chapters;
use crate::ui::store::{Phase, Store};
use leptos::prelude::*;

#[component]
pub fn RunButtons(
    /// What the first button says while nothing runs.
    go: &'static str,
    step_title: &'static str,
    /// What stands beside the first.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Running => "Pause",
            Phase::Loading { train: true } => "Waiting …",
            Phase::Failed(_) => "Try again",
            _ => go,
        })
    };
    view! {
        <button type="button" class="primary" data-testid="train" title="Space"
            aria-pressed=move || store.phase.with(Phase::trains).to_string()
            on:click=move |_| chapters.shown().act(|shown| shown.toggle(&store))>{words}</button>
        {children.map(|children| children())}
        <button type="button" data-testid="step" title=step_title
            on:click=move |_| chapters.shown().act(|shown| shown.step(&store))>"Step"</button>
        <button type="button" data-testid="reset" title="A new run with the same settings"
            on:click=move |_| chapters.shown().act(|shown| shown.reset(&store))>"Reset"</button>
    }
}

/// What the chapter is doing, in a word; `work` where it is at it.
#[component]
pub fn PhaseWord(work: &'static str) -> impl IntoView {
    let store = Store::get();
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Idle => "ready".to_owned(),
            Phase::Loading { train: true } => format!("loading, then {work}"),
            Phase::Loading { train: false } => "loading".to_owned(),
            Phase::Running => work.to_owned(),
            Phase::Paused => "paused".to_owned(),
            Phase::Failed(_) => "stopped".to_owned(),
        })
    };
    let name = move || store.phase.with(|phase| phase.name());
    view! { <span data-testid="phase" data-phase=name>{words}</span> }
}
