//! What was learned, on its way out of a run and into another.

use super::EbmRun;
use crate::protocol::sharing::Progress;
use crate::protocol::weights::Weights;
use crate::settings::{DataSettings, Experiment};

impl EbmRun {
    /// The newest weights of all networks; none before the first training step. `seed` and `data` are the run's.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn export(&self, seed: u32, data: &DataSettings) -> Result<Option<Weights>, String> {
        let Self { training, settings, .. } = self;
        if training.steps() == 0 {
            return Ok(None);
        }
        Ok(Some(Weights {
            run: self.id,
            seed,
            data: data.clone(),
            experiment: Experiment::Ebm(settings.clone()),
            step: training.steps(),
            seconds: training.seconds() as f32,
            networks: training.handed_out().await?,
        }))
    }

    /// Goes on from `weights`, in a run that has not trained; walkers start on what was learned. `seed` and `data` are
    /// the run's.
    ///
    /// # Errors
    /// Says in words why they are not weights for it.
    pub fn restore(&mut self, seed: u32, data: &DataSettings, weights: &Weights) -> Result<(), String> {
        weights.check_for(data, &Experiment::Ebm(self.settings.clone()))?;
        self.training.restore(&self.settings, seed, &weights.networks, weights.step, weights.seconds);
        self.to_gather = true;
        Ok(())
    }

    /// Takes in what the other engine of the run tells.
    pub fn hear(&mut self, progress: Progress) {
        if let Some(state) = self.sharing.hear(progress) {
            self.training.take_over(state);
        }
    }
}
