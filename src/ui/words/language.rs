//! Words in the language of the reader, by their keys: `assets/words/` has one file for each language.

use super::format;
use crate::settings::{Chapter, Language, url};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Words = BTreeMap<String, String>;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../assets/words/en.json")));
static GERMAN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../assets/words/de.json")));

thread_local! {
    static SPOKEN: Cell<Language> = Cell::default();
}

fn read(json: &str) -> Words {
    serde_json::from_str(json).expect("a test reads each file")
}

fn words_of(language: Language) -> &'static Words {
    match language {
        Language::En => &ENGLISH,
        Language::De => &GERMAN,
    }
}

/// From now on the page speaks this language: what is on the page already must be made anew.
pub fn speak(language: Language) {
    SPOKEN.set(language);
}

/// The code of the language that is spoken.
pub fn code() -> String {
    url::name_of(&SPOKEN.get())
}

/// The words of a key; none of a key that has none.
pub fn find(key: &str) -> Option<&'static str> {
    words_of(SPOKEN.get()).get(key).map(String::as_str)
}

/// The words of a key; the key itself where there are none, which a test forbids.
pub fn say(key: &str) -> String {
    find(key).unwrap_or(key).to_owned()
}

/// The words of a key with other words in the one place of this name.
pub fn say_with(key: &str, name: &str, words: impl Into<String>) -> String {
    let words = words.into();
    tell(key, |wanted| (wanted == name).then(|| Told::Words(words.clone())))
}

/// What a chapter's tab says.
pub fn chapter(of: Chapter) -> String {
    say(&format!("chapter.{}", url::name_of(&of)))
}

/// Whether sentences that the page composes of English words fit.
pub fn is_english() -> bool {
    SPOKEN.get() == Language::En
}

/// A number as [`format`](super::format) or Rust writes it, with a minus sign and the marks of the language that is spoken.
pub fn number(text: &str) -> String {
    let text = text.replace('-', "−");
    match SPOKEN.get() {
        Language::En => text,
        Language::De => {
            let mark = |mark| match mark {
                ',' => '.',
                '.' => ',',
                other => other,
            };
            text.chars().map(mark).collect()
        }
    }
}

/// The words of a key with what stands in braces put in: `{bridge}` a number that is more exact the smaller it is,
/// `{first_share%}` a share, `{walkers#}` a whole number, `{mmd2.}` one with five decimals. What is not known yet is “…”.
pub fn tell(key: &str, of: impl Fn(&str) -> Option<Told>) -> String {
    let words = say(key);
    let mut told = String::new();
    let mut rest = words.as_str();
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        told += before;
        told += &put_in(name, &of);
        rest = after;
    }
    told + rest
}

/// What is put into words.
pub enum Told {
    Number(f64),
    Words(String),
}

fn put_in(name: &str, of: &impl Fn(&str) -> Option<Told>) -> String {
    let key = name.trim_end_matches(['%', '#', '.']);
    match of(key) {
        Some(Told::Words(words)) => words,
        Some(Told::Number(value)) => number(&match name.chars().last() {
            Some('%') => format::percent(value),
            Some('#') => format::count(value),
            Some('.') => format::fine(value),
            _ => format::price(value),
        }),
        None => "…".into(),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::path::Path;

    /// Words in braces, sorted.
    fn places(words: &str) -> Vec<&str> {
        let mut places: Vec<_> =
            words.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|part| part.0).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_language_has_every_word_and_the_same_places_for_numbers() {
        for (key, words) in ENGLISH.iter() {
            let other = GERMAN.get(key).unwrap_or_else(|| panic!("no German for {key}"));
            assert_eq!(places(words), places(other), "{key}");
            assert!(!words.trim().is_empty() && !other.trim().is_empty(), "{key}");
        }
        // English words of settings stand in their table (see `super::controls`).
        let is_only_here = |key: &&String| !key.starts_with("set.") && !ENGLISH.contains_key(*key);
        let more: Vec<_> = GERMAN.keys().filter(is_only_here).collect();
        assert!(more.is_empty(), "only in German: {more:?}");
    }

    /// Keys that are put together, by their beginnings, and what does it.
    const PUT_TOGETHER: [(&str, &str); 2] = [("story.", "src/ui/story"), ("chapter.", "super::chapter")];

    /// All source of the page.
    fn source(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                source(&path, text);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                *text += &std::fs::read_to_string(path).expect("a file");
            }
        }
    }

    /// Whether it stands in the source as a key: its first part is one of the keys'.
    fn is_key(quoted: &str) -> bool {
        let is_file = || [".csv", ".png", ".svg"].iter().any(|ending| quoted.ends_with(ending));
        let first = quoted.split_inclusive('.').next().unwrap_or_default();
        let is_plain = quoted.chars().all(|mark| mark.is_ascii_lowercase() || "-.".contains(mark));
        is_plain
            && first.len() < quoted.len()
            && !is_file()
            && ENGLISH.keys().any(|key| key.starts_with(first))
    }

    #[test]
    fn every_word_is_said_somewhere_and_what_is_said_is_there() {
        let mut text = String::new();
        source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut text);
        let unknown: Vec<_> =
            text.split('"').filter(|quoted| is_key(quoted) && !ENGLISH.contains_key(*quoted)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let is_said = |key: &&String| {
            PUT_TOGETHER.iter().any(|(beginning, _)| key.starts_with(beginning))
                || text.contains(&format!("\"{key}\""))
        };
        let unsaid: Vec<_> = ENGLISH.keys().filter(|key| !is_said(key)).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }

    #[test]
    fn numbers_are_put_in_as_the_language_writes_them() {
        let of = |name: &str| (name == "x").then_some(Told::Number(1234.5));
        assert_eq!(put_in("x", &of), "1,234");
        assert_eq!(put_in("y", &of), "…");
        speak(Language::De);
        assert_eq!((put_in("x", &of), number("-0.5").as_str()), ("1.234".into(), "−0,5"));
        assert_eq!(code(), "de");
        speak(Language::En);
    }

    /// All keys that begin so.
    pub fn keys(beginning: &str) -> Vec<String> {
        ENGLISH.keys().filter(|key| key.starts_with(beginning)).cloned().collect()
    }

    /// Of German words.
    pub fn german_keys(beginning: &str) -> Vec<String> {
        GERMAN.keys().filter(|key| key.starts_with(beginning)).cloned().collect()
    }
}
