//! One network trained in slices, with weights kept on the way.

use crate::engine::checkpoints::Checkpoints;
use crate::engine::device::{EngineDevice, read_back};
use crate::engine::slice::{Pace, fitting};
use crate::numerics::diffusion::TrainSet;
use crate::numerics::diffusion::trainer::{STEPS_PER_DRAW, TrainState, Trainer};
use crate::numerics::nn::FlatNet;
use crate::protocol::diffusion::LOSS_BINS;
use crate::protocol::sharing;
use crate::protocol::weights::NetworkWeights;
use crate::settings::DiffusionSettings;
use web_time::Instant;

pub struct Training {
    trainer: Trainer,
    /// Weights of the last slice whose losses were all finite.
    good: TrainState,
    /// Averaged weights of earlier steps.
    pub checkpoints: Checkpoints<FlatNet>,
    pub pace: Pace,
}

/// What one slice of training brought.
pub struct Slice {
    /// Of each step; none if one of them is not finite.
    pub losses: Vec<f32>,
    /// Training cannot go on like this, and why.
    pub halt: Option<String>,
}

impl Training {
    pub fn new(seed: u32, settings: &DiffusionSettings, device: &EngineDevice) -> Self {
        let trainer = Trainer::new(settings, seed, LOSS_BINS, &device.device);
        let checkpoints = Checkpoints::new(trainer.learned.average());
        Self { good: trainer.learned.clone(), trainer, checkpoints, pace: Pace::default() }
    }

    /// As many steps as fit into about `budget_ms`, at least one and at most `steps`. If a loss is not finite, the weights
    /// before come back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_within(
        &mut self,
        train_set: &TrainSet,
        settings: &DiffusionSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let before = self.steps();
        let steps = fitting(self.pace.ms_per_step, budget_ms, until_read(before)).min(steps);
        let losses = self.advance(train_set, settings, steps).await?;
        Ok(match losses.iter().position(|loss| !loss.is_finite()) {
            None => {
                self.approve();
                Slice { losses, halt: None }
            }
            Some(bad) => {
                self.take_back();
                Slice { losses: Vec::new(), halt: Some(diverged(before, bad, settings)) }
            }
        })
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
        train_set: &TrainSet,
        settings: &DiffusionSettings,
        steps: u32,
    ) -> Result<Vec<f32>, String> {
        let begin = Instant::now();
        let Self { trainer, checkpoints, .. } = self;
        let done = trainer.advance(train_set, settings, steps as usize, |learned| {
            checkpoints.offer(learned.steps as u32, || learned.average());
        });
        let errors = read_back(done.errors.clone()).await?;
        let losses = done.losses(&errors);
        trainer.hear(&done, &errors);
        self.pace.note(steps, begin.elapsed().as_secs_f64());
        Ok(losses)
    }

    /// All that training goes on from, in a slice of no steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn state(&self) -> Result<sharing::Slice, String> {
        let (words, values) = self.trainer.state();
        let (from, kept) = (self.steps(), self.checkpoints.newest());
        Ok(sharing::Slice { from, kept, words, values: read_back(values).await?, ..Default::default() })
    }

    /// Trains a slice for another engine; none at the end of training.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train_ahead(
        &mut self,
        train_set: &TrainSet,
        settings: &DiffusionSettings,
    ) -> Result<Option<sharing::Slice>, String> {
        let (from, before) = (self.steps(), self.pace.seconds);
        let steps = self.pace.ahead(from, until_read(from), &self.checkpoints, settings.train_steps);
        if steps == 0 {
            return Ok(None);
        }
        let numbers = self.advance(train_set, settings, steps).await?;
        let seconds = (self.pace.seconds - before) as f32;
        Ok(Some(sharing::Slice { from, steps, seconds, numbers, ..self.state().await? }))
    }

    /// Goes on from after a slice of another engine, and gives the losses in it: like those of [`advance`](Self::advance).
    pub fn take_over(&mut self, slice: sharing::Slice) -> Vec<f32> {
        self.trainer.resume(&slice.words, &slice.values);
        self.pace.note(slice.steps, slice.seconds.into());
        self.checkpoints.take_back(slice.kept);
        self.checkpoints.offer(slice.kept, || self.trainer.learned.average());
        slice.numbers
    }

    pub fn approve(&mut self) {
        self.good = self.trainer.learned.clone();
    }

    /// Brings back the weights that were good before the last slice.
    pub fn take_back(&mut self) {
        self.trainer.learned = self.good.clone();
        self.checkpoints.take_back(self.steps());
    }

    /// Goes on after `step` steps of an earlier run of this `seed`, which took `seconds`: see [`Trainer::restore`].
    ///
    /// # Panics
    /// If the weights are of another network.
    pub fn restore(
        &mut self,
        settings: &DiffusionSettings,
        seed: u32,
        weights: &NetworkWeights,
        step: u32,
        seconds: f32,
    ) {
        self.trainer.restore(settings, seed, weights.to_train(), &weights.values, step as usize);
        self.approve();
        self.checkpoints.offer(step, || self.trainer.learned.average());
        self.pace.seconds = seconds.into();
    }

    /// The weights that samples are drawn from and those that training goes on from.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn handed_out(&self) -> Result<NetworkWeights, String> {
        let learned = &self.trainer.learned;
        let values = read_back(learned.average().weights().clone()).await?;
        let training = read_back(learned.network().weights().clone()).await?;
        Ok(NetworkWeights { training: if training == values { Vec::new() } else { training }, values })
    }

    /// The network to sample from: the newest, or that of a step that is kept.
    pub fn network(&self, step: Option<u32>) -> FlatNet {
        let checkpoints = step.and_then(|step| self.checkpoints.at(step)).cloned();
        checkpoints.unwrap_or_else(|| self.trainer.learned.average())
    }

    pub fn steps(&self) -> u32 {
        self.trainer.learned.steps as u32
    }
}

/// Steps after `done` until losses must have been read back.
pub fn until_read(done: u32) -> u32 {
    STEPS_PER_DRAW as u32 - done % STEPS_PER_DRAW as u32
}

/// Words for a slice after `before` steps whose step `bad`, counted from 0, brought a loss that is not finite.
pub fn diverged(before: u32, bad: usize, settings: &DiffusionSettings) -> String {
    format!(
        "The loss stopped being a number at step {}, so training was paused and the weights of step {before} \
         were brought back. A smaller learning rate than {} would have helped.",
        before + bad as u32 + 1,
        settings.learning_rate
    )
}
