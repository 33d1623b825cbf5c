//! The way through the story: from step to step, into the state of each, and out of it.

use super::stand_in;
use super::step::Step;
use super::telling::Telling;
use crate::settings::story::TABLE;
use crate::settings::{EmbedSettings, Settings, StorySettings, embed, url};
use crate::ui::browser;
use crate::ui::chapter::shown::Chapters;
use crate::ui::store::Store;
use leptos::prelude::*;

/// The state of a step, over what is not the story's to set.
pub fn entered(settings: &Settings, number: u8) -> Settings {
    let story = StorySettings { step: number, ..settings.story.clone() };
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
pub fn go_to(number: u8) {
    let (store, telling) = (Store::get(), Telling::get());
    telling.done.set(false);
    telling.moved.set(true);
    store.notice.set(String::new());
    store.settings.update(|settings| match number {
        // Of what is there.
        TABLE => settings.story.step = TABLE,
        _ => *settings = entered(settings, number),
    });
}

/// Closes the story; what is shown stays, but for the first step, which the reader has not asked for.
pub fn close() {
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
pub fn follow_up(of: &'static Step) {
    let (store, chapters) = (Store::get(), Chapters::get());
    if !of.then.is_empty() {
        store.settings.update(|settings| *settings = url::from_changes(settings.clone(), of.then).0);
    }
    if of.guess().is_some_and(|guess| guess.goes) {
        chapters.shown().act(|shown| shown.go(true, &store));
    }
}

/// Brings the chapter into the state that the step begins with, whoever has opened it: the button, a link, the way back.
pub fn prepare(of: &'static Step) {
    let (store, chapters) = (Store::get(), Chapters::get());
    chapters.shown().act(|session| {
        if of.runs != session.client().phase().trains() {
            session.toggle(&store);
        }
    });
    stand_in::load(of, store, chapters);
}

/// Whether an embed shows one step alone, without the way to others.
pub fn is_alone(embed: &EmbedSettings) -> bool {
    embed.on && !embed.shows_part(embed::STORY)
}

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
    }
}
