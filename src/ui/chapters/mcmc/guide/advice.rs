//! The verdict on the chains: what is broken comes before what is missing, and that before what is good.

use super::exploration::{about_one, about_race, not_yet};
use super::lane::{ENOUGH, Lane, PATIENCE, STILL, is_enough, mode_word};
use super::verdicts;
use crate::settings::Motion;
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapter::guide::Advice;
use crate::ui::chapters::mcmc::alarm;
use crate::ui::chapters::mcmc::model::Model;
use crate::ui::words::format;

/// Acceptance above which a step is called too short, where short steps are always accepted.
const TOO_SHORT: f64 = 0.95;
/// Acceptance below which a leapfrog path is called too coarse.
const TOO_COARSE: f64 = 0.6;
/// Divergences in more than this share of all transitions leave hardly any that are accepted.
const MOST: f64 = 0.5;
/// Divergences in fewer than this share of all transitions are chance.
const FEW: f64 = 1e-4;
/// Effective samples are known to about a tenth or two: a ratio nearer to one ranks nothing.
const CLEARLY: f64 = 1.5;
const TUNE: (&str, &str) = ("Tune the step size", "tune=1");
const LADDER: (&str, &str) = ("Try tempering with 5 rungs", "rungs=5");

/// The advice but for its details.
pub fn advice(now: &Model, lanes: &[Lane], running: bool) -> Advice {
    if lanes.is_empty() {
        let tunes = now.lanes.iter().any(LaneModel::warming_up);
        return match (tunes, running) {
            (true, _) => Advice::open("The step size is being tuned", not_yet(now, running)),
            (false, true) => Advice::open("The chains have just begun", not_yet(now, running)),
            (false, false) => Advice::open("Nothing has run yet", not_yet(now, running)).go("Run"),
        };
    }
    lanes
        .iter()
        .find_map(|lane| broken(lane, now.chains))
        .or_else(|| too_early(lanes))
        .or_else(|| lanes.iter().find_map(|lane| badly_set(lane, now.chains, lanes.len() > 1)))
        .or_else(|| wrong(now, lanes))
        .or_else(|| not_agreed(now, lanes))
        .unwrap_or_else(|| good(now, lanes))
}

fn broken(lane: &Lane, chains: usize) -> Option<Advice> {
    let Lane { name, now, sampler, .. } = lane;
    let transitions = now.draws * chains as f64;
    let why = || {
        format!(
            "{} of its transitions diverged at step size {}.",
            format::count(now.divergences),
            format::price(now.step_size)
        )
    };
    match sampler.acceptance_key() {
        None if now.divergences > 0.0 => Some(
            Advice::bad(format!("{name} runs away"), why()).change("Try MALA, which cannot", "sampler=mala"),
        ),
        Some(_) if now.divergences > MOST * transitions => {
            Some(Advice::bad(format!("The step of {name} is too long"), why()).change(TUNE.0, TUNE.1))
        }
        Some(_) if now.divergences > FEW * transitions => {
            let advice = Advice::bad(format!("{name} misses the narrow places"), why());
            Some(advice.change(TUNE.0, TUNE.1))
        }
        _ => None,
    }
}

fn too_early(lanes: &[Lane]) -> Option<Advice> {
    let least =
        lanes.iter().filter(|lane| !lane.settled).min_by(|a, b| a.now.draws.total_cmp(&b.now.draws))?;
    let why = format!(
        "Each chain of {} has {}; the first 100 are too few to judge by.",
        least.name,
        format::plural(least.now.draws, "draw")
    );
    Some(Advice::open("Too early to judge", why))
}

fn badly_set(lane: &Lane, chains: usize, races: bool) -> Option<Advice> {
    let Lane { name, now, .. } = lane;
    let accepted = format!(
        "{} of its proposals are accepted at step size {}.",
        format::percent(now.acceptance),
        format::price(now.step_size)
    );
    let tuned = |verdict: String| Some(Advice::bad(verdict, accepted.clone()).change(TUNE.0, TUNE.1));
    let unadjusted = lane.sampler.acceptance_key().is_none();
    match lane.sampler.motion() {
        _ if unadjusted => None,
        Motion::Jump | Motion::Drift if now.acceptance < STILL => {
            tuned(format!("The step of {name} is too long"))
        }
        Motion::Jump | Motion::Drift if now.acceptance > TOO_SHORT => {
            tuned(format!("The step of {name} is too short"))
        }
        Motion::Path | Motion::Tree if now.acceptance < TOO_COARSE => {
            tuned(format!("The step of {name} is too long"))
        }
        _ if lane.is_stuck(chains) => {
            let advice = Advice::bad(
                format!("{name} hardly moves"),
                format!(
                    "{} gradients gave {} effective samples, fewer than {ENOUGH}.",
                    format::count(now.evaluations),
                    format::count(lane.explored())
                ),
            );
            Some(if races { advice } else { advice.change("See another sampler beside it", "race=1") })
        }
        _ => None,
    }
}

