//! The guide's judgement of the numbers: energy gap, density, samples against density, crossings and the bridge.

use super::Situation;
use crate::settings::WalkStart;
use crate::ui::chapters::ebm::names;
use crate::ui::chapters::ebm::readouts::LaneReadouts;
use crate::ui::format;

/// A share this near to one half is not called wrong.
const NEAR: f64 = 0.1;
/// Walkers below which their share of a moon is mostly chance.
const ENOUGH: usize = 32;
/// Steps of the walkers below which their crossings are not judged.
const PATIENCE: f64 = 100.0;
/// A gap between the energies smaller than this is called small, nats.
const SMALL_GAP: f64 = 0.1;
/// A gap larger than this is called large, nats.
const LARGE_GAP: f64 = 3.0;
/// Divergences that are called near and far, nats.
const CLOSE_KL: f64 = 0.5;
const FAR_KL: f64 = 2.0;
/// Bridges that differ by less are called as high, nats.
const SAME_BRIDGE: f64 = 0.5;

fn near_half(share: f64) -> bool {
    (share - 0.5).abs() <= NEAR
}

fn nats(value: f64) -> String {
    format!("{} nats", format::price(value))
}

fn have(count: u32) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn steps(count: f64) -> String {
    if count == 1.0 { "1 step".into() } else { format!("{} steps", format::count(count)) }
}

/// “12 of 128 walkers have crossed to the other moon after 300 steps”.
fn crossed(lane: &LaneReadouts) -> String {
    format!(
        "{} of {} walkers {} crossed to the other moon after {}",
        lane.crossed,
        lane.walkers,
        have(lane.crossed),
        steps(lane.walked)
    )
}

fn has_walked(lane: &LaneReadouts) -> bool {
    lane.walkers > 0 && lane.diagnostics.as_ref().is_some_and(|now| now.draws > 0.0)
}

fn never_crossed(lane: &LaneReadouts) -> f64 {
    1.0 - f64::from(lane.crossed) / lane.walkers.max(1) as f64
}

pub fn about_exact(lane: &LaneReadouts) -> String {
    if !has_walked(lane) {
        return "The walkers are about to set out on the exact density.".into();
    }
    let words = format!("On the exact density {}.", crossed(lane));
    if lane.walked >= PATIENCE && never_crossed(lane) >= 0.5 {
        return words + " Nothing about this density is wrong: the gap alone holds them.";
    }
    words
}

pub fn about_true_bridge(barrier: f64) -> String {
    format!(
        "The lowest way from moon to moon climbs {}: its highest place is {} times less likely than the best place \
         of a moon.",
        nats(barrier),
        format::count(barrier.exp())
    )
}

/// Of the first lane that contrasts data with negatives.
pub fn about_gap(at: &Situation, lane: &LaneReadouts) -> Option<String> {
    let gap = f64::from(lane.gap?);
    let side = if gap < 0.0 { "below" } else { "above" };
    let words = format!("The negatives{} lie {} {side} the data in energy", at.of(lane), nats(gap.abs()));
    let verdict = match gap.abs() {
        ..SMALL_GAP => "a small gap says that the energy cannot tell them apart, not that it is right",
        LARGE_GAP.. => "far enough apart that the energies may be running away",
        _ => "training pulls the data down and pushes the negatives up",
    };
    let temperature = (at.noise_scale != 1.0).then(|| {
        format!(" Its chains have noise τ = {}: {}.", at.noise_scale, names::temperature(at.noise_scale))
    });
    Some(format!("{words}: {verdict}.{}", temperature.unwrap_or_default()))
}

/// Of every learned density.
pub fn about_density(at: &Situation) -> String {
    let all = at.now.lanes.iter().filter_map(|lane| Some((lane, lane.judged?)));
    let known: Vec<_> = all.filter(|(_, judged)| judged.kl.is_finite()).collect();
    match known[..] {
        [(one, a), (other, b)] if one.objective != other.objective => {
            let ((best, near), (worse, far)) =
                if a.kl <= b.kl { ((one, a), (other, b)) } else { ((other, b), (one, a)) };
            let name = |lane: &LaneReadouts| names::lane(lane.objective);
            format!(
                "{} is nearer to the exact density: KL {} against {} of {}. The upper moon has {} of its mass, and {} \
                 with {}.",
                name(best),
                nats(near.kl),
                nats(far.kl),
                name(worse),
                format::percent(near.upper_share),
                format::percent(far.upper_share),
                name(worse),
            )
        }
        [(_, judged), ..] => {
            let verdict = match judged.kl {
                ..CLOSE_KL => "close",
                FAR_KL.. => "far off",
                _ => "not close",
            };
            format!(
                "The learned density is {} (KL) from the exact one: {verdict}. {} of its mass is nearer to the upper \
                 moon, where half is right, and {} lies off both.",
                nats(judged.kl),
                format::percent(judged.upper_share),
                format::percent(judged.off_share)
            )
        }
        _ => "How far the learned density is from the exact one cannot be told.".into(),
    }
}

