//! What the guide says of how chains explore: alone, and in a race.

use super::lane::{ENOUGH, Lane, is_enough, mode_word};
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapters::mcmc::model::Model;
use crate::ui::chapters::mcmc::scoreboard::per_1000;
use crate::ui::words::format;

/// Effective samples below which their number itself is noise.
const HARDLY_ANY: f64 = 10.0;

pub fn not_yet(now: &Model, running: bool) -> String {
    if now.lanes.iter().any(LaneModel::warming_up) {
        return "The step size is being tuned. What chains do meanwhile is not counted.".into();
    }
    let press = if running { "Follow" } else { "Press Run and follow" };
    format!("{press} one transition: where it wants to go, and whether it is accepted there.")
}

/// Where exploring was measured.
fn within(now: &Model, lane: &Lane) -> String {
    let measured = lane.now.ess_within.is_finite() && now.has_modes();
    if measured { format!(" within {}", mode_word(now)[0]) } else { String::new() }
}

fn times(ratio: f64) -> String {
    if (0.095..100.0).contains(&ratio) { format!("{ratio:.1}") } else { format::price(ratio) }
}

fn effective(ess: f64) -> String {
    if ess >= HARDLY_ANY {
        format!("{} effective samples", format::count(ess))
    } else {
        "hardly any effective samples".into()
    }
}

pub fn about_race(now: &Model, one: &Lane, other: &Lane) -> String {
    if one.sampler == other.sampler {
        return format!("{} races itself: what differs is chance.", one.name);
    }
    if !one.settled || !other.settled {
        return "Too early to compare: effective samples are counted from 100 draws of each chain on.".into();
    }
    if !is_enough(one.explored()) || !is_enough(other.explored()) {
        return too_few(now, one, other);
    }
    let [_, modes] = mode_word(now);
    // The better explorer comes first.
    let price = |lane: &Lane| per_1000(lane.explored(), lane.now);
    let (winner, loser) = if price(one) >= price(other) { (one, other) } else { (other, one) };
    let words = format!(
        "{} has {} times as many effective samples per gradient as {}{}",
        winner.name,
        times(price(winner) / price(loser)),
        loser.name,
        within(now, one),
    );
    if !now.has_modes() {
        return words + ".";
    }
    let between = |lane: &Lane| per_1000(lane.now.ess_between, lane.now);
    let tail = match [winner, loser].map(|lane| is_enough(lane.now.ess_between)) {
        [true, true] => format!("; between {modes}, {} times.", times(between(winner) / between(loser))),
        _ if winner.now.crossed == 0 && loser.now.crossed == 0 => {
            format!("; between {modes}, no chain of either has moved.")
        }
        _ => format!("; they have moved between {modes} too seldom to compare that."),
    };
    words + &tail
}

/// Of a race in which one or both have too few effective samples for a ratio.
fn too_few(now: &Model, one: &Lane, other: &Lane) -> String {
    let has = |lane: &Lane| effective(lane.explored());
    match [one, other].map(|lane| lane.is_stuck(now.chains)) {
        [true, true] => format!(
            "Both get nowhere: {} {} with {}, {} {} with {}.",
            one.name,
            one.moves(),
            has(one),
            other.name,
            other.moves(),
            has(other)
        ),
        [false, false] => format!(
            "Too early to compare: {} has {}, {} has {}. Below {ENOUGH} the ratio is mostly noise.",
            one.name,
            has(one),
            other.name,
            has(other)
        ),
        [one_is_stuck, _] => {
            let (stuck, free) = if one_is_stuck { (one, other) } else { (other, one) };
            format!(
                "{} {}: {} for the same gradients; {} has {}.",
                stuck.name,
                stuck.moves(),
                has(stuck),
                free.name,
                has(free)
            )
        }
    }
}

pub fn about_one(now: &Model, lane: &Lane) -> String {
    let (name, ess) = (&lane.name, lane.explored());
    if !lane.settled {
        return format!(
            "{name} has only begun: effective samples are counted from 100 draws of each chain on."
        );
    }
    let gradients = format::count(lane.now.evaluations);
    if lane.is_stuck(now.chains) {
        return format!("{name} {}: {} from {gradients} gradients.", lane.moves(), effective(ess));
    }
    if !is_enough(ess) {
        return format!(
            "{name} has {} from {gradients} gradients: neighbours in a chain say much the same.",
            effective(ess)
        );
    }
    format!(
        "{name} gets {} effective samples{} from 1,000 gradients. Is that much? Press Race and see it beside another \
         sampler.",
        times(per_1000(ess, lane.now)),
        within(now, lane)
    )
}
