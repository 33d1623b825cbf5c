//! Every sampler at every number of evaluations: how good its samples are.

use super::ground::Ground;
use super::scoring::fresh_points;
use super::source::{Asked, Source};
use crate::engine::device::read_back;
use crate::engine::metrics::{bandwidths, unbiased};
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::{EVALUATIONS, Quality, WALKERS, mean_over_bandwidths};
use crate::settings::{DiffusionSampler, DiffusionSettings};
use burn::tensor::Device;

/// Sets of samples drawn for each: one set's score is as noisy as real data are apart.
const SETS: u32 = 3;

pub struct Measuring {
    source: Source,
    step: u32,
    settings: DiffusionSettings,
    /// What is still to be measured, the next one last.
    ahead: Vec<(DiffusionSampler, u32)>,
    all: usize,
    asked: Asked,
    sampling: Option<Sampling>,
    /// Mean unbiased MMD² of each set so far of what is being measured.
    scores: Vec<f32>,
    fresh: Rng,
    device: Device,
}

impl Measuring {
    /// Of `source` as it is now, after `step` training steps.
    pub fn start(
        source: Source,
        step: u32,
        settings: &DiffusionSettings,
        ground: &Ground,
        device: &Device,
    ) -> Self {
        let samplers = DiffusionSampler::ALL.into_iter().filter(|sampler| sampler.suits(settings.prediction));
        let mut ahead: Vec<_> =
            samplers.flat_map(|sampler| EVALUATIONS.map(|evaluations| (sampler, evaluations))).collect();
        ahead.reverse();
        Self {
            source,
            step,
            settings: settings.clone(),
            all: ahead.len(),
            ahead,
            asked: Asked::new(settings, 0, WALKERS, device),
            sampling: None,
            scores: Vec::new(),
            fresh: Rng::new(ground.seed, Stream::MeasuredAgainst),
            device: device.clone(),
        }
    }

    /// The share that is done.
    pub fn share(&self) -> f32 {
        let begun = self.scores.len() as f32 / SETS as f32;
        (self.all as f32 - self.ahead.len() as f32 + begun) / self.all as f32
    }

    pub fn is_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// One denoiser evaluation, or the score of a set; the last set of a sampler brings its quality.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, ground: &Ground) -> Result<Option<Quality>, String> {
        let Some(&(sampler, evaluations)) = self.ahead.last() else { return Ok(None) };
        let sampling = match &mut self.sampling {
            Some(sampling) => sampling,
            none => {
                let within = evaluations as usize / if self.settings.guides() { 2 } else { 1 };
                let settings = DiffusionSettings {
                    sampler,
                    sampler_steps: sampler.steps_within(within),
                    ..self.settings.clone()
                };
                // Other noise for each set, the same for every sampler.
                let rng = Rng::new(ground.seed.wrapping_add(self.scores.len() as u32), Stream::Measured);
                let (path, bound) = (&ground.train_set.path, Bound::of(&settings, &ground.law));
                none.insert(Sampling::start(WALKERS, &settings, path, bound, rng, &self.device))
            }
        };
        if let Some(query) = sampling.query() {
            let Ground { train_set, ideal, .. } = ground;
            let denoised = self.source.denoise(train_set, ideal, query.t, query.x, &self.asked).await?;
            sampling.advance(denoised);
            return Ok(None);
        }
        let samples = read_back(sampling.last().clone()).await?;
        self.sampling = None;
        let points = ground.points(&samples);
        let fresh = fresh_points(&ground.law, &self.settings, &mut self.fresh);
        self.scores.push(mean_over_bandwidths(&unbiased(&points, &fresh, &bandwidths(self.settings.bug))));
        if self.scores.len() < SETS as usize {
            return Ok(None);
        }
        self.ahead.pop();
        let mmd2 = std::mem::take(&mut self.scores).iter().sum::<f32>() / SETS as f32;
        let denoiser = self.source.denoiser();
        Ok(Some(Quality { denoiser, step: self.step, sampler, evaluations, mmd2, sets: SETS }))
    }
}
