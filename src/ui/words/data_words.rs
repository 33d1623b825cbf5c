//! What the data set and its parts are called in sentences.

use crate::settings::{DataSet, DataSettings, Settings};

/// What is said of samples, or of mass, that no part of the data can claim.
pub const OFF: &str = "farther than 4σ from where the data come from";

/// All of it together: “the moons”.
pub fn all(data: &DataSettings) -> &'static str {
    match data.set {
        DataSet::TwoMoons => "the moons",
        DataSet::Circles => "the circles",
        DataSet::EightGaussians => "the Gaussians",
        DataSet::Pinwheel => "the arms",
        DataSet::Spirals => "the spirals",
        DataSet::Checkerboard => "the squares",
        DataSet::SwissRoll => "the roll",
        DataSet::Drawn => "the strokes",
    }
}

/// With its number, as in “two moons come out”.
pub fn whole(data: &DataSettings) -> &'static str {
    match data.set {
        DataSet::TwoMoons => "two moons",
        DataSet::Circles => "two circles",
        DataSet::EightGaussians => "eight Gaussians",
        DataSet::Pinwheel => "a pinwheel",
        DataSet::Spirals => "two spirals",
        DataSet::Checkerboard => "a checkerboard",
        DataSet::SwissRoll => "a Swiss roll",
        DataSet::Drawn => "your drawing",
    }
}

/// “come”, or “comes”, as it agrees with [`whole`].
pub fn come(data: &DataSettings) -> &'static str {
    if ["two ", "eight "].iter().any(|number| whole(data).starts_with(number)) { "come" } else { "comes" }
}

/// One of its parts: “moon”.
pub fn part(data: &DataSettings) -> &'static str {
    match data.set {
        DataSet::TwoMoons => "moon",
        DataSet::Circles => "circle",
        DataSet::EightGaussians => "Gaussian",
        DataSet::Pinwheel => "arm",
        DataSet::Spirals => "spiral",
        DataSet::Checkerboard => "square",
        DataSet::SwissRoll => "roll",
        DataSet::Drawn => "stroke",
    }
}

/// Some of its parts: “moons”.
pub fn parts(data: &DataSettings) -> &'static str {
    all(data).trim_start_matches("the ")
}

/// Whichever of its parts: “a moon”.
pub fn any(data: &DataSettings) -> String {
    let part = part(data);
    format!("{} {part}", if part.starts_with('a') { "an" } else { "a" })
}

/// Settings with values that are called by what the data are.
pub const NAMED_BY_DATA: [&str; 3] = ["target", "walk_start", "asked"];

/// What a value of one of them is called with these data, where that is not its usual name.
pub fn option(key: &str, name: &str, settings: &Settings) -> Option<String> {
    let data = &settings.data;
    let part = |mode| Some(capital(&the(data, mode)));
    match (key, name) {
        ("target", "data") => Some(format!("Data set: {}", whole(data))),
        ("walk_start", "one-moon") => part(0),
        ("asked", "upper") if data.has_two_classes() => part(0),
        ("asked", "lower") if data.has_two_classes() => part(1),
        _ => None,
    }
}

/// Whether there is anything to cross, and shares to get right.
pub fn has_parts(data: &DataSettings) -> bool {
    data.modes().len() > 1
}

/// One of its parts by name, where it stands alone: “upper moon”, “arm 3”.
pub fn named(data: &DataSettings, mode: usize) -> String {
    let name = data.modes().into_iter().nth(mode).unwrap_or_default();
    match data.set {
        DataSet::EightGaussians => format!("{name} Gaussian"),
        DataSet::Checkerboard => format!("square {name}"),
        _ => name,
    }
}

/// The same in a sentence: “the upper moon”, “arm 3”.
pub fn the(data: &DataSettings, mode: usize) -> String {
    let name = named(data, mode);
    match data.set {
        DataSet::TwoMoons | DataSet::Circles | DataSet::Spirals | DataSet::EightGaussians => {
            format!("the {name}")
        }
        _ => name,
    }
}

/// The same at the beginning of a line: “Upper moon”.
pub fn title(data: &DataSettings, mode: usize) -> String {
    capital(&named(data, mode))
}

