//! A cloud on its way from noise to data, from places that are given.

use super::departure::Departure;
use super::diffusion_model::DiffusionModel;
use crate::engine::device::read_back;
use crate::engine::diffusion::ground::Ground;
use crate::engine::diffusion::source::{Asked, Source};
use crate::numerics::Point;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::rng::Rng;
use crate::settings::DiffusionSettings;
use burn::tensor::{Tensor, TensorData};
use std::rc::Rc;

pub struct Denoising {
    source: Source,
    ground: Rc<Ground>,
    asked: Asked,
    sampling: Sampling,
    /// Of the denoiser for each walker.
    evaluations: usize,
}

impl Denoising {
    /// Of the model as it is now, with the sampler and the number of steps of `settings`.
    pub fn start(model: &DiffusionModel, settings: &DiffusionSettings, departure: &Departure) -> Self {
        let (source, device) = model.source();
        let ground = model.ground.clone();
        let rows = departure.starts.len();
        let start = TensorData::new(departure.starts.as_flattened().to_vec(), [rows, 2]);
        let rng = Rng::new(departure.seed, departure.stream);
        let bound = Bound::of(settings, &ground.law);
        let start = Tensor::from_data(start, &device);
        Self {
            asked: Asked::new(settings, 0, rows, &device),
            sampling: Sampling::start_at(start, settings, &ground.train_set.path, bound, rng, &device),
            source,
            ground,
            evaluations: 0,
        }
    }

    /// One evaluation of the denoiser. Whether it brought the cloud to another state.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<bool, String> {
        let Some(query) = self.sampling.query() else { return Ok(false) };
        let Ground { train_set, ideal, .. } = &*self.ground;
        let denoised = self.source.denoise(train_set, ideal, query.t, query.x, &self.asked).await?;
        self.sampling.advance(denoised);
        self.evaluations += 1;
        Ok(self.sampling.query().is_none_or(|query| query.is_state))
    }

    /// Reads the newest state back, data units.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn positions(&self) -> Result<Vec<Point>, String> {
        Ok(self.ground.points(&read_back(self.sampling.last().clone()).await?))
    }

    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    pub fn is_done(&self) -> bool {
        self.sampling.query().is_none()
    }
}
