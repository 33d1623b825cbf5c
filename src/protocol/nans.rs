//! The same as [`nan`](super::nan) for pairs.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub fn serialize<S: Serializer>(values: &[f64; 2], to: S) -> Result<S::Ok, S::Error> {
    values.map(|value| value.is_finite().then_some(value)).serialize(to)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[f64; 2], D::Error> {
    let values: [Option<f64>; 2] = Deserialize::deserialize(from)?;
    Ok(values.map(|value| value.unwrap_or(f64::NAN)))
}
