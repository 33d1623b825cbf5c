//! What was learned on its way to another chapter.

use super::DiffusionRun;
use crate::engine::device::read_back;
use crate::protocol::weights::Weights;
use crate::settings::{DataSettings, Experiment};

impl DiffusionRun {
    /// The newest weights that samples are drawn from, of the first network; none before the first training step. `seed`
    /// and `data` are the run's.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn export(&self, seed: u32, data: &DataSettings) -> Result<Option<Weights>, String> {
        let lane = &self.lanes[0];
        if lane.training.steps() == 0 {
            return Ok(None);
        }
        Ok(Some(Weights {
            run: self.id,
            seed,
            data: data.clone(),
            experiment: Experiment::Diffusion(lane.settings.clone()),
            step: lane.training.steps(),
            seconds: lane.training.seconds() as f32,
            values: read_back(lane.training.network(None).parameters()).await?,
        }))
    }
}
