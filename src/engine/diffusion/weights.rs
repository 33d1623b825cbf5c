//! What was learned, on its way out of a run and into another.

use super::DiffusionRun;
use crate::engine::sharing::SECOND;
use crate::protocol::sharing::Progress;
use crate::protocol::weights::Weights;
use crate::settings::{DataSettings, Experiment};

impl DiffusionRun {
    /// The newest weights of all networks; none before the first training step. `seed` and `data` are the run's.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn export(&self, seed: u32, data: &DataSettings) -> Result<Option<Weights>, String> {
        if self.steps() == 0 {
            return Ok(None);
        }
        let mut networks = Vec::with_capacity(self.lanes.len());
        for lane in &self.lanes {
            networks.push(lane.training.handed_out().await?);
        }
        Ok(Some(Weights {
            run: self.id,
            seed,
            data: data.clone(),
            experiment: Experiment::Diffusion(self.settings.clone()),
            step: self.steps(),
            seconds: self.lanes[0].training.seconds() as f32,
            networks,
        }))
    }

    /// Goes on from `weights`, in a run that has not trained. `seed` and `data` are the run's.
    ///
    /// # Errors
    /// Says in words why they are not weights for it.
    pub fn restore(&mut self, seed: u32, data: &DataSettings, weights: &Weights) -> Result<(), String> {
        weights.check_for(data, &Experiment::Diffusion(self.settings.clone()))?;
        for (lane, network) in self.lanes.iter_mut().zip(&weights.networks) {
            lane.training.restore(&lane.settings, seed, network, weights.step, weights.seconds);
        }
        Ok(())
    }

    /// Takes in what the other engine of the run tells.
    pub fn hear(&mut self, progress: Progress) {
        if let Some(state) = self.sharing.hear(progress) {
            self.lanes[SECOND].training.take_over(state);
        }
    }
}
