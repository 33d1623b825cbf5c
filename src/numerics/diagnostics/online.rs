//! Draws of one quantity of many chains in bounded memory, measured as if all had been kept.
//!
//! When the store is full every second draw goes, and the stride from one kept draw to the next doubles. Thinned
//! draws alone know too little of how well the chains do: independent ones would seem to be worth no more than
//! are left. So the store also keeps [`Blocks`], and multiplies the effective sample size of the kept draws by
//! what thinning took from that of a mean: of the draws themselves for the bulk, and for either tail of the
//! indicator that a draw lies in it, for a tail forgets faster than the bulk does.

use super::autocovariance::autocorrelation;
use super::blocks::Blocks;
use super::ess::{TAILS, below, ess_below, ess_bulk, ess_mean, ess_quantile, ess_tail};
use super::mcse::mcse_mean;
use super::quantile::quantile;
use super::r_hat::r_hat;

/// Draws kept of all chains together, at most (but for [`FEWEST`]).
pub const TOTAL: usize = 65_536;
/// Draws kept of one chain, at most.
pub const MOST: usize = 4_096;
/// Draws of one chain that there is always room for.
pub const FEWEST: usize = 64;

/// Draws of one quantity, thinned as they grow.
#[derive(Clone, Debug)]
pub struct Draws {
    /// Draws of one chain there is room for; even.
    capacity: usize,
    /// The last draw of each block, `[chains][n]`.
    kept: Vec<Vec<f64>>,
    blocks: Blocks,
    /// Where the tails begin, as it seemed when the store was first full, and the indicators' blocks since the
    /// first draw; none before.
    tails: Option<[(f64, Blocks); 2]>,
}

impl Draws {
    /// An empty store. With many chains there is room for fewer draws of each.
    pub fn new(chains: usize) -> Self {
        Self {
            capacity: (TOTAL / chains.max(1)).clamp(FEWEST, MOST) / 2 * 2,
            kept: vec![Vec::new(); chains],
            blocks: Blocks::new(chains),
            tails: None,
        }
    }

    /// One transition's draws, `[chains]`.
    pub fn push(&mut self, draws: &[f64]) {
        debug_assert_eq!(draws.len(), self.kept.len(), "one draw a chain");
        if self.blocks.len() == self.capacity {
            self.halve();
        }
        for (cut, blocks) in self.tails.iter_mut().flatten() {
            blocks.push(draws.iter().map(|&draw| below(draw, *cut)));
        }
        if self.blocks.push(draws.iter().copied()) {
            for (kept, &draw) in self.kept.iter_mut().zip(draws) {
                kept.push(draw);
            }
        }
    }

    fn halve(&mut self) {
        let kept = &self.kept;
        let tails = self.tails.get_or_insert_with(|| TAILS.map(|probability| indicator(kept, probability)));
        tails.iter_mut().for_each(|(_, blocks)| blocks.halve());
        self.blocks.halve();
        for kept in &mut self.kept {
            *kept = kept.as_chunks::<2>().0.iter().map(|&[_, last]| last).collect();
        }
    }

    /// Draws of each chain pushed so far.
    pub fn count(&self) -> usize {
        self.blocks.draws()
    }

    /// Transitions from one kept draw to the next.
    pub fn stride(&self) -> usize {
        self.blocks.size()
    }

    /// The kept draws, `[chains][n]`: every [`stride`](Self::stride)-th.
    pub fn chains(&self) -> &[Vec<f64>] {
        &self.kept
    }

    /// Mean of all draws; not-a-number before the first.
    pub fn mean(&self) -> f64 {
        self.blocks.mean()
    }

    /// Monte Carlo standard error of [`mean`](Self::mean).
    pub fn mcse(&self) -> f64 {
        if self.stride() == 1 {
            return mcse_mean(&self.kept);
        }
        (self.blocks.variance() / self.blocks.ess()).sqrt()
    }

    /// Effective sample size of the mean of all draws.
    pub fn ess_mean(&self) -> f64 {
        self.blocks.ess()
    }

    /// Bulk effective sample size of all draws.
    pub fn ess_bulk(&self) -> f64 {
        if self.stride() == 1 {
            return ess_bulk(&self.kept);
        }
        ess_bulk(&self.kept) * self.gain()
    }

    /// Tail effective sample size of all draws.
    pub fn ess_tail(&self) -> f64 {
        let Some(tails) = &self.tails else { return ess_tail(&self.kept) };
        // A draw that was not finite may be gone; the mean remembers it.
        if !self.mean().is_finite() {
            return f64::NAN;
        }
        let of_tail = |probability: f64, (cut, blocks): &(f64, Blocks)| {
            // Where nothing is on the other side of the cut, the indicator cannot tell.
            let told = blocks.mean() > 0.0 && blocks.mean() < 1.0;
            let gain = if told { blocks.ess() / ess_below(&self.kept, *cut) } else { self.gain() };
            ess_quantile(&self.kept, probability) * gain
        };
        of_tail(TAILS[0], &tails[0]).min(of_tail(TAILS[1], &tails[1]))
    }

    /// Effective sample size of the mean of all draws over that of the kept ones.
    fn gain(&self) -> f64 {
        self.blocks.ess() / ess_mean(&self.kept)
    }

    /// Rank-normalised split R̂ of the kept draws.
    pub fn r_hat(&self) -> f64 {
        if self.mean().is_finite() { r_hat(&self.kept) } else { f64::NAN }
    }

    /// Autocorrelation of the kept draws at the first `lags` lags, from lag 0; one lag is
    /// [`stride`](Self::stride) transitions.
    pub fn autocorrelation(&self, lags: usize) -> Vec<f64> {
        autocorrelation(&self.kept, lags)
    }
}

/// The quantile of draws none of which has gone yet, and the blocks of the indicator that a draw is not above it.
fn indicator(chains: &[Vec<f64>], probability: f64) -> (f64, Blocks) {
    let cut = quantile(chains, probability);
    let mut blocks = Blocks::new(chains.len());
    for at in 0..chains.first().map_or(0, Vec::len) {
        blocks.push(chains.iter().map(|chain| below(chain[at], cut)));
    }
    (cut, blocks)
}
