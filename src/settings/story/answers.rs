//! What the reader has guessed, and what was measured.

use super::steps::place_of;
use crate::settings::text::Taken;
use std::fmt::Write;

/// What a reader guessed at a step, and what was measured in the reader's own run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub step: u8,
    pub guess: f64,
    pub measured: Option<Measured>,
}

/// A number and its standard error; 0 of what is counted without error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub error: f64,
}

/// One answer a step, in the order of the steps. In a link: `2:3:0:0,3:10:7.4:0.8`, each a step, a guess, and where it is known
/// what was measured and its error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Vec<Answer>);

impl Answers {
    pub fn of(&self, step: u8) -> Option<Answer> {
        self.0.iter().copied().find(|answer| answer.step == step)
    }

    /// Takes the place of an earlier answer at that step.
    pub fn set(&mut self, answer: Answer) {
        self.0.retain(|other| other.step != answer.step);
        let place = self.0.partition_point(|other| other.step < answer.step);
        self.0.insert(place, answer);
    }

    pub fn iter(&self) -> impl Iterator<Item = Answer> {
        self.0.iter().copied()
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for Answer { step, guess, measured } in self.iter() {
            let comma = if text.is_empty() { "" } else { "," };
            let _ = write!(text, "{comma}{step}:{}", short(guess));
            if let Some(Measured { value, error }) = measured {
                let _ = write!(text, ":{}:{}", short(value), short(error));
            }
        }
        text
    }

    /// Those of a text that can be read, and whether all could.
    pub fn take(&mut self, text: &str) -> Taken {
        let read = |part: &str| {
            let mut numbers = part.split(':');
            let step = numbers.next()?.parse().ok().filter(|&step| place_of(step).is_some())?;
            let numbers: Option<Vec<f64>> =
                numbers.map(|text| text.parse().ok().filter(|value: &f64| value.is_finite())).collect();
            let (guess, measured) = match numbers?[..] {
                [guess] => (guess, None),
                [guess, value, error] if error >= 0.0 => (guess, Some(Measured { value, error })),
                _ => return None,
            };
            Some(Answer { step, guess, measured })
        };
        let mut taken = Taken::AsItStands;
        let mut answers = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            match read(part) {
                Some(answer) => answers.set(answer),
                None => taken = Taken::Nearest,
            }
        }
        *self = answers;
        taken
    }
}

/// Four digits that say something are more than anybody compares.
fn short(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(value.abs().log10().floor() - 3.0);
    let rounded = (value / unit).round() * unit;
    // Without the noise of the last bit.
    format!("{rounded:.6}").parse().unwrap_or(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_they_are_written() {
        let mut answers = Answers::default();
        let measured = Some(Measured { value: 7.412_34, error: 0.8 });
        answers.set(Answer { step: 3, guess: 10.0, measured });
        answers.set(Answer { step: 2, guess: 3.0, measured: None });
        answers.set(Answer { step: 2, guess: 4.0, measured: None });
        assert_eq!(answers.text(), "2:4,3:10:7.412:0.8");
        let mut read = Answers::default();
        assert_eq!(read.take(&answers.text()), Taken::AsItStands);
        assert_eq!(read.text(), answers.text());
        assert_eq!(
            (read.take("0:1,13:1,99:1,2:x,4:1:2,5:1:2:-1,6:1"), read.text()),
            (Taken::Nearest, "6:1".into())
        );
        assert_eq!((short(-0.000_123_456), short(1e9)), (-0.000_123, 1e9));
    }
}
