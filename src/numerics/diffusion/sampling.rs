//! The way of a cloud of points from noise to data, one denoiser evaluation at a time.
//!
//! The caller asks [`Sampling::query`] where the denoiser is needed, evaluates it and hands ε to
//! [`Sampling::advance`]: it sets the pace, and any denoiser will do.

use super::ddim::{self, Ddim};
use super::schedule::Schedule;
use crate::numerics::dataset::TwoMoons;
use crate::numerics::nn::{NoisePredictor, TimeEmbedding};
use crate::numerics::noise::Noise;
use crate::settings::DiffusionSettings;
use burn::tensor::{Device, Tensor, TensorData};

/// How far out |x_t| is looked at in the bound below: beyond four standard deviations hardly a point lies.
const FAR: f64 = 4.0;

/// The range that x̂₀ = E[x₀ | x_t] can have at signal share `alpha_bar`, in standardised units.
///
/// It never leaves the data, which reach R: 4σ outside the arcs. Where little signal is left it is also
/// close to the mean: for data within R, |E[x₀ | x_t]| ≤ R² |x_t| √ᾱ / (1 − ᾱ), the most that a tilt of
/// that strength can move a mean. Clipping to R alone lets through errors up to R in the first steps of
/// the cosine schedule, and DDIM, which forgets nothing, carries them to the samples.
fn clip_bound(reach: f64, alpha_bar: f64) -> f64 {
    reach.min(reach.powi(2) * FAR * alpha_bar.sqrt() / (1.0 - alpha_bar))
}

/// R of the moons, in standardised units: the arcs reach (3/2, 3/4) from their centre.
fn reach(moons: &TwoMoons) -> f64 {
    let [x, y] = moons.std();
    ((1.5 + 4.0 * moons.noise) / x).max((0.75 + 4.0 * moons.noise) / y)
}

/// A cloud on its way, with every state it has been in.
pub struct Sampling {
    eta: f64,
    /// R of the data, where x̂₀ is to be clipped.
    reach: Option<f64>,
    /// Timesteps still to visit, the next one last.
    ahead: Vec<usize>,
    visited: Vec<usize>,
    states: Vec<Tensor<2>>,
    noise: Noise,
    device: Device,
}

impl Sampling {
    /// `points` draws of N(0, I) at the first timestep that `settings` visit.
    pub fn start(points: usize, settings: &DiffusionSettings, mut noise: Noise, device: &Device) -> Self {
        let mut ahead = ddim::timesteps(settings.timesteps, settings.sampler_steps, settings.spacing);
        ahead.reverse();
        let moons = TwoMoons { noise: settings.data_noise };
        Self {
            eta: settings.eta,
            reach: settings.clip.then(|| reach(&moons)),
            ahead,
            visited: Vec::new(),
            states: vec![normal(points, &mut noise, device)],
            noise,
            device: device.clone(),
        }
    }

    /// Timestep and points where ε is needed next; `None` when the cloud has arrived.
    pub fn query(&self) -> Option<(usize, Tensor<2>)> {
        Some((*self.ahead.last()?, self.last().clone()))
    }

    /// Takes one step with `epsilon`, the noise in the points of the last [`query`](Self::query).
    pub fn advance(&mut self, schedule: &Schedule, epsilon: Tensor<2>) {
        let Some((t, x)) = self.query() else { return };
        self.ahead.pop();
        let next = self.ahead.last().copied();
        let noise = (self.eta > 0.0).then(|| normal(x.dims()[0], &mut self.noise, &self.device));
        let clip = self.reach.map(|reach| clip_bound(reach, schedule.alpha_bar(t)));
        let ddim = Ddim { eta: self.eta, clip };
        self.states.push(ddim.step(schedule, (t, next), x, epsilon, noise));
        self.visited.push(t);
    }

    /// The newest state, `[points, 2]`.
    pub fn last(&self) -> &Tensor<2> {
        self.states.last().expect("a cloud starts with a state")
    }

    /// Every state in order, x_T first: `[K · points, 2]`.
    pub fn states(self) -> Tensor<2> {
        Tensor::cat(self.states, 0)
    }

    /// Noise level of each state, `[K]`: timestep + 1, and 0 for the data.
    pub fn levels(&self) -> Vec<f32> {
        let ahead = self.ahead.iter().rev();
        self.visited.iter().chain(ahead).map(|t| (t + 1) as f32).chain([0.0]).collect()
    }
}

/// ε_θ at `x` `[rows, 2]`, all at timestep `t`: `[rows, 2]`.
pub fn predict(network: &NoisePredictor, embedding: &TimeEmbedding, t: usize, x: Tensor<2>) -> Tensor<2> {
    let rows = x.dims()[0];
    let features = TensorData::new(embedding.features(t).to_vec(), [1, TimeEmbedding::FEATURES]);
    let features = Tensor::<2>::from_data(features, &x.device()).expand([rows, TimeEmbedding::FEATURES]);
    network.forward(Tensor::cat(vec![x, features], 1))
}

fn normal(points: usize, noise: &mut Noise, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(noise.normals(points * 2), [points, 2]), device)
}
