//! Weights to a file.

use super::form::{
    CHECKSUM, NETWORKS, RAW, STANDARDISED, TRAINING, VERSION, checksum, kind, put_settings, tensor_name,
};
use crate::protocol::weights::{Units, Weights};
use crate::settings::url::{name_of, to_query};
use crate::settings::{Experiment, Network, Settings};
use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize};
use std::collections::HashMap;

struct Tensor {
    name: String,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

/// The file of these weights; of `settings` the rest of the page is kept with them.
///
/// # Errors
/// Says in words why there is none: they are no whole model.
pub fn write(weights: &Weights, settings: &Settings) -> Result<Vec<u8>, String> {
    weights.check().map_err(|why| format!("The weights cannot be saved: {why}."))?;
    let mut tensors = Vec::new();
    let networks = weights.experiment.networks();
    for ((network, layers), prefix) in weights.networks.iter().zip(&networks).zip(NETWORKS) {
        for (values, set) in [(&network.values, ""), (&network.training, TRAINING)] {
            // There are no other weights to go on from where nothing is averaged.
            if !values.is_empty() {
                add(&mut tensors, values, layers, prefix, set);
            }
        }
    }
    let views: Result<Vec<_>, _> = tensors
        .iter()
        .map(|tensor| {
            TensorView::new(Dtype::F32, tensor.shape.clone(), &tensor.bytes).map(|view| (&tensor.name, view))
        })
        .collect();
    views
        .and_then(|views| {
            let mut told = metadata(weights, settings);
            let sum = checksum(&told, tensors.iter().map(|tensor| (&*tensor.name, &*tensor.bytes)));
            told.insert(CHECKSUM.to_owned(), sum);
            serialize(views, Some(told))
        })
        .map_err(|error| format!("The weights cannot be saved: {error}."))
}

/// Adds the matrices, turned to `[out, in]`, and biases of one network.
fn add(tensors: &mut Vec<Tensor>, values: &[f32], layers: &[[usize; 2]], network: &str, set: &str) {
    let mut rest = values;
    for (index, &[inputs, outputs]) in layers.iter().enumerate() {
        let (matrix, after) = rest.split_at(inputs * outputs);
        let (biases, after) = after.split_at(outputs);
        rest = after;
        let turned = (0..outputs).flat_map(|to| (0..inputs).map(move |from| matrix[from * outputs + to]));
        let mut tensor = |part: &str, shape: Vec<usize>, values: &mut dyn Iterator<Item = f32>| {
            let bytes = values.flat_map(f32::to_le_bytes).collect();
            tensors.push(Tensor { name: tensor_name(network, set, index, part), shape, bytes });
        };
        tensor("weight", vec![outputs, inputs], &mut turned.into_iter());
        tensor("bias", vec![outputs], &mut biases.iter().copied());
    }
}

fn metadata(weights: &Weights, settings: &Settings) -> HashMap<String, String> {
    let mut settings = settings.clone();
    put_settings(weights, &mut settings);
    let kind = kind(&weights.experiment).map_or("", |(kind, _)| kind);
    let mut told = vec![
        ("format", "pt".to_owned()),
        ("kind", kind.to_owned()),
        ("version", VERSION.to_owned()),
        ("settings", to_query(&settings)),
        ("step", weights.step.to_string()),
        ("seed", weights.seed.to_string()),
        ("seconds", weights.seconds.to_string()),
    ];
    match &weights.experiment {
        Experiment::Ebm(ebm) => told.extend([
            ("network", name_of(&Network::Mlp)),
            ("activation", name_of(&ebm.activation)),
            ("inputs", RAW.to_owned()),
        ]),
        Experiment::Diffusion(diffusion) => told.extend([
            ("network", name_of(&diffusion.network)),
            ("activation", "silu".to_owned()),
            ("prediction", name_of(&diffusion.prediction)),
            ("schedule", name_of(&diffusion.schedule)),
            ("timesteps", diffusion.timesteps.to_string()),
        ]),
        Experiment::Mcmc(_) | Experiment::Table(_) | Experiment::Compare(_) => {}
    }
    if let Some(Units { mean, std }) = weights.units {
        told.push(("inputs", STANDARDISED.to_owned()));
        told.extend([("mean", pair(mean)), ("std", pair(std))]);
    }
    told.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Two numbers between which a comma stands, to the bit.
fn pair([x, y]: [f64; 2]) -> String {
    format!("{x},{y}")
}
