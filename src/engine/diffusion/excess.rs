//! How far a network is from the ideal denoiser: by how much its loss is above the least possible, on the same draws.

use super::ground::Ground;
use crate::engine::device::read_back;
use crate::numerics::diffusion::denoiser::predict;
use crate::numerics::diffusion::guidance;
use crate::numerics::diffusion::ideal_denoiser::means_of_parts;
use crate::numerics::diffusion::prediction::target;
use crate::numerics::nn::FlatNet;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::diffusion::LOSS_BINS;
use burn::tensor::{Device, Tensor, TensorData};

/// Timesteps that are looked at, evenly spaced, and points at each.
const TIMESTEPS: usize = 100;
const POINTS: usize = 32;

/// Points x_t, drawn once, and what the ideal denoiser says there. The expected loss of a network is the ideal's and
/// E|network − ideal|² besides: the difference of two losses on draws of their own is mostly their noise.
pub struct Excess {
    /// Each with its points, `[POINTS, 2]`, as networks see them.
    levels: Vec<(usize, Vec<f32>)>,
    /// In what the network predicts, of all points one after the other.
    ideal: Vec<f32>,
}

impl Excess {
    pub fn new(ground: &Ground) -> Self {
        let mut rng = Rng::new(ground.seed, Stream::Excess);
        let path = &ground.train_set.path;
        let count = path.timesteps().min(TIMESTEPS);
        let mut ideal = Vec::with_capacity(2 * POINTS * count);
        let mut level = |index: usize| {
            let t = (2 * index + 1) * path.timesteps() / (2 * count);
            let level = path.level(t);
            let mut points = Vec::with_capacity(2 * POINTS);
            for clean in ground.law.independent(POINTS, &mut rng) {
                let x = (ground.units.to_standard(clean))
                    .map(|clean| (level.signal_rate * clean + level.noise_rate * rng.normal()) as f32);
                let answer = ground.ideal.answer(t, x.map(f64::from), None);
                let of_axis = |axis: usize| {
                    target(ground.train_set.prediction, level, answer.x0[axis], answer.eps[axis]) as f32
                };
                ideal.extend([0, 1].map(of_axis));
                points.extend(x);
            }
            (t, points)
        };
        Self { levels: (0..count).map(&mut level).collect(), ideal }
    }

    /// Mean over points and coordinates of (network − ideal)² in each of [`LOSS_BINS`] parts of the timesteps, in what the
    /// network predicts; NaN in a part without a timestep. Of a network that knows classes: what it says without one.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn by_timestep(
        &self,
        network: &FlatNet,
        ground: &Ground,
        device: &Device,
    ) -> Result<Vec<f32>, String> {
        let train_set = &ground.train_set;
        let said = self.levels.iter().map(|(t, points)| {
            let x = Tensor::from_data(TensorData::new(points.clone(), [POINTS, 2]), device);
            let none = || guidance::tensor(std::iter::repeat_n(None, POINTS), device);
            let classes = train_set.classes.as_ref().map(|_| none());
            predict(network, &train_set.embedding, *t, x, classes)
        });
        let said = read_back(Tensor::cat(said.collect(), 0)).await?;
        Ok(self.of(&said, train_set.path.timesteps()))
    }

    /// The same of what is said at the points, of `timesteps` in all.
    fn of(&self, said: &[f32], timesteps: usize) -> Vec<f32> {
        let squares = said.iter().zip(&self.ideal).map(|(said, ideal)| f64::from(said - ideal).powi(2));
        let squares: Vec<f64> = squares.collect();
        let mut at = vec![f64::NAN; timesteps];
        for ((t, _), squares) in self.levels.iter().zip(squares.chunks_exact(2 * POINTS)) {
            at[*t] = squares.iter().sum::<f64>() / squares.len() as f64;
        }
        means_of_parts(&at, LOSS_BINS).into_iter().map(|mean| mean as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::device::host;
    use crate::numerics::diffusion::denoiser::denoise;
    use crate::numerics::diffusion::prediction::squared_gain;
    use crate::numerics::kernel::Plan;
    use crate::numerics::nn::DenoisingNet;
    use crate::settings::{DataSettings, DiffusionSettings, Prediction};
    use futures::executor::block_on;

    fn mean(values: &[f32]) -> f64 {
        values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len() as f64
    }

    #[test]
    fn the_ideal_denoiser_has_none_where_losses_on_other_draws_tell_it_apart_from_itself() {
        let ground = Ground::new(0, &DataSettings::default(), &DiffusionSettings::default());
        let excess = Excess::new(&ground);
        let own = excess.of(&excess.ideal, 100);
        assert!(own.len() == LOSS_BINS && own.iter().all(|&excess| excess == 0.0), "{own:?}");
        // As it was measured before: least losses of two sets of draws, as many as here.
        let losses = |stream| ground.ideal.least_losses(POINTS * TIMESTEPS, &mut Rng::new(1, stream));
        let (one, other) = (losses(Stream::LeastLoss), losses(Stream::Forward));
        let first_third = one.iter().zip(&other).take(33).map(|(one, other)| one - other).sum::<f64>() / 33.0;
        assert!(first_third.abs() > 1e-4, "{first_third}");
    }

    #[test]
    fn it_is_the_sum_over_the_points_whatever_is_predicted() {
        for prediction in [Prediction::Noise, Prediction::Velocity, Prediction::Flow] {
            let settings = DiffusionSettings { prediction, width: 16, timesteps: 50, ..Default::default() };
            let ground = Ground::new(3, &DataSettings::default(), &settings);
            let weights =
                DenoisingNet::init(&settings, &mut Rng::new(3, Stream::Weights), &host()).parameters();
            let network = FlatNet::new(Plan::denoising(&settings), weights);
            let excess = Excess::new(&ground);
            let found = block_on(excess.by_timestep(&network, &ground, &host())).expect("the host");
            let mut sum = 0.0;
            for (t, points) in &excess.levels {
                let x = Tensor::from_data(TensorData::new(points.clone(), [POINTS, 2]), &host());
                let eps = denoise(&network, &ground.train_set, *t, x, None).eps;
                let eps = block_on(read_back(eps)).expect("the host");
                let gain = squared_gain(prediction, ground.train_set.path.level(*t));
                for (x, eps) in points.as_chunks::<2>().0.iter().zip(eps.as_chunks::<2>().0) {
                    let ideal = ground.ideal.answer(*t, x.map(f64::from), None).eps;
                    let square = |axis: usize| (f64::from(eps[axis]) - ideal[axis]).powi(2);
                    sum += gain * (square(0) + square(1)) / 2.0;
                }
            }
            let direct = sum / (POINTS * excess.levels.len()) as f64;
            assert!((mean(&found) / direct - 1.0).abs() < 1e-3, "{prediction:?}: {} {direct}", mean(&found));
        }
    }
}
