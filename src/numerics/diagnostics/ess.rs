//! Effective sample size: how many independent draws would estimate as well.

use super::autocovariance::autocovariance;
use super::chains::{mapped, measurable, pooled, pooled_mean, split, within_and_between};
use super::quantile::quantile;
use super::rank::{fold, rank_normalise};

/// Of the bulk of the distribution: rank-normalised split chains (Vehtari et al. 2021, section 4.1).
pub fn ess_bulk(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 1) {
        return f64::NAN;
    }
    ess(&rank_normalise(&split(chains)))
}

/// Probabilities of the quantiles that stand for the tails.
pub(super) const TAILS: [f64; 2] = [0.05, 0.95];

/// The smaller one of those of the 5 % and the 95 % quantile (Vehtari et al. 2021, section 4.3).
pub fn ess_tail(chains: &[impl AsRef<[f64]>]) -> f64 {
    TAILS.map(|probability| ess_quantile(chains, probability)).into_iter().fold(f64::NAN, f64::min)
}

/// Of a quantile: of the indicator that a draw is not above it (Vehtari et al. 2021, section 4.3).
pub fn ess_quantile(chains: &[impl AsRef<[f64]>], probability: f64) -> f64 {
    if !measurable(chains, 1) {
        return f64::NAN;
    }
    ess_below(chains, quantile(chains, probability))
}

/// Of the mean.
pub fn ess_mean(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 1) {
        return f64::NAN;
    }
    ess(&split(chains))
}

/// Of the standard deviation: of the squared distance to the mean.
pub fn ess_sd(chains: &[impl AsRef<[f64]>]) -> f64 {
    let mean = pooled_mean(chains);
    ess_mean(&mapped(chains, |draw| (draw - mean).powi(2)))
}

/// Of the median absolute deviation (Vehtari et al. 2021, section 4.3).
pub fn ess_mad(chains: &[impl AsRef<[f64]>]) -> f64 {
    ess_quantile(&fold(chains), 0.5)
}

/// Of the indicator that a draw is not above `cut`.
pub(super) fn ess_below(chains: &[impl AsRef<[f64]>], cut: f64) -> f64 {
    ess(&split(&mapped(chains, |draw| below(draw, cut))))
}

/// 1 if `draw` is not above `cut`, else 0.
pub(super) fn below(draw: f64, cut: f64) -> f64 {
    f64::from(u8::from(draw <= cut))
}

/// Of the mean of chains as they are, finite and of one length (Vehtari et al. 2021, section 3.2): autocorrelations
/// of all chains together, summed by Geyer's (1992) initial monotone sequence. For draws that are all equal
/// their number; never above S log₁₀ S for S draws.
pub(super) fn ess(chains: &[impl AsRef<[f64]>]) -> f64 {
    let draws = chains.first().map_or(0, |chain| chain.as_ref().len());
    let total = (chains.len() * draws) as f64;
    let first = pooled(chains).next();
    if pooled(chains).all(|draw| Some(draw) == first) {
        return total;
    }
    let covariance = autocovariance(chains);
    let (within, between) = within_and_between(chains);
    let variance = marginal_variance(within, between, draws);
    let correlation = |lag: usize| 1.0 - (within - covariance[lag]) / variance;

    // Sums of neighbours are positive for a reversible chain: the sum ends with the first that is not.
    let mut correlations = vec![1.0, correlation(1)];
    let mut pair = [correlations[0], correlations[1]];
    let mut kept = 0;
    while kept + 4 < draws && pair[0] + pair[1] > 0.0 {
        kept += 2;
        pair = [correlation(kept), correlation(kept + 1)];
        correlations.extend(if pair[0] + pair[1] >= 0.0 { pair } else { [0.0; 2] });
    }
    // The first one left out still helps an antithetic chain.
    if pair[0] > 0.0 {
        correlations[kept] = pair[0];
    }
    // They also fall.
    for lag in (2..kept).step_by(2) {
        let before = correlations[lag - 2] + correlations[lag - 1];
        if correlations[lag] + correlations[lag + 1] > before {
            correlations[lag..lag + 2].fill(before / 2.0);
        }
    }
    let time = -1.0 + 2.0 * correlations[..kept].iter().sum::<f64>() + correlations[kept];
    let least = 1.0 / total.log10();
    total / if time < least { least } else { time }
}

/// Variance of the quantity itself, estimated from variances within chains (divisor n − 1) and between their means
/// (Vehtari et al. 2021, eq. 3).
pub(super) fn marginal_variance(within: f64, between: f64, draws: usize) -> f64 {
    let draws = draws as f64;
    within * (draws - 1.0) / draws + between
}
