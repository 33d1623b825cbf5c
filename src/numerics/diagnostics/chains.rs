//! Chains as lists of numbers: whether they can be measured, their halves, their mean and spread.

/// Fewer draws a chain say nothing of how it moves.
const FEWEST_DRAWS: usize = 4;

/// Whether there is something to measure: at least `chains` chains of one length, finite, not too short.
pub fn measurable(chains: &[impl AsRef<[f64]>], at_least: usize) -> bool {
    let draws = chains.first().map_or(0, |chain| chain.as_ref().len());
    draws >= FEWEST_DRAWS
        && chains.len() >= at_least
        && chains.iter().all(|chain| chain.as_ref().len() == draws)
        && pooled(chains).all(f64::is_finite)
}

/// The first and the second half of each chain, so that a drift shows as a difference between chains. The
/// middle one of an odd number of draws is left out.
pub fn split(chains: &[impl AsRef<[f64]>]) -> Vec<&[f64]> {
    let halves = |chain: &'_ [f64]| chain.len() / 2;
    let first = chains.iter().map(|chain| &chain.as_ref()[..halves(chain.as_ref())]);
    let second = chains.iter().map(|chain| {
        let chain = chain.as_ref();
        &chain[chain.len() - halves(chain)..]
    });
    first.chain(second).collect()
}

/// All draws, chain after chain.
pub fn pooled(chains: &[impl AsRef<[f64]>]) -> impl Iterator<Item = f64> {
    chains.iter().flat_map(|chain| chain.as_ref().iter().copied())
}

/// `change` of each draw.
pub fn mapped(chains: &[impl AsRef<[f64]>], change: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
    chains.iter().map(|chain| chain.as_ref().iter().map(|&draw| change(draw)).collect()).collect()
}

pub fn mean(values: &[f64]) -> f64 {
    pooled_mean(&[values])
}

/// Of all draws; not-a-number without any. Of equal draws exactly that draw, so that their variance is 0.
pub fn pooled_mean(chains: &[impl AsRef<[f64]>]) -> f64 {
    let count: usize = chains.iter().map(|chain| chain.as_ref().len()).sum();
    let first = pooled(chains).next().unwrap_or(f64::NAN);
    first + pooled(chains).map(|draw| draw - first).sum::<f64>() / count as f64
}

/// Mean of the chains' variances, and the variance of their means (0 for one chain); both with the divisor
/// n − 1.
pub fn within_and_between(chains: &[impl AsRef<[f64]>]) -> (f64, f64) {
    let variances: Vec<f64> = chains.iter().map(|chain| variance(chain.as_ref())).collect();
    let means: Vec<f64> = chains.iter().map(|chain| mean(chain.as_ref())).collect();
    (mean(&variances), if chains.len() > 1 { variance(&means) } else { 0.0 })
}

/// With the divisor n − 1.
pub fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
}
