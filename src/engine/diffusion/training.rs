//! One network trained in slices, with weights kept on the way.

use crate::engine::device::{EngineDevice, read_back};
use crate::engine::kept::Kept;
use crate::numerics::diffusion::trainer::{Course, Learned, Step, Trainer};
use crate::numerics::nn::DenoisingNet;
use crate::protocol::diffusion::LOSS_BINS;
use crate::settings::DiffusionSettings;
use burn::tensor::Tensor;

pub struct Training {
    trainer: Trainer,
    /// Weights of the last slice whose losses were all finite.
    good: Learned,
    /// Averaged weights of earlier steps.
    pub kept: Kept<DenoisingNet>,
}

impl Training {
    pub fn new(seed: u32, settings: &DiffusionSettings, device: &EngineDevice) -> Self {
        let trainer = Trainer::new(settings, seed, LOSS_BINS, &device.device);
        let kept = Kept::new(trainer.learned.average.clone());
        Self { good: trainer.learned.clone(), trainer, kept }
    }

    /// So many steps, and their losses.
    ///
    /// A loss that is not finite is the last, with the step that brought it: whoever asked takes the slice
    /// [back](Self::take_back). Otherwise its weights are the good ones now, once [approved](Self::approve).
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        course: &Course,
        settings: &DiffusionSettings,
        steps: u32,
    ) -> Result<Vec<f32>, String> {
        let mut done: Vec<Step> = Vec::with_capacity(steps as usize);
        for _ in 0..steps {
            done.push(self.trainer.step(course, settings));
            let Learned { steps, average, .. } = &self.trainer.learned;
            self.kept.offer(*steps as u32, || average.clone());
        }
        let errors = Tensor::cat(done.iter().map(|step| step.errors.clone()).collect(), 0);
        let errors = read_back(errors).await?;
        let rows = errors.chunks_exact(course.batch_size);
        let mut losses = Vec::with_capacity(done.len());
        for (step, errors) in done.iter().zip(rows) {
            losses.push(step.loss(errors));
            self.trainer.hear(step, errors);
        }
        Ok(losses)
    }

    pub fn approve(&mut self) {
        self.good = self.trainer.learned.clone();
    }

    /// Brings back the weights that were good before the last slice.
    pub fn take_back(&mut self) {
        self.trainer.learned = self.good.clone();
        self.kept.take_back(self.steps());
    }

    /// The network to sample from: the newest, or that of a step that is kept.
    pub fn network(&self, step: Option<u32>) -> &DenoisingNet {
        step.and_then(|step| self.kept.at(step)).unwrap_or(&self.trainer.learned.average)
    }

    /// Mean loss of recent steps in each part of the timesteps.
    pub fn loss_by_timestep(&self) -> Vec<f32> {
        self.trainer.losses.means().map(|mean| mean as f32).collect()
    }

    pub fn steps(&self) -> u32 {
        self.trainer.learned.steps as u32
    }

    pub fn weights(&self) -> usize {
        self.trainer.weights()
    }
}
