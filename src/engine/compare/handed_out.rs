//! Models of this run, for a later one.

use super::models::Models;
use super::sharing::LEARNED;
use crate::engine::chapter_run::Trained;
use crate::engine::device::read_back;
use crate::protocol::weights::NetworkWeights;
use crate::settings::{Experiment, Family};

/// The models that are trained to their end, here or before they were taken along.
///
/// # Errors
/// Says in words that the device is lost.
pub async fn handed_out(models: &Models) -> Result<Vec<Trained>, String> {
    let mut all = Vec::new();
    for family in LEARNED {
        let state = models.state(family);
        if !state.is_trained() {
            continue;
        }
        let experiment = match family {
            Family::Energy => Experiment::Ebm(models.energy.trained_as.clone()),
            _ => Experiment::Diffusion(models.diffusion.trained_as.clone()),
        };
        let values = read_back(models.network(family).weights().clone()).await?;
        let networks = vec![NetworkWeights { values, training: Vec::new() }];
        let (step, seconds) = (state.steps, f64::from(state.seconds));
        all.push(Trained { experiment: Some(experiment), networks, step, seconds });
    }
    Ok(all)
}
