//! Points that are sent back from a noise level to the data, as samples are drawn.

use super::ground::Ground;
use super::source::{Asked, Source};
use crate::engine::device::read_back;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::{Point, Rng};
use crate::settings::DiffusionSettings;
use burn::tensor::{Device, Tensor, TensorData};

pub struct WayBack {
    sampling: Sampling,
    asked: Asked,
}

impl WayBack {
    /// From `points`, standardised, at timestep `t`.
    pub fn start(
        points: impl ExactSizeIterator<Item = Point>,
        t: usize,
        settings: &DiffusionSettings,
        ground: &Ground,
        rng: Rng,
        device: &Device,
    ) -> Self {
        let rows = points.len();
        let points = points.flatten().map(|x| x as f32).collect();
        let start = Tensor::from_data(TensorData::new(points, [rows, 2]), device);
        let (path, bound) = (&ground.train_set.path, Bound::of(settings, &ground.law));
        Self {
            sampling: Sampling::start_below(t, start, settings, path, bound, rng, device),
            asked: Asked::new(settings, rows, 0, device),
        }
    }

    /// One evaluation of the denoiser; where the points end, standardised, once they have arrived.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, source: &Source, ground: &Ground) -> Result<Option<Vec<Point>>, String> {
        let Ground { train_set, ideal, .. } = ground;
        if let Some(query) = self.sampling.query() {
            self.sampling.advance(source.denoise(train_set, ideal, query.t, query.x, &self.asked).await?);
            return Ok(None);
        }
        let ends = read_back(self.sampling.last().clone()).await?;
        Ok(Some(ends.as_chunks::<2>().0.iter().map(|end| end.map(f64::from)).collect()))
    }
}
