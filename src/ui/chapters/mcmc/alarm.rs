//! The alarm: every diagnostic looks fine, and the chains are wrong all the same.

use super::model::Model;
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{Motion, Sampler};
use crate::ui::chapter::live::Live;
use crate::ui::words::format;
use leptos::prelude::*;

/// What a careful reader asks for before believing chains, beside their agreement: Vehtari et al. 2021.
const ESS: f64 = 400.0;
/// A mode whose share of the draws is below this part of its true share is missing.
const MISSING: f64 = 0.5;
/// A mode's share is wrong if it is off by more than this, and by more than so many standard errors.
const OFF: f64 = 0.10;
const ERRORS: f64 = 4.0;

/// Acceptance rates nobody would be alarmed by.
fn healthy_acceptance(sampler: Sampler) -> std::ops::RangeInclusive<f64> {
    match sampler.motion() {
        _ if sampler.acceptance_key().is_none() => 0.0..=1.0,
        Motion::Jump => 0.1..=0.8,
        Motion::Drift => 0.3..=0.99,
        Motion::Path | Motion::Tree => 0.5..=1.0,
    }
}

/// Whether the chains look as if they could be believed.
fn looks_fine(sampler: Sampler, now: &Diagnostics) -> bool {
    now.r_hat < format::AGREE
        && now.ess_bulk.min(now.ess_tail) > ESS
        && now.divergences == 0.0
        && healthy_acceptance(sampler).contains(&now.acceptance)
}

/// The mode whose share is furthest from the truth, if any is too far.
pub fn wrong_mode(now: &Diagnostics, truth: &[f32]) -> Option<usize> {
    let is_wrong = |share: f64, truth: f64| {
        // Chains that never change their mode give no standard error.
        let error = (truth * (1.0 - truth) / now.ess_between).sqrt();
        let off = (share - truth).abs();
        share < MISSING * truth || (error.is_finite() && off > OFF && off > ERRORS * error)
    };
    let shares = now.shares.iter().zip(truth).map(|(&share, &truth)| (f64::from(share), f64::from(truth)));
    let wrong = shares.enumerate().filter(|&(_, (share, truth))| is_wrong(share, truth));
    wrong
        .max_by(|(_, one), (_, other)| (one.0 - one.1).abs().total_cmp(&(other.0 - other.1).abs()))
        .map(|(mode, _)| mode)
}

/// The words of the alarm for the first lane that deserves it.
fn words(now: &Model) -> Option<String> {
    if !now.has_modes() {
        return None;
    }
    now.lanes.iter().find_map(|lane| {
        let diagnostics = lane.settled().filter(|diagnostics| looks_fine(lane.lane.sampler, diagnostics))?;
        let mode = wrong_mode(diagnostics, now.truth())?;
        let (name, share, truth) = (now.modes().get(mode)?, diagnostics.shares[mode], now.truth()[mode]);
        let what = if f64::from(share) < MISSING * f64::from(truth) { "is missing" } else { "has the wrong share" };
        Some(format!(
            "Every diagnostic of {} looks fine, but a mode {what}: R-hat {}, {} effective samples, {} accepted, \
             yet “{name}” has {} of the draws and should have {}. Chains can agree and be wrong.",
            now.name(lane),
            format::r_hat(diagnostics.r_hat),
            format::count(diagnostics.ess_bulk),
            format::percent(diagnostics.acceptance),
            format::percent(f64::from(share)),
            format::percent(f64::from(truth)),
        ))
    })
}

#[component]
pub fn Alarm() -> impl IntoView {
    let shown = Live::<Model>::get().memo(|model| words(model).unwrap_or_default());
    // What is spoken stays as it was when it began: a screen reader is told once, not with every new digit.
    let spoken = Memo::new(move |before: Option<&String>| {
        let now = shown.get();
        before.filter(|before| !before.is_empty() && !now.is_empty()).cloned().unwrap_or(now)
    });
    view! {
        <p class="alarm" aria-hidden="true" data-testid="alarm">{shown}</p>
        <p class="unseen" role="status">{spoken}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chapter::chains::LaneModel;

    fn fine(shares: [f32; 2]) -> Diagnostics {
        Diagnostics {
            draws: 5000.0,
            r_hat: 1.002,
            ess_bulk: 900.0,
            ess_tail: 700.0,
            ess_between: 0.0,
            acceptance: 0.9,
            shares: shares.into(),
            ..Diagnostics::default()
        }
    }

    fn said(diagnostics: Diagnostics) -> Option<String> {
        words(&Model::of_two_modes([LaneModel::of(Sampler::Mala, diagnostics)]))
    }

    #[test]
    fn a_missing_moon_under_green_lights_is_told() {
        let words = said(fine([1.0, 0.0])).expect("an alarm");
        for part in ["MALA", "is missing", "lower moon", "0.0\u{a0}%", "50.0\u{a0}%", "agree and be wrong"] {
            assert!(words.contains(part), "{part} is not in “{words}”");
        }
    }

    #[test]
    fn a_share_that_chance_explains_is_no_alarm_and_one_it_does_not_is() {
        let few = Diagnostics { ess_between: 10.0, ..fine([0.62, 0.38]) };
        assert_eq!(said(few), None);
        let many = Diagnostics { ess_between: 2000.0, ..fine([0.62, 0.38]) };
        assert!(said(many).expect("an alarm").contains("wrong share"));
        assert_eq!(said(Diagnostics { ess_between: 1e6, ..fine([0.55, 0.45]) }), None, "less than 10 points");
    }

    #[test]
    fn where_a_diagnostic_shows_the_trouble_there_is_no_alarm() {
        let missing = || fine([1.0, 0.0]);
        assert_eq!(said(Diagnostics { r_hat: 1.2, ..missing() }), None);
        assert_eq!(said(Diagnostics { r_hat: f64::NAN, ..missing() }), None);
        assert_eq!(said(Diagnostics { ess_bulk: 80.0, ..missing() }), None);
        assert_eq!(said(Diagnostics { ess_tail: 80.0, ..missing() }), None);
        assert_eq!(said(Diagnostics { divergences: 3.0, ..missing() }), None);
        assert_eq!(said(Diagnostics { acceptance: 0.02, ..missing() }), None);
        assert_eq!(said(Diagnostics { warming_up: true, ..missing() }), None);
        assert_eq!(said(fine([0.5, 0.5])), None);
    }
}
