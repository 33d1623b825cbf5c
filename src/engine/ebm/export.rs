//! What was learned on its way to another chapter.

use super::EbmRun;
use crate::engine::device::read_back;
use crate::protocol::weights::Weights;
use crate::settings::{DataSettings, Experiment};

impl EbmRun {
    /// The newest weights of the first network; none before the first training step. `seed` and `data` are the run's.
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
            values: read_back(training.network(0, None).parameters()).await?,
        }))
    }
}
