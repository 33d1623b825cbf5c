//! Exponential moving average of a network's weights (Polyak & Juditsky 1992; Song & Ermon 2020).

/// The decay of step `step` (from 0): a short average at first, so that the first weights are soon
/// forgotten, then the full one. min(decay, (1 + step) / (10 + step)), as TensorFlow's
/// `ExponentialMovingAverage` has it.
pub fn warmed_up(decay: f64, step: usize) -> f64 {
    decay.min((1 + step) as f64 / (10 + step) as f64)
}
