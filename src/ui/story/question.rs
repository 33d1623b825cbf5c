//! A guess, and what was measured beside it.

use super::filled::{filled, shown, shown_measured};
use super::step::{Form, Guess, Range, Step};
use super::telling::Telling;
use super::way::follow_up;
use crate::settings::story::{Answer, Measured};
use crate::ui::store::Store;
use crate::ui::words::language::{Told, say, tell};
use leptos::prelude::*;

#[component]
pub fn Question(number: u8, step: &'static Step, guess: &'static Guess) -> impl IntoView {
    let (store, telling) = (Store::get(), Telling::get());
    let answer = Memo::new(move |_| store.settings.with(|settings| settings.story.answers.of(number)));
    let ask = Memo::new(move |_| {
        store
            .settings
            .with(|settings| telling.metrics.with(|metrics| filled(step, "ask", metrics, settings, None)))
    });
    let answered = move |guess: f64| {
        store.settings.update(|settings| {
            settings.story.answers.set(Answer { step: number, guess, measured: None });
        });
        follow_up(step);
    };
    // As soon as the run says anything it is written down, once.
    Effect::new(move |_| {
        let Some(waiting) = answer.get().filter(|answer| answer.measured.is_none()) else { return };
        let measured = telling.metrics.with(guess.measure);
        if measured.is_some() {
            store.settings.update(|settings| settings.story.answers.set(Answer { measured, ..waiting }));
        }
    });
    let open = Memo::new(move |_| answer.get().is_none());
    let form = move || match guess.form {
        Form::Number(range) => view! { <Slide step guess range answered/> }.into_any(),
        Form::OneOf(options) => {
            let option = |(place, name): (usize, &&'static str)| {
                let words = say(&format!("story.{}.option.{name}", step.key));
                view! {
                    <button type="button" data-testid=format!("guess-{name}") on:click=move |_| answered(place as f64)>{words}</button>
                }
            };
            view! { <div class="story-options">{options.iter().enumerate().map(option).collect_view()}</div> }
                .into_any()
        }
    };
    view! {
        <div class="story-ask" role="group" aria-label=ask>
            <p class="story-do">{ask}</p>
            {move || if open.get() { form() } else { view! { <Answered step guess answer/> }.into_any() }}
        </div>
    }
}

/// A number on a slider.
#[component]
fn Slide(
    step: &'static Step,
    guess: &'static Guess,
    range: Range,
    answered: impl Fn(f64) + Copy + 'static,
) -> impl IntoView {
    let Range { least, most, step: fine } = range;
    // At a quarter, which is no answer, so that it gives nothing away and hides no mark.
    let value = RwSignal::new(((least + (most - least) / 4.0) / fine).round() * fine);
    let words = move || shown(step.key, guess, value.get());
    view! {
        <div class="story-slide">
            <input type="range" data-testid="guess" aria-label=say("story.your-guess") aria-valuetext=words min=least.to_string()
                max=most.to_string() step=fine.to_string() prop:value=move || value.get().to_string()
                on:input:target=move |event| value.set(event.target().value_as_number())/>
            <output>{words}</output>
            <button type="button" class="primary" data-testid="guess-it" on:click=move |_| answered(value.get_untracked())>
                {say("story.guess")}
            </button>
        </div>
    }
}

/// The guess and the measured value on one scale, with the error, and a sentence on the two.
#[component]
fn Answered(step: &'static Step, guess: &'static Guess, answer: Memo<Option<Answer>>) -> impl IntoView {
    let telling = Telling::get();
    let exact = Memo::new(move |_| telling.metrics.with(guess.exact));
    let verdict = move || {
        let answer = answer.get()?;
        answer.measured?;
        let said = match guess.form {
            Form::OneOf(options) => {
                let option = options.get(answer.guess as usize)?;
                crate::ui::words::language::find(&format!("story.{}.said.{option}", step.key))
            }
            Form::Number(_) => None,
        };
        Some(match said {
            Some(words) => words.to_owned(),
            None if guess.holds(&answer) => say("story.holds"),
            None => tell("story.off", |_| Some(Told::Words(shown(step.key, guess, answer.guess)))),
        })
    };
    let scale = move || {
        let (Form::Number(range), Some(answer)) = (&guess.form, answer.get()) else { return None };
        Some(view! { <Scale step guess range=*range answer exact=exact.get()/> })
    };
    let waits = move || answer.with(|answer| answer.is_some_and(|answer| answer.measured.is_none()));
    view! {
        {scale}
        <p class="story-verdict" data-testid="story-verdict" aria-live="polite">
            {move || if waits() { Some(say("story.measuring")) } else { verdict() }}
        </p>
    }
}

#[component]
fn Scale(
    step: &'static Step,
    guess: &'static Guess,
    range: Range,
    answer: Answer,
    exact: Option<f64>,
) -> impl IntoView {
    let place =
        move |value: f64| 100.0 * ((value - range.least) / (range.most - range.least)).clamp(0.0, 1.0);
    let certain = |value: f64| Measured { value, error: 0.0 };
    let mark = move |class: &'static str, name: &'static str, of: Measured| {
        view! {
            <li class=class>
                <i style=format!("left:{:.2}%", place(of.value))></i>
                <span>{say(name)}</span>
                <b>{shown_measured(step.key, guess, of)}</b>
            </li>
        }
    };
    let bar = answer.measured.filter(|measured| measured.error > 0.0).map(|Measured { value, error }| {
        let [from, to] = [value - 2.0 * error, value + 2.0 * error].map(place);
        view! { <i class="error" style=format!("left:{from:.2}%;width:{:.2}%", to - from)></i> }
    });
    view! {
        <ul class="story-scale" data-testid="story-scale">
            {bar}
            {mark("guess", "story.your-guess", certain(answer.guess))}
            {answer.measured.map(|of| mark("measured", "story.measured", of))}
            {exact.filter(|_| answer.measured.is_some()).map(|value| mark("exact", "story.exact", certain(value)))}
        </ul>
    }
}