/// Where a walker goes that crosses: “the other moon”, “another arm”.
pub fn other(data: &DataSettings) -> String {
    let which = if data.has_two_classes() { "the other" } else { "another" };
    format!("{which} {}", part(data))
}

/// Where a bridge leads: “from moon to moon”, or of more parts from the first to the second.
pub fn across(data: &DataSettings) -> String {
    if data.has_two_classes() {
        format!("from {0} to {0}", part(data))
    } else {
        format!("from {} to {}", the(data, 0), the(data, 1))
    }
}

/// What a bridge joins: “the moons”, or of more parts the first two.
pub fn joined(data: &DataSettings) -> String {
    if data.has_two_classes() {
        all(data).to_owned()
    } else {
        format!("{} and {}", the(data, 0), the(data, 1))
    }
}

/// A line of a table with its blanks filled in: `{all}`, `{part}`, `{first}` and `{First}`, `{other}`, `{across}`.
pub fn fill(words: &str, data: &DataSettings) -> String {
    if !words.contains('{') {
        return words.to_owned();
    }
    let blanks = [
        ("{all}", all(data).to_owned()),
        ("{part}", part(data).to_owned()),
        ("{first}", the(data, 0)),
        ("{First}", title(data, 0)),
        ("{other}", other(data)),
        ("{across}", across(data)),
    ];
    blanks.iter().fold(words.to_owned(), |words, (blank, filled)| words.replace(blank, filled))
}

/// With a capital at its beginning. Of English words only: the capitals of all alphabets would be a sixtieth of the page.
pub fn capital(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moons_are_called_what_they_always_were() {
        let moons = DataSettings::default();
        assert_eq!([named(&moons, 0), the(&moons, 1)], ["upper moon", "the lower moon"]);
        assert_eq!((title(&moons, 0).as_str(), other(&moons).as_str()), ("Upper moon", "the other moon"));
        assert_eq!((whole(&moons), come(&moons)), ("two moons", "come"));
        assert_eq!((across(&moons).as_str(), all(&moons)), ("from moon to moon", "the moons"));
    }

    #[test]
    fn blanks_are_filled_in() {
        let moons = DataSettings::default();
        assert_eq!(fill("{First}, walkers", &moons), "Upper moon, walkers");
        assert_eq!(fill("{first} {all} {part} {other} {across}", &moons).matches('{').count(), 0);
        assert_eq!(fill("log Z", &moons), "log Z");
    }

    #[test]
    fn every_set_has_words_for_each_of_its_parts() {
        for set in DataSet::ALL {
            let data = DataSettings { set, ..DataSettings::default() };
            for mode in 0..data.modes().len() {
                assert!(the(&data, mode).ends_with(&named(&data, mode)) && !named(&data, mode).is_empty());
                assert!(title(&data, mode).starts_with(char::is_uppercase), "{}", title(&data, mode));
            }
            assert!(all(&data).starts_with("the ") && !whole(&data).is_empty());
            assert_eq!(has_parts(&data), set != DataSet::SwissRoll);
        }
        let arms = DataSettings { set: DataSet::Pinwheel, ..DataSettings::default() };
        assert_eq!(across(&arms), "from arm 1 to arm 2");
        assert_eq!(joined(&arms), "arm 1 and arm 2");
        assert_eq!((any(&arms).as_str(), parts(&arms)), ("an arm", "arms"));
        assert_eq!((other(&arms).as_str(), the(&arms, 2).as_str()), ("another arm", "arm 3"));
    }

    #[test]
    fn parts_are_asked_for_by_name_where_a_network_can_be_told_of_them() {
        let mut settings = Settings::default();
        settings.diffusion.conditional = true;
        settings.data.set = DataSet::Circles;
        assert!(settings.diffusion_in_use().conditional);
        assert_eq!(option("asked", "lower", &settings).as_deref(), Some("The inner circle"));
        assert_eq!(option("walk_start", "one-moon", &settings).as_deref(), Some("The outer circle"));
        settings.data.set = DataSet::Pinwheel;
        assert!(!settings.diffusion_in_use().conditional);
        assert_eq!(option("asked", "lower", &settings), None);
        assert_eq!(option("target", "data", &settings).as_deref(), Some("Data set: a pinwheel"));
        assert_eq!(option("target", "ring", &settings), None);
    }
}
