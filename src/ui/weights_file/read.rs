//! Weights from a file, which may be anything.

use super::form::{
    CHECKSUM, LARGEST, MOST_BYTES, NETWORKS, STANDARDISED, TRAINING, VERSION, checksum, kind, tensor_name,
};
use crate::protocol::weights::{NetworkWeights, Units, Weights};
use crate::settings::url::from_query;
use crate::settings::{Chapter, Experiment, find};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use std::collections::HashMap;

/// The weights in a file that [`write`](super::write()) has made; their run is 0.
///
/// # Errors
/// Says in words what is wrong with any other file.
pub fn read(bytes: &[u8]) -> Result<Weights, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("it is larger than {} MB", MOST_BYTES >> 20));
    }
    let not_one = |error| format!("it is not a complete safetensors file ({error})");
    if reaches_outside(bytes) {
        return Err("it is not a complete safetensors file (a tensor lies outside it)".into());
    }
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(not_one)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(not_one)?;
    let told = header.metadata().as_ref().ok_or("it does not say what its weights are")?;
    let weights = described(told, |experiment| networks(experiment, &tensors))?;
    weights.check()?;
    let mut values =
        weights.networks.iter().flat_map(|network| network.values.iter().chain(&network.training));
    if values.any(|weight| weight.abs() > LARGEST) {
        return Err("some of the weights are larger than training makes them".into());
    }
    // Last: what is wrong with a file is said as exactly as it can be.
    let all = tensors.names();
    let bytes = all.iter().filter_map(|name| Some((*name, tensors.tensor(name).ok()?.data())));
    match told.get(CHECKSUM) {
        Some(sum) if *sum != checksum(told, bytes) => {
            Err("it has been changed or damaged since it was saved".into())
        }
        _ => Ok(weights),
    }
}

/// Whether a header can be read and says that a tensor ends behind the file. The crate adds such ends up beyond what a number
/// holds.
fn reaches_outside(bytes: &[u8]) -> bool {
    let header = bytes
        .split_first_chunk()
        .and_then(|(length, rest)| rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?));
    let header: Option<HashMap<String, Value>> =
        header.and_then(|header| serde_json::from_slice(header).ok());
    let ends =
        header.iter().flat_map(HashMap::values).filter_map(|tensor| tensor["data_offsets"][1].as_u64());
    ends.max().is_some_and(|end| end > bytes.len() as u64)
}

/// The weights as the metadata describe them, around the networks.
fn described(
    told: &HashMap<String, String>,
    networks: impl FnOnce(&Experiment) -> Result<Vec<NetworkWeights>, String>,
) -> Result<Weights, String> {
    let version = text(told, "version")?;
    if version != VERSION {
        return Err(format!("it is of version “{}”, and this page reads {VERSION}", shorten(version)));
    }
    let kind_told = text(told, "kind")?;
    let query = text(told, "settings")?;
    // Version 1 wrote nothing for its defaults; version 2 names the chapter at least.
    let (settings, troubles) = from_query(if query.is_empty() { "v=1" } else { query });
    if let Some(trouble) = troubles.first() {
        return Err(format!("its settings are not understood: {trouble}"));
    }
    let experiment = [Chapter::LearnAnEnergy, Chapter::Denoise]
        .map(|chapter| Experiment::of(chapter, &settings))
        .into_iter()
        .find(|experiment| kind(experiment).is_some_and(|(kind, _)| kind == kind_told))
        .ok_or_else(|| format!("it holds a model of the kind “{}”", shorten(kind_told)))?;
    let weights = Weights {
        run: 0,
        seed: number(told, "seed")?,
        step: number(told, "step")?,
        seconds: number(told, "seconds")?,
        networks: networks(&experiment)?,
        units: units(told)?,
        data: settings.data,
        experiment,
    };
    let most = find("train_steps").map_or(f64::INFINITY, |setting| setting.number().max);
    if f64::from(weights.step) > most {
        return Err(format!("its step is {}, and training ends at {most} here", weights.step));
    }
    if weights.seed != settings.seed || !(weights.seconds.is_finite() && weights.seconds >= 0.0) {
        return Err("what it says about its weights is contradictory".into());
    }
    Ok(weights)
}

/// What points are standardised by; older files do not tell.
fn units(told: &HashMap<String, String>) -> Result<Option<Units>, String> {
    if told.get("inputs").is_none_or(|inputs| inputs != STANDARDISED) {
        return Ok(None);
    }
    let pair = |key: &str| {
        let numbers =
            text(told, key)?.split_once(',').and_then(|(x, y)| Some([x.parse().ok()?, y.parse().ok()?]));
        let finite = numbers.filter(|numbers: &[f64; 2]| numbers.iter().all(|number| number.is_finite()));
        finite.ok_or_else(|| format!("its {key} is no pair of numbers"))
    };
    let (mean, std) = (pair("mean")?, pair("std")?);
    if std.iter().any(|&std| std <= 0.0) {
        return Err("its std is not positive".into());
    }
    Ok(Some(Units { mean, std }))
}

/// All networks of a model, from exactly the tensors that belong to it.
fn networks(experiment: &Experiment, tensors: &SafeTensors) -> Result<Vec<NetworkWeights>, String> {
    let mut found = Vec::new();
    let mut belonging = 0;
    for (layers, prefix) in experiment.networks().iter().zip(NETWORKS) {
        let values = flat(tensors, layers, prefix, "")?;
        let averages = tensors.tensor(&tensor_name(prefix, TRAINING, 0, "weight")).is_ok();
        let training = if averages { flat(tensors, layers, prefix, TRAINING)? } else { Vec::new() };
        belonging += layers.len() * if averages { 4 } else { 2 };
        found.push(NetworkWeights { values, training });
    }
    if tensors.len() == belonging {
        Ok(found)
    } else {
        Err(format!("it holds {} tensors, but such a model has {belonging}", tensors.len()))
    }
}

/// Of each layer its matrix, turned to `[in, out]`, then its biases.
fn flat(tensors: &SafeTensors, layers: &[[usize; 2]], network: &str, set: &str) -> Result<Vec<f32>, String> {
    let mut values = Vec::new();
    for (index, &[inputs, outputs]) in layers.iter().enumerate() {
        let matrix = tensor(tensors, &tensor_name(network, set, index, "weight"), &[outputs, inputs])?;
        values.extend((0..inputs).flat_map(|from| {
            let column = matrix.iter().skip(from).step_by(inputs);
            column.copied()
        }));
        values.extend(tensor(tensors, &tensor_name(network, set, index, "bias"), &[outputs])?);
    }
    Ok(values)
}

fn tensor(tensors: &SafeTensors, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
    let tensor = tensors.tensor(name).map_err(|_| format!("{name} is missing"))?;
    if tensor.dtype() != Dtype::F32 {
        return Err(format!("{name} has the type {:?}, but must have F32", tensor.dtype()));
    }
    if tensor.shape() != shape {
        return Err(format!("{name} has the shape {:?}, but must have {shape:?}", tensor.shape()));
    }
    Ok(tensor.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

fn text<'a>(told: &'a HashMap<String, String>, key: &str) -> Result<&'a str, String> {
    told.get(key).map(String::as_str).ok_or_else(|| format!("it does not say its {key}"))
}

fn number<T: std::str::FromStr>(told: &HashMap<String, String>, key: &str) -> Result<T, String> {
    let text = text(told, key)?;
    text.parse().map_err(|_| format!("its {key} is “{}”, which is not a valid number", shorten(text)))
}

/// A file can say much; the message about it cannot.
fn shorten(text: &str) -> String {
    text.chars().take(24).collect()
}
