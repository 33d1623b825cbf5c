//! The line under a stage: in slow motion what is seen of one transition, otherwise what the marks mean.

use super::model::Model;
use crate::protocol::mcmc::{Detail, Outcome};
use crate::settings::{Motion, Sampler, View};
use crate::ui::plot::walk::is_followed;

/// What came of it, with the mark that is painted for it.
fn verdict(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Rejected => "⊗\u{a0}rejected: the chain stays",
        Outcome::Accepted => "●\u{a0}accepted",
        Outcome::Divergent => "▲\u{a0}divergent: the chain stays",
    }
}

/// Places and energy errors of a path.
fn rows(detail: &Detail) -> impl DoubleEndedIterator<Item = (bool, f32)> {
    detail.path.chunks_exact(3).map(|row| (row[0].is_finite() && row[1].is_finite(), row[2]))
}

fn error(of: f32) -> String {
    if of.is_finite() { format!("{of:+.2}").replace('-', "−") } else { "without bound".into() }
}

/// Leapfrog steps of a path that may go on from its other end: a gap, then that end once more.
fn steps(detail: &Detail) -> String {
    let known: Vec<bool> = rows(detail).map(|(known, _)| known).collect();
    let ends = known.iter().rev().skip(1).filter(|known| !**known).count();
    match known.len().saturating_sub(1 + 2 * ends) {
        1 => "1 leapfrog step".into(),
        count => format!("{count} leapfrog steps"),
    }
}

/// One transition in words; its verdict once it is `decided`.
fn words(sampler: Sampler, detail: &Detail, decided: bool) -> String {
    const DISCS: &str = "discs of 1 and 2 standard deviations";
    let seen = match sampler.motion() {
        Motion::Jump => format!("Blind jump (arrow, {DISCS})"),
        Motion::Drift => format!("Drift (green), noise ({DISCS})"),
        Motion::Path => {
            let end = rows(detail).next_back().map_or(f32::NAN, |(_, error)| error);
            format!("Momentum (arrow), {}, energy error {} at the end", steps(detail), error(end))
        }
        Motion::Tree => {
            let errors = rows(detail).filter(|(known, _)| *known).map(|(_, error)| error);
            let worst = errors.max_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or(f32::NAN);
            format!("Momentum (arrow), {} until a U-turn, energy error up to {}", steps(detail), error(worst))
        }
    };
    let probability = match sampler.motion() {
        _ if sampler.acceptance_key().is_none() => "whatever is proposed is accepted".to_owned(),
        Motion::Tree => format!("one of its points is drawn; mean acceptance {:.2}", detail.acceptance),
        _ => format!("accepted with probability {:.2}", detail.acceptance),
    };
    let verdict = match detail.outcome {
        _ if !decided => "…",
        // The point drawn was the one it came from.
        Outcome::Rejected if sampler.motion() == Motion::Tree => "⊗ the first point again",
        outcome => verdict(outcome),
    };
    format!("{seen}; {probability} → {verdict}")
}

/// What the stage shows of a lane's last transition, where it can be followed.
pub fn seen(model: &Model, lane: usize, view: &View) -> Option<String> {
    let (decided, lane) = (model.decided?, &model.lanes.get(lane)?.lane);
    let detail = lane.detail.as_ref().filter(|_| is_followed(lane, view))?;
    Some(words(lane.sampler, detail, decided))
}

pub fn legend(sampler: Sampler) -> String {
    let parts = match sampler.motion() {
        Motion::Jump => "Arrow: the jump, from discs of 1 and 2 standard deviations",
        Motion::Drift => "Green: drift; dark: noise, with discs of 1 and 2 standard deviations",
        Motion::Path | Motion::Tree => {
            "Arrow: momentum; path: energy too low (blue), kept (plain), too high (orange)"
        }
    };
    format!("{parts}. ●\u{a0}accepted, ⊗\u{a0}rejected, ▲\u{a0}divergent. Large: the first chain; drag it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ride_is_told_with_its_energy_error_and_its_verdict_last() {
        let detail = Detail {
            acceptance: 0.89,
            path: vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.05, 2.0, 0.0, 0.12],
            ..Detail::default()
        };
        assert_eq!(
            words(Sampler::Hmc, &detail, true),
            "Momentum (arrow), 2 leapfrog steps, energy error +0.12 at the end; accepted with probability 0.89 → \
             ⊗\u{a0}rejected: the chain stays"
        );
        assert!(words(Sampler::Hmc, &detail, false).ends_with("0.89 → …"));
        let lost = Detail {
            outcome: Outcome::Divergent,
            path: vec![0.0, 0.0, 0.0, f32::NAN, 0.0, f32::NAN],
            ..detail
        };
        let words = words(Sampler::Hmc, &lost, true);
        assert!(
            words.contains("1 leapfrog step,") && words.contains("without bound") && words.contains('▲'),
            "{words}"
        );
    }

    #[test]
    fn a_path_with_two_ends_counts_its_steps_once() {
        let nan = f32::NAN;
        let path =
            vec![0.0, 0.0, 0.0, 1.0, 0.0, -0.3, nan, nan, nan, 0.0, 0.0, 0.0, -1.0, 0.0, 0.1, -2.0, 0.0, 0.2];
        let detail = Detail { path, outcome: Outcome::Accepted, ..Detail::default() };
        let words = words(Sampler::Nuts, &detail, true);
        assert!(words.contains("3 leapfrog steps") && words.contains("up to −0.30"), "{words}");
    }

    #[test]
    fn every_sampler_has_words_and_a_legend() {
        for sampler in Sampler::ALL {
            assert!(words(sampler, &Detail::default(), true).contains('⊗'));
            assert!(legend(sampler).contains("▲\u{a0}divergent"));
        }
    }
}
