//! Settings ↔ query string: a link holds its chapter and what differs from the default, and junk in one never breaks the page.
//!
//! `?v=2&chapter=denoise&seed=3&network=residual-mlp&width=32`: each setting by its key in [`super::all`]: choices in kebab
//! case, switches as 0 or 1, lists between commas.

pub mod trouble;
mod version_1;

use super::Settings;
use super::all::{all, find, known};
use super::embed::{Names, STORY};
use super::story::{LAST, TABLE, state_of};
use super::text::Taken;
pub use super::text::{name_of, named};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::sync::OnceLock;
use trouble::{Trouble, VERSION};

/// The settings of a query (with or without its question mark), and what of it was not taken as it stands. The bare
/// address opens the story; a query with settings that names no version is of version 1, which did not ask for it and knew no
/// story.
pub fn from_query(query: &str) -> (Settings, Vec<Trouble>) {
    let value_of = |wanted: &str| pairs(query).find(|(key, _)| key == wanted).map(|(_, value)| value);
    // What a host or a newsletter adds to the bare address is no link of ours.
    let is_ours = pairs(query).any(|(key, _)| key == "v" || find(&key).is_some());
    let tells = || value_of("show").is_some_and(|show| Names::read(&show, known).0.contains(STORY));
    let steps = || pairs(query).filter(|(key, _)| key == "step");
    let step = match steps().next() {
        // As it is read with the rest, which tells what of it was not taken.
        Some(_) => {
            let mut settings = Settings::default();
            steps().for_each(|(key, step)| _ = set(&mut settings, &key, &step));
            settings.story.step
        }
        None => u8::from(!is_ours || tells()),
    };
    let is_old = value_of("v").map_or(is_ours && step == 0, |version| version == version_1::VERSION);
    from_changes(if is_old { defaults_of_version_1() } else { settings_of(step) }, query)
}

/// The settings that a step of the story begins with; 0 is no step, and the table stays where the step before it was.
pub fn settings_of(step: u8) -> Settings {
    let changes = state_of(if step == TABLE { TABLE - 1 } else { step }).map_or("", |state| state.changes);
    let mut settings = from_changes(Settings::default(), changes).0;
    settings.story.step = step;
    settings
}

fn defaults_of_version_1() -> Settings {
    from_changes(Settings::default(), version_1::CHANGED).0
}

/// The same with what the query does not say as in `settings`.
pub fn from_changes(mut settings: Settings, query: &str) -> (Settings, Vec<Trouble>) {
    let troubles = pairs(query).filter_map(|(key, value)| set(&mut settings, &key, &value).err()).collect();
    (settings, troubles)
}

/// Keys and values of a query. Editors of course pages escape what needs no escape, such as commas.
fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
    query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    })
}

/// Sets one setting by its key, to the nearest value where the text is beyond its limits.
///
/// # Errors
/// What was not taken as it stands; then the setting has the nearest value, or the one it had.
pub fn set(settings: &mut Settings, key: &str, value: &str) -> Result<(), Trouble> {
    let text = value.to_owned();
    if key == "v" {
        return if [VERSION, version_1::VERSION].contains(&value) {
            Ok(())
        } else {
            Err(Trouble::Version { value: text })
        };
    }
    let setting = find(key).ok_or_else(|| Trouble::Unknown { key: key.to_owned() })?;
    let (key, value, taken) = (setting.key, text, setting.take(settings, value, known));
    match taken {
        Taken::AsItStands => Ok(()),
        Taken::Nearest => Err(Trouble::Nearest { key, value, taken: setting.text(settings) }),
        Taken::Not => Err(Trouble::NoValue { key, value, kept: setting.text(settings) }),
    }
}

/// The settings with what the embed locks as it is in `opened`; none if nothing of it differs.
pub fn with_locked(settings: &Settings, opened: &Settings) -> Option<Settings> {
    let mut kept = settings.clone();
    for setting in opened.embed.locked.iter().filter_map(find) {
        // Empty where it was never set: then the default is what it was.
        setting.take(&mut kept, &setting.text(opened), known);
    }
    (kept != *settings).then_some(kept)
}

/// The settings that differ from what the link begins with, by their keys, as it writes them: from the defaults, or from those of
/// its step of the story, which it names.
pub fn differences(settings: &Settings) -> Vec<(&'static str, String)> {
    static BEGINNINGS: [OnceLock<Vec<String>>; LAST as usize + 1] = [const { OnceLock::new() }; _];
    let step = settings.story.step.min(LAST);
    let beginning = BEGINNINGS[usize::from(step)].get_or_init(|| {
        let beginning = settings_of(step);
        all().map(|setting| setting.text(&beginning)).collect()
    });
    let values = all().map(|setting| (setting.key, setting.text(settings)));
    values
        .zip(beginning)
        .filter(|((key, text), beginning)| text != *beginning || (*key == "step" && step > 0))
        .map(|(value, _)| value)
        .collect()
}

/// The query of these settings, without the question mark; empty for what the bare address opens.
pub fn to_query(settings: &Settings) -> String {
    if *settings == settings_of(1) { String::new() } else { to_full_query(settings) }
}

/// The same with its version and chapter whatever the settings: for what is kept elsewhere, such as a course page.
pub fn to_full_query(settings: &Settings) -> String {
    let others = differences(settings).into_iter().filter(|(key, _)| *key != "chapter");
    let others: String = others.map(|(key, value)| format!("&{key}={value}")).collect();
    format!("v={VERSION}&chapter={}{others}", name_of(&settings.chapter))
}

#[cfg(test)]
mod tests;
