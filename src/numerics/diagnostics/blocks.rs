//! Means of blocks of draws, which know the variance of the mean of all draws when the draws themselves are gone.
//!
//! Means of blocks have the same mean as the draws, hence the same variance of the mean, V. The effective sample
//! size of the draws is v / V with their marginal variance v, and that of the blocks is v_b / V with the
//! blocks'. So that of the draws is the blocks' times v / v_b, where v is v_b and the mean variance within
//! blocks.

use super::chains::{mean, pooled_mean, split, variance, within_and_between};
use super::ess::{ess_mean, marginal_variance};

/// Blocks of one quantity of many chains.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// Draws in a block.
    size: usize,
    /// Means of whole blocks, `[chains][n]`.
    means: Vec<Vec<f64>>,
    /// Variance within a whole block (with its size as divisor), mean over all of them.
    within: f64,
    /// The block under way of each chain: its mean, and the sum of squares about it.
    open: Vec<(f64, f64)>,
    /// Draws in each of those.
    open_draws: usize,
}

impl Blocks {
    /// No draws yet, and blocks of one draw.
    pub fn new(chains: usize) -> Self {
        Self {
            size: 1,
            means: vec![Vec::new(); chains],
            within: 0.0,
            open: vec![(0.0, 0.0); chains],
            open_draws: 0,
        }
    }

    /// Adds a draw to each chain and says whether that made a block whole.
    pub fn push(&mut self, draws: impl IntoIterator<Item = f64>) -> bool {
        self.open_draws += 1;
        for ((mean, squares), draw) in self.open.iter_mut().zip(draws) {
            // Welford 1962.
            let step = draw - *mean;
            *mean += step / self.open_draws as f64;
            *squares += step * (draw - *mean);
        }
        if self.open_draws < self.size {
            return false;
        }
        let squares: f64 = self.open.iter().map(|(_, squares)| squares).sum();
        let within = squares / (self.size * self.open.len()) as f64;
        for (means, (mean, _)) in self.means.iter_mut().zip(&self.open) {
            means.push(*mean);
        }
        self.within += (within - self.within) / self.len() as f64;
        self.open.fill((0.0, 0.0));
        self.open_draws = 0;
        true
    }

    /// Joins neighbours; for an even number of whole blocks and none under way.
    pub fn halve(&mut self) {
        let mut between = Vec::with_capacity(self.means.len());
        for means in &mut self.means {
            let pairs = means.as_chunks::<2>().0;
            between.push(pairs.iter().map(|[a, b]| (a - b).powi(2) / 4.0).sum::<f64>() / pairs.len() as f64);
            *means = pairs.iter().map(|[a, b]| (a + b) / 2.0).collect();
        }
        self.within += mean(&between);
        self.size *= 2;
    }

    /// Draws in a block.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whole blocks of each chain.
    pub fn len(&self) -> usize {
        self.means.first().map_or(0, Vec::len)
    }

    /// Draws of each chain.
    pub fn draws(&self) -> usize {
        self.len() * self.size + self.open_draws
    }

    /// Mean of all draws; not-a-number before the first.
    pub fn mean(&self) -> f64 {
        if self.open_draws == 0 {
            return pooled_mean(&self.means);
        }
        let open = mean(&self.open.iter().map(|(mean, _)| *mean).collect::<Vec<f64>>());
        if self.len() == 0 {
            return open;
        }
        let whole = pooled_mean(&self.means);
        whole + (open - whole) * self.open_draws as f64 / self.draws() as f64
    }

    /// Variance of the draws of all whole blocks together, with their number less 1 as divisor.
    pub fn variance(&self) -> f64 {
        let means = self.means.concat();
        let blocks = means.len() as f64;
        let size = self.size as f64;
        size * ((blocks - 1.0) * variance(&means) + blocks * self.within) / (blocks * size - 1.0)
    }

    /// Effective sample size of the mean of all draws, S log₁₀ S at most for S draws; for draws that are all
    /// equal their number.
    pub fn ess(&self) -> f64 {
        let of_blocks = ess_mean(&self.means);
        if self.size == 1 {
            return of_blocks;
        }
        let halves = split(&self.means);
        let (within, between) = within_and_between(&halves);
        let variance = marginal_variance(within, between, self.len() / 2);
        let draws = (self.means.len() * self.draws()) as f64;
        if variance + self.within == 0.0 {
            return draws;
        }
        let most = draws * draws.log10();
        let all = of_blocks * ((variance + self.within) / variance);
        if all > most { most } else { all }
    }
}
