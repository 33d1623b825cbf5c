//! One sampler, as the sentences of the guide speak of it.

use crate::protocol::mcmc::Diagnostics;
use crate::settings::{Sampler, Target};
use crate::ui::chapters::mcmc::model::Model;
use crate::ui::words::data_words;

/// Effective samples below which a comparison is mostly noise.
pub const ENOUGH: f64 = 50.0;
/// Evaluations of each chain after which too few effective samples are no matter of patience.
pub const PATIENCE: f64 = 2000.0;
/// Acceptance below which a chain is said to stand still.
pub const STILL: f64 = 0.15;

/// One sampler of which something is measured.
pub struct Lane<'a> {
    pub name: String,
    pub sampler: Sampler,
    pub now: &'a Diagnostics,
    /// Whether effective samples and R-hat can be spoken of.
    pub settled: bool,
}

impl Lane<'_> {
    /// Exploring is measured within a mode, where one coordinate says how far along it a draw is.
    pub fn explored(&self) -> f64 {
        // Chains that have never moved have no correlation to be measured.
        if self.now.acceptance == 0.0 {
            return 0.0;
        }
        if self.now.ess_within.is_finite() { self.now.ess_within } else { self.now.ess_bulk }
    }

    /// Whether it has had its chance and has not used it.
    pub fn is_stuck(&self, chains: usize) -> bool {
        !is_enough(self.explored()) && self.now.evaluations > PATIENCE * chains as f64
    }

    pub fn moves(&self) -> &'static str {
        if self.now.acceptance < STILL { "stands still" } else { "crawls" }
    }
}

/// One mode, and several.
pub fn mode_word(now: &Model) -> [String; 2] {
    if now.target == Target::Data {
        [data_words::any(&now.data), data_words::parts(&now.data).to_owned()]
    } else {
        ["a mode", "modes"].map(str::to_owned)
    }
}

/// False where there is no number.
pub fn is_enough(ess: f64) -> bool {
    ess >= ENOUGH
}
