//! Which bug of the museum the numbers of a run name: each bug leaves a mark on one of them, and what that should be is known
//! exactly.

use crate::protocol::diffusion::{Checks, Denoiser, has_little_noise};
use crate::settings::{DiffusionBug, DiffusionSettings};
use crate::ui::chapters::diffusion::model::Model;

/// ᾱ_T of a cosine schedule is below this for any T on offer.
const NO_SIGNAL: f32 = 0.01;
/// Standard errors from which on the noise is wrong.
const WRONG: f32 = 3.5;
/// A score that sees puts one Gaussian at least so many times as far as the limit of real data.
const SEEN: f32 = 3.0;

/// The numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// ᾱ_T, and how wrong it is to start from noise, nats.
    pub alpha_bar_last: f32,
    pub prior_kl: f32,
    /// How far out the samples' predicted clean points are; and the noise on the way of those of the ideal denoiser, with the mean
    /// square that it has where the sampler is sound.
    pub checks: Checks,
    pub exact_noise: f32,
    /// Whether the way visits nearly every level: with long strides the noise is off without a bug.
    pub has_short_strides: bool,
    /// Whether a network drew the samples.
    pub is_learned: bool,
    /// Mean MMD² of one Gaussian with the data's mean and covariance, and the limit of real data.
    pub blob: f32,
    pub band: f32,
}

impl Evidence {
    /// None until the run has told all of it.
    pub fn of(now: &Model) -> Option<Self> {
        let lane = now.first()?;
        let (reference, cloud, real) = (lane.reference()?, lane.cloud()?, now.real_vs_real.as_ref()?);
        let ideal = lane.ideal.as_ref().filter(|_| !lane.ideal_is_old)?;
        let levels = reference.noise_by_timestep.len();
        let little = ideal.times.iter().filter(|&&time| has_little_noise(time, levels as f32));
        let exact: Vec<f32> =
            little.filter_map(|&time| reference.noise_by_timestep.get(time as usize - 1)).copied().collect();
        Some(Self {
            alpha_bar_last: reference.alpha_bar_last,
            prior_kl: reference.prior_kl,
            checks: Checks { noise: ideal.checks.noise, ..cloud.checks },
            exact_noise: exact.iter().sum::<f32>() / exact.len() as f32,
            has_short_strides: 2 * ideal.times.len() > levels,
            is_learned: cloud.denoiser == Denoiser::Learned,
            blob: real.gaussian_baseline.mmd2_mean(),
            band: real.mmd2_mean_q95,
        })
    }

    fn lacks_noise(&self) -> bool {
        let [noise, error] = self.checks.noise;
        self.has_short_strides && self.exact_noise - noise > WRONG * error
    }
}

/// The bugs that would look like this under these settings.
pub fn suspects(settings: &DiffusionSettings, of: &Evidence) -> Vec<DiffusionBug> {
    let looks = |bug: &DiffusionBug| {
        settings.has(*bug)
            && match bug {
                DiffusionBug::Shifted => of.lacks_noise(),
                DiffusionBug::BetaClipped => of.alpha_bar_last > NO_SIGNAL,
                DiffusionBug::Unclipped => of.checks.beyond > 0.0,
                DiffusionBug::BlindBandwidth => of.blob < SEEN * of.band,
                DiffusionBug::Off | DiffusionBug::Hidden => false,
            }
    };
    DiffusionBug::BUGS.into_iter().filter(looks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bug_leaves_its_mark_and_a_healthy_run_none() {
        let healthy = Evidence {
            alpha_bar_last: 2.4e-7,
            prior_kl: 0.0,
            checks: Checks { noise: [0.2, 0.002], beyond: 0.0 },
            exact_noise: 0.202,
            has_short_strides: true,
            is_learned: true,
            blob: 0.03,
            band: 0.001,
        };
        let settings = DiffusionSettings::default();
        let named = |of: &Evidence| suspects(&settings, of);
        assert_eq!(named(&healthy), []);
        let thin = Evidence { checks: Checks { noise: [0.17, 0.002], beyond: 0.0 }, ..healthy };
        assert_eq!(named(&thin), [DiffusionBug::Shifted]);
        assert_eq!(named(&Evidence { has_short_strides: false, ..thin }), []);
        assert_eq!(named(&Evidence { alpha_bar_last: 0.19, ..healthy }), [DiffusionBug::BetaClipped]);
        let far = Evidence { checks: Checks { beyond: 0.02, ..healthy.checks }, ..healthy };
        assert_eq!(named(&far), [DiffusionBug::Unclipped]);
        assert_eq!(named(&Evidence { blob: 0.001, ..healthy }), [DiffusionBug::BlindBandwidth]);
        let unclipped = DiffusionSettings { clip: crate::settings::Clip::Off, ..settings.clone() };
        assert_eq!(suspects(&unclipped, &far), [], "the reader has asked for it");
    }
}
