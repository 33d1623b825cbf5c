//! What reading and writing have in common: names, limits, and what is said of a file.

use crate::protocol::weights::Weights;
use crate::settings::url::name_of;
use crate::settings::{Chapter, EbmSettings, Experiment, Settings};
use crate::ui::words::format;

/// What the networks' points are in: data units, or standardised ones, whose mean and deviation are told beside.
pub const RAW: &str = "raw";
pub const STANDARDISED: &str = "standardised";

/// Bytes of the largest file that is read: two of the widest and deepest networks, each with its average, fit.
pub const MOST_BYTES: usize = 16 << 20;
/// Version of the file's form.
pub const VERSION: &str = "1";
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
