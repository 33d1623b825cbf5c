//! Training steps and samples of the diffusion networks.

use crate::engine::device::{EngineDevice, read_back};
use crate::numerics::dataset::{Law, TwoMoons};
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::denoiser::denoise;
use crate::numerics::diffusion::sampling::{Query, Sampling};
use crate::numerics::diffusion::{TrainSet, trainer::Trainer};
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::BenchSlice;
use crate::protocol::diffusion::LOSS_BINS;
use crate::settings::{
    Clip, DiffusionSampler, DiffusionSettings, LearningRateSchedule, Network, ScheduleKind,
};
use web_time::Instant;

pub const SAMPLED_POINTS: usize = 2000;

/// Losses are read back together, this many steps at a time.
const STEPS_PER_READ: usize = 50;

pub struct NetworkWork {
    device: EngineDevice,
    seed: u32,
    settings: DiffusionSettings,
    train_set: TrainSet,
    trainer: Trainer,
    kind: Kind,
}

enum Kind {
    Training { first: Option<f32>, last: f32, ms_per_step: f64 },
    Sampling(Box<Sampling>),
}

impl NetworkWork {
    /// `case` is one of the network's.
    pub fn new(case: &str, seed: u32, device: &EngineDevice) -> Self {
        let mut parts = case.split('.').skip(1);
        let network = if parts.next() == Some("A") { Network::Mlp } else { Network::ResidualMlp };
        let batch_size = parts.next().and_then(|rows| rows.parse().ok());
        let settings = DiffusionSettings {
            batch_size: batch_size.unwrap_or_default(),
            network,
            width: 128,
            depth: 3,
            schedule: ScheduleKind::RescaledLinear,
            timesteps: 100,
            sampler: DiffusionSampler::Ddim,
            sampler_steps: 100,
            eta: 0.0,
            data_noise: 0.05,
            learning_rate: 1e-3,
            learning_rate_schedule: LearningRateSchedule::Constant,
            ema_decay: 0.0,
            clip: Clip::Off,
            ..DiffusionSettings::default()
        };
        let moons = TwoMoons::new(settings.data_noise);
        let standardise = Law::from(moons).units();
        let (data, classes) = moons.labelled(8192, &mut Rng::new(seed, Stream::Data));
        let data = data.into_iter().map(|x| standardise.to_standard(x)).collect();
        let train_set = TrainSet::new(&settings, data, classes);
        let kind = match batch_size {
            Some(_) => Kind::Training { first: None, last: 0.0, ms_per_step: f64::INFINITY },
            None => Kind::Sampling(Box::new(start_sampling(seed, &settings, &train_set, device))),
        };
        let trainer = Trainer::new(&settings, seed, LOSS_BINS, &device.device);
        Self { device: device.clone(), seed, settings, train_set, trainer, kind }
    }

    /// Works for about `budget_ms`, results read back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        match &self.kind {
            Kind::Training { .. } => self.train(budget_ms, slice).await,
            Kind::Sampling(_) => self.sample(budget_ms, slice).await,
        }
    }

    async fn train(&mut self, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        let Kind::Training { first, last, ms_per_step } = &mut self.kind else { return Ok(()) };
        let begin = Instant::now();
        let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
        while elapsed() < budget_ms {
            let count = (((budget_ms - elapsed()) / *ms_per_step) as usize).clamp(1, STEPS_PER_READ);
            let since = elapsed();
            let steps = self.trainer.advance(&self.train_set, &self.settings, count, |_| {});
            let losses = steps.losses(&read_back(steps.errors.clone()).await?);
            *ms_per_step = (elapsed() - since) / count as f64;
            *last = losses.iter().sum::<f32>() / losses.len() as f32;
            first.get_or_insert(losses[0]);
            slice.units += count as f64;
        }
        slice.unit = "steps/s".to_owned();
        slice.loss_first = first.unwrap_or_default();
        slice.loss_last = *last;
        slice.ok = last.is_finite() && *last < slice.loss_first.max(1.0);
        Ok(())
    }

    async fn sample(&mut self, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        let Kind::Sampling(sampling) = &mut self.kind else { return Ok(()) };
        let begin = Instant::now();
        slice.ok = true;
        while begin.elapsed().as_secs_f64() * 1e3 < budget_ms {
            match sampling.query() {
                Some(Query { t, x, .. }) => {
                    let network = self.trainer.learned.average();
                    sampling.advance(denoise(&network, &self.train_set, t, x, None));
                    slice.units += SAMPLED_POINTS as f64;
                }
                None => **sampling = start_sampling(self.seed, &self.settings, &self.train_set, &self.device),
            }
        }
        let points = read_back(sampling.last().clone()).await?;
        slice.ok = points.iter().all(|coordinate| coordinate.is_finite());
        slice.unit = "point-steps/s".to_owned();
        Ok(())
    }
}

fn start_sampling(
    seed: u32,
    settings: &DiffusionSettings,
    train_set: &TrainSet,
    device: &EngineDevice,
) -> Sampling {
    let rng = Rng::new(seed, Stream::Sampling);
    Sampling::start(SAMPLED_POINTS, settings, &train_set.path, Bound::None, rng, &device.device)
}
