//! Go and pause, one step, and a new run: the same three buttons in every chapter.

use super::shown::Chapters;
use crate::ui::store::{Phase, Store};
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

#[component]
pub fn RunButtons(
    /// The keys of what the first button says while nothing runs, and of what a step is.
    go: &'static str,
    step_title: &'static str,
    /// What stands beside the first.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (store, chapters) = (Store::get(), Chapters::get());
    let words = move || {
        say(store.phase.with(|phase| match phase {
            Phase::Running => "run.pause",
            Phase::Loading { train: true } => "run.waiting",
            Phase::Failed(_) => "run.again",
            _ => go,
        }))
    };
    view! {
        <button type="button" class="primary" data-testid="train" title=say("run.space")
            aria-pressed=move || store.phase.with(Phase::trains).to_string()
            on:click=move |_| chapters.shown().act(|shown| shown.toggle(&store))>{words}</button>
        {children.map(|children| children())}
        <button type="button" data-testid="step" title=say(step_title)
            on:click=move |_| chapters.shown().act(|shown| shown.step(&store))>{say("run.step")}</button>
        <button type="button" data-testid="reset" title=say("run.reset.help")
            on:click=move |_| chapters.shown().act(|shown| shown.reset(&store))>{say("run.reset")}</button>
    }
}

/// What the chapter is doing, in a word; that of the key `work` where it is at it.
#[component]
pub fn PhaseWord(work: &'static str) -> impl IntoView {
    let store = Store::get();
    let words = move || {
        store.phase.with(|phase| match phase {
            Phase::Idle => say("phase.ready"),
            Phase::Loading { train: true } => say_with("phase.loading-then", "work", say(work)),
            Phase::Loading { train: false } => say("phase.loading"),
            Phase::Running => say(work),
            Phase::Paused => say("phase.paused"),
            Phase::Failed(_) => say("phase.stopped"),
        })
    };
    let name = move || store.phase.with(|phase| phase.name());
    view! { <span data-testid="phase" data-phase=name>{words}</span> }
}