/// A share with its standard error, where there is one.
fn share(lane: &Lane, mode: usize) -> String {
    let share = f64::from(lane.now.shares[mode]);
    let error = (share * (1.0 - share) / lane.now.ess_between).sqrt();
    format::with_error(share, Some(error).filter(|error| error.is_finite()), format::percent)
}

/// Wrong shares, and parts that no chain has found.
fn wrong(now: &Model, lanes: &[Lane]) -> Option<Advice> {
    if !now.has_modes() {
        return None;
    }
    let [one_mode, _] = mode_word(now);
    let told = |lane: &Lane, mode: usize| {
        format!(
            "{}: the {} has {} of the draws and should have {}; R-hat is {}",
            lane.name,
            now.modes()[mode],
            share(lane, mode),
            format::percent(f64::from(now.truth()[mode])),
            format::or_not_defined(lane.now.r_hat, format::r_hat)
        )
    };
    let wrong = |lane: &&Lane| alarm::wrong_mode(lane.now, now.truth()).is_some();
    if let Some(lane) = lanes.iter().find(wrong) {
        let mode = alarm::wrong_mode(lane.now, now.truth())?;
        let agrees = lane.now.r_hat < format::AGREE;
        let verdict = match (lane.now.shares[mode] == 0.0, agrees) {
            (true, true) => format!("The chains agree, yet {one_mode} is missing"),
            (true, false) => {
                let of = if lanes.len() > 1 { format!(" of {}", lane.name) } else { String::new() };
                format!("No chain{of} has found the {}", now.modes()[mode])
            }
            (false, true) => "The chains agree, yet their shares are wrong".into(),
            (false, false) => "The shares are wrong so far".into(),
        };
        return Some(Advice::bad(verdict, told(lane, mode) + ".").change(LADDER.0, LADDER.1));
    }
    let none = lanes.iter().find(|lane| lane.now.crossed == 0)?;
    let why = format!(
        "0 of {} chains of {} have moved to another part in {} gradients. Their shares are those of the start.",
        now.chains,
        none.name,
        format::count(none.now.evaluations)
    );
    if none.now.evaluations <= PATIENCE * now.chains as f64 {
        return Some(Advice::open("No chain has crossed yet", why));
    }
    let verdict = format!("No chain has left {one_mode}")
        .replace("left a ", "left its ")
        .replace("left an ", "left its ");
    Some(Advice::bad(verdict, why).change(LADDER.0, LADDER.1))
}

fn not_agreed(now: &Model, lanes: &[Lane]) -> Option<Advice> {
    let lane = lanes.iter().find(|lane| lane.now.r_hat >= format::AGREE)?;
    (now.chains > 1).then(|| {
        let why = format!(
            "R-hat of {} is {}, and should be below {}. Let the chains run on.",
            lane.name,
            format::r_hat(lane.now.r_hat),
            format::AGREE
        );
        Advice::open("The chains do not agree yet", why)
    })
}

fn good(now: &Model, lanes: &[Lane]) -> Advice {
    match lanes {
        [one, other] if one.sampler == other.sampler => {
            Advice::open(format!("{} runs twice", one.name), about_race(now, one, other))
        }
        [one, other] => {
            let why = about_race(now, one, other);
            if !is_enough(one.explored()) || !is_enough(other.explored()) {
                return Advice::open("Too early to compare", why);
            }
            let price = |lane: &Lane| lane.explored() / lane.now.evaluations;
            let (winner, loser) = if price(one) >= price(other) { (one, other) } else { (other, one) };
            if price(winner) < CLEARLY * price(loser) {
                return Advice::good(format!("{} and {} explore about alike", one.name, other.name), why);
            }
            Advice::good(format!("{} explores faster than {}", winner.name, loser.name), why)
        }
        [one, ..] if !is_enough(one.explored()) => {
            Advice::open(format!("{} needs more draws", one.name), about_one(now, one))
        }
        [one, ..] if one.sampler.acceptance_key().is_none() => {
            let verdict = format!("{} explores, but nothing corrects its step", one.name);
            Advice::open(verdict, verdicts::about_acceptance(one))
                .change("Correct it with MALA", "sampler=mala")
        }
        [one, ..] => {
            let verdict = format!("{} samples this density well so far", one.name);
            Advice::good(verdict, about_one(now, one)).change("Race it against another sampler", "race=1")
        }
        [] => Advice::default(),
    }
}
