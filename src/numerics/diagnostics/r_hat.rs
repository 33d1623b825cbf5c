//! R̂, the potential scale reduction factor: whether chains agree. Undefined for one chain and for constant ones.

use super::chains::{measurable, split, within_and_between};
use super::ess::marginal_variance;
use super::rank::{fold, rank_normalise};

/// The larger one of [`rank_r_hat`] and [`folded_r_hat`]: what Vehtari et al. (2021, section 4.2) recommend, with
/// 1.01 as its limit.
pub fn r_hat(chains: &[impl AsRef<[f64]>]) -> f64 {
    // Folding can leave nothing but equal numbers; then the other one, which is defined, is the answer.
    rank_r_hat(chains).max(folded_r_hat(chains))
}

/// R̂ of rank-normalised split chains: whether their locations agree.
pub fn rank_r_hat(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 2) {
        return f64::NAN;
    }
    scale_reduction(&rank_normalise(&split(chains)))
}

/// R̂ of folded, rank-normalised split chains: whether their scales agree.
pub fn folded_r_hat(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 2) {
        return f64::NAN;
    }
    scale_reduction(&rank_normalise(&fold(&split(chains))))
}

/// R̂ of the halves of chains (Gelman et al. 2013, section 11.4).
pub fn split_r_hat(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 2) {
        return f64::NAN;
    }
    scale_reduction(&split(chains))
}

/// R̂ of whole chains (Gelman & Rubin 1992).
pub fn whole_r_hat(chains: &[impl AsRef<[f64]>]) -> f64 {
    if !measurable(chains, 2) {
        return f64::NAN;
    }
    scale_reduction(chains)
}

/// Vehtari et al. 2021, eq. 4.
fn scale_reduction(chains: &[impl AsRef<[f64]>]) -> f64 {
    let (within, between) = within_and_between(chains);
    (marginal_variance(within, between, chains[0].as_ref().len()) / within).sqrt()
}
