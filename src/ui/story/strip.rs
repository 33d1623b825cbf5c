//! The strip of one step: its words, what to do, what came of it, and the way on.

use super::filled::filled;
use super::question::Question;
use super::step::{Now, Step, Task};
use super::telling::Telling;
use super::way::{close, go_to, is_alone};
use crate::settings::story::{TABLE, state_of};
use crate::settings::url;
use crate::settings::{Language, Settings, find};
use crate::ui::controls::framed::embed;
use crate::ui::controls::setting::control;
use crate::ui::store::Store;
use crate::ui::words::language::{Told, say, tell};
use leptos::html::H2;
use leptos::prelude::*;

/// Whether what the step asks for is done.
pub fn is_done(step: &Step, now: &Now) -> bool {
    match &step.task {
        Task::Deed(done) => done(now),
        Task::Guess(_) => now
            .settings
            .story
            .answers
            .of(now.settings.story.step)
            .is_some_and(|answer| answer.measured.is_some()),
    }
}

#[component]
pub fn Strip(number: u8, step: &'static Step, foot: fn() -> AnyView) -> impl IntoView {
    let (store, telling) = (Store::get(), Telling::get());
    let words = move |part: &'static str| {
        Memo::new(move |_| {
            store.settings.with(|settings| {
                let answer = settings.story.answers.of(number);
                telling.metrics.with(|metrics| filled(step, part, metrics, settings, answer))
            })
        })
    };
    let done = telling.done;
    let todo = step.guess().is_none().then(|| words("do"));
    let left = words("done");
    let (steps, is_homework) = store
        .settings
        .with_untracked(|settings| (settings.story.steps(), !settings.story.homework.is_empty()));
    let been = steps.iter().filter(|&&step| step < number).count();
    let of = steps.len();
    let counted = tell(if number > TABLE && !is_homework { "story.extra" } else { "story.step" }, |name| {
        Some(Told::Number(if name == "step" { (been + 1).min(of) } else { of } as f64))
    });
    view! {
        <section class="story" aria-label=say("story.name") data-testid="strip" data-step=number.to_string()
            data-done=move || done.get().to_string()>
            <div class="story-head">
                <p class="story-count">{counted}</p>
                <Dots been of/>
                {(number == 1).then(|| view! { <LanguagePicker/> })}
            </div>
            <Heading words=say(&format!("story.{}.title", step.key))/>
            <p>{words("words")}</p>
            {step.guess().map(|guess| view! { <Question number step guess/> })}
            {todo.map(|todo| view! { <p class="story-do" hidden=done>{todo}</p> })}
            {move || (todo.is_some() || done.get()).then(|| needed(number))}
            <p class="story-done" aria-live="polite" data-testid="story-done">{move || if done.get() { left.get() } else { String::new() }}</p>
            {foot()}
            <Way number/>
        </section>
    }
}

/// Who goes from step to step with the keyboard, or hears the page, is led to it; on arrival nothing is taken.
#[component]
pub fn Heading(words: String) -> impl IntoView {
    let telling = Telling::get();
    let heading = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && telling.moved.get_untracked()
        {
            let _ = heading.focus();
        }
    });
    view! { <h2 tabindex="-1" node_ref=heading>{words}</h2> }
}

/// The controls that the step needs and the bar under the stage has not.
fn needed(number: u8) -> Vec<AnyView> {
    let keys = state_of(number).map_or(&[][..], |state| state.needs);
    keys.iter().filter_map(|key| find(key)).map(|setting| control(setting, |_| None)).collect()
}

/// Where in the story this is: for those who see it, the others have the words.
#[component]
fn Dots(been: usize, of: usize) -> impl IntoView {
    let dot = |at: usize| view! { <i class:here=at == been class:been={at < been}></i> };
    view! { <span class="story-dots" aria-hidden="true">{(0..of).map(dot).collect_view()}</span> }
}

/// Back, on, and out of the story.
#[component]
pub fn Way(number: u8) -> impl IntoView {
    let telling = Telling::get();
    if embed(is_alone) {
        return ().into_any();
    }
    let on = move || {
        say(match telling.done.get() {
            _ if number == TABLE => "story.more",
            true => "story.next",
            false => "story.skip",
        })
    };
    // The story is told at its table.
    let is_primary = move || telling.done.get() && number != TABLE;
    let (back, next, is_homework) = Store::get()
        .settings
        .with_untracked(|Settings { story, .. }| (story.back(), story.next(), !story.homework.is_empty()));
    // A frame has no way back to it.
    let has_end = !(is_homework && embed(|embed| embed.on));
    view! {
        <p class="buttons story-way">
            {back.map(|back| view! {
                <button type="button" data-testid="story-back" on:click=move |_| go_to(back)>{say("story.back")}</button>
            })}
            {next.map(|next| view! {
                <button type="button" data-testid="story-next" class:primary=is_primary on:click=move |_| go_to(next)>{on}</button>
            })}
            {has_end.then(|| view! {
                <button type="button" class="quiet" data-testid="story-close" on:click=move |_| close()>{say("story.close")}</button>
            })}
        </p>
    }
    .into_any()
}

#[component]
pub fn LanguagePicker() -> impl IntoView {
    let store = Store::get();
    let spoken =
        Memo::new(move |_| store.settings.with(|settings: &Settings| url::name_of(&settings.language)));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(language) = url::named::<Language>(&event.target().value()) {
            store.settings.update(|settings| settings.language = language);
        }
    };
    view! {
        <select class="language" data-testid="language" aria-label=say("story.language") prop:value=spoken on:change:target=choose>
            {Language::NAMES.map(|(language, name)| {
                let code = url::name_of(&language);
                view! { <option value=code.clone() lang=code>{name}</option> }
            }).collect_view()}
        </select>
    }
}