/// Whether a lane's density and its samples tell the same story about the upper moon.
pub fn about_agreement(at: &Situation, lane: &LaneReadouts) -> Option<String> {
    let density = lane.judged?.upper_share;
    let score =
        lane.score.filter(|score| at.now.looking_at.is_none() || Some(score.step) == lane.map_step)?;
    let walkers = score.walkers.upper_share;
    // The negatives are those of the newest weights.
    let negatives = score.negatives.map(|score| score.upper_share).filter(|_| at.now.looking_at.is_none());
    if lane.walkers < ENOUGH || !density.is_finite() || !walkers.is_finite() {
        return None;
    }
    let (mass, of) = (format::percent(density), at.of(lane));
    let right = negatives.map(|share| (share, "negatives")).filter(|&(share, _)| near_half(share));
    let right = if near_half(walkers) { Some((walkers, "walkers")) } else { right };
    Some(match (near_half(density), right) {
        (false, Some((share, who))) => format!(
            "Samples weigh the moons right where the energy{of} does not: {} of the {who} are in the upper moon, but \
             {mass} of the density.",
            format::percent(share)
        ),
        (true, _) if !near_half(walkers) => format!(
            "The energy{of} weighs the moons right where its samples do not: {mass} of the density is in the upper \
             moon, but {} of the walkers.",
            format::percent(walkers)
        ),
        (true, _) => format!(
            "Energy{of} and samples agree on the moons: {mass} of the density is in the upper one, and {} of the \
             walkers{}.",
            format::percent(walkers),
            but_where_they_started(at, lane)
        ),
        (false, None) => format!(
            "Energy{of} and samples are both wrong about the moons: {mass} of the density is in the upper one, and {} \
             of the walkers.",
            format::percent(walkers)
        ),
    })
}

/// Right shares of walkers that have not moved between the moons are no merit of theirs.
fn but_where_they_started(at: &Situation, lane: &LaneReadouts) -> &'static str {
    match at.walk_start {
        _ if never_crossed(lane) < 0.5 => "",
        WalkStart::Data => ", though most have never crossed: they are where they started",
        WalkStart::Noise => ", though most have never crossed: their start from noise brought them there",
        WalkStart::OneMoon => "",
    }
}

/// Crossings on what is shown, lane after lane.
pub fn about_crossings(at: &Situation) -> Option<String> {
    let walked: Vec<_> = at.now.lanes.iter().filter(|lane| has_walked(lane)).collect();
    if at.running {
        return Some(format!(
            "The walkers follow an energy that still changes: {}. Pause, and they start again on it as it is.",
            crossed(walked.first()?)
        ));
    }
    let tell = |lane: &&LaneReadouts| {
        let median = match lane.first_crossing {
            Some(first) => format!("; those that did took {} (median)", steps(first)),
            None => String::new(),
        };
        let never = never_crossed(lane);
        let place = if lane.objective.is_none() {
            "On the exact density ".to_owned()
        } else if at.has_two() {
            format!("On {} ", names::lane(lane.objective))
        } else {
            String::new()
        };
        let verdict = if lane.objective.is_none() && lane.walked >= PATIENCE && never >= 0.5 {
            " Even a perfect energy does not make these walkers mix."
        } else {
            ""
        };
        format!("{place}{}, and {} never did{median}.{verdict}", crossed(lane), format::percent(never))
    };
    let told: Vec<_> = walked.iter().map(tell).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The bridge between the learned moons against the truth's.
pub fn about_bridge(at: &Situation) -> Option<String> {
    let truth = at.now.barrier.filter(|barrier| barrier.is_finite())?;
    let lanes = at.now.lanes.iter().filter_map(|lane| Some((lane, lane.judged?.barrier)));
    let known: Vec<_> = lanes.filter(|(_, barrier)| barrier.is_finite()).collect();
    let (_, barrier) = *known.first()?;
    let exact = nats(truth);
    if let [(one, a), (other, b)] = known[..]
        && one.objective != other.objective
    {
        return Some(format!(
            "The bridge between the moons climbs {} with {}, {} with {}, and {exact} in truth.",
            nats(a),
            names::lane(one.objective),
            nats(b),
            names::lane(other.objective)
        ));
    }
    let verdict = if barrier < truth - SAME_BRIDGE {
        "lower, which lets walkers cross more easily than the truth would"
    } else if barrier > truth + SAME_BRIDGE {
        "higher, which keeps walkers apart more than the truth would"
    } else {
        "about as high"
    };
    Some(format!(
        "The bridge between the learned moons climbs {}, the true one {exact}: {verdict}.",
        nats(barrier)
    ))
}
