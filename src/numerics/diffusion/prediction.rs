//! What a network says about x = a x₀ + b ε, and the clean point and the noise that follow from it.

use super::level::Level;
use crate::settings::Prediction;
use burn::tensor::Tensor;

/// A denoiser's answer for some points: both halves of x = a x₀ + b ε, `[rows, 2]` each.
#[derive(Clone)]
pub struct Denoised {
    /// x̂₀.
    pub x0: Tensor<2>,
    /// ε̂.
    pub eps: Tensor<2>,
}

impl Denoised {
    /// From a network's `output` for `x` at `level`, `[rows, 2]` each.
    pub fn from_output(prediction: Prediction, level: Level, x: &Tensor<2>, output: Tensor<2>) -> Self {
        let Level { signal_rate: signal, noise_rate: noise } = level;
        let x = x.clone();
        match prediction {
            Prediction::Noise => Self { x0: (x - output.clone() * noise) / signal, eps: output },
            Prediction::Clean => Self { eps: (x - output.clone() * signal) / noise, x0: output },
            Prediction::Velocity => {
                let square = signal * signal + noise * noise;
                Self {
                    x0: (x.clone() * signal - output.clone() * noise) / square,
                    eps: (x * noise + output * signal) / square,
                }
            }
            Prediction::Flow => {
                let sum = signal + noise;
                Self { x0: (x.clone() - output.clone() * noise) / sum, eps: (x + output * signal) / sum }
            }
        }
    }

    /// Holds each coordinate of x̂₀ to ± `bound`; the noise is what is left of `x` then.
    pub fn clipped(self, level: Level, x: &Tensor<2>, bound: f64) -> Self {
        let clean = self.x0.clamp(-bound, bound);
        let noise = (x.clone() - clean.clone() * level.signal_rate) / level.noise_rate;
        Self { x0: clean, eps: noise }
    }

    /// Rows `first .. first + rows` alone.
    pub fn narrow(&self, first: usize, rows: usize) -> Self {
        Self { x0: self.x0.clone().narrow(0, first, rows), eps: self.eps.clone().narrow(0, first, rows) }
    }
}

/// What the network should say, for one coordinate of a clean point and of its noise.
pub fn target(prediction: Prediction, level: Level, clean: f64, noise: f64) -> f64 {
    match prediction {
        Prediction::Noise => noise,
        Prediction::Clean => clean,
        Prediction::Velocity => level.signal_rate * noise - level.noise_rate * clean,
        Prediction::Flow => noise - clean,
    }
}

/// The squared error of a prediction over that of the noise that follows from it. An error e of ε is one of −(b / a) e
/// of x₀, as their sum a x₀ + b ε is given.
pub fn squared_gain(prediction: Prediction, level: Level) -> f64 {
    let Level { signal_rate: signal, noise_rate: noise } = level;
    match prediction {
        Prediction::Noise => 1.0,
        Prediction::Clean => (noise / signal).powi(2),
        Prediction::Velocity => ((signal * signal + noise * noise) / signal).powi(2),
        Prediction::Flow => ((signal + noise) / signal).powi(2),
    }
}

/// Weight of a row's loss under min-SNR weighting with γ = 5 (Hang et al. 2023, arXiv:2303.09556, equation 8): the squared
/// error of x₀ counts by min(SNR, γ), whatever is predicted.
pub fn min_snr_weight(prediction: Prediction, level: Level) -> f64 {
    const GAMMA: f64 = 5.0;
    let snr = (level.signal_rate / level.noise_rate).powi(2);
    snr.min(GAMMA) * squared_gain(Prediction::Clean, level) / squared_gain(prediction, level)
}
