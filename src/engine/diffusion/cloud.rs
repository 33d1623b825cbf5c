//! A cloud of samples being drawn, with the score field along its way.

use crate::engine::device::{EngineDevice, host, read_back};
use crate::numerics::dataset::Standardise;
use crate::numerics::diffusion::ideal_denoiser::IdealDenoiser;
use crate::numerics::diffusion::sampling::{Sampling, predict};
use crate::numerics::diffusion::trainer::Course;
use crate::numerics::nn::NoisePredictor;
use crate::numerics::noise::{Noise, Stream};
use crate::protocol::Stage;
use crate::protocol::diffusion::{Cloud, Denoiser, WALKERS};
use crate::settings::DiffusionSettings;
use burn::tensor::{Device, Tensor, TensorData};

/// Who predicts the noise.
enum Source {
    Ideal,
    /// The weights as they were when the cloud was started.
    Learned(Box<NoisePredictor>),
}

pub struct CloudInProgress {
    source: Source,
    step: u32,
    sampling: Sampling,
    /// Where the field is drawn, standardised, `[ARROWS², 2]`.
    grid: Tensor<2>,
    /// ε on the grid at each state so far.
    fields: Vec<Tensor<2>>,
}

impl CloudInProgress {
    /// The exact answer, evaluated on the host.
    pub fn ideal(seed: u32, settings: &DiffusionSettings, standardise: &Standardise) -> Self {
        Self::start(Source::Ideal, 0, seed, settings, standardise, &host())
    }

    /// `network` after `step` training steps.
    pub fn learned(
        network: NoisePredictor,
        step: u32,
        seed: u32,
        settings: &DiffusionSettings,
        standardise: &Standardise,
        device: &EngineDevice,
    ) -> Self {
        Self::start(Source::Learned(Box::new(network)), step, seed, settings, standardise, &device.device)
    }

    fn start(
        source: Source,
        step: u32,
        seed: u32,
        settings: &DiffusionSettings,
        standardise: &Standardise,
        device: &Device,
    ) -> Self {
        // Every cloud of a run starts from the same noise: the same walkers, better and better guided.
        let noise = Noise::new(seed, Stream::Sampling);
        let grid: Vec<f32> = arrow_grid()
            .flat_map(|x| standardise.to_standard(x))
            .map(|coordinate| coordinate as f32)
            .collect();
        Self {
            source,
            step,
            sampling: Sampling::start(WALKERS, settings, noise, device),
            grid: Tensor::from_data(TensorData::new(grid, [Stage::ARROWS.pow(2), 2]), device),
            fields: Vec::new(),
        }
    }

    /// One denoiser evaluation. Returns whether the cloud has arrived and its last field is known.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, course: &Course, ideal: &IdealDenoiser) -> Result<bool, String> {
        // The data has no timestep of its own: its field is that of the lowest noise level.
        let (t, x) = self.sampling.query().map_or((0, None), |(t, x)| (t, Some(x)));
        let arrived = x.is_none();
        let rows = x.map_or_else(|| self.grid.clone(), |x| Tensor::cat(vec![self.grid.clone(), x], 0));
        let epsilon = match &self.source {
            Source::Learned(network) => predict(network, &course.embedding, t, rows),
            Source::Ideal => ideal_epsilon(ideal, t, rows).await?,
        };
        let arrows = self.grid.dims()[0];
        self.fields.push(epsilon.clone().narrow(0, 0, arrows));
        if !arrived {
            self.sampling.advance(&course.schedule, epsilon.narrow(0, arrows, WALKERS));
        }
        Ok(arrived)
    }

    /// Reads the whole way back, in data units.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn finish(self, standardise: &Standardise) -> Result<Cloud, String> {
        let times = self.sampling.levels();
        let mut points = read_back(self.sampling.states()).await?;
        for point in points.as_chunks_mut::<2>().0 {
            *point = standardise.to_data_units(point.map(f64::from)).map(|coordinate| coordinate as f32);
        }
        let mut field = read_back(Tensor::cat(self.fields, 0)).await?;
        for arrow in field.as_chunks_mut::<2>().0 {
            *arrow = [-arrow[0] * standardise.std[0] as f32, -arrow[1] * standardise.std[1] as f32];
        }
        let denoiser = match self.source {
            Source::Ideal => Denoiser::Ideal,
            Source::Learned(_) => Denoiser::Learned,
        };
        Ok(Cloud { denoiser, step: self.step, times, points, field })
    }
}

async fn ideal_epsilon(ideal: &IdealDenoiser, t: usize, rows: Tensor<2>) -> Result<Tensor<2>, String> {
    let (shape, device) = (rows.dims(), rows.device());
    let mut values = read_back(rows).await?;
    for row in values.as_chunks_mut::<2>().0 {
        *row = ideal.epsilon(t, row.map(f64::from)).map(|coordinate| coordinate as f32);
    }
    Ok(Tensor::from_data(TensorData::new(values, shape), &device))
}

/// Cell centres of the arrow grid, rows from the lowest y, data units.
fn arrow_grid() -> impl Iterator<Item = [f64; 2]> {
    let centre = |[low, high]: [f32; 2], i: usize| {
        f64::from(low) + f64::from(high - low) * (i as f64 + 0.5) / Stage::ARROWS as f64
    };
    (0..Stage::ARROWS.pow(2))
        .map(move |i| [centre(Stage::X, i % Stage::ARROWS), centre(Stage::Y, i / Stage::ARROWS)])
}
