//! Networks trained side by side in slices: weights kept on the way, and a run that diverges noticed and taken back.

mod ahead;

use super::divergence::{Divergence, Watch};
use crate::engine::device::{EngineDevice, read_back};
use crate::engine::kept::Kept;
use crate::engine::rate::Rate;
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::ebm::learned::Learned;
use crate::numerics::ebm::trainer::Trainer;
use crate::numerics::nn::FlatNet;
use crate::protocol::weights::NetworkWeights;
use crate::settings::{Beside, EbmSettings, Objective};
use burn::tensor::Tensor;
use std::ops::Range;
use web_time::Instant;

/// Numbers of a step stay on the device until read back together; never more steps than this.
const STEPS_PER_READ: u32 = 50;

pub struct Training {
    learners: Vec<Learner>,
    /// Networks of earlier steps: one for each learner.
    pub kept: Kept<Vec<FlatNet>>,
    ms_per_step: Option<f64>,
    pub rate: Rate,
    /// Time that steps have taken.
    seconds: f64,
}

struct Learner {
    trainer: Trainer,
    watch: Watch,
    /// As they were when nothing was wrong.
    good: (Learned, Watch),
    /// Where the chains of the last step ended, `[rows, 2]`.
    negatives: Option<Tensor<2>>,
}

/// What one slice of training brought.
pub struct Slice {
    /// Numbers of each step, for each learner: see [`crate::numerics::ebm::trainer::Step`].
    pub numbers: Vec<Vec<[f32; 5]>>,
    /// Training cannot go on like this, and why.
    pub halt: Option<String>,
}

impl Training {
    pub fn new(seed: u32, units: &Standardise, settings: &EbmSettings, device: &EngineDevice) -> Self {
        let rival = (settings.beside == Beside::Rival).then_some(settings.rival);
        let learner = |objective| {
            let trainer = Trainer::new(settings, objective, units, seed, &device.device);
            let good = (trainer.learned.clone(), Watch::default());
            Learner { trainer, watch: Watch::default(), good, negatives: None }
        };
        let learners: Vec<_> = [settings.objective].into_iter().chain(rival).map(learner).collect();
        Self {
            kept: Kept::new(networks(&learners)),
            learners,
            ms_per_step: None,
            rate: Rate::default(),
            seconds: 0.0,
        }
    }

