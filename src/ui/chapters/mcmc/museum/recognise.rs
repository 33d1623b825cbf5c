//! Which bug of the museum the diagnostics name.
//!
//! Two numbers are enough, because the density is known: the mean of log p beside the exact one, and the share of proposals
//! accepted. Draws that are too far out have a mean of log p that is too low, draws that are too close together one too high.

use crate::protocol::mcmc::Diagnostics;
use crate::settings::{Sampler, SamplerBug};

/// Draws of each chain before anything is said.
pub const ENOUGH: f64 = 1000.0;
/// Standard errors from which on a mean is wrong.
const WRONG: f64 = 5.0;
/// The error of a mean is never taken for more than this, nats: over the law, log p of a draw varies by about as much. What is far
/// out varies by more, and must not be excused by that.
const MOST: f64 = 1.0;
/// Accepted this nearly, nothing is refused: sums of ones have no rounding that comes near.
const NOTHING: f64 = 1e-9;

/// What a lane says of its own draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Mean of log p with its standard error, and what it should be in the modes that the chains are in; nats.
    pub log_density: f64,
    pub error: f64,
    pub exact: f64,
    /// Mean acceptance probability.
    pub accepted: f64,
    /// Share of proposals that were lost: those nobody can take.
    pub lost: f64,
}

/// How a mean lies to the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    Low,
    Right,
    High,
}

impl Evidence {
    /// Of a lane of so many chains; `exact` is the mean of log p in each mode. None as long as there is too little of it, and where
    /// the exact mean is not known.
    pub fn of(now: &Diagnostics, exact: &[f32], chains: usize) -> Option<Self> {
        let [log_density, error] = now.log_density;
        let enough = now.draws >= ENOUGH && exact.len() == now.late_shares.len() && !exact.is_empty();
        let exact =
            exact.iter().zip(&now.late_shares).map(|(&mean, &share)| f64::from(mean) * f64::from(share));
        let lost = now.divergences / (now.draws * chains.max(1) as f64);
        let of = Self { log_density, error, exact: exact.sum(), accepted: now.acceptance, lost };
        (enough && of.exact.is_finite() && of.log_density.is_finite() && of.error > 0.0).then_some(of)
    }

    pub fn lies(&self) -> Lies {
        match (self.log_density - self.exact) / self.error.min(MOST) {
            z if z < -WRONG => Lies::Low,
            z if z > WRONG => Lies::High,
            _ => Lies::Right,
        }
    }

    fn refuses_nothing(&self) -> bool {
        self.accepted + self.lost > 1.0 - NOTHING
    }
}

/// The bugs that would look like this in `sampler`.
pub fn suspects(sampler: Sampler, of: &Evidence) -> Vec<SamplerBug> {
    let looks = |bug: &SamplerBug| {
        sampler.has(*bug)
            && match bug {
                SamplerBug::EnergySign => of.lies() == Lies::Low && !of.refuses_nothing(),
                SamplerBug::NoCorrection => of.lies() == Lies::Low && of.refuses_nothing(),
                SamplerBug::NoSqrt2 => of.lies() == Lies::High,
                SamplerBug::Off | SamplerBug::Hidden => false,
            }
    };
    SamplerBug::BUGS.into_iter().filter(looks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(log_density: f64, accepted: f64) -> Evidence {
        Evidence { log_density, error: 0.01, exact: -1.0, accepted, lost: 0.0 }
    }

    #[test]
    fn two_numbers_tell_the_bugs_apart() {
        use Sampler::{Hmc, Mala, Nuts, RandomWalk, Ula};
        use SamplerBug::{EnergySign, NoCorrection, NoSqrt2};
        let named = |sampler, of: &Evidence| suspects(sampler, of);
        for sampler in [Mala, Hmc, Nuts, RandomWalk, Ula] {
            assert_eq!(named(sampler, &seen(-1.02, 0.7)), [], "within its error");
        }
        assert_eq!(named(Hmc, &seen(-9.0, 0.01)), [EnergySign]);
        assert_eq!(named(Hmc, &Evidence { error: 5e4, ..seen(-9e4, 0.01) }), [EnergySign], "frozen far out");
        assert_eq!(named(Hmc, &seen(-1.2, 1.0)), [NoCorrection]);
        assert_eq!(named(Mala, &seen(-1.2, 1.0)), [NoCorrection]);
        assert_eq!(named(Mala, &Evidence { lost: 0.01, ..seen(-1.2, 0.99) }), [NoCorrection]);
        assert_eq!(named(Mala, &seen(-0.8, 0.7)), [NoSqrt2]);
        assert_eq!(named(Ula, &seen(-0.8, 1.0)), [NoSqrt2]);
        assert_eq!(named(Ula, &seen(-1.2, 1.0)), [], "its own error of the step");
        assert_eq!(named(Hmc, &seen(-0.8, 0.9)), [], "no bug of HMC does that");
    }

    #[test]
    fn nothing_is_said_of_few_draws_and_of_what_is_not_known() {
        let now = Diagnostics {
            draws: ENOUGH,
            log_density: [-1.5, 0.01],
            late_shares: vec![0.75, 0.25],
            ..Diagnostics::default()
        };
        let of = Evidence::of(&now, &[-1.0, -2.0], 4).expect("it is known");
        assert_eq!((of.exact, of.lies()), (-1.25, Lies::Low));
        assert_eq!(Evidence::of(&now, &[], 4), None);
        assert_eq!(Evidence::of(&Diagnostics { draws: ENOUGH - 1.0, ..now }, &[-1.0, -2.0], 4), None);
    }
}
