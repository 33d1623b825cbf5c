//! The way of a cloud of points from noise to data, one denoiser evaluation at a time.
//!
//! The caller asks [`Sampling::query`] where the denoiser is needed, evaluates it and hands its answer to
//! [`Sampling::advance`]: it sets the pace, and any denoiser will do.

use super::clip::Bound;
use super::ddpm::Variance;
use super::dpm_solver::Before;
use super::heun::Clock;
use super::level::{Level, Path};
use super::prediction::Denoised;
use super::{ddim, ddpm, dpm_solver, euler, euler_maruyama, heun, spacing};
use crate::numerics::noise::Noise;
use crate::settings::{DiffusionSampler, DiffusionSettings, Prediction};
use burn::tensor::{Device, Tensor, TensorData};

/// A cloud on its way, with every state it has been in.
pub struct Sampling {
    sampler: DiffusionSampler,
    eta: f64,
    clock: Clock,
    bound: Bound,
    path: Path,
    /// Timesteps still to visit, the next one last.
    ahead: Vec<usize>,
    visited: Vec<usize>,
    states: Vec<Tensor<2>>,
    /// x̂₀ at each state that has been left.
    clean: Vec<Tensor<2>>,
    /// Heun's first look ahead: the answer where the stride begins, and where Euler's method has led.
    ahead_of: Option<(Denoised, Tensor<2>)>,
    /// The step before, which DPM-Solver++ looks back at.
    before: Option<Before>,
    noise: Noise,
    device: Device,
}

/// Where the denoiser is needed.
pub struct Query {
    pub t: usize,
    /// `[points, 2]`.
    pub x: Tensor<2>,
    /// `x` is the cloud's newest state; otherwise a look ahead at the end of a stride.
    pub is_state: bool,
}

impl Sampling {
    /// `points` draws of N(0, I) at the first timestep that `settings` visit on `path`.
    pub fn start(
        points: usize,
        settings: &DiffusionSettings,
        path: &Path,
        bound: Bound,
        mut noise: Noise,
        device: &Device,
    ) -> Self {
        let start = normal(points, &mut noise, device);
        Self::start_at(start, settings, path, bound, noise, device)
    }

    /// From the places `start` `[points, 2]`, standardised, instead.
    pub fn start_at(
        start: Tensor<2>,
        settings: &DiffusionSettings,
        path: &Path,
        bound: Bound,
        noise: Noise,
        device: &Device,
    ) -> Self {
        let mut ahead = spacing::timesteps(path, settings.sampler_steps, settings.spacing);
        ahead.reverse();
        let straight = settings.prediction == Prediction::Flow;
        Self {
            sampler: settings.sampler_in_use(),
            eta: settings.eta,
            clock: if straight { Clock::Straight } else { Clock::Sigma },
            bound,
            path: path.clone(),
            ahead,
            visited: Vec::new(),
            states: vec![start],
            clean: Vec::new(),
            ahead_of: None,
            before: None,
            noise,
            device: device.clone(),
        }
    }

    /// Where the denoiser is needed next; `None` when the cloud has arrived.
    pub fn query(&self) -> Option<Query> {
        let &t = self.ahead.last()?;
        Some(match &self.ahead_of {
            None => Query { t, x: self.last().clone(), is_state: true },
            Some((_, x)) => Query { t: self.ahead[self.ahead.len() - 2], x: x.clone(), is_state: false },
        })
    }

    /// Goes on with `denoised`, the denoiser's answer to the last [`query`](Self::query).
    pub fn advance(&mut self, denoised: Denoised) {
        let Some(query) = self.query() else { return };
        let from = self.path.level(query.t);
        let denoised = match self.bound.at(from) {
            Some(bound) => denoised.clipped(from, &query.x, bound),
            None => denoised,
        };
        if let Some((here, _)) = self.ahead_of.take() {
            let t = self.ahead[self.ahead.len() - 1];
            let x = heun::correct(self.clock, self.path.level(t), from, here.clone(), denoised);
            return self.arrive(x, here.clean);
        }
        let to = match self.ahead.len() {
            0 | 1 => Level::DATA,
            count => self.path.level(self.ahead[count - 2]),
        };
        let (x, clean) = (query.x, denoised.clean.clone());
        let next = match self.sampler {
            DiffusionSampler::Ddim => {
                let noise = (self.eta > 0.0).then(|| self.draw(&x));
                ddim::step(self.eta, from, to, denoised, noise)
            }
            DiffusionSampler::Ddpm => {
                let noise = self.draw(&x);
                ddpm::step(Variance::Posterior, from, to, x, denoised, noise)
            }
            DiffusionSampler::DdpmLarge => {
                let noise = self.draw(&x);
                ddpm::step(Variance::Beta, from, to, x, denoised, noise)
            }
            DiffusionSampler::Euler => euler::step(to, denoised),
            DiffusionSampler::Heun if to == Level::DATA => euler::step(to, denoised),
            DiffusionSampler::Heun => {
                self.ahead_of = Some((denoised.clone(), euler::step(to, denoised)));
                return;
            }
            DiffusionSampler::EulerMaruyama => {
                let noise = self.draw(&x);
                euler_maruyama::step(from, to, x, denoised, noise)
            }
            DiffusionSampler::DpmSolver => {
                let here = Before { level: from, clean: clean.clone() };
                dpm_solver::step(from, to, x, denoised.clean, self.before.replace(here))
            }
        };
        self.arrive(next, clean);
    }

    /// The stride ends at `x`; `clean` is x̂₀ where it began.
    fn arrive(&mut self, x: Tensor<2>, clean: Tensor<2>) {
        self.visited.extend(self.ahead.pop());
        self.states.push(x);
        self.clean.push(clean);
    }

    fn draw(&mut self, like: &Tensor<2>) -> Tensor<2> {
        normal(like.dims()[0], &mut self.noise, &self.device)
    }

    /// The newest state, `[points, 2]`.
    pub fn last(&self) -> &Tensor<2> {
        self.states.last().expect("a cloud starts with a state")
    }

    /// Every state in order, x_T first, and x̂₀ at each of them (at the last, where nothing is predicted any more, itself):
    /// `[K · points, 2]` each.
    pub fn states(mut self) -> (Tensor<2>, Tensor<2>) {
        self.clean.push(self.last().clone());
        (Tensor::cat(self.states, 0), Tensor::cat(self.clean, 0))
    }

    /// Noise level of each state, `[K]`: timestep + 1, and 0 for the data.
    pub fn levels(&self) -> Vec<f32> {
        let ahead = self.ahead.iter().rev();
        self.visited.iter().chain(ahead).map(|t| (t + 1) as f32).chain([0.0]).collect()
    }
}

fn normal(points: usize, noise: &mut Noise, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(noise.normals(points * 2), [points, 2]), device)
}
