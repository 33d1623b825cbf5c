//! The steps of a homework that ask for a guess, and what is done of them. Pure.

use crate::settings::story::LAST;
use crate::settings::{Homework, StorySettings};
use crate::ui::story::step::{Guess, Step};
use crate::ui::story::steps::step_of;
use crate::ui::words::language::say;

/// A step that asks for a guess.
#[derive(Clone, Copy)]
pub struct Asked {
    pub number: u8,
    pub step: &'static Step,
    pub guess: &'static Guess,
}

impl Asked {
    pub fn title(&self) -> String {
        say(&format!("story.{}.title", self.step.key))
    }
}

/// All that can be homework.
pub fn all() -> impl Iterator<Item = Asked> {
    (1..=LAST).filter_map(|number| {
        let step = step_of(number)?;
        Some(Asked { number, step, guess: step.guess()? })
    })
}

/// Those of a homework.
pub fn of(homework: &Homework) -> impl Iterator<Item = Asked> {
    all().filter(|asked| homework.contains(asked.number))
}

/// Those that are still to be measured.
pub fn left(story: &StorySettings) -> impl Iterator<Item = Asked> {
    let is_measured = |asked: &Asked| story.answers.of(asked.number).is_some_and(|of| of.measured.is_some());
    of(&story.homework).filter(move |asked| !is_measured(asked))
}

/// How many guesses held.
pub fn held(story: &StorySettings) -> usize {
    let holds = |asked: &Asked| story.answers.of(asked.number).is_some_and(|of| asked.guess.holds(&of));
    of(&story.homework).filter(holds).count()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Three steps, of which two are measured and one guess held.
    pub fn story() -> StorySettings {
        let mut story = StorySettings { step: 6, ..StorySettings::default() };
        story.homework.take("2,3,5,7");
        story.answers.take("2:1:0:0,3:8:7.41:0.8,7:50,10:0.5:0.6:0.1");
        story
    }

    #[test]
    fn only_steps_with_a_guess_can_be_homework() {
        assert_eq!(
            all().map(|asked| asked.number).collect::<Vec<_>>(),
            [2, 3, 4, 6, 7, 10, 11, 12, 14, 15, 16, 17, 18]
        );
        assert_eq!(of(&story().homework).map(|asked| asked.number).collect::<Vec<_>>(), [2, 3, 7]);
    }

    #[test]
    fn a_guess_counts_once_it_is_measured_and_holds() {
        let mut story = story();
        let left = |story: &StorySettings| left(story).map(|asked| asked.number).collect::<Vec<_>>();
        assert_eq!((left(&story), held(&story)), (vec![7], 1));
        story.answers.take("2:0:0:0,3:8:7.41:0.8,7:50:50.4:0");
        assert_eq!((left(&story), held(&story)), (vec![], 3));
    }
}
