//! One network trained in slices, with weights kept on the way.

use crate::engine::device::{EngineDevice, read_back};
use crate::numerics::diffusion::trainer::{Course, Learned, Step, Trainer};
use crate::numerics::nn::DenoisingNet;
use crate::protocol::diffusion::LOSS_BINS;
use crate::settings::DiffusionSettings;
use burn::tensor::Tensor;

/// From one step whose weights are kept to the next, by ratio.
const KEPT_APART: f64 = 1.25;

pub struct Training {
    trainer: Trainer,
    /// Weights of the last slice whose losses were all finite.
    good: Learned,
    /// Averaged weights of earlier steps, in order.
    kept: Vec<(u32, DenoisingNet)>,
}

impl Training {
    pub fn new(seed: u32, settings: &DiffusionSettings, device: &EngineDevice) -> Self {
        let trainer = Trainer::new(settings, seed, LOSS_BINS, &device.device);
        let mut training = Self { good: trainer.learned.clone(), trainer, kept: Vec::new() };
        training.keep();
        training
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
            self.keep();
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
        let good = self.steps();
        self.kept.retain(|(step, _)| *step <= good);
    }

    /// Keeps the weights if it is time.
    fn keep(&mut self) {
        let step = self.steps();
        let newest = self.kept.last().map(|(step, _)| *step);
        let next = newest.map_or(0, |newest| (f64::from(newest) * KEPT_APART).ceil() as u32);
        if newest < Some(step) && step >= next {
            self.kept.push((step, self.trainer.learned.average.clone()));
        }
    }

    /// Steps whose weights are kept.
    pub fn kept(&self) -> Vec<u32> {
        self.kept.iter().map(|(step, _)| *step).collect()
    }

    /// The kept step nearest to `step`.
    pub fn nearest_kept(&self, step: u32) -> u32 {
        let steps = self.kept.iter().map(|(kept, _)| *kept);
        steps.min_by_key(|kept| kept.abs_diff(step)).unwrap_or_default()
    }

    /// The network to sample from: the newest, or that of a step that is kept.
    pub fn network(&self, step: Option<u32>) -> &DenoisingNet {
        let kept = self.kept.iter().find(|(kept, _)| Some(*kept) == step);
        kept.map_or(&self.trainer.learned.average, |(_, network)| network)
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
