//! Rank normalisation and folding: they make diagnostics blind to heavy tails and to scale.

use super::chains::{mapped, pooled};
use super::normal_quantile::normal_quantile;
use super::quantile::quantile;

/// Normal scores of the ranks among all draws, Φ⁻¹((r − 3/8) / (S + 1/4)) (Vehtari et al. 2021, section
/// 4.1, after Blom 1958); draws that are equal share the mean of their ranks. `[chains][draws]`.
pub fn rank_normalise(chains: &[impl AsRef<[f64]>]) -> Vec<Vec<f64>> {
    let mut sorted: Vec<(f64, usize)> = pooled(chains).zip(0..).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut scores = vec![0.0; sorted.len()];
    let mut before = 0;
    for ties in sorted.chunk_by(|a, b| a.0 == b.0) {
        let rank = before as f64 + (ties.len() as f64 + 1.0) / 2.0;
        let score = normal_quantile((rank - 0.375) / (sorted.len() as f64 + 0.25));
        for &(_, place) in ties {
            scores[place] = score;
        }
        before += ties.len();
    }
    let mut rest = scores.as_slice();
    let mut take = |chain: &[f64]| {
        let (own, others) = rest.split_at(chain.len());
        rest = others;
        own.to_vec()
    };
    chains.iter().map(|chain| take(chain.as_ref())).collect()
}

/// Distances to the median of all draws (Vehtari et al. 2021, section 4.2). `[chains][draws]`.
pub fn fold(chains: &[impl AsRef<[f64]>]) -> Vec<Vec<f64>> {
    let median = quantile(chains, 0.5);
    mapped(chains, |draw| (draw - median).abs())
}
