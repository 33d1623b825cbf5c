//! One network trained in slices, with weights kept on the way.

use crate::engine::device::{EngineDevice, read_back};
use crate::engine::kept::Kept;
use crate::engine::sharing::{SLICE_MS, steps_of_slice};
use crate::numerics::diffusion::trainer::{Course, Learned, STEPS_PER_DRAW, Trainer};
use crate::numerics::nn::FlatNet;
use crate::protocol::diffusion::LOSS_BINS;
use crate::protocol::sharing;
use crate::protocol::weights::NetworkWeights;
use crate::settings::DiffusionSettings;
use web_time::Instant;

pub struct Training {
    trainer: Trainer,
    /// Weights of the last slice whose losses were all finite.
    good: Learned,
    /// Averaged weights of earlier steps.
    pub kept: Kept<FlatNet>,
    /// Time that steps have taken.
    seconds: f64,
    ms_per_step: Option<f64>,
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
        let kept = Kept::new(trainer.learned.average());
        Self { good: trainer.learned.clone(), trainer, kept, seconds: 0.0, ms_per_step: None }
    }

    /// As many steps as fit into about `budget_ms`, at least one and at most `steps`. If a loss is not finite, the weights
    /// before come back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_within(
        &mut self,
        course: &Course,
        settings: &DiffusionSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let before = self.steps();
        let steps = fitting(before, self.ms_per_step, budget_ms).min(steps);
        let losses = self.advance(course, settings, steps).await?;
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
        course: &Course,
        settings: &DiffusionSettings,
        steps: u32,
    ) -> Result<Vec<f32>, String> {
        let begin = Instant::now();
        let Self { trainer, kept, .. } = self;
        let done = trainer.advance(course, settings, steps as usize, |learned| {
            kept.offer(learned.steps as u32, || learned.average());
        });
        let errors = read_back(done.errors.clone()).await?;
        let losses = done.losses(&errors);
        trainer.hear(&done, &errors);
        let seconds = begin.elapsed().as_secs_f64();
        self.seconds += seconds;
        self.ms_per_step = Some(seconds * 1e3 / f64::from(steps.max(1)));
        Ok(losses)
    }

    /// All that training goes on from, in a slice of no steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn state(&self) -> Result<sharing::Slice, String> {
        let (words, values) = self.trainer.state();
        let (from, kept) = (self.steps(), self.kept.newest());
        Ok(sharing::Slice { from, kept, words, values: read_back(values).await?, ..Default::default() })
    }

    /// Trains for another engine, for about [`SLICE_MS`]; none at the end of training.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train_ahead(
        &mut self,
        course: &Course,
        settings: &DiffusionSettings,
    ) -> Result<Option<sharing::Slice>, String> {
        let (from, before) = (self.steps(), self.seconds);
        let fitting = fitting(from, self.ms_per_step, SLICE_MS);
        let steps = steps_of_slice(from, fitting, &self.kept, settings.train_steps);
        if steps == 0 {
            return Ok(None);
        }
        let numbers = self.advance(course, settings, steps).await?;
        let seconds = (self.seconds - before) as f32;
        Ok(Some(sharing::Slice { from, steps, seconds, numbers, ..self.state().await? }))
    }

    /// Goes on from after a slice of another engine, and gives the losses in it: to be approved or taken back as its own.
    pub fn take_over(&mut self, slice: sharing::Slice) -> Vec<f32> {
        self.trainer.resume(&slice.words, &slice.values);
        self.seconds += f64::from(slice.seconds);
        self.kept.take_back(slice.kept);
        self.kept.offer(slice.kept, || self.trainer.learned.average());
        slice.numbers
    }

    pub fn approve(&mut self) {
        self.good = self.trainer.learned.clone();
    }

    /// Brings back the weights that were good before the last slice.
    pub fn take_back(&mut self) {
        self.trainer.learned = self.good.clone();
        self.kept.take_back(self.steps());
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
        self.kept.offer(step, || self.trainer.learned.average());
        self.seconds = seconds.into();
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
        let kept = step.and_then(|step| self.kept.at(step)).cloned();
        kept.unwrap_or_else(|| self.trainer.learned.average())
    }

    /// Mean loss of recent steps in each part of the timesteps.
    pub fn loss_by_timestep(&self) -> Vec<f32> {
        self.trainer.losses.means().map(|mean| mean as f32).collect()
    }

    pub fn steps(&self) -> u32 {
        self.trainer.learned.steps as u32
    }

    /// Time that steps have taken.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }
}

/// As many steps as fit into about `ms` after `done`, at least one; never across a step at which losses must have been read
/// back.
pub fn fitting(done: u32, ms_per_step: Option<f64>, ms: f64) -> u32 {
    let per_draw = STEPS_PER_DRAW as u32;
    let fitting = ms_per_step.map_or(1, |each| (ms / each) as u32);
    fitting.clamp(1, per_draw - done % per_draw)
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
