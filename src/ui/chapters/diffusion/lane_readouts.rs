//! The numbers of one run.

use super::lane::LaneModel;
use super::levels::last_level;
use crate::protocol::diffusion::{Denoiser, Quality, Score};

#[derive(Clone, Debug, Default)]
pub struct LaneReadouts {
    /// Smoothed over training steps, and of the last one.
    pub loss: Option<f32>,
    pub loss_raw: Option<f32>,
    pub ideal_loss: Option<f32>,
    pub weights: Option<u32>,
    /// T, the last noise level.
    pub last_level: Option<f64>,
    pub alpha_bar_last: Option<f32>,
    /// KL(q(x_T) ‖ N(0, I)), nats.
    pub prior_kl: Option<f32>,
    /// Whose the cloud on the stage is, and after how many training steps.
    pub source: Option<(Denoiser, u32)>,
    pub score: Option<Score>,
    /// Which scores can be drawn.
    pub has_learned: bool,
    pub has_ideal: bool,
    /// Whether the exact law is known at any noise level.
    pub has_marginals: bool,
    /// By how much the loss is above the ideal denoiser's, in each third of the timesteps, noise growing.
    pub above: Option<[f32; 3]>,
    /// What the lowest way from part to part of the data climbs, nats, at the known noise level nearest to the one shown.
    pub barrier: Option<(f32, f32)>,
    /// The same of the data.
    pub barrier_of_data: Option<f32>,
    /// The same of every known noise level, in order.
    pub barriers: Vec<(f32, f32)>,
    pub quality: Vec<Quality>,
    pub ends: Option<Ends>,
}

/// Where the denoisers send the point in the reader's hand, data units.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    pub exact: [f32; 2],
    pub learned: Option<[f32; 2]>,
}

impl LaneReadouts {
    /// `t` is the noise level shown.
    pub fn gather(lane: &LaneModel, t: Option<f32>) -> Self {
        let reference = lane.reference();
        let end = |points: &[f32]| points.last_chunk().copied();
        let first_known = lane.marginals.first().filter(|marginal| marginal.t == 0.0);
        Self {
            loss: lane.losses.smoothed(),
            loss_raw: lane.losses.last(),
            ideal_loss: reference.map(|reference| reference.ideal_loss),
            weights: reference.map(|reference| reference.weights),
            last_level: reference.map(last_level),
            alpha_bar_last: reference.map(|reference| reference.alpha_bar_last),
            prior_kl: reference.map(|reference| reference.prior_kl),
            source: lane.cloud().map(|cloud| (cloud.denoiser, cloud.step)),
            score: lane.score().cloned(),
            has_learned: lane.learned.is_some(),
            has_ideal: lane.ideal.is_some(),
            has_marginals: !lane.marginals.is_empty(),
            above: reference.and_then(|ideal| above(&lane.loss_by_timestep, &ideal.ideal_by_timestep)),
            barrier: t
                .and_then(|t| lane.marginal_near(t))
                .map(|marginal| (marginal.t, marginal.barrier))
                .filter(|(_, barrier)| barrier.is_finite()),
            barriers: lane.marginals.iter().map(|marginal| (marginal.t, marginal.barrier)).collect(),
            barrier_of_data: first_known.map(|marginal| marginal.barrier),
            quality: lane.measured().copied().collect(),
            ends: lane.probe.as_ref().and_then(|probe| {
                let learned = probe.learned.as_ref().and_then(|way| end(&way.points));
                Some(Ends { exact: end(&probe.exact.points)?, learned })
            }),
        }
    }

    /// √ᾱ_T, the signal left at the last noise level.
    pub fn signal_last(&self) -> Option<f64> {
        self.alpha_bar_last.map(|share| f64::from(share).max(0.0).sqrt())
    }

    /// Whether the last noise level is not noise, so that sampling from noise starts wrong.
    pub fn starts_wrong(&self) -> bool {
        self.alpha_bar_last.is_some_and(|share| share > 0.01) || self.prior_kl.is_some_and(|kl| kl > 0.01)
    }
}

/// Mean difference in each third; none where a third has no row yet.
fn above(learned: &[f32], ideal: &[f32]) -> Option<[f32; 3]> {
    let third = |index: usize| {
        let length = learned.len().min(ideal.len());
        let part = index * length / 3..(index + 1) * length / 3;
        let differences = learned[part.clone()].iter().zip(&ideal[part]).map(|(one, other)| one - other);
        let known: Vec<f32> = differences.filter(|difference| difference.is_finite()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f32>() / known.len() as f32)
    };
    Some([third(0)?, third(1)?, third(2)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_leave_out_parts_without_a_row() {
        let learned = [f32::NAN, 0.5, 0.4, 0.4, 0.3, 0.3];
        assert_eq!(above(&learned, &[0.25; 6]).map(|above| above[0]), Some(0.25));
        assert_eq!(above(&[f32::NAN; 6], &[0.25; 6]), None);
        assert_eq!(above(&[], &[0.25; 6]), None);
    }

    #[test]
    fn either_sign_of_signal_left_is_a_wrong_start() {
        let of = |alpha_bar, kl| LaneReadouts {
            alpha_bar_last: Some(alpha_bar),
            prior_kl: Some(kl),
            ..LaneReadouts::default()
        };
        assert!(of(0.364, 0.0).starts_wrong() && of(0.0, 0.02).starts_wrong());
        assert!(!of(2.4e-7, 1e-7).starts_wrong() && !LaneReadouts::default().starts_wrong());
        assert!(of(0.25, 0.0).signal_last().is_some_and(|signal| (signal - 0.5).abs() < 1e-9));
    }
}