    /// As many steps as fit into about `budget_ms`, at least one and at most `steps`.
    ///
    /// A divergence ends the slice, and the last good weights come back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let count = self.fitting(budget_ms).min(steps);
        let numbers = self.step(data, settings, 0..self.learners.len(), count).await?;
        Ok(self.judge(numbers, settings))
    }

    /// As many steps as fit into about `ms`, at least one.
    fn fitting(&self, ms: f64) -> u32 {
        self.ms_per_step.map_or(1, |each| (ms / each) as u32).clamp(1, STEPS_PER_READ)
    }

    /// So many steps of some learners, and the numbers of each step of each.
    async fn step(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        which: Range<usize>,
        count: u32,
    ) -> Result<Vec<Vec<[f32; 5]>>, String> {
        let begin = Instant::now();
        let stride = which.len();
        let mut numbers = Vec::with_capacity(count as usize * stride);
        for _ in 0..count {
            for learner in &mut self.learners[which.clone()] {
                let step = learner.trainer.step(data, settings);
                numbers.push(step.numbers);
                learner.negatives = step.negatives;
            }
            // Weights of one step are kept together.
            if stride == self.learners.len() {
                self.kept.offer(self.steps(), || networks(&self.learners));
            }
        }
        let numbers = read_back(Tensor::cat(numbers, 0)).await?;
        let seconds = begin.elapsed().as_secs_f64();
        self.seconds += seconds;
        self.ms_per_step = Some(seconds * 1e3 / f64::from(count));
        let rows = numbers.as_chunks::<5>().0;
        Ok((0..stride).map(|index| rows.iter().skip(index).step_by(stride).copied().collect()).collect())
    }

    /// Looks whether all is well with the steps just taken.
    fn judge(&mut self, numbers: Vec<Vec<[f32; 5]>>, settings: &EbmSettings) -> Slice {
        let diverged = self.learners.iter_mut().zip(&numbers).find_map(|(learner, steps)| {
            let first = learner.trainer.learned.steps + 1 - steps.len();
            let found =
                steps.iter().enumerate().find_map(|(at, step)| Some((first + at, learner.watch.see(step)?)));
            found.map(|(step, divergence)| (learner.trainer.objective(), step, divergence))
        });
        let halt = diverged.map(|diverged| self.take_back(diverged, settings));
        if halt.is_none() && self.learners.iter().all(|learner| learner.watch.is_calm()) {
            for learner in &mut self.learners {
                learner.good = (learner.trainer.learned.clone(), learner.watch);
            }
        }
        Slice { numbers: if halt.is_none() { numbers } else { Vec::new() }, halt }
    }

    /// Brings the last good weights back. Words for the reader.
    fn take_back(
        &mut self,
        (objective, step, divergence): (Objective, usize, Divergence),
        settings: &EbmSettings,
    ) -> String {
        for learner in &mut self.learners {
            (learner.trainer.learned, learner.watch) = learner.good.clone();
            learner.negatives = None;
        }
        let good = self.steps();
        self.kept.take_back(good);
        format!(
            "{} Training was paused and the weights of step {good} were brought back. {}",
            divergence.happened(step),
            divergence.would_have_helped(objective, settings)
        )
    }

    /// Goes on after `step` steps of an earlier run of this `seed`, each of whose learners took `seconds`: see
    /// [`Trainer::restore`].
    ///
    /// # Panics
    /// If the weights are of other networks.
    pub fn restore(
        &mut self,
        settings: &EbmSettings,
        seed: u32,
        weights: &[NetworkWeights],
        step: u32,
        seconds: f32,
    ) {
        for (learner, weights) in self.learners.iter_mut().zip(weights) {
            learner.trainer.restore(settings, seed, weights.to_train(), step as usize);
            learner.good = (learner.trainer.learned.clone(), Watch::default());
        }
        self.kept.offer(step, || networks(&self.learners));
        self.seconds = f64::from(seconds) * self.learners.len() as f64;
    }

    /// The weights of every learner.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn handed_out(&self) -> Result<Vec<NetworkWeights>, String> {
        let mut all = Vec::with_capacity(self.learners.len());
        for learner in &self.learners {
            let values = read_back(learner.trainer.learned.network().weights().clone()).await?;
            all.push(NetworkWeights { values, training: Vec::new() });
        }
        Ok(all)
    }

    /// A learner's network: the newest, or one of a step that is kept.
    pub fn network(&self, learner: usize, step: Option<u32>) -> FlatNet {
        match step.and_then(|step| self.kept.at(step)) {
            Some(networks) => networks[learner].clone(),
            None => self.learners[learner].trainer.learned.network(),
        }
    }

    pub fn objectives(&self) -> impl Iterator<Item = Objective> {
        self.learners.iter().map(|learner| learner.trainer.objective())
    }

    /// Where the chains of a learner's last step ended, `[rows, 2]`.
    pub fn negatives(&self, learner: usize) -> Option<&Tensor<2>> {
        self.learners[learner].negatives.as_ref()
    }

    pub fn steps(&self) -> u32 {
        self.learners[0].trainer.learned.steps as u32
    }

    /// Time that the steps of one learner have taken.
    pub fn seconds(&self) -> f64 {
        self.seconds / self.learners.len() as f64
    }
}

fn networks(learners: &[Learner]) -> Vec<FlatNet> {
    learners.iter().map(|learner| learner.trainer.learned.network()).collect()
}
