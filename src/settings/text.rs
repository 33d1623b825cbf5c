//! Values of settings as text.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{self, StrDeserializer};
use std::fmt;

/// What became of a text that was to be a setting's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    AsItStands,
    Nearest,
    Not,
}

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

/// Writes the value if there is one.
pub fn assign<T>(place: &mut T, value: Option<T>) -> Taken {
    match value {
        Some(value) => {
            *place = value;
            Taken::AsItStands
        }
        None => Taken::Not,
    }
}

/// The kebab-case name of a fieldless variant.
pub fn name_of<T: Serialize>(value: &T) -> String {
    fmt::from_fn(|to| value.serialize(to)).to_string()
}

/// The variant of a kebab-case name.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<value::Error>::new(name)).ok()
}
