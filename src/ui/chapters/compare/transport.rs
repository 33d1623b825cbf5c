//! Train and compare, how far that is; and the one timeline of three columns.

use super::activity::{Activity, Perfect, Press};
use super::model::Model;
use super::session::CompareSession;
use super::timeline;
use crate::settings::{CompareClock, find};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::keeps::Keeps;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::chapter::timeline::{Names, PlayButton, Scrub};
use crate::ui::controls::setting::control;
use crate::ui::store::Store;
use crate::ui::words::format;
use crate::ui::words::language::{number as in_digits, say, say_with};
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    view! {
        <Run/>
        <Timeline/>
    }
}

/// The one press, and what comes of it.
#[component]
fn Run() -> impl IntoView {
    let compare = Handle::<CompareSession>::get();
    let store = Store::get();
    let live = Live::<Model>::get();
    let press = live.memo(Model::press);
    let begun = live.memo(Model::begun);
    let activity = live.memo(|now| now.activity);
    let status = live.memo(Model::status);
    let percent = live.memo(|now| match (now.activity, &now.work) {
        (Activity::Done, _) => 100.0,
        (Activity::Idle, _) => 0.0,
        (_, Some(work)) => (1000.0 * f64::from(work.share)).floor() / 10.0,
        _ => 0.0,
    });
    view! {
        <div class="buttons">
            <button type="button" class="primary" data-testid="train" data-phase=move || activity.get().name()
                disabled=move || press.get() == Press::Nothing
                on:click=move |_| compare.act(|compare| compare.press(&store))>
                {move || say(press.get().words(begun.get()))}
            </button>
            <div class="run-state">
                <div class="bar" role="progressbar" data-testid="progress" aria-label=say("compare.progress")
                    aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || percent.get().to_string()>
                    <div style:width=move || format!("{}%", percent.get())></div>
                </div>
                <p class="num" data-testid="status">{status}</p>
            </div>
        </div>
    }
}

/// What is needed less often, folded away: perfect models, a new run, and how the timeline counts.
#[component]
pub fn Rest() -> impl IntoView {
    let compare = Handle::<CompareSession>::get();
    let store = Store::get();
    let perfect = Live::<Model>::get().memo(|now| Perfect::of(now.activity, now.is_perfect()));
    let measure = move |_| {
        let on = perfect.get_untracked() == Perfect::Compare;
        compare.act(|compare| compare.measure(on));
    };
    view! {
        <details class="transport-rest" data-testid="more">
            <summary>{say("compare.more")}</summary>
            <div>
                <button type="button" data-testid="perfect" disabled=move || perfect.get() == Perfect::Nothing
                    title=say("compare.perfect.help")
                    on:click=measure>{move || say(perfect.get().words())}</button>
                <button type="button" data-testid="reset" title=say("compare.reset.help")
                    on:click=move |_| compare.act(|compare| compare.reset(&store))>{say("run.reset")}</button>
                {["clock", "speed"].map(|key| find(key).map(|setting| control(setting, |_| None)))}
            </div>
        </details>
    }
}

const NAMES: Names =
    Names { stop: ["walkers.stop", "compare.stop"], play: ["walkers.start", "compare.play"] };

#[component]
fn Timeline() -> impl IntoView {
    let compare = Handle::<CompareSession>::get();
    let live = Live::<Model>::get();
    let chapter: Handle<dyn Keeps> = compare.seen_as(|session| session);
    let playing = live.memo(|now| now.playhead.playing());
    let cost = live.memo(Model::cost);
    let words = live.memo(|now| cost_words(now.clock, now.cost()));
    let ticks = live.memo(|now| (now.clock, timeline::ticks(now.clock, now.end()), now.end()));
    view! {
        <div class="timeline">
            <PlayButton chapter playing names=&NAMES/>
            <button type="button" data-testid="step" title=say("compare.step.help") on:click=move |_| compare.act(|compare| compare.model.nudge(true))>{say("run.step")}</button>
            <button type="button" data-testid="restart" title=say("compare.restart.help")
                on:click=move |_| compare.act(|compare| compare.rewind())>{say("compare.restart")}</button>
            <div class="timeline-track">
                <Scrub chapter label="compare.scrub" words
                    keep=move |slider| compare.act(|compare| compare.scrub = Some(slider))/>
                <p class="timeline-ticks" aria-hidden="true">
                    {move || {
                        let (clock, ticks, end) = ticks.get();
                        let tick = |cost: f64| {
                            let left = format!("{}%", 100.0 * timeline::share_of(clock, end, cost));
                            view! { <span style:left=left>{tick_words(clock, cost)}</span> }
                        };
                        ticks.into_iter().map(tick).collect_view()
                    }}
                </p>
            </div>
            <p class="t-value num" data-testid="cost" data-value=move || cost.get().to_string()>{words}</p>
        </div>
    }
}

fn cost_words(clock: CompareClock, cost: f64) -> String {
    match clock {
        CompareClock::Evaluations => match cost.round() {
            1.0 => say("compare.cost.one"),
            cost => say_with("compare.cost", "cost", in_digits(&format::count(cost))),
        },
        CompareClock::Seconds => tick_words(clock, cost),
    }
}

fn tick_words(clock: CompareClock, cost: f64) -> String {
    match clock {
        CompareClock::Evaluations => in_digits(&format::count(cost)),
        CompareClock::Seconds => in_digits(&format!("{} s", format::price(cost))),
    }
}
