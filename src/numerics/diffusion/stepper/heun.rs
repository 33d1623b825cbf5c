//! Heun's method on the probability-flow ODE (Karras et al. 2022, arXiv:2206.00364, algorithm 1 without churn).

use super::euler;
use crate::numerics::diffusion::{Denoised, Level};
use burn::tensor::Tensor;

pub struct Heun {
    clock: Clock,
    /// Half way through a stride: the answer where it began, and where Euler's method has led.
    predicted: Option<(Denoised, Tensor<2>)>,
}

impl Heun {
    pub fn new(clock: Clock) -> Self {
        Self { clock, predicted: None }
    }

    /// Where the denoiser is needed at the end of the stride under way.
    pub fn look_ahead(&self) -> Option<&Tensor<2>> {
        self.predicted.as_ref().map(|(_, x)| x)
    }

    /// x at `to`, `[rows, 2]`; none where the denoiser has to [look ahead](Self::look_ahead) first. The last stride is
    /// Euler's: there is no slope at the data.
    pub fn step(&mut self, from: Level, to: Level, denoised: Denoised) -> Option<Tensor<2>> {
        match self.predicted.take() {
            Some((here, _)) => Some(correct(self.clock, from, to, here, denoised)),
            None if to == Level::DATA => Some(euler::step(to, denoised)),
            None => {
                self.predicted = Some((denoised.clone(), euler::step(to, denoised)));
                None
            }
        }
    }
}

/// Along what an ODE is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// d(x / a) = ε dσ, as Karras et al. do.
    Sigma,
    /// dx = (ε − x₀) ds, on a straight path.
    Straight,
}

/// A stride taken again with the mean of the slopes at its two ends: x at `to`, `[rows, 2]`.
///
/// `here` is the denoiser's answer where the stride begins, `there` that where [`euler`] has led it.
pub fn correct(clock: Clock, from: Level, to: Level, here: Denoised, there: Denoised) -> Tensor<2> {
    let bend = match clock {
        Clock::Sigma => (there.eps - here.eps.clone()) * (0.5 * to.signal_rate * (to.sigma() - from.sigma())),
        Clock::Straight => {
            let slope = there.eps - there.x0 - here.eps.clone() + here.x0.clone();
            slope * (0.5 * (to.noise_rate - from.noise_rate))
        }
    };
    here.x0 * to.signal_rate + here.eps * to.noise_rate + bend
}
