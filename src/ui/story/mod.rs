//! The story: a first-time reader predicts, sees, and explains, step by step over the real chapters. It knows no chapter: it sets
//! what a link can set, presses what a reader can press, and reads the numbers that a host page can read.

pub mod filled;
pub mod measure;
mod question;
mod stand_in;
pub mod step;
pub mod steps;
mod strip;
mod table;
pub mod telling;
pub mod way;

use self::step::Now;
use self::steps::step_of;
use self::strip::Strip;
use self::table::Table;
use self::telling::Telling;
use self::way::{follow_up, go_to, prepare};
use crate::settings::find;
use crate::settings::story::state_of;
use crate::ui::chapter::shown::Chapters;
use crate::ui::metrics::Metrics;
use crate::ui::store::{Phase, Replaced, Store};
use crate::ui::words::language::say;
use leptos::prelude::*;

/// The strip beside the stage; nothing while the story is closed.
#[component]
pub fn Story(
    /// What stands at the end of each step, and of the table.
    foot: fn() -> AnyView,
) -> impl IntoView {
    let (store, telling, chapters) = (Store::get(), Telling::get(), Chapters::get());
    let number = Memo::new(move |_| store.settings.with(|settings| settings.story.step));
    // With the page's first frame too: a link may have opened it.
    Effect::new(move |_| {
        let number = number.get();
        // Numbers of the step before say nothing of this one.
        telling.metrics.set(Metrics::default());
        if let Some(step) = step_of(number) {
            prepare(step);
        }
    });
    // A step takes the place of another one's run: only what the reader has trained for long is worth a way back.
    Effect::new(move |_| {
        let is_worth_it = store.replaced.with(|replaced| {
            let is_own = |step: u32| {
                step >= stand_in::ENOUGH
                    && telling.stands_in.get_untracked() != Some((replaced.chapter, step))
            };
            replaced.models.is_empty() || replaced.models.iter().any(|model| is_own(model.step))
        });
        if number.get_untracked() > 0 && !is_worth_it {
            store.replaced.set(Replaced::default());
        }
    });
    // What the reader sets at such a step is seen from the beginning, also where it would act on what is trained already.
    let set = Memo::new(move |_| {
        let number = number.get();
        let runs = step_of(number).is_some_and(|step| step.runs);
        let needs = state_of(number).filter(|_| runs).map_or(&[][..], |state| state.needs);
        let text =
            |key: &&str| find(key).map(|setting| store.settings.with(|settings| setting.text(settings)));
        (number, needs.iter().filter_map(text).collect::<Vec<_>>())
    });
    Effect::new(move |before: Option<(u8, Vec<String>)>| {
        let now = set.get();
        if before.is_some_and(|before| before.0 == now.0 && before.1 != now.1) {
            chapters.shown().act(|shown| shown.restart(&store));
        }
        now
    });
    // What a setting has started anew goes on at once; that it has come to its end is no news.
    let phase = Memo::new(move |_| store.phase.get());
    Effect::new(move |_| match phase.get() {
        _ if !step_of(number.get()).is_some_and(|step| step.runs) => {}
        Phase::Idle => chapters.shown().act(|shown| shown.go(true, &store)),
        Phase::Paused => store.notice.set(String::new()),
        _ => {}
    });
    let done = Memo::new(move |_| {
        let settings = store.settings.get();
        let Some(step) = step_of(settings.story.step) else { return settings.story.is_open() };
        telling.metrics.with(|metrics| {
            let runs = store.phase.with(Phase::trains);
            !metrics.is_empty() && strip::is_done(step, &Now { settings: &settings, metrics, runs })
        })
    });
    // What is done stays done, as long as the step is shown.
    Effect::new(move |before: Option<(u8, bool)>| {
        let number = number.get();
        let was = before.is_some_and(|(other, done)| other == number && done);
        let is = was || done.get();
        telling.done.set(is);
        if let Some(step) = step_of(number).filter(|_| is && !was) {
            if step.guess().is_none() {
                follow_up(step);
            }
            if let Some(at) = step.ends_at {
                chapters.shown().act(|shown| shown.seek(at));
            }
        }
        (number, is)
    });
    move || match (number.get(), step_of(number.get())) {
        (0, _) => ().into_any(),
        (number, Some(step)) => view! { <Strip number step foot/> }.into_any(),
        (_, None) => view! { <Table foot/> }.into_any(),
    }
}

/// Opens the story at its first step; there while it is closed.
#[component]
pub fn OpenStory() -> impl IntoView {
    let store = Store::get();
    let closed = Memo::new(move |_| store.settings.with(|settings| !settings.story.is_open()));
    let first = move || store.settings.with_untracked(|settings| settings.story.steps()[0]);
    view! {
        <Show when=move || closed.get()>
            <button type="button" class="quiet" data-testid="story" on:click=move |_| go_to(first())>{say("story.name")}</button>
        </Show>
    }
}

/// What of the page is in sight at a step: classes for the style sheet.
pub fn classes(number: u8) -> String {
    if number == 0 {
        return String::new();
    }
    let shows = step_of(number).map_or(&[][..], |step| step.shows);
    let shown: String = shows.iter().map(|name| format!(" tells-{name}")).collect();
    format!("telling{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::story::TABLE;

    #[test]
    fn a_step_shows_what_it_needs_and_a_closed_story_everything() {
        assert_eq!([0, 1, TABLE].map(classes), ["", "telling tells-run tells-caption", "telling"]);
        assert!(step_of(TABLE).is_none() && step_of(0).is_none());
    }
}
