//! Settings ↔ query string: a link holds what differs from the default, and junk in one never breaks the page.
//!
//! `?v=1&seed=3&network=mlp&width=32`: numbers by their key in [`range::DIFFUSION`], choices in
//! kebab case, switches as 0 or 1.

use super::{Settings, range};
use serde::{Serialize, de::DeserializeOwned};

/// Version of the link's form.
const VERSION: &str = "1";

/// One setting that is not a number of the table.
struct Choice {
    key: &'static str,
    get: fn(&Settings) -> String,
    /// False where the text is no value of this setting.
    set: fn(&mut Settings, &str) -> bool,
}

macro_rules! choice {
    ($key:literal, $($field:ident).+) => {
        Choice {
            key: $key,
            get: |settings| name_of(&settings.$($field).+),
            set: |settings, text| assign(&mut settings.$($field).+, named(text)),
        }
    };
}

macro_rules! switch {
    ($key:literal, $($field:ident).+) => {
        Choice {
            key: $key,
            get: |settings| u8::from(settings.$($field).+).to_string(),
            set: |settings, text| {
                let value = match text { "1" => Some(true), "0" => Some(false), _ => None };
                assign(&mut settings.$($field).+, value)
            },
        }
    };
}

const CHOICES: &[Choice] = &[
    choice!("chapter", chapter),
    Choice {
        key: "seed",
        get: |settings| settings.seed.to_string(),
        set: |settings, text| assign(&mut settings.seed, text.parse().ok()),
    },
    choice!("engine", engine),
    switch!("density", view.density),
    switch!("data", view.data),
    switch!("samples", view.samples),
    switch!("trails", view.trails),
    choice!("score", view.score),
    choice!("network", diffusion.network),
    choice!("schedule", diffusion.schedule),
    choice!("learning_rate_schedule", diffusion.learning_rate_schedule),
    choice!("layout", diffusion.layout),
    choice!("spacing", diffusion.spacing),
    switch!("clip", diffusion.clip),
];

/// The query of these settings, without the question mark; empty for the defaults.
pub fn to_query(settings: &Settings) -> String {
    let default = Settings::default();
    let mut query = String::new();
    let mut add = |key: &str, value: String| query.push_str(&format!("&{key}={value}"));
    for choice in CHOICES {
        let value = (choice.get)(settings);
        if value != (choice.get)(&default) {
            add(choice.key, value);
        }
    }
    for number in range::DIFFUSION {
        let value = (number.get)(&settings.diffusion);
        if value != number.default {
            add(number.key, value.to_string());
        }
    }
    if query.is_empty() { query } else { format!("v={VERSION}{query}") }
}

/// The settings of a query (with or without its question mark), and a sentence for each part of it
/// that was not understood and therefore left at its default.
pub fn from_query(query: &str) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let mut troubles = Vec::new();
    for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if let Err(trouble) = read(&mut settings, key, value) {
            troubles.push(trouble);
        }
    }
    (settings, troubles)
}

fn read(settings: &mut Settings, key: &str, value: &str) -> Result<(), String> {
    let shown = shorten(value);
    if key == "v" {
        let known = value == VERSION;
        return if known {
            Ok(())
        } else {
            Err(format!("The link is of version “{shown}”; this page reads {VERSION}."))
        };
    }
    if let Some(choice) = CHOICES.iter().find(|choice| choice.key == key) {
        let understood = (choice.set)(settings, value);
        let kept = (choice.get)(settings);
        return if understood {
            Ok(())
        } else {
            Err(format!("The link says {key} = “{shown}”, which is no value of it; {key} is {kept}."))
        };
    }
    let Some(number) = range::DIFFUSION.iter().find(|number| number.key == key) else {
        return Err(format!("The link sets “{}”, which this page does not know.", shorten(key)));
    };
    match value.parse::<f64>() {
        Ok(wanted) if (number.min..=number.max).contains(&wanted) => {
            number.apply(&mut settings.diffusion, wanted);
            Ok(())
        }
        Ok(_) => Err(format!(
            "The link says {key} = {shown}, outside {} to {}; it is {}.",
            number.min, number.max, number.default
        )),
        Err(_) => {
            Err(format!("The link says {key} = “{shown}”, which is not a number; it is {}.", number.default))
        }
    }
}

/// A link can be as long as it likes; the message about it cannot.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 24;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Writes the value if there is one, and says whether there was.
fn assign<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

/// The kebab-case name of a fieldless variant.
pub fn name_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a fieldless variant has a name, not {other:?}"),
    }
}

/// The variant of a kebab-case name.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{
        EngineChoice, LearningRateSchedule, MoonsLayout, Network, ScheduleKind, ScoreLayer, Spacing,
    };

    #[test]
    fn the_default_is_an_empty_query() {
        assert_eq!(to_query(&Settings::default()), "");
        assert_eq!(from_query(""), (Settings::default(), vec![]));
        assert_eq!(from_query("?"), (Settings::default(), vec![]));
    }

    #[test]
    fn only_what_differs_is_written() {
        let mut settings = Settings { seed: 3, engine: EngineChoice::Cpu, ..Settings::default() };
        settings.diffusion.width = 32;
        settings.diffusion.network = Network::Mlp;
        assert_eq!(to_query(&settings), "v=1&seed=3&engine=cpu&network=mlp&width=32");
    }

    #[test]
    fn every_setting_comes_back() {
        let mut settings = Settings::default();
        for (index, number) in range::DIFFUSION.iter().enumerate() {
            number.apply(
                &mut settings.diffusion,
                number.min + (number.max - number.min) * (index + 1) as f64 / 17.0,
            );
        }
        settings.seed = u32::MAX;
        settings.engine = EngineChoice::Gpu;
        settings.chapter = crate::settings::Chapter::Compare;
        settings.diffusion.network = Network::Mlp;
        settings.diffusion.schedule = ScheduleKind::RescaledLinear;
        settings.diffusion.learning_rate_schedule = LearningRateSchedule::Constant;
        settings.diffusion.layout = MoonsLayout::Grid;
        settings.diffusion.spacing = Spacing::Leading;
        settings.diffusion.clip = false;
        settings.view.density = false;
        settings.view.data = true;
        settings.view.samples = false;
        settings.view.trails = false;
        settings.view.score = ScoreLayer::Difference;
        let query = to_query(&settings);
        assert_eq!(query.matches('=').count(), 1 + CHOICES.len() + range::DIFFUSION.len());
        assert_eq!(from_query(&query), (settings, vec![]));
    }

    #[test]
    fn junk_leaves_the_default_and_is_reported() {
        for junk in [
            "width=",
            "width=many",
            "width=1e9",
            "width=NaN",
            "learning_rate=-1",
            "network=transformer",
            "seed=-1",
            "seed=99999999999",
            "clip=yes",
            "v=2",
            "whatever=1",
            "%F0%9F%98%80",
            "score=\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}",
        ] {
            let (settings, troubles) = from_query(junk);
            assert_eq!(settings, Settings::default(), "{junk}");
            assert_eq!(troubles.len(), 1, "{junk}: {troubles:?}");
            assert!(troubles[0].len() < 200, "{junk}: {}", troubles[0]);
        }
    }

    #[test]
    fn good_parts_beside_junk_are_kept() {
        let (settings, troubles) = from_query("?v=1&seed=x&depth=2&&eta=0.5");
        assert_eq!((settings.diffusion.depth, settings.diffusion.eta, settings.seed), (2, 0.5, 1));
        assert_eq!(troubles.len(), 1);
    }
}
