//! DPM-Solver++(2M) (Lu et al. 2022, arXiv:2211.01095, algorithm 2): two steps back tell how x̂₀ bends.

use super::level::Level;
use burn::tensor::Tensor;

/// The step before: where it began and what was predicted there.
#[derive(Clone)]
pub struct Before {
    pub level: Level,
    /// x̂₀, `[rows, 2]`.
    pub clean: Tensor<2>,
}

/// x at `to`, `[rows, 2]`. Without a step before, and to the data, it is of first order: DDIM's.
///
/// `clean` is x̂₀ at `x`, which is at `from`.
pub fn step(from: Level, to: Level, x: Tensor<2>, clean: Tensor<2>, before: Option<Before>) -> Tensor<2> {
    if to == Level::DATA {
        return clean;
    }
    let stride = to.half_log_snr() - from.half_log_snr();
    let clean = match before {
        None => clean,
        Some(before) => {
            // x̂₀ half a stride on, on the line through the last two.
            let ratio = (from.half_log_snr() - before.level.half_log_snr()) / stride;
            clean.clone() + (clean - before.clean) / (2.0 * ratio)
        }
    };
    x * (to.noise / from.noise) - clean * (to.signal * (-stride).exp_m1())
}
