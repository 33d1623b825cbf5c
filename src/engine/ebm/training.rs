//! One network trained in slices: weights kept on the way, and a run that diverges noticed.

use super::divergence::{Divergence, Watch};
use crate::engine::checkpoints::Checkpoints;
use crate::engine::device::{EngineDevice, read_back};
use crate::engine::slice::{Pace, fitting};
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::ebm::trainer::{TrainState, Trainer};
use crate::numerics::nn::FlatNet;
use crate::protocol::sharing;
use crate::protocol::weights::NetworkWeights;
use crate::settings::{EbmSettings, Objective};
use burn::tensor::Tensor;
use web_time::Instant;

/// Numbers of a step stay on the device until read back together; never more steps than this.
pub const STEPS_PER_READ: u32 = 50;

pub struct Training {
    trainer: Trainer,
    watch: Watch,
    /// As they were when nothing was wrong.
    good: (TrainState, Watch),
    /// Where the chains of the last step ended, `[rows, 2]`.
    pub negatives: Option<Tensor<2>>,
    /// Networks of earlier steps.
    pub checkpoints: Checkpoints<FlatNet>,
    pub pace: Pace,
}

/// What one slice of training brought.
pub struct Slice {
    /// Of each step: see [`crate::numerics::ebm::trainer::Step`].
    pub numbers: Vec<[f32; 5]>,
    /// At which step training went wrong, counted from 1, and how.
    pub diverged: Option<(usize, Divergence)>,
}

impl Training {
    pub fn new(
        seed: u32,
        units: &Standardise,
        settings: &EbmSettings,
        objective: Objective,
        device: &EngineDevice,
    ) -> Self {
        let trainer = Trainer::new(settings, objective, units, seed, &device.device);
        Self {
            watch: Watch::default(),
            good: (trainer.learned.clone(), Watch::default()),
            negatives: None,
            checkpoints: Checkpoints::new(trainer.learned.network()),
            trainer,
            pace: Pace::default(),
        }
    }

    /// As many steps as fit into about `budget_ms`, at least one and at most `steps`. A divergence brings the last good
    /// weights back: then no numbers but words for the reader.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance_within(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<(Vec<[f32; 5]>, Option<String>), String> {
        let steps = fitting(self.pace.ms_per_step, budget_ms, STEPS_PER_READ).min(steps);
        let slice = self.advance(data, settings, steps).await?;
        let Some((step, divergence)) = slice.diverged else {
            if self.is_calm() {
                self.approve();
            }
            return Ok((slice.numbers, None));
        };
        self.take_back();
        let words = divergence.words(step, self.steps(), self.objective(), settings);
        Ok((Vec::new(), Some(words)))
    }

    /// So many steps. Whoever asked takes those that diverged [back](Self::take_back), and [approves](Self::approve) of
    /// others, if they are [calm](Self::is_calm).
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        steps: u32,
    ) -> Result<Slice, String> {
        let begin = Instant::now();
        let mut numbers = Vec::with_capacity(steps as usize);
        for _ in 0..steps {
            let step = self.trainer.step(data, settings);
            numbers.push(step.numbers);
            self.negatives = step.negatives;
            self.checkpoints.offer(self.steps(), || self.trainer.learned.network());
        }
        let numbers = read_back(Tensor::cat(numbers, 0)).await?.as_chunks::<5>().0.to_vec();
        self.pace.note(steps, begin.elapsed().as_secs_f64());
        Ok(self.watched(numbers))
    }

    /// What the steps just taken have brought.
    fn watched(&mut self, numbers: Vec<[f32; 5]>) -> Slice {
        let first = self.trainer.learned.steps + 1 - numbers.len();
        let mut seen = (first..).zip(&numbers);
        let diverged = seen.find_map(|(step, numbers)| Some((step, self.watch.see(numbers)?)));
        Slice { numbers, diverged }
    }

    /// All that training goes on from, in a slice of no steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn state(&self) -> Result<sharing::Slice, String> {
        let (words, values) = self.trainer.state();
        let negatives = self.negatives.iter().map(|negatives| negatives.clone().flatten(0, 1));
        let values = read_back(Tensor::cat([values].into_iter().chain(negatives).collect(), 0)).await?;
        let (from, kept) = (self.steps(), self.checkpoints.newest());
        Ok(sharing::Slice { from, kept, words, values, ..Default::default() })
    }

    /// Trains a slice for another engine; none at the end of training.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train_ahead(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
    ) -> Result<Option<sharing::Slice>, String> {
        let (from, before) = (self.steps(), self.pace.seconds);
        let steps = self.pace.ahead(from, STEPS_PER_READ, &self.checkpoints, settings.train_steps);
        if steps == 0 {
            return Ok(None);
        }
        let numbers = self.advance(data, settings, steps).await?.numbers.concat();
        let seconds = (self.pace.seconds - before) as f32;
        Ok(Some(sharing::Slice { from, steps, seconds, numbers, ..self.state().await? }))
    }

    /// Goes on from after a slice of another engine, and gives what it brought: like [`advance`](Self::advance).
    pub fn take_over(&mut self, slice: &sharing::Slice) -> Slice {
        let mut values = &slice.values[..];
        self.trainer.resume(&slice.words, &mut values);
        let device = self.trainer.learned.network().weights().device();
        let negatives = || Tensor::<1>::from_floats(values, &device).reshape([-1, 2]);
        self.negatives = (!values.is_empty()).then(negatives);
        self.pace.note(slice.steps, slice.seconds.into());
        self.checkpoints.take_back(slice.kept);
        self.checkpoints.offer(slice.kept, || self.trainer.learned.network());
        self.watched(slice.numbers.as_chunks().0.to_vec())
    }

    /// Whether nothing points to a divergence.
    pub fn is_calm(&self) -> bool {
        self.watch.is_calm()
    }

    pub fn approve(&mut self) {
        self.good = (self.trainer.learned.clone(), self.watch);
    }

    /// Brings the last good weights back.
    pub fn take_back(&mut self) {
        (self.trainer.learned, self.watch) = self.good.clone();
        self.negatives = None;
        self.checkpoints.take_back(self.steps());
    }

    /// Goes on after `step` steps of an earlier run of this `seed`, which took `seconds`: see [`Trainer::restore`].
    ///
    /// # Panics
    /// If the weights are of another network.
    pub fn restore(
        &mut self,
        settings: &EbmSettings,
        seed: u32,
        weights: &NetworkWeights,
        step: u32,
        seconds: f32,
    ) {
        self.trainer.restore(settings, seed, weights.to_train(), step as usize);
        self.approve();
        self.checkpoints.offer(step, || self.trainer.learned.network());
        self.pace.seconds = seconds.into();
    }

    /// # Errors
    /// Says in words that the device is lost.
    pub async fn handed_out(&self) -> Result<NetworkWeights, String> {
        let values = read_back(self.trainer.learned.network().weights().clone()).await?;
        Ok(NetworkWeights { values, training: Vec::new() })
    }

    /// The network: the newest, or that of a step that is kept.
    pub fn network(&self, step: Option<u32>) -> FlatNet {
        let checkpoints = step.and_then(|step| self.checkpoints.at(step)).cloned();
        checkpoints.unwrap_or_else(|| self.trainer.learned.network())
    }

    pub fn objective(&self) -> Objective {
        self.trainer.objective()
    }

    pub fn steps(&self) -> u32 {
        self.trainer.learned.steps as u32
    }
}
