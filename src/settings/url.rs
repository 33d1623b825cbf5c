//! Settings ↔ query string: a link holds what differs from the default, and junk in one never breaks the page.
//!
//! `?v=1&seed=3&network=mlp&width=32`: numbers by their key in [`range::MCMC`], [`range::EBM`] and [`range::DIFFUSION`], choices in
//! kebab case, switches as 0 or 1.

use super::Settings;
use super::range::{self, Number};
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
    Choice {
        key: "chain_seed",
        get: |settings| settings.chain_seed.to_string(),
        set: |settings, text| assign(&mut settings.chain_seed, text.parse().ok()),
    },
    choice!("engine", engine),
    switch!("density", view.density),
    switch!("contours", view.contours),
    switch!("data", view.data),
    switch!("samples", view.samples),
    switch!("trails", view.trails),
    switch!("proposals", view.proposals),
    switch!("negatives", view.negatives),
    choice!("score", view.score),
    choice!("target", mcmc.target),
    choice!("sampler", mcmc.sampler),
    switch!("race", mcmc.race),
    choice!("rival", mcmc.rival),
    choice!("start", mcmc.start),
    switch!("tune", mcmc.tune),
    choice!("mass", mcmc.mass),
    choice!("objective", ebm.objective),
    choice!("beside", ebm.beside),
    choice!("rival_objective", ebm.rival),
    choice!("activation", ebm.activation),
    choice!("slicing", ebm.slicing),
    choice!("walk", ebm.walk),
    choice!("walk_start", ebm.walk_start),
    choice!("picture", ebm.picture),
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
    write_numbers(range::MCMC, &settings.mcmc, &mut add);
    write_numbers(range::EBM, &settings.ebm, &mut add);
    write_numbers(range::DIFFUSION, &settings.diffusion, &mut add);
    if query.is_empty() { query } else { format!("v={VERSION}{query}") }
}

fn write_numbers<S>(table: &[Number<S>], settings: &S, add: &mut impl FnMut(&str, String)) {
    for number in table {
        let value = (number.get)(settings);
        if value != number.default {
            add(number.key, value.to_string());
        }
    }
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
    read_number(range::MCMC, &mut settings.mcmc, key, value)
        .or_else(|| read_number(range::EBM, &mut settings.ebm, key, value))
        .or_else(|| read_number(range::DIFFUSION, &mut settings.diffusion, key, value))
        .unwrap_or_else(|| Err(format!("The link sets “{}”, which this page does not know.", shorten(key))))
}

/// None where the table has no such number.
fn read_number<S>(
    table: &[Number<S>],
    settings: &mut S,
    key: &str,
    value: &str,
) -> Option<Result<(), String>> {
    let number = table.iter().find(|number| number.key == key)?;
    let shown = shorten(value);
    Some(match value.parse::<f64>() {
        Ok(wanted) if (number.min..=number.max).contains(&wanted) => {
            number.apply(settings, wanted);
            Ok(())
        }
        Ok(_) => Err(format!(
            "The link says {key} = {shown}, outside {} to {}; it is {}.",
            number.min, number.max, number.default
        )),
        Err(_) => {
            Err(format!("The link says {key} = “{shown}”, which is not a number; it is {}.", number.default))
        }
    })
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
        Activation, Beside, EngineChoice, LearningRateSchedule, Mass, MoonsLayout, Network, Objective,
        Picture, Sampler, ScheduleKind, ScoreLayer, Slicing, Spacing, StartPlace, Target, Walk, WalkStart,
    };

    #[test]
    fn no_two_settings_share_a_key() {
        let mut keys: Vec<&str> = CHOICES.iter().map(|choice| choice.key).collect();
        keys.extend(range::MCMC.iter().map(|number| number.key));
        keys.extend(range::EBM.iter().map(|number| number.key));
        keys.extend(range::DIFFUSION.iter().map(|number| number.key));
        keys.sort_unstable();
        let count = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

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
        fn move_all<S>(table: &[Number<S>], settings: &mut S) {
            for (index, number) in table.iter().enumerate() {
                let share = (index + 1) as f64 / 37.0;
                number.apply(settings, number.min + (number.max - number.min) * share);
                // Whole numbers of a short range may come to where they were.
                if (number.get)(settings) == number.default {
                    number.apply(settings, number.max);
                }
            }
        }
        let mut settings = Settings::default();
        move_all(range::MCMC, &mut settings.mcmc);
        move_all(range::EBM, &mut settings.ebm);
        move_all(range::DIFFUSION, &mut settings.diffusion);
        settings.ebm.objective = Objective::Pcd;
        settings.ebm.beside = Beside::Rival;
        settings.ebm.rival = Objective::Implicit;
        settings.ebm.activation = Activation::Tanh;
        settings.ebm.slicing = Slicing::Plain;
        settings.ebm.walk = Walk::Annealed;
        settings.ebm.walk_start = WalkStart::OneMoon;
        settings.ebm.picture = Picture::Difference;
        settings.mcmc.target = Target::Funnel;
        settings.mcmc.sampler = Sampler::Nuts;
        settings.mcmc.race = true;
        settings.mcmc.rival = Sampler::RandomWalk;
        settings.mcmc.start = StartPlace::OneMode;
        settings.mcmc.tune = true;
        settings.mcmc.mass = Mass::Diagonal;
        settings.view.contours = false;
        settings.view.proposals = false;
        settings.view.negatives = false;
        settings.seed = u32::MAX;
        settings.chain_seed = 7;
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
        assert_eq!(
            query.matches('=').count(),
            1 + CHOICES.len() + range::MCMC.len() + range::EBM.len() + range::DIFFUSION.len()
        );
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
