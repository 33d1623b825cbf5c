//! A result as a code that students copy: seeds, steps, guesses and what was measured, with a checksum. Pure.

use super::asked;
use super::zip::crc32;
use crate::settings::story::TABLE;
use crate::settings::{Settings, StorySettings, url};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

/// Of the form of codes.
const VERSION: &str = "1";
/// Bytes of the checksum, which stands last.
const CHECK: usize = 4;

/// The code of a homework.
pub fn write(settings: &Settings) -> String {
    let Settings { seed, chain_seed, story, .. } = settings;
    let mut handed = StorySettings { homework: story.homework.clone(), ..StorySettings::default() };
    asked::of(&story.homework)
        .filter_map(|asked| story.answers.of(asked.number))
        .for_each(|answer| handed.answers.set(answer));
    let text = [
        VERSION,
        &seed.to_string(),
        &chain_seed.to_string(),
        &handed.homework.text(),
        &handed.answers.text(),
    ]
    .join(";");
    let check = crc32(text.as_bytes()).to_le_bytes();
    BASE64.encode([text.as_bytes(), &check].concat())
}

/// The settings that a code stands for, with the story open at its table; none if a letter is missing or another.
pub fn read(code: &str) -> Option<Settings> {
    let bytes = BASE64.decode(code).ok()?;
    let (text, check) = bytes.split_last_chunk::<CHECK>()?;
    if crc32(text) != u32::from_le_bytes(*check) {
        return None;
    }
    let mut parts = str::from_utf8(text).ok()?.split(';');
    if parts.next()? != VERSION {
        return None;
    }
    let mut settings = url::settings_of(TABLE);
    settings.seed = parts.next()?.parse().ok()?;
    settings.chain_seed = parts.next()?.parse().ok()?;
    settings.story.homework.take(parts.next()?);
    settings.story.answers.take(parts.next()?);
    parts.next().is_none().then_some(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::homework::asked::tests::story;
    use proptest::prelude::*;

    fn handed() -> Settings {
        Settings { seed: 7, chain_seed: u32::MAX, story: story(), ..Settings::default() }
    }

    #[test]
    fn a_code_holds_the_homework_and_nothing_else() {
        let code = write(&handed());
        assert!(code.len() < 100, "{code}");
        let read = read(&code).expect("a code");
        assert_eq!((read.seed, read.chain_seed, read.story.step), (7, u32::MAX, TABLE));
        assert_eq!(read.story.homework, story().homework);
        assert_eq!(read.story.answers.text(), "2:1:0:0,3:8:7.41:0.8,7:50");
        assert_eq!(write(&read), code);
        let link = url::to_full_query(&read);
        assert_eq!(url::from_query(&link), (read, vec![]), "{link}");
    }

    #[test]
    fn any_letter_that_is_missing_or_another_is_noticed() {
        let code = write(&handed());
        for at in 0..code.len() {
            let without = [&code[..at], &code[at + 1..]].concat();
            assert_eq!(read(&without), None, "{without}");
            for letter in "AZaz09-_=é".chars().filter(|&letter| !code[at..].starts_with(letter)) {
                let other = format!("{}{letter}{}", &code[..at], &code[at + 1..]);
                assert_eq!(read(&other), None, "{other}");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_does_no_harm(code in ".{0,80}") {
            prop_assert!(read(&code).is_none());
        }
    }
}
