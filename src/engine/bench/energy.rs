//! Contrastive divergence steps of an energy network.

use crate::engine::device::{EngineDevice, read_back};
use crate::numerics::dataset::{Law, TwoMoons};
use crate::numerics::ebm::Trainer;
use crate::numerics::{Point, Rng, Stream};
use crate::protocol::BenchSlice;
use crate::settings::{EbmSettings, Objective};
use burn::tensor::Tensor;
use web_time::Instant;

/// Losses are read back together, this many steps at a time.
const STEPS_PER_READ: usize = 10;

pub struct EnergyWork {
    settings: EbmSettings,
    data: Vec<Point>,
    trainer: Trainer,
    first: Option<f32>,
    ms_per_step: f64,
}

impl EnergyWork {
    pub fn new(seed: u32, device: &EngineDevice) -> Self {
        let settings = EbmSettings {
            width: 128,
            depth: 2,
            batch_size: 256,
            langevin_steps: 20,
            langevin_step: 0.1,
            noise_scale: 1.0,
            penalty: 1e-3,
            learning_rate: 1e-3,
            beta1: 0.9,
            data_noise: 0.05,
            ..EbmSettings::default()
        };
        let moons = TwoMoons::new(settings.data_noise);
        Self {
            data: moons.independent(8192, &mut Rng::new(seed, Stream::Data)),
            trainer: Trainer::new(&settings, Objective::Cd, &Law::from(moons).units(), seed, &device.device),
            settings,
            first: None,
            ms_per_step: f64::INFINITY,
        }
    }

    /// Works for about `budget_ms`, results read back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        let begin = Instant::now();
        let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
        slice.ok = true;
        while elapsed() < budget_ms {
            let count = (((budget_ms - elapsed()) / self.ms_per_step) as usize).clamp(1, STEPS_PER_READ);
            let since = elapsed();
            let numbers: Vec<Tensor<1>> =
                (0..count).map(|_| self.trainer.step(&self.data, &self.settings).numbers).collect();
            let numbers = read_back(Tensor::cat(numbers, 0)).await?;
            self.ms_per_step = (elapsed() - since) / count as f64;
            let losses = numbers.iter().step_by(numbers.len() / count);
            slice.loss_last = losses.clone().sum::<f32>() / count as f32;
            slice.loss_first = *self.first.get_or_insert(numbers[0]);
            slice.units += count as f64;
            // It falls below zero as the energies of data and negatives part, and runs away in the end.
            slice.ok &= numbers.iter().all(|number| number.is_finite());
        }
        slice.unit = "CD-steps/s".to_owned();
        Ok(())
    }
}
