//! Trained weights with their settings as a file: safetensors, which PyTorch reads.
//!
//! Every layer is one `nn.Linear`: `layers.0.weight` `[out, in]`, `layers.0.bias` `[out]`, numbered in the order in which an
//! input goes through them, the head last; float32. Of a residual MLP layer 0 is the stem, and each block has two layers.
//! These are the weights that samples are drawn from. Where they are a moving average, `training.layers.…` hold the
//! weights that training goes on from; `beside.…` hold the same of a second network that was trained beside the first.
//!
//! The metadata tell what they are: `format` is `pt`, `kind` is `energy` or `diffusion`; `settings` are those of the whole page
//! as in a link, `network`, `activation` and, of a diffusion model, `prediction`, `schedule` and `timesteps` the few that
//! are needed to use the network elsewhere; `step` and `seconds` are what training has taken, `seed` what it began with.

pub mod download;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;

use crate::protocol::weights::Weights;
use crate::settings::url::name_of;
use crate::settings::{Chapter, EbmSettings, Experiment, Settings};
use crate::ui::words::format;

/// Bytes of the largest file that is read: two of the widest and deepest networks, each with its average, fit.
pub const MOST_BYTES: usize = 16 << 20;
/// Version of the file's form.
const VERSION: &str = "1";
/// What names begin with of the first network and of the one beside it, and of weights that training goes on from.
const NETWORKS: [&str; 2] = ["", "beside."];
const TRAINING: &str = "training.";

/// What a model is called in its file, and the chapter that trains it; none for a run without a model.
fn kind(experiment: &Experiment) -> Option<(&'static str, Chapter)> {
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
    format!("The {what} model of the file is here, after {steps} training steps, with its settings.")
}

/// The name of a layer's matrix or biases.
fn tensor_name(network: &str, set: &str, layer: usize, part: &str) -> String {
    format!("{network}{set}layers.{layer}.{part}")
}
