//! The way of a cloud of points from noise to data, one denoiser evaluation at a time.
//!
//! The caller asks [`Sampling::query`] where the denoiser is needed, evaluates it and hands its answer to
//! [`Sampling::advance`]: it sets the pace, and any denoiser will do.

use super::clip::Bound;
use super::level::{Level, Path};
use super::prediction::Denoised;
use super::spacing;
use super::stepper::Stepper;
use crate::numerics::rng::Rng;
use crate::settings::{DiffusionBug, DiffusionSettings};
use burn::tensor::{Device, Tensor, TensorData};

/// A cloud on its way, with every state it has been in.
pub struct Sampling {
    stepper: Stepper,
    bound: Bound,
    path: Path,
    /// How many indices too early the levels of a stride are read: 0, but for a bug of the museum.
    shift: usize,
    /// Timesteps still to visit, the next one last.
    ahead: Vec<usize>,
    visited: Vec<usize>,
    states: Vec<Tensor<2>>,
    /// x̂₀ at each state at which the denoiser has been asked.
    clean: Vec<Tensor<2>>,
    rng: Rng,
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
        mut rng: Rng,
        device: &Device,
    ) -> Self {
        let start = normal(points, &mut rng, device);
        Self::start_at(start, settings, path, bound, rng, device)
    }

    /// From the places `start` `[points, 2]`, standardised, instead.
    pub fn start_at(
        start: Tensor<2>,
        settings: &DiffusionSettings,
        path: &Path,
        bound: Bound,
        rng: Rng,
        device: &Device,
    ) -> Self {
        let mut ahead = spacing::timesteps(path, settings.sampler_steps, settings.spacing);
        ahead.reverse();
        Self::over(ahead, start, settings, path, bound, rng, device)
    }

    /// From the places `start` `[points, 2]` at timestep `t`, over the levels that `settings` visit below it.
    pub fn start_below(
        t: usize,
        start: Tensor<2>,
        settings: &DiffusionSettings,
        path: &Path,
        bound: Bound,
        rng: Rng,
        device: &Device,
    ) -> Self {
        let visited = spacing::timesteps(path, settings.sampler_steps, settings.spacing);
        let mut ahead: Vec<usize> = visited.into_iter().filter(|&visited| visited < t).collect();
        ahead.reverse();
        ahead.push(t);
        Self::over(ahead, start, settings, path, bound, rng, device)
    }

    /// Over the timesteps `ahead`, the first one last.
    fn over(
        ahead: Vec<usize>,
        start: Tensor<2>,
        settings: &DiffusionSettings,
        path: &Path,
        bound: Bound,
        rng: Rng,
        device: &Device,
    ) -> Self {
        Self {
            stepper: Stepper::new(settings),
            bound,
            path: path.clone(),
            shift: usize::from(settings.bug == DiffusionBug::Shifted),
            ahead,
            visited: Vec::new(),
            states: vec![start],
            clean: Vec::new(),
            rng,
            device: device.clone(),
        }
    }

    /// Where the denoiser is needed next; `None` when the cloud has arrived.
    pub fn query(&self) -> Option<Query> {
        let &t = self.ahead.last()?;
        Some(match self.stepper.look_ahead() {
            None => Query { t, x: self.last().clone(), is_state: true },
            Some(x) => Query { t: self.ahead[self.ahead.len() - 2], x: x.clone(), is_state: false },
        })
    }

    /// Goes on with `denoised`, the denoiser's answer to the last [`query`](Self::query).
    pub fn advance(&mut self, denoised: Denoised) {
        let Some(query) = self.query() else { return };
        let level = self.path.level(query.t);
        let denoised = self.bound.hold(level, &query.x, denoised);
        if query.is_state {
            self.clean.push(denoised.x0.clone());
        }
        let read = |t: usize| self.path.level(t.saturating_sub(self.shift));
        let (from, to) = match self.ahead[..] {
            [.., to, from] => (read(from), read(to)),
            _ => (read(query.t), Level::DATA),
        };
        let x = self.last().clone();
        let draw = || normal(x.dims()[0], &mut self.rng, &self.device);
        if let Some(next) = self.stepper.step(from, to, x.clone(), denoised, draw) {
            self.visited.extend(self.ahead.pop());
            self.states.push(next);
        }
    }

    /// Puts the cloud elsewhere at the noise level where it is: where a corrector has led it, `[points, 2]`. For between two
    /// strides, that is, where the [`query`](Self::query) is no look ahead.
    pub fn move_to(&mut self, x: Tensor<2>) {
        self.stepper.forget();
        *self.states.last_mut().expect("a cloud starts with a state") = x;
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

fn normal(points: usize, rng: &mut Rng, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(rng.normals(points * 2), [points, 2]), device)
}
