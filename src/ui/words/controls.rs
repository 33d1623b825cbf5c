//! What settings are called in the language of the reader: English stands in their table, any other language in its file, under
//! `set.` and the key of the setting.

use super::data_words;
use super::language::find;
use crate::settings::setting::{Choice, Setting};
use crate::settings::{Chapter, DataSettings, url};

fn own(of: &str, english: &'static str) -> &'static str {
    find(&format!("set.{of}")).unwrap_or(english)
}

pub fn label(setting: &Setting) -> &'static str {
    own(setting.key, setting.label)
}

/// One sentence for a tooltip.
pub fn help(setting: &Setting) -> &'static str {
    own(&format!("{}.help", setting.key), setting.help)
}

/// Label and help in a chapter.
pub fn words_in(setting: &Setting, chapter: Chapter) -> (&'static str, &'static str) {
    let (label, help) = setting.words_in(chapter);
    let key = key_in(setting, chapter);
    (own(&key, label), own(&format!("{key}.help"), help))
}

/// With the chapter, where the table has own words for it.
fn key_in(setting: &Setting, chapter: Chapter) -> String {
    match setting.words.iter().any(|words| words.0 == chapter) {
        true => format!("{}@{}", setting.key, url::name_of(&chapter)),
        false => setting.key.to_owned(),
    }
}

/// What a number counts or is measured in; empty where it has none.
pub fn unit(setting: &Setting) -> &'static str {
    own(&format!("{}.unit", setting.key), setting.unit)
}

/// The name of each value of a choice, and what it is called.
pub fn options(setting: &Setting, choice: &Choice) -> Vec<(String, &'static str)> {
    let words = |(name, english): (String, &'static str)| {
        let own = option(setting.key, &name, english);
        (name, own)
    };
    (choice.options)().into_iter().map(words).collect()
}

/// What a value of the setting of this key is called.
pub fn option(key: &str, name: &str, english: &'static str) -> &'static str {
    own(&format!("{key}={name}"), english)
}

/// What the data set is called where a sentence names it: “two moons”.
pub fn data_set(data: &DataSettings) -> &'static str {
    option("data_set", &url::name_of(&data.set), data_words::whole(data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::setting::{Kind, Place};
    use crate::settings::{Language, all};
    use crate::ui::words::language::{speak, tests::german_keys};
    use std::collections::BTreeSet;

    /// Settings at the head of the page that have a control there or in the panel for teachers.
    const AT_THE_HEAD: [&str; 2] = ["engine", "theme"];

    /// What the page says of a setting with a control.
    fn keys(setting: &Setting) -> Vec<String> {
        let mut labels: Vec<_> = setting.words.iter().map(|words| key_in(setting, words.0)).collect();
        if labels.is_empty() || !setting.chapters.is_empty() {
            labels.push(setting.key.to_owned());
        }
        let mut keys: Vec<_> =
            labels.into_iter().flat_map(|label| [format!("{label}.help"), label]).collect();
        if !setting.unit.is_empty() {
            keys.push(format!("{}.unit", setting.key));
        }
        if let Kind::Choice(choice) = &setting.kind {
            keys.extend((choice.options)().into_iter().map(|(name, _)| format!("{}={name}", setting.key)));
        }
        keys
    }

    #[test]
    fn german_has_words_for_every_control_and_for_nothing_else() {
        let shown =
            all().filter(|setting| setting.place != Place::Page || AT_THE_HEAD.contains(&setting.key));
        let wanted: BTreeSet<_> = shown.flat_map(keys).map(|key| format!("set.{key}")).collect();
        let there: BTreeSet<_> = german_keys("set.").into_iter().collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        let unused: Vec<_> = there.difference(&wanted).collect();
        assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:?}, unused: {unused:?}");
    }

    #[test]
    fn english_stands_in_the_table_and_german_in_its_file() {
        let find = |key| crate::settings::find(key).expect("a setting");
        let (chains, samples) = (find("chains"), find("samples"));
        let words = || {
            let label = words_in(samples, Chapter::LearnAnEnergy).0;
            (label, unit(chains), option("start", "one-mode", "All in one mode"))
        };
        assert_eq!(words(), ("Visited", "chains", "All in one mode"));
        assert_eq!((label(chains), help(chains)), (chains.label, chains.help));
        assert_eq!(data_set(&DataSettings::default()), "two moons");
        speak(Language::De);
        assert_eq!(words(), ("Besucht", "Ketten", "Alle in einem Modus"));
        assert_eq!(data_set(&DataSettings::default()), "Zwei Monde");
        speak(Language::En);
    }
}
