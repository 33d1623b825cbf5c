//! Autocovariance at every lag by the fast Fourier transform.

use super::chains::{mean, measurable};
use std::f64::consts::TAU;

/// Real and imaginary part.
type Complex = [f64; 2];

/// Autocovariance of each chain about its own mean with the divisor n (Geyer 1992, section 3.1), averaged over
/// the chains: `[draws]`, from lag 0. Chains are of one length.
pub fn autocovariance(chains: &[impl AsRef<[f64]>]) -> Vec<f64> {
    let draws = chains.first().map_or(0, |chain| chain.as_ref().len());
    // Zeros behind the draws keep the end of a chain from meeting its beginning.
    let size = (2 * draws).next_power_of_two();
    let roots: Vec<Complex> = (0..size / 2)
        .map(|k| (TAU * k as f64 / size as f64).sin_cos())
        .map(|(sine, cosine)| [cosine, -sine])
        .collect();
    let mut power: Vec<Complex> = vec![[0.0; 2]; size];
    // Two chains a transform: the real part of the autocovariance of a + ib is that of a plus that of b.
    for pair in chains.chunks(2) {
        let mut signal: Vec<Complex> = vec![[0.0; 2]; size];
        for (part, chain) in pair.iter().enumerate() {
            let mean = mean(chain.as_ref());
            for (value, draw) in signal.iter_mut().zip(chain.as_ref()) {
                value[part] = draw - mean;
            }
        }
        transform(&mut signal, &roots);
        for (power, [re, im]) in power.iter_mut().zip(signal) {
            power[0] += re * re + im * im;
        }
    }
    // The sign of the exponent does not matter to the real part here.
    transform_shuffled(&mut power, &roots);
    let scale = 1.0 / (size * draws * chains.len()) as f64;
    power[..draws].iter().map(|[re, _]| re * scale).collect()
}

/// Autocorrelation within the chains at the first `lags` lags, from lag 0, or as many as there are draws: the
/// ratio of [`autocovariance`]s, so that a chain that stands still has no say. Not-a-number if all do.
pub fn autocorrelation(chains: &[impl AsRef<[f64]>], lags: usize) -> Vec<f64> {
    let draws = chains.first().map_or(0, |chain| chain.as_ref().len());
    let standing = |chain: &[f64]| chain.iter().all(|&draw| draw == chain[0]);
    if !measurable(chains, 1) || chains.iter().all(|chain| standing(chain.as_ref())) {
        return vec![f64::NAN; lags.min(draws)];
    }
    let covariance = autocovariance(chains);
    covariance.iter().take(lags).map(|at_lag| at_lag / covariance[0]).collect()
}

/// Discrete Fourier transform, decimated in frequency: coefficients come out in bit-reversed order.
fn transform(signal: &mut [Complex], roots: &[Complex]) {
    let mut half = signal.len() / 2;
    while half > 0 {
        let stride = roots.len() / half;
        for block in signal.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for ((a, b), root) in low.iter_mut().zip(high).zip(roots.iter().step_by(stride)) {
                let difference = [a[0] - b[0], a[1] - b[1]];
                *a = [a[0] + b[0], a[1] + b[1]];
                *b = product(difference, *root);
            }
        }
        half /= 2;
    }
}

/// The same, decimated in time: takes coefficients in bit-reversed order and gives them in order.
fn transform_shuffled(signal: &mut [Complex], roots: &[Complex]) {
    let mut half = 1;
    while half < signal.len() {
        let stride = roots.len() / half;
        for block in signal.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for ((a, b), root) in low.iter_mut().zip(high).zip(roots.iter().step_by(stride)) {
                let turned = product(*b, *root);
                *b = [a[0] - turned[0], a[1] - turned[1]];
                *a = [a[0] + turned[0], a[1] + turned[1]];
            }
        }
        half *= 2;
    }
}

fn product(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}
