//! What a host page is told of the story: where the reader is in it, and what was answered. Pure.

use super::say::message;
use crate::settings::StorySettings;
use crate::settings::story::{Answer, Answers, Measured};
use crate::ui::story::steps::step_of;
use serde_json::{Value, json};

/// What it has been told.
#[derive(Default)]
pub struct Told {
    /// The step, and whether it was done.
    step: (u8, bool),
    answers: Answers,
}

impl Told {
    /// Answers that the page was opened with are no news.
    pub fn of(story: &StorySettings) -> Self {
        Self { answers: story.answers.clone(), ..Self::default() }
    }

    /// Messages with what has changed since the last time.
    pub fn news(&mut self, story: &StorySettings, done: bool) -> Vec<Value> {
        let mut news = Vec::new();
        let step = (story.step, done);
        if std::mem::replace(&mut self.step, step) != step && story.is_open() {
            news.push(message("step", json!({ "step": step.0, "done": done })));
        }
        let is_new = |answer: &Answer| self.answers.of(answer.step) != Some(*answer);
        news.extend(story.answers.iter().filter(is_new).filter_map(answered));
        if self.answers != story.answers {
            self.answers = story.answers.clone();
        }
        news
    }
}

/// None as long as nothing is measured.
fn answered(answer: Answer) -> Option<Value> {
    let (claim, Measured { value, error }) = (step_of(answer.step)?.key, answer.measured?);
    let content = json!({
        "step": answer.step, "claim": claim, "guess": answer.guess, "measured": value, "error": error,
    });
    Some(message("answered", content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_told_of_each_step_and_of_each_answer_once() {
        let mut story = StorySettings { step: 2, ..StorySettings::default() };
        let mut told = Told::of(&story);
        let kinds = |news: Vec<Value>| -> Vec<String> {
            news.iter().map(|news| news["type"].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(kinds(told.news(&story, false)), ["step"]);
        story.answers.set(Answer { step: 2, guess: 3.0, measured: None });
        assert_eq!(kinds(told.news(&story, false)), [""; 0], "nothing is measured yet");
        let measured = Some(Measured { value: 0.0, error: 0.0 });
        story.answers.set(Answer { step: 2, guess: 3.0, measured });
        let news = told.news(&story, true);
        assert_eq!((news[1]["claim"].as_str(), news[1]["guess"].as_f64()), (Some("gap"), Some(3.0)));
        assert_eq!(kinds(news), ["step", "answered"]);
        assert_eq!(kinds(told.news(&story, true)), [""; 0]);
        story.step = 0;
        assert_eq!(kinds(told.news(&story, false)), [""; 0], "a closed story is no step");
        assert_eq!(kinds(Told::of(&story).news(&story, false)), [""; 0]);
    }
}
