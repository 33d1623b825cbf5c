//! DPM-Solver++(2M) (Lu et al. 2022, arXiv:2211.01095, algorithm 2): two steps back tell how x̂₀ bends.

use crate::numerics::diffusion::Level;
use burn::tensor::Tensor;

#[derive(Clone, Default)]
pub struct DpmSolver {
    /// Where the step before began, and x̂₀ there, `[rows, 2]`.
    previous: Option<(Level, Tensor<2>)>,
}

impl DpmSolver {
    /// x at `to`, `[rows, 2]`. Without a step before, and to the data, it is of first order: DDIM's.
    ///
    /// `clean` is x̂₀ at `x`, which is at `from`.
    pub fn step(&mut self, from: Level, to: Level, x: Tensor<2>, clean: Tensor<2>) -> Tensor<2> {
        let previous = self.previous.replace((from, clean.clone()));
        if to == Level::DATA {
            return clean;
        }
        let stride = to.half_log_snr() - from.half_log_snr();
        let clean = match previous {
            None => clean,
            Some((level, previous)) => {
                // x̂₀ half a stride on, on the line through the last two.
                let ratio = (from.half_log_snr() - level.half_log_snr()) / stride;
                clean.clone() + (clean - previous) / (2.0 * ratio)
            }
        };
        x * (to.noise_rate / from.noise_rate) - clean * (to.signal_rate * (-stride).exp_m1())
    }
}
