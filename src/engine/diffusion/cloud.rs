//! A cloud of samples being drawn, with the score field along its way.

use super::checks::checks;
use super::correcting::Correcting;
use super::ground::Ground;
use super::source::{Asked, Source};
use crate::engine::device::read_back;
use crate::engine::stage_grid::arrow_feet;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::Stage;
use crate::protocol::diffusion::{Cloud, WALKERS};
use crate::settings::{DiffusionSettings, Sampling as SampledAs};
use burn::tensor::{Device, Tensor, TensorData};

const ARROWS: usize = Stage::ARROWS.pow(2);

pub struct CloudInProgress {
    /// The weights as they were when the cloud was started, and the training steps behind them.
    source: Source,
    pub step: u32,
    sampled_as: SampledAs,
    sampling: Sampling,
    asked: Asked,
    /// What holds it to its density at each noise level.
    pub correcting: Option<Correcting>,
    /// Where the field is drawn, standardised, `[ARROWS², 2]`.
    grid: Tensor<2>,
    /// ε on the grid at each state so far.
    fields: Vec<Tensor<2>>,
}

impl CloudInProgress {
    /// Every cloud of a run starts from the same noise: the same walkers, better and better guided.
    pub fn start(
        source: Source,
        step: u32,
        settings: &DiffusionSettings,
        ground: &Ground,
        device: &Device,
    ) -> Self {
        let rng = Rng::new(ground.seed, Stream::Sampling);
        let grid: Vec<f32> = arrow_feet(&ground.square).flat_map(|x| ground.to_standard(x)).collect();
        Self {
            source,
            step,
            sampled_as: settings.sampling(),
            sampling: Sampling::start(
                WALKERS,
                settings,
                &ground.train_set.path,
                Bound::of(settings, &ground.law),
                rng,
                device,
            ),
            asked: Asked::new(settings, ARROWS, WALKERS, device),
            correcting: None,
            grid: Tensor::from_data(TensorData::new(grid, [ARROWS, 2]), device),
            fields: Vec::new(),
        }
    }

    /// One denoiser evaluation, or one sweep of what corrects. Returns whether the cloud has arrived and its last field is known.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, ground: &Ground) -> Result<bool, String> {
        let Ground { train_set, ideal, .. } = ground;
        let query = self.sampling.query();
        if let Some(correcting) = &mut self.correcting
            && query.as_ref().is_none_or(|query| query.is_state)
        {
            let t = query.as_ref().map(|query| query.t);
            if correcting.advance(t, &mut self.sampling, ground).await? {
                return Ok(false);
            }
        }
        let Some(query) = query else {
            // The data has no timestep of its own: its field is that of the lowest noise level.
            let rows = Tensor::cat(vec![self.grid.clone(), self.sampling.last().clone()], 0);
            let denoised = self.source.denoise(train_set, ideal, 0, rows, &self.asked).await?;
            self.fields.push(denoised.eps.narrow(0, 0, ARROWS));
            return Ok(true);
        };
        let rows = if query.is_state { Tensor::cat(vec![self.grid.clone(), query.x], 0) } else { query.x };
        let mut denoised = self.source.denoise(train_set, ideal, query.t, rows, &self.asked).await?;
        if query.is_state {
            self.fields.push(denoised.eps.clone().narrow(0, 0, ARROWS));
            denoised = denoised.narrow(ARROWS, WALKERS);
        }
        self.sampling.advance(denoised);
        Ok(false)
    }

    /// Reads the whole way back, in data units.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn finish(self, ground: &Ground) -> Result<Cloud, String> {
        let times = self.sampling.levels();
        let (states, clean) = self.sampling.states();
        let (mut points, mut clean) = (read_back(states).await?, read_back(clean).await?);
        let checks = checks(&times, &points, &clean, ground);
        for point in points.as_chunks_mut::<2>().0.iter_mut().chain(clean.as_chunks_mut::<2>().0) {
            *point = ground.to_data_units(*point);
        }
        let mut field = read_back(Tensor::cat(self.fields, 0)).await?;
        let [x, y] = ground.units.std.map(|std| std as f32);
        for arrow in field.as_chunks_mut::<2>().0 {
            *arrow = [-arrow[0] * x, -arrow[1] * y];
        }
        let (denoiser, step, sampling) = (self.source.denoiser(), self.step, self.sampled_as);
        Ok(Cloud { denoiser, step, sampling, times, points, clean, field, checks })
    }
}
