//! A trained model stands in where the reader has trained less: no step waits for training to end.

use super::step::Step;
use super::steps::step_of;
use super::telling::Telling;
use crate::settings::{Chapter, Experiment};
use crate::ui::chapter::see_trained::trained;
use crate::ui::chapter::shown::Chapters;
use crate::ui::chapter::take_weights::take;
use crate::ui::store::Store;
use crate::ui::words::language::{Told, tell};
use leptos::prelude::*;

/// Training steps of the reader's own model from which on it is shown instead.
pub const ENOUGH: u32 = 1000;

/// Loads the models of a step, if they are needed.
pub fn load(of: &'static Step, store: Store, chapters: Chapters) {
    let shown = chapters.shown();
    let (chapter, trained_for) = shown.act(|session| {
        let client = session.client();
        (client.chapter(), client.trained().0)
    });
    if of.stand_ins.is_empty() || trained_for >= ENOUGH {
        return;
    }
    let telling = Telling::get();
    leptos::task::spawn_local(async move {
        for model in of.stand_ins {
            let loaded = trained(model).await;
            let is_there = || {
                store.settings.with_untracked(|settings| step_of(settings.story.step).map(|step| step.key))
            };
            // The reader has gone on meanwhile.
            if is_there() != Some(of.key) {
                return;
            }
            if let Ok(weights) = &loaded {
                telling.stands_in.set(Some((chapter, weights.step)));
            }
            let taken = loaded.and_then(|weights| {
                if chapter == Chapter::Compare {
                    shown.act(|session| session.restore(Box::new(weights), &store));
                    return Ok(());
                }
                let mut weights = weights;
                weights.experiment =
                    store.settings.with_untracked(|settings| Experiment::of(chapter, settings));
                take(weights, String::new(), &store, chapters)
            });
            if let Err(why) = taken {
                let of = |name: &str| (name == "why").then(|| Told::Words(why.clone()));
                store.notice.set(tell("story.failed", of));
            }
        }
        // A guess that was made meanwhile has waited for them.
        let is_asked = store.settings.with_untracked(|settings| {
            settings.story.answers.of(settings.story.step).is_some_and(|answer| answer.measured.is_none())
        });
        if is_asked && of.guess().is_some_and(|guess| guess.goes) {
            shown.act(|session| session.go(true, &store));
        }
    });
}
