//! Settings ↔ query string: a link holds its chapter and what differs from the default, and junk in one never breaks the page.
//!
//! `?v=2&chapter=denoise&seed=3&network=residual-mlp&width=32`: each setting by its key in [`super::all`]: choices in kebab
//! case, switches as 0 or 1, lists between commas.

pub mod trouble;
mod version_1;

use super::Settings;
use super::all::{all, find, known};
use super::text::Taken;
pub use super::text::{name_of, named};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::sync::LazyLock;
use trouble::{Trouble, VERSION};

/// The settings of a query (with or without its question mark), and what of it was not taken as it stands. The bare
/// address has the defaults; a query with settings that names no version is of version 1, which did not ask for it.
pub fn from_query(query: &str) -> (Settings, Vec<Trouble>) {
    let version = pairs(query).find(|(key, _)| key == "v").map(|(_, value)| value);
    // What a host or a newsletter adds to the bare address is no link of ours.
    let is_ours = || pairs(query).any(|(key, _)| find(&key).is_some());
    let is_old = version.map_or_else(is_ours, |version| version == version_1::VERSION);
    from_changes(if is_old { defaults_of_version_1() } else { Settings::default() }, query)
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

/// The settings that differ from the defaults, by their keys, as a link writes them.
pub fn differences(settings: &Settings) -> Vec<(&'static str, String)> {
    static DEFAULTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let default = Settings::default();
        all().map(|setting| setting.text(&default)).collect()
    });
    let values = all().map(|setting| (setting.key, setting.text(settings)));
    values
        .zip(DEFAULTS.iter())
        .filter(|((_, text), default)| text != *default)
        .map(|(value, _)| value)
        .collect()
}

/// The query of these settings, without the question mark; empty for the defaults.
pub fn to_query(settings: &Settings) -> String {
    if differences(settings).is_empty() { String::new() } else { to_full_query(settings) }
}

/// The same with its version and chapter whatever the settings: for what is kept elsewhere, such as a course page.
pub fn to_full_query(settings: &Settings) -> String {
    let others = differences(settings).into_iter().filter(|(key, _)| *key != "chapter");
    let others: String = others.map(|(key, value)| format!("&{key}={value}")).collect();
    format!("v={VERSION}&chapter={}{others}", name_of(&settings.chapter))
}

#[cfg(test)]
mod tests;
