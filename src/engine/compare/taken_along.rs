//! Models that come from another run: whether they fit what is compared here; and those of this run, for a later one.

use super::models::Models;
use super::problem::Problem;
use super::sharing::LEARNED;
use crate::engine::chapter_run::Trained;
use crate::engine::device::read_back;
use crate::protocol::compare::{ModelState, Origin};
use crate::protocol::weights::{NetworkWeights, Weights};
use crate::settings::{ComparePlan, Experiment, Family};

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

/// The models that this run has trained to their end.
///
/// # Errors
/// Says in words that the device is lost.
pub async fn handed_out(models: &Models, plan: &ComparePlan) -> Result<Vec<Trained>, String> {
    let mut all = Vec::new();
    for family in LEARNED {
        let state = models.state(family);
        if state.origin != Origin::Trained || state.steps < state.goal {
            continue;
        }
        let experiment = match family {
            Family::Energy => Experiment::Ebm(plan.ebm.clone()),
            _ => Experiment::Diffusion(plan.diffusion.clone()),
        };
        let values = read_back(models.network(family).weights().clone()).await?;
        let networks = vec![NetworkWeights { values, training: Vec::new() }];
        let (step, seconds) = (state.steps, f64::from(state.seconds));
        all.push(Trained { experiment: Some(experiment), networks, step, seconds });
    }
    Ok(all)
}
