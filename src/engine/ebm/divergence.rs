//! Training that runs away: how it is noticed, and what would have helped.

use crate::settings::{EbmSettings, Objective};

/// Nats between the mean energies of negatives and data, smoothed, beyond which they have run apart. Where the energies'
/// squares are held down by the weight .1 no gap can be wider than 10.
const WIDEST_GAP: f64 = 20.0;
/// Share of it below which all is well.
const CALM: f64 = 0.4;
/// Decay of the smoothed gap.
const SMOOTHING: f64 = 0.8;

/// Follows the numbers of a learner's steps.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    gap: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Divergence {
    /// A loss, an energy or a gradient is not finite.
    NotANumber,
    /// The mean energies of data and negatives are far apart.
    RanApart,
}

impl Watch {
    /// Takes in a step: loss, mean energy of the data, of the negatives, norm of the gradient, farthest negative.
    pub fn see(&mut self, step: &[f32; 5]) -> Option<Divergence> {
        if step.iter().any(|number| !number.is_finite()) {
            return Some(Divergence::NotANumber);
        }
        let [_, data, negatives, _, farthest] = step.map(f64::from);
        // Score matching has no negatives: nothing stands for the farthest of them.
        let gap = if farthest > 0.0 { negatives - data } else { 0.0 };
        self.gap = SMOOTHING * self.gap + (1.0 - SMOOTHING) * gap;
        (self.gap.abs() > WIDEST_GAP).then_some(Divergence::RanApart)
    }

    /// Whether nothing points to a divergence.
    pub fn is_calm(&self) -> bool {
        self.gap.abs() < CALM * WIDEST_GAP
    }
}

impl Divergence {
    /// Words for training that diverged at `step` and went back to the weights of step `good`.
    pub fn words(self, step: usize, good: u32, objective: Objective, settings: &EbmSettings) -> String {
        format!(
            "{} Training was paused and the weights of step {good} were brought back. {}",
            self.happened(step),
            self.would_have_helped(objective, settings)
        )
    }

    fn happened(self, step: usize) -> String {
        match self {
            Self::NotANumber => format!("The loss stopped being a number at step {step}."),
            Self::RanApart => format!(
                "The energies of data and negatives were too far apart at step {step}. The model pushes the energy of \
                 its own samples up without limit, and they no longer show where it is wrong."
            ),
        }
    }

    fn would_have_helped(self, objective: Objective, settings: &EbmSettings) -> String {
        let slower = format!("a smaller learning rate than {}", settings.learning_rate);
        let mut helps = Vec::new();
        if objective.is_contrastive() {
            if settings.penalty < 0.1 {
                helps.push("an energy penalty of 0.1".to_owned());
            }
            if settings.langevin_steps < 10 {
                helps.push(format!("more Langevin steps than {}", settings.langevin_steps));
            }
        } else if matches!(objective, Objective::Sliced | Objective::Implicit) && settings.jitter < 0.05 {
            helps.push("noise on the data".to_owned());
        }
        helps.push(slower);
        if settings.clip == 0.0 && self == Self::NotANumber {
            helps.push("clipped gradients".to_owned());
        }
        let last = helps.pop().unwrap_or_default();
        let list = if helps.is_empty() { last } else { format!("{} or {last}", helps.join(", ")) };
        let mut words = format!("{list} would have helped.");
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_that_grows_is_noticed_and_a_bounded_one_is_not() {
        let mut watch = Watch::default();
        for step in 0..1000 {
            let negatives = if step % 2 == 0 { 9.5 } else { 0.5 };
            assert_eq!(watch.see(&[0.1, 0.0, negatives, 1.0, 2.0]), None);
        }
        assert!(watch.is_calm());
        let mut steps = 0;
        while watch.see(&[-40.0, 0.0, 40.0, 1.0, 2.0]).is_none() {
            steps += 1;
            assert!(steps < 5);
        }
        assert!(!watch.is_calm());
    }

    #[test]
    fn what_is_not_a_number_is_noticed_at_once_and_energies_of_score_matching_may_drift() {
        let mut watch = Watch::default();
        assert_eq!(watch.see(&[0.5, 900.0, 0.0, 1.0, 0.0]), None);
        assert!(watch.is_calm());
        assert_eq!(watch.see(&[0.5, 0.0, 0.0, f32::INFINITY, 0.0]), Some(Divergence::NotANumber));
    }

    #[test]
    fn the_advice_is_about_what_was_set() {
        let bare = EbmSettings { langevin_steps: 1, penalty: 0.0, ..EbmSettings::default() };
        let words = Divergence::RanApart.would_have_helped(Objective::Cd, &bare);
        assert!(words.starts_with("An energy penalty") && words.contains("than 1 or a smaller"), "{words}");
        let words = Divergence::NotANumber.would_have_helped(Objective::Implicit, &EbmSettings::default());
        assert!(words.starts_with("Noise on the data") && words.contains("clipped"), "{words}");
        let held = EbmSettings::default();
        assert!(!Divergence::RanApart.would_have_helped(Objective::Cd, &held).contains("penalty"));
    }
}
