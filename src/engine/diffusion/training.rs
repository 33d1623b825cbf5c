//! Training in slices, with the last good weights kept.

use crate::engine::device::{EngineDevice, read_back};
use crate::engine::rate::Rate;
use crate::numerics::diffusion::trainer::{Course, Learned, Trainer};
use crate::settings::DiffusionSettings;
use burn::tensor::Tensor;
use web_time::Instant;

/// Losses stay on the device until read back together; never more than this many.
const LOSSES_PER_READ: u32 = 50;

pub struct Training {
    trainer: Trainer,
    /// Weights of the last slice whose losses were all finite.
    good: Learned,
    ms_per_step: Option<f64>,
    pub rate: Rate,
}

/// What one slice of training brought.
pub struct Slice {
    pub losses: Vec<f32>,
    /// Training cannot go on like this, and why.
    pub halt: Option<String>,
}

impl Training {
    pub fn new(seed: u32, settings: &DiffusionSettings, device: &EngineDevice) -> Self {
        let trainer = Trainer::new(settings, seed, &device.device);
        Self { good: trainer.learned.clone(), trainer, ms_per_step: None, rate: Rate::default() }
    }

    /// As many steps as fit into about `budget_ms`, at least one and at most `steps`.
    ///
    /// A loss that is not finite ends the slice: the weights of the slice before come back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        course: &Course,
        settings: &DiffusionSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let fitting = self.ms_per_step.map_or(1, |ms| (budget_ms / ms) as u32);
        let count = fitting.clamp(1, LOSSES_PER_READ).min(steps);
        let begin = Instant::now();
        let losses: Vec<Tensor<1>> = (0..count)
            .map(|_| {
                let learning_rate = settings.learning_rate_at(self.trainer.learned.steps);
                self.trainer.step(course, learning_rate, settings.ema_decay)
            })
            .collect();
        let losses = read_back(Tensor::cat(losses, 0)).await?;
        self.ms_per_step = Some(begin.elapsed().as_secs_f64() * 1e3 / f64::from(count));
        let Some(bad) = losses.iter().position(|loss| !loss.is_finite()) else {
            self.good = self.trainer.learned.clone();
            return Ok(Slice { losses, halt: None });
        };
        let step = self.good.steps + bad + 1;
        self.trainer.learned = self.good.clone();
        let halt = format!(
            "The loss stopped being a number at step {step}, so training was paused and the weights of step {} \
             were brought back. A smaller learning rate than {} would have helped.",
            self.good.steps, settings.learning_rate
        );
        Ok(Slice { losses: Vec::new(), halt: Some(halt) })
    }

    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    pub fn steps(&self) -> u32 {
        self.trainer.learned.steps as u32
    }
}
