//! The guide's judgement of what the diagnostics say: acceptance, swaps, agreement, and the modes' shares.

use super::lane::{Lane, STILL, mode_word};
use crate::protocol::mcmc::Diagnostics;
use crate::settings::Motion;
use crate::ui::chapters::mcmc::model::Model;
use crate::ui::words::format;

/// A share of draws this near to the truth is not called wrong.
const NEAR: f64 = 0.1;

pub fn about_acceptance(lane: &Lane) -> String {
    let Lane { name, sampler, now, .. } = lane;
    let (rate, accepted) = (now.acceptance, format::percent(now.acceptance));
    let diverged = format::plural(now.divergences, "transition");
    let unadjusted = sampler.acceptance_key().is_none();
    let words = match sampler.motion() {
        _ if unadjusted && now.divergences > 0.0 => {
            return format!("{name} runs away at this step: {diverged} diverged, and nothing holds it back.");
        }
        _ if unadjusted => format!(
            "{name} accepts everything, so nothing corrects its step of {}: its samples are wrong by as much. Compare the \
             histograms with the exact line.",
            format::price(now.step_size)
        ),
        _ if !rate.is_finite() => format!("How often {name} accepts is not known yet."),
        Motion::Jump | Motion::Drift if rate < STILL => {
            format!("{name} accepts only {accepted}: its step is so long that it mostly stands still.")
        }
        Motion::Jump | Motion::Drift if rate > 0.9 => {
            format!("{name} accepts {accepted}: that is no success, its step is so short that it crawls.")
        }
        Motion::Jump => {
            format!("{name} accepts {accepted} of its blind jumps; in high dimensions 23 % is best.")
        }
        Motion::Drift => format!("{name} accepts {accepted}; in high dimensions 57 % is best."),
        Motion::Path | Motion::Tree if rate < 0.6 => {
            format!("{name} accepts {accepted}: its leapfrog step is too long to keep the energy.")
        }
        Motion::Path | Motion::Tree => {
            format!("{name} accepts {accepted}: energy is nearly kept along the path, however far it leads.")
        }
    };
    if now.divergences > 0.0 {
        return format!(
            "{words} {diverged} diverged: the step is too long for the narrowest places of the density, which are \
             left out of its samples."
        );
    }
    words
}

pub fn about_swaps(now: &Model, lane: &Lane) -> String {
    let Lane { name, now: measured, .. } = lane;
    if !measured.swaps.is_finite() {
        return format!("{name}: no swap between rungs has been tried yet.");
    }
    let swaps =
        format!("{name}: {} of the swaps between rungs are accepted", format::percent(measured.swaps));
    let [mode, _] = mode_word(now);
    match measured.first_crossing {
        _ if !now.has_modes() => format!("{swaps}."),
        first if first.is_finite() => {
            format!(
                "{swaps}; a chain leaves {mode} after {} of its evaluations (median).",
                format::count(first)
            )
        }
        _ => format!("{swaps}; no chain has left its first mode yet."),
    }
}

/// Of the lane whose chains agree least.
pub fn about_agreement(now: &Model, lanes: &[Lane]) -> Option<String> {
    let disagreement = |lane: &Lane| if lane.now.r_hat.is_finite() { lane.now.r_hat } else { f64::INFINITY };
    let settled = lanes.iter().filter(|lane| lane.settled);
    let worst = settled.max_by(|one, other| disagreement(one).total_cmp(&disagreement(other)))?;
    let (name, r_hat) = (&worst.name, worst.now.r_hat);
    let shown = format::r_hat(r_hat);
    Some(match () {
        () if now.chains == 1 => "R-hat needs at least two chains: there is only one.".into(),
        () if !r_hat.is_finite() => {
            format!("R-hat of {name} is not defined yet: it needs chains that have moved.")
        }
        () if r_hat < format::AGREE => format!(
            "The {} chains of {name} agree (R-hat {shown}). That they agree does not make them right.",
            now.chains
        ),
        () => format!(
            "The {} chains of {name} do not agree yet: R-hat is {shown}, and should be below {}.",
            now.chains,
            format::AGREE
        ),
    })
}

/// How far a mode's share is from the truth at most, and which mode's.
fn worst_mode(now: &Model, measured: &Diagnostics) -> Option<(f64, usize)> {
    let off = |(share, truth): (&f32, &f32)| f64::from((share - truth).abs());
    let all = measured.shares.iter().zip(now.truth()).map(off).zip(0..now.modes().len());
    all.max_by(|one, other| one.0.total_cmp(&other.0))
}

/// Of the lane whose shares are furthest from the truth.
pub fn about_modes(now: &Model, lanes: &[Lane]) -> Option<String> {
    let all = lanes.iter().filter_map(|lane| Some((worst_mode(now, lane.now)?, lane)));
    let ((off, mode), lane) = all.max_by(|one, other| one.0.0.total_cmp(&other.0.0))?;
    let [_, modes] = mode_word(now);
    let (crossed, name) = (lane.now.crossed, &lane.name);
    let have = if crossed == 1 { "has" } else { "have" };
    let only = if crossed == 0 && off < NEAR {
        ", as at the start: no chain has moved from one to another"
    } else {
        ""
    };
    Some(format!(
        "{crossed} of {} chains of {name} {have} moved between {modes}; “{}” has {} of the draws, where {} is true{only}.",
        now.chains,
        now.modes()[mode],
        format::percent(f64::from(lane.now.shares[mode])),
        format::percent(f64::from(now.truth()[mode]))
    ))
}
