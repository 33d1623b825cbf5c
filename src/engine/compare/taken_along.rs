//! A model from another run: whether it fits what is compared here.

use super::problem::Problem;
use crate::protocol::compare::{ModelState, Origin};
use crate::protocol::weights::Weights;
use crate::settings::Experiment;

/// Whether `weights` are an energy model or a diffusion model of the same data.
///
/// # Errors
/// Says in words why they are not.
pub fn check(weights: &Weights, problem: &Problem) -> Result<(), String> {
    let sigma = match &weights.experiment {
        Experiment::Ebm(settings) => settings.data_noise,
        Experiment::Diffusion(settings) => settings.data_noise,
        _ => {
            return Err("What was to be taken along is neither an energy model nor a diffusion model.".into());
        }
    };
    if !weights.data.is_like(&problem.data) || sigma != problem.law.sigma() {
        return Err(
            "The model was trained on other data, so it was not taken along. Train it again on these data, or \
             compare on the data that it was trained on."
                .into(),
        );
    }
    weights.check().map_err(|why| format!("The model was not taken along: {why}."))
}

/// What is told of a model that has been taken along.
pub fn state(weights: &Weights, batch_size: usize) -> ModelState {
    ModelState {
        origin: Origin::TakenAlong,
        steps: weights.step,
        goal: weights.step,
        seconds: weights.seconds,
        weights: weights.networks[0].values.len() as u32,
        examples: f64::from(weights.step) * batch_size as f64,
        loss: None,
    }
}
