//! Settings ↔ query string: a link holds what differs from the default, and junk in one never breaks the page.
//!
//! `?v=1&seed=3&network=residual-mlp&width=32`: numbers by their key in [`range::MCMC`], [`range::EBM`] and [`range::DIFFUSION`], choices in
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
    choice!("score_form", view.score_form),
    switch!("ghosts", view.ghosts),
    switch!("noise_arrows", view.noise_arrows),
    choice!("data_set", data.set),
    Choice {
        key: "drawing",
        get: |settings| settings.data.drawing.clone().into(),
        set: |settings, text| assign(&mut settings.data.drawing, text.to_owned().try_into().ok()),
    },
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
    choice!("prediction", diffusion.prediction),
    switch!("conditional", diffusion.conditional),
    choice!("timestep_draw", diffusion.timestep_draw),
    choice!("loss_weighting", diffusion.loss_weighting),
    choice!("learning_rate_schedule", diffusion.learning_rate_schedule),
    choice!("layout", diffusion.layout),
    choice!("diffusion_sampler", diffusion.sampler),
    choice!("spacing", diffusion.spacing),
    choice!("clip", diffusion.clip),
    choice!("asked", diffusion.asked),
    choice!("diffusion_beside", diffusion.beside),
    choice!("fork", diffusion.fork),
    choice!("compare_sampler", compare.sampler),
    choice!("compare_walk", compare.walk),
    choice!("compare_denoiser", compare.denoiser),
    choice!("compare_start", compare.start),
    choice!("clock", compare.clock),
    Choice {
        key: "curves",
        get: |settings| settings.compare.ticked.clone().into(),
        set: |settings, text| assign(&mut settings.compare.ticked, text.to_owned().try_into().ok()),
    },
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
    write_numbers(range::DATA, &settings.data, &mut add);
    write_numbers(range::MCMC, &settings.mcmc, &mut add);
    write_numbers(range::EBM, &settings.ebm, &mut add);
    write_numbers(range::DIFFUSION, &settings.diffusion, &mut add);
    write_numbers(range::TABLE, &settings.table, &mut add);
    write_numbers(range::COMPARE, &settings.compare, &mut add);
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
    read_number(range::DATA, &mut settings.data, key, value)
        .or_else(|| read_number(range::MCMC, &mut settings.mcmc, key, value))
        .or_else(|| read_number(range::EBM, &mut settings.ebm, key, value))
        .or_else(|| read_number(range::DIFFUSION, &mut settings.diffusion, key, value))
        .or_else(|| read_number(range::TABLE, &mut settings.table, key, value))
        .or_else(|| read_number(range::COMPARE, &mut settings.compare, key, value))
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
mod tests;
