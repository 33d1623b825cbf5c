//! What a step of the story is, as plain data. Its words are in `assets/words/`, under its key; the state that it begins with is in
//! [`crate::settings::story::STEPS`].

use crate::settings::Settings;
use crate::settings::story::{Answer, Measured};
use crate::ui::metrics::Metrics;

pub struct Step {
    /// Of its words, and of its claim to a host page.
    pub key: &'static str,
    /// What of the chapter's controls is in sight, by names that the style sheet knows; the first is marked.
    pub shows: &'static [&'static str],
    /// Models that come with the page, and stand in where the reader has trained less.
    pub stand_ins: &'static [&'static str],
    /// Whether it runs from the beginning, and each new run of it.
    pub runs: bool,
    /// What changes, as a link has it, once the deed is done or the guess is made.
    pub then: &'static str,
    /// Where the timeline goes once it is done, from 0 to 1.
    pub ends_at: Option<f64>,
    pub task: Task,
}

pub enum Task {
    /// Done when this holds.
    Deed(fn(&Now) -> bool),
    Guess(Guess),
}

/// A guess, and what it is held against.
pub struct Guess {
    pub form: Form,
    /// Runs or trains once the guess is made.
    pub goes: bool,
    /// What this run says; none as long as it says nothing.
    pub measure: fn(&Metrics) -> Option<Measured>,
    /// What is known to be true, where that is another number.
    pub exact: fn(&Metrics) -> Option<f64>,
}

/// How a guess is made.
pub enum Form {
    Number(Range),
    /// One of these, by the keys of their words; the answer is the place.
    OneOf(&'static [&'static str]),
}

#[derive(Clone, Copy)]
pub struct Range {
    pub least: f64,
    pub most: f64,
    pub step: f64,
}

/// The chapter as the reader has it at a step.
pub struct Now<'a> {
    pub settings: &'a Settings,
    pub metrics: &'a Metrics,
    pub runs: bool,
}

impl Now<'_> {
    pub fn is(&self, name: &str, holds: impl FnOnce(f64) -> bool) -> bool {
        self.metrics.get(name).is_some_and(holds)
    }
}

impl Step {
    pub fn guess(&self) -> Option<&Guess> {
        match &self.task {
            Task::Guess(guess) => Some(guess),
            Task::Deed(_) => None,
        }
    }
}

impl Guess {
    /// As the reader sees a value: a number of as many decimals as can be guessed, or the words of a choice.
    pub fn decimals(&self) -> usize {
        match self.form {
            Form::Number(Range { step, .. }) if step < 1.0 => 2,
            _ => 0,
        }
    }

    /// Whether a guess holds: no farther from what was measured than twice its error, or than can be set.
    pub fn holds(&self, answer: &Answer) -> bool {
        let Some(Measured { value, error }) = answer.measured else { return false };
        (answer.guess - value).abs() <= (2.0 * error).max(self.finest()) + 1e-9
    }

    /// How near a guess can be set to any value.
    pub fn finest(&self) -> f64 {
        match self.form {
            Form::Number(range) => range.step / 2.0,
            Form::OneOf(_) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_holds_where_the_error_of_the_run_holds_it() {
        let range = Range { least: 0.0, most: 30.0, step: 1.0 };
        let guess = Guess { form: Form::Number(range), goes: true, measure: |_| None, exact: |_| None };
        let holds = |guessed, error| {
            let measured = Some(Measured { value: 10.0, error });
            guess.holds(&Answer { step: 1, guess: guessed, measured })
        };
        assert!(holds(10.4, 0.0) && !holds(11.0, 0.0));
        assert!(holds(13.0, 1.5) && !holds(13.1, 1.5));
        assert!(!guess.holds(&Answer { step: 1, guess: 10.0, measured: None }));
    }
}
