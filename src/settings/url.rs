//! Settings ↔ query string: a link holds what differs from the default, and junk in one never breaks the page.
//!
//! `?v=1&seed=3&network=residual-mlp&width=32`: numbers by their key in [`range`], all else by its key in
//! [`choices`]: choices in kebab case, switches as 0 or 1, lists between commas.

mod choices;
pub mod trouble;

pub use super::names::{name_of, named};
pub use choices::keys;

use super::Settings;
use super::range::{self, Number};
use choices::{CHOICES, Taken, within};
use percent_encoding::percent_decode_str;
use trouble::{Trouble, VERSION};

/// The settings of a query (with or without its question mark), and what of it was not taken as it stands.
pub fn from_query(query: &str) -> (Settings, Vec<Trouble>) {
    let mut settings = Settings::default();
    let mut troubles = Vec::new();
    for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Editors of course pages escape what needs no escape, such as commas.
        let [key, value] = [key, value].map(|text| percent_decode_str(text).decode_utf8_lossy());
        troubles.extend(set(&mut settings, &key, &value).err());
    }
    (settings, troubles)
}

/// Sets one setting by its key, to the nearest value where the text is beyond its limits.
///
/// # Errors
/// What was not taken as it stands; then the setting has the nearest value, or the one it had.
pub fn set(settings: &mut Settings, key: &str, value: &str) -> Result<(), Trouble> {
    let text = value.to_owned();
    if key == "v" {
        return if value == VERSION { Ok(()) } else { Err(Trouble::Version { value: text }) };
    }
    if let Some(choice) = CHOICES.iter().find(|choice| choice.key == key) {
        let taken = (choice.set)(settings, value);
        return told(taken, choice.key, text, || (choice.get)(settings));
    }
    set_number(range::DATA, &mut settings.data, key, value)
        .or_else(|| set_number(range::MCMC, &mut settings.mcmc, key, value))
        .or_else(|| set_number(range::EBM, &mut settings.ebm, key, value))
        .or_else(|| set_number(range::DIFFUSION, &mut settings.diffusion, key, value))
        .or_else(|| set_number(range::TABLE, &mut settings.table, key, value))
        .or_else(|| set_number(range::COMPARE, &mut settings.compare, key, value))
        .unwrap_or_else(|| Err(Trouble::Unknown { key: key.to_owned() }))
}

/// None where the table has no such number.
fn set_number<S>(
    table: &[Number<S>],
    settings: &mut S,
    key: &str,
    value: &str,
) -> Option<Result<(), Trouble>> {
    let number = table.iter().find(|number| number.key == key)?;
    let taken = within(value, number.min, number.max, |wanted| number.apply(settings, wanted));
    Some(told(taken, number.key, value.to_owned(), || (number.get)(settings).to_string()))
}

fn told(taken: Taken, key: &'static str, value: String, now: impl FnOnce() -> String) -> Result<(), Trouble> {
    match taken {
        Taken::AsItStands => Ok(()),
        Taken::Nearest => Err(Trouble::Nearest { key, value, taken: now() }),
        Taken::Not => Err(Trouble::NoValue { key, value, kept: now() }),
    }
}

/// The settings with what the embed locks as it is in `opened`; none if nothing of it differs.
pub fn with_locked(settings: &Settings, opened: &Settings) -> Option<Settings> {
    let mut kept = settings.clone();
    for key in opened.embed.locked.iter() {
        if let Some(value) = value(opened, key) {
            // Empty where it was never set: then the default is what it was.
            let _ = set(&mut kept, key, &value);
        }
    }
    (kept != *settings).then_some(kept)
}

/// What a link would say of one setting.
fn value(settings: &Settings, key: &str) -> Option<String> {
    fn of<S>(table: &[Number<S>], settings: &S, key: &str) -> Option<String> {
        table.iter().find(|number| number.key == key).map(|number| (number.get)(settings).to_string())
    }
    let choice = CHOICES.iter().find(|choice| choice.key == key).map(|choice| (choice.get)(settings));
    choice
        .or_else(|| of(range::DATA, &settings.data, key))
        .or_else(|| of(range::MCMC, &settings.mcmc, key))
        .or_else(|| of(range::EBM, &settings.ebm, key))
        .or_else(|| of(range::DIFFUSION, &settings.diffusion, key))
        .or_else(|| of(range::TABLE, &settings.table, key))
        .or_else(|| of(range::COMPARE, &settings.compare, key))
}

/// The settings that differ from the defaults, by their keys, as a link writes them.
pub fn differences(settings: &Settings) -> Vec<(&'static str, String)> {
    let default = Settings::default();
    let mut found = Vec::new();
    for choice in CHOICES {
        let value = (choice.get)(settings);
        if value != (choice.get)(&default) {
            found.push((choice.key, value));
        }
    }
    add_numbers(range::DATA, &settings.data, &mut found);
    add_numbers(range::MCMC, &settings.mcmc, &mut found);
    add_numbers(range::EBM, &settings.ebm, &mut found);
    add_numbers(range::DIFFUSION, &settings.diffusion, &mut found);
    add_numbers(range::TABLE, &settings.table, &mut found);
    add_numbers(range::COMPARE, &settings.compare, &mut found);
    found
}

fn add_numbers<S>(table: &'static [Number<S>], settings: &S, found: &mut Vec<(&'static str, String)>) {
    let values = table.iter().map(|number| (number, (number.get)(settings)));
    found.extend(
        values
            .filter(|(number, value)| *value != number.default)
            .map(|(number, value)| (number.key, value.to_string())),
    );
}

/// The query of these settings, without the question mark; empty for the defaults.
pub fn to_query(settings: &Settings) -> String {
    let pairs: String = differences(settings).iter().map(|(key, value)| format!("&{key}={value}")).collect();
    if pairs.is_empty() { pairs } else { format!("v={VERSION}{pairs}") }
}

#[cfg(test)]
mod tests;
