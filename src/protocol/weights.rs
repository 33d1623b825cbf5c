//! A trained model on its way: from one chapter to another, to a file and back, or past an engine's rest.

use super::run_id::RunId;
use crate::settings::{DataSettings, Experiment, layers};
use serde::{Deserialize, Serialize};

/// Weights with everything that tells what they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The run that trained them.
    pub run: RunId,
    pub seed: u32,
    pub data: DataSettings,
    /// What they were trained as: an energy model or a diffusion model.
    pub experiment: Experiment,
    /// Training steps behind them, and the time these took.
    pub step: u32,
    pub seconds: f32,
    /// The run's network, and the one that is trained beside it where there is one: as many as
    /// [`Experiment::networks`] tells.
    pub networks: Vec<NetworkWeights>,
    /// What the networks' points are standardised by; none where they are in data units, or an old file does not tell.
    pub units: Option<Units>,
}

/// Standardised points are (x − mean) / std, axis by axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Units {
    /// Data units.
    pub mean: [f64; 2],
    /// Data units, positive.
    pub std: [f64; 2],
}

/// The weights of one network: of each layer its matrix `[inputs, outputs]` row by row, then its biases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NetworkWeights {
    /// What samples are drawn from.
    pub values: Vec<f32>,
    /// What training goes on from, where `values` are a moving average of it; else empty.
    pub training: Vec<f32>,
}

impl NetworkWeights {
    /// What training goes on from.
    pub fn to_train(&self) -> &[f32] {
        if self.training.is_empty() { &self.values } else { &self.training }
    }
}

impl Weights {
    /// Whether they are what they say: a trained model, with all its weights.
    ///
    /// # Errors
    /// Says in words what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let networks = self.experiment.networks();
        if networks.is_empty() {
            return Err("they are neither an energy model nor a diffusion model".into());
        }
        if self.step == 0 {
            return Err("the model is not trained yet".into());
        }
        if networks.len() != self.networks.len() {
            return Err(format!("there are {} networks instead of {}", self.networks.len(), networks.len()));
        }
        for (layers, weights) in networks.iter().zip(&self.networks) {
            let count = layers::count(layers);
            for values in [&weights.values[..], weights.to_train()] {
                if values.len() != count {
                    return Err(format!("the network has {count} weights, but {} were given", values.len()));
                }
                if values.iter().any(|weight| !weight.is_finite()) {
                    return Err("some of the weights are not numbers".into());
                }
            }
        }
        Ok(())
    }

    /// Whether a run of `experiment` on `data` can go on from them.
    ///
    /// # Errors
    /// Says in words why it cannot.
    pub fn check_for(&self, data: &DataSettings, experiment: &Experiment) -> Result<(), String> {
        self.check()?;
        if experiment.networks().is_empty() {
            return Err("this run has no network for them".into());
        }
        if !data.is_like(&self.data) || experiment.needs_restart(&self.experiment.with_bug_of(experiment)) {
            return Err("they were trained under other settings than those of this run".into());
        }
        Ok(())
    }

    /// The flat arrays, in a fixed order.
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        self.networks.iter_mut().flat_map(|network| [&mut network.values, &mut network.training]).collect()
    }

    /// Of a run of this chapter with the default settings, without a network.
    #[cfg(test)]
    pub fn of_defaults(run: RunId, chapter: crate::settings::Chapter, step: u32) -> Box<Self> {
        let settings = crate::settings::Settings::default();
        let experiment = Experiment::of(chapter, &settings);
        Box::new(Self {
            run,
            seed: 1,
            data: settings.data,
            experiment,
            step,
            seconds: 1.0,
            networks: Vec::new(),
            units: None,
        })
    }
}
