//! The story: a first-time reader predicts, sees, and explains, step by step over the real chapters. It knows no chapter: it sets
//! what a link can set, presses what a reader can press, and reads the numbers that a host page can read.

mod filled;
pub mod measure;
mod question;
mod stand_in;
pub mod step;
pub mod steps;
mod strip;
mod table;

use self::step::{Now, Step};
use self::steps::STEPS;
use crate::settings::story::{StepState, TABLE};
use crate::settings::{Chapter, EmbedSettings, Settings, StorySettings, embed, story, url};
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::metrics::Metrics;
use crate::ui::store::{Phase, Replaced, Store};
use crate::ui::words::language::say;
use leptos::prelude::*;
use strip::Strip;
use table::Table;

/// What the story knows of the chapter shown, and what is done.
#[derive(Clone, Copy, Default)]
pub struct Telling {
    /// Of the chapter shown, while the story is open.
    pub metrics: RwSignal<Metrics>,
    /// Whether what the step asks for is done.
    pub done: RwSignal<bool>,
    /// The reader goes from step to step.
    pub moved: RwSignal<bool>,
    /// The chapter in which a model stands in, and the training steps behind it.
    pub stands_in: RwSignal<Option<(Chapter, u32)>>,
}

impl Telling {
    /// The one that [`super::app::App`] provides.
    pub fn get() -> Self {
        expect_context()
    }

    /// Takes the numbers of the chapter shown, while the story is open.
    pub fn hear(&self, store: &Store, metrics: impl FnOnce() -> Metrics) {
        if store.settings.with_untracked(|settings| settings.story.is_open()) {
            let metrics = metrics();
            if self.metrics.with_untracked(|before| *before != metrics) {
                self.metrics.set(metrics);
            }
        }
    }
}

/// The step of this number; none of 0, and of the table after the last.
pub fn step(number: u8) -> Option<&'static Step> {
    STEPS.get(usize::from(number).checked_sub(1)?)
}

/// The state of a step, over what is not the story's to set.
fn entered(settings: &Settings, number: u8) -> Settings {
    let story = StorySettings { step: number, answers: settings.story.answers.clone() };
    Settings {
        seed: settings.seed,
        chain_seed: settings.chain_seed,
        engine: settings.engine,
        language: settings.language,
        embed: settings.embed.clone(),
        story,
        ..url::settings_of(number)
    }
}

/// Goes to a step.
fn go_to(number: u8) {
    let (store, telling) = (Store::get(), Telling::get());
    telling.done.set(false);
    telling.moved.set(true);
    store.notice.set(String::new());
    store.settings.update(|settings| {
        // The table is of what is there.
        let is_table = number == TABLE;
        *settings = if is_table {
            let mut settings = settings.clone();
            settings.story.step = TABLE;
            settings
        } else {
            entered(settings, number)
        };
    });
}

/// Closes the story; what is shown stays, but for the first step, which the reader has not asked for.
fn close() {
    let (store, chapters) = (Store::get(), Chapters::get());
    let is_first = store.settings.with_untracked(|settings| *settings == entered(settings, 1));
    store.settings.update(|settings| {
        if is_first {
            *settings = entered(settings, 0);
        }
        settings.story.step = 0;
    });
    if is_first && !browser::prefers_less_motion() {
        chapters.shown().act(|shown| shown.go(true, &store));
    }
}

/// What a step asks for is done, or guessed: what follows of it.
fn follow_up(of: &'static Step) {
    let (store, chapters) = (Store::get(), Chapters::get());
    if !of.then.is_empty() {
        store.settings.update(|settings| *settings = url::from_changes(settings.clone(), of.then).0);
    }
    if of.guess().is_some_and(|guess| guess.goes) {
        chapters.shown().act(|shown| shown.go(true, &store));
    }
}

/// Brings the chapter into the state that the step begins with, whoever has opened it: the button, a link, the way back.
fn prepare(of: &'static Step) {
    let (store, chapters) = (Store::get(), Chapters::get());
    let chapter = store.settings.with_untracked(|settings| settings.chapter);
    chapters.of(chapter).act(|session| {
        if of.runs != session.client().phase().trains() {
            session.toggle(&store);
        }
    });
    stand_in::load(of, chapter, store, chapters);
}

/// Whether an embed shows one step alone, without the way to others.
fn is_alone(embed: &EmbedSettings) -> bool {
    embed.on && !embed.shows_part(embed::STORY)
}

/// The strip beside the stage; nothing while the story is closed.
#[component]
pub fn Story() -> impl IntoView {
    let (store, telling) = (Store::get(), Telling::get());
    let number = Memo::new(move |_| store.settings.with(|settings| settings.story.step));
    // With the page's first frame too: a link may have opened it.
    Effect::new(move |_| {
        let number = number.get();
        // Numbers of the step before say nothing of this one.
        telling.metrics.set(Metrics::default());
        if let Some(step) = step(number) {
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
    // What a setting has started anew goes on at once.
    Effect::new(move |_| {
        let runs = step(number.get()).is_some_and(|step| step.runs);
        if runs && store.phase.with(|phase| *phase == Phase::Idle) {
            Chapters::get().shown().act(|shown| shown.go(true, &store));
        }
    });
    let done = Memo::new(move |_| {
        let settings = store.settings.get();
        let Some(step) = step(settings.story.step) else { return settings.story.is_open() };
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
        if is
            && !was
            && let Some(step) = step(number).filter(|step| step.guess().is_none())
        {
            follow_up(step);
        }
        (number, is)
    });
    move || match (number.get(), step(number.get())) {
        (0, _) => ().into_any(),
        (number, Some(step)) => view! { <Strip number step/> }.into_any(),
        (_, None) => view! { <Table/> }.into_any(),
    }
}

/// Opens the story at its first step; there while it is closed.
#[component]
pub fn OpenStory() -> impl IntoView {
    let store = Store::get();
    let closed = Memo::new(move |_| store.settings.with(|settings| !settings.story.is_open()));
    view! {
        <Show when=move || closed.get()>
            <button type="button" class="quiet" data-testid="story" on:click=move |_| go_to(1)>{say("story.name")}</button>
        </Show>
    }
}

/// What of the page is in sight at a step: classes for the style sheet.
pub fn classes(number: u8) -> String {
    if number == 0 {
        return String::new();
    }
    let shows = step(number).map_or(&[][..], |step| step.shows);
    let shown: String = shows.iter().map(|name| format!(" tells-{name}")).collect();
    format!("telling{shown}")
}

const _: () = assert!(STEPS.len() == story::STEPS.len(), "a step has a state, and a state a step");

/// The state of each step, in the order of [`STEPS`].
pub const STATES: &[StepState] = &story::STEPS;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::story::{Answer, Measured};

    #[test]
    fn a_step_sets_its_state_and_keeps_what_is_the_readers() {
        let mut settings = Settings { seed: 7, ..Settings::default() };
        let measured = Some(Measured { value: 1.0, error: 0.5 });
        settings.story.answers.set(Answer { step: 2, guess: 3.0, measured });
        settings.diffusion.width = 128;
        let entered = entered(&settings, 3);
        assert!(entered.mcmc.race && entered.story.step == 3 && entered.seed == 7);
        assert_eq!(entered.diffusion.width, Settings::default().diffusion.width);
        assert_eq!(entered.story.answers, settings.story.answers);
        assert_eq!(classes(0), "");
        assert_eq!(classes(1), "telling tells-run tells-caption");
        assert!(step(TABLE).is_none() && step(0).is_none());
    }
}
