//! What reading and writing have in common: names, limits, and what is said of a file.

use crate::protocol::weights::Weights;
use crate::settings::url::name_of;
use crate::settings::{Chapter, EbmSettings, Experiment, Settings};
use crate::ui::words::format;
use std::collections::HashMap;

/// What the networks' points are in: data units, or standardised ones, whose mean and deviation are told beside.
pub const RAW: &str = "raw";
pub const STANDARDISED: &str = "standardised";

/// Bytes of the largest file that is read: two of the widest and deepest networks, each with its average, fit.
pub const MOST_BYTES: usize = 16 << 20;
/// Version of the file's form.
pub const VERSION: &str = "1";
/// The metadata that holds the [`checksum`] of all else; older files have none.
pub const CHECKSUM: &str = "checksum";
/// Larger weights than any training makes, which leaves room in the numbers that follow from them.
pub const LARGEST: f32 = 1e6;
/// What names begin with of the first network and of the one beside it, and of weights that training goes on from.
pub const NETWORKS: [&str; 2] = ["", "beside."];
pub const TRAINING: &str = "training.";

/// What a model is called in its file, and the chapter that trains it; none for a run without a model.
pub fn kind(experiment: &Experiment) -> Option<(&'static str, Chapter)> {
    match experiment {
        Experiment::Ebm(_) => Some(("energy", Chapter::LearnAnEnergy)),
        Experiment::Diffusion(_) => Some(("diffusion", Chapter::Denoise)),
        Experiment::Mcmc(_) | Experiment::Table(_) | Experiment::Compare(_) => None,
    }
}

/// The name of a file of these weights.
pub fn name(weights: &Weights) -> String {
    let chapter = kind(&weights.experiment).map_or_else(|| "model".into(), |(_, chapter)| name_of(&chapter));
    format!("mcmc-to-diffusion-{chapter}-{}-steps.safetensors", weights.step)
}

/// Sets what the weights were trained under: their chapter, data, seed and settings. How fast walkers move is left to the
/// reader.
pub fn put_settings(weights: &Weights, settings: &mut Settings) {
    settings.seed = weights.seed;
    settings.data = weights.data.clone();
    match &weights.experiment {
        Experiment::Ebm(ebm) => settings.ebm = EbmSettings { pace: settings.ebm.pace, ..ebm.clone() },
        Experiment::Diffusion(diffusion) => settings.diffusion = diffusion.clone(),
        Experiment::Mcmc(_) | Experiment::Table(_) | Experiment::Compare(_) => {}
    }
    if let Some((_, chapter)) = kind(&weights.experiment) {
        settings.chapter = chapter;
    }
}

/// What a file holds, for the reader.
pub fn words(weights: &Weights) -> String {
    let what = kind(&weights.experiment).map_or("model", |(kind, _)| kind);
    let steps = format::count(f64::from(weights.step));
    format!("The {what} model of the file is loaded, after {steps} training steps, with its settings.")
}

/// The name of a layer's matrix or biases.
pub fn tensor_name(network: &str, set: &str, layer: usize, part: &str) -> String {
    format!("{network}{set}layers.{layer}.{part}")
}

/// Of what a file tells and of its tensors by name, as 16 hexadecimal digits: a byte that has changed on the way is noticed.
/// FNV-1a of 64 bits (Fowler, Noll and Vo, RFC 9923).
pub fn checksum<'a>(
    told: &'a HashMap<String, String>,
    tensors: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> String {
    let told = told.iter().filter(|(key, _)| *key != CHECKSUM);
    let told = told.map(|(key, value)| (key.as_str(), value.as_bytes()));
    let mut parts: Vec<_> = told.chain(tensors).collect();
    parts.sort_unstable();
    let bytes = parts.iter().flat_map(|(name, bytes)| name.as_bytes().iter().chain(*bytes));
    let sum = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{sum:016x}")
}
