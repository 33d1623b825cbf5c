//! Every setting of a link that is not a number of the tables in [`range`](crate::settings::range).

use crate::settings::embed::{Host, Names, PARTS, Shown};
use crate::settings::names::{name_of, named};
use crate::settings::range::{self, Number};
use crate::settings::{Settings, View};

/// One setting that is not a number of the table.
pub struct Choice {
    pub key: &'static str,
    pub get: fn(&Settings) -> String,
    pub set: fn(&mut Settings, &str) -> Taken,
}

/// What became of a text that was to be a setting's value.
#[derive(Clone, Copy, PartialEq)]
pub enum Taken {
    AsItStands,
    Nearest,
    Not,
}

macro_rules! choice {
    ($key:literal, $($field:ident).+) => {
        Choice {
            key: $key,
            get: |settings| name_of(&settings.$($field).+),
            // As people write it: in capitals, or with another dash.
            set: |settings, text| assign(&mut settings.$($field).+, named(&text.to_lowercase().replace('_', "-"))),
        }
    };
}

macro_rules! switch {
    ($key:literal, $($field:ident).+) => {
        Choice {
            key: $key,
            get: |settings| u8::from(settings.$($field).+).to_string(),
            set: |settings, text| {
                // Alone, without a value, it is on.
                let value = match text { "1" | "true" | "" => Some(true), "0" | "false" => Some(false), _ => None };
                assign(&mut settings.$($field).+, value)
            },
        }
    };
}

/// A number that is not in the tables, because it belongs to no chapter.
macro_rules! number {
    ($key:literal, $least:expr, $most:expr, $type:ty, $($field:ident).+) => {
        Choice {
            key: $key,
            get: |settings| settings.$($field).+.to_string(),
            set: |settings, text| within(text, $least, $most, |value| settings.$($field).+ = value as $type),
        }
    };
}

pub const CHOICES: &[Choice] = &[
    choice!("chapter", chapter),
    number!("seed", 0.0, f64::from(u32::MAX), u32, seed),
    number!("chain_seed", 0.0, f64::from(u32::MAX), u32, chain_seed),
    choice!("engine", engine),
    switch!("embed", embed.on),
    Choice {
        key: "show",
        get: |settings| match &settings.embed.shown {
            Shown::Only(names) => names.text(),
            Shown::AllBut(_) => String::new(),
        },
        set: |settings, text| names(text, |names| settings.embed.shown = Shown::Only(names)),
    },
    Choice {
        key: "hide",
        get: |settings| match &settings.embed.shown {
            // Not what a list that hides nothing is written as.
            Shown::Only(_) => "-".to_owned(),
            Shown::AllBut(names) => names.text(),
        },
        set: |settings, text| names(text, |names| settings.embed.shown = Shown::AllBut(names)),
    },
    Choice {
        key: "lock",
        get: |settings| settings.embed.locked.text(),
        set: |settings, text| names(text, |names| settings.embed.locked = names),
    },
    switch!("title", embed.title),
    switch!("prose", embed.prose),
    switch!("autoplay", embed.autoplay),
    choice!("theme", embed.theme),
    Choice {
        key: "host",
        get: |settings| settings.embed.host.text(),
        set: |settings, text| assign(&mut settings.embed.host, Host::new(text)),
    },
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
    Choice {
        key: "t",
        get: |settings| settings.view.t.map_or_else(String::new, |t| t.to_string()),
        set: |settings, text| within(text, 0.0, 1.0, |t| settings.view.t = Some(t)),
    },
    number!("speed", View::SPEEDS[0], View::SPEEDS[View::SPEEDS.len() - 1], f64, view.speed),
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

/// Gives a number of the text to `set`, or the nearest between the limits.
pub fn within(text: &str, least: f64, most: f64, set: impl FnOnce(f64)) -> Taken {
    match text.parse::<f64>() {
        Ok(wanted) if !wanted.is_nan() => {
            set(wanted.clamp(least, most));
            if (least..=most).contains(&wanted) { Taken::AsItStands } else { Taken::Nearest }
        }
        _ => Taken::Not,
    }
}

/// Gives the known names of a list to `set`: those of parts, and keys of settings.
fn names(text: &str, set: impl FnOnce(Names)) -> Taken {
    let mut all = true;
    let known = text.split([',', '.']).filter(|name| !name.is_empty()).filter_map(|name| {
        let known = PARTS.iter().map(|part| part.name).chain(keys()).find(|known| *known == name);
        all &= known.is_some();
        known
    });
    set(known.collect());
    if all { Taken::AsItStands } else { Taken::Nearest }
}

/// Every key of a link but its version.
pub fn keys() -> impl Iterator<Item = &'static str> {
    fn of<S>(table: &'static [Number<S>]) -> impl Iterator<Item = &'static str> {
        table.iter().map(|number| number.key)
    }
    let choices = CHOICES.iter().map(|choice| choice.key);
    choices
        .chain(of(range::DATA))
        .chain(of(range::MCMC))
        .chain(of(range::EBM))
        .chain(of(range::DIFFUSION))
        .chain(of(range::TABLE))
        .chain(of(range::COMPARE))
}

/// Writes the value if there is one.
fn assign<T>(place: &mut T, value: Option<T>) -> Taken {
    match value {
        Some(value) => {
            *place = value;
            Taken::AsItStands
        }
        None => Taken::Not,
    }
}
