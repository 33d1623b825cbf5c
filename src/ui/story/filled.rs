//! The words of a step with the numbers of the reader's own run in them.

use super::step::{Form, Guess, Step};
use crate::settings::story::{Answer, Measured};
use crate::settings::{Settings, find};
use crate::ui::metrics::Metrics;
use crate::ui::words::language::{self, Told, tell};

/// A value of the guess, as the reader sees it.
pub fn shown(key: &str, guess: &Guess, value: f64) -> String {
    match guess.form {
        Form::Number(_) => with_unit(key, &format!("{value:.*}", guess.decimals())),
        Form::OneOf(options) => options
            .get(value as usize)
            .map_or_else(String::new, |option| language::say(&format!("story.{key}.option.{option}"))),
    }
}

/// An error has one decimal more than what can be guessed, and is never nothing where there is one.
fn shown_error(key: &str, guess: &Guess, error: f64) -> String {
    let decimals = guess.decimals() + usize::from(error > 0.0);
    with_unit(key, &format!("{error:.decimals$}"))
}

/// A measured value, with its error where it has one.
pub fn shown_measured(key: &str, guess: &Guess, Measured { value, error }: Measured) -> String {
    let error = if error > 0.0 { format!(" ± {}", shown_error(key, guess, error)) } else { String::new() };
    shown(key, guess, value) + &error
}

fn with_unit(key: &str, number: &str) -> String {
    language::number(number) + language::find(&format!("story.{key}.unit")).unwrap_or_default()
}

/// The words `part` of a step.
pub fn filled(
    step: &Step,
    part: &str,
    metrics: &Metrics,
    settings: &Settings,
    answer: Option<Answer>,
) -> String {
    let key = step.key;
    tell(&format!("story.{key}.{part}"), |name| {
        let of_guess = step.guess().and_then(|guess| {
            let value = match name {
                "guess" => answer?.guess,
                "measured" => answer?.measured?.value,
                "error" => return Some(shown_error(key, guess, answer?.measured?.error)),
                "exact" => (guess.exact)(metrics)?,
                _ => return None,
            };
            Some(shown(key, guess, value))
        });
        let of_settings =
            || find(name).and_then(|setting| setting.text(settings).parse().ok()).map(Told::Number);
        of_guess.map(Told::Words).or_else(|| metrics.get(name).map(Told::Number)).or_else(of_settings)
    })
}
