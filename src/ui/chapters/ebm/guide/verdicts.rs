//! The guide's judgement of the numbers: energy gap, density, samples against density, crossings and the bridge.
//! All but the first two speak of data in several parts.

use super::situation::Situation;
use crate::settings::{DataSettings, WalkStart};
use crate::ui::chapters::ebm::lane::LaneModel;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;

/// A share this near to the truth is not called wrong, in standard deviations of where one walker is: a tenth off one half.
const NEAR: f64 = 0.2;
/// Walkers below which their share of a part is mostly chance.
const ENOUGH: usize = 32;
/// Steps of the walkers below which their crossings are not judged.
pub const PATIENCE: f64 = 100.0;
/// A gap between the energies smaller than this is called small, nats.
const SMALL_GAP: f64 = 0.1;
/// A density or walkers with more than this share off the data are not judged by anything else.
pub const MOSTLY_OFF: f64 = 0.2;
/// A gap larger than this is called large, nats.
pub const LARGE_GAP: f64 = 3.0;
/// Divergences that are called near and far, nats.
pub const CLOSE_KL: f64 = 0.5;
pub const FAR_KL: f64 = 2.0;
/// Bridges that differ by less are called as high, nats.
const SAME_BRIDGE: f64 = 0.5;

pub fn is_near(share: f64, truth: f64) -> bool {
    (share - truth).abs() <= NEAR * (truth * (1.0 - truth)).sqrt()
}

/// What is weighed where the share of the first part is: two parts, or of more the first.
fn weighed(data: &DataSettings) -> String {
    if data.has_two_classes() { data_words::all(data).to_owned() } else { data_words::the(data, 0) }
}

fn nats(value: f64) -> String {
    format!("{} nats", format::price(value))
}

fn have(count: u32) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn steps(count: f64) -> String {
    format::plural(count, "step")
}

/// “12 of 128 walkers have crossed to the other moon after 300 steps”.
fn crossed(at: &Situation, lane: &LaneModel) -> String {
    format!(
        "{} of {} walkers {} crossed to {} after {}",
        lane.crossed(),
        lane.walkers.chains(),
        have(lane.crossed()),
        data_words::other(&at.now.data),
        steps(lane.walked())
    )
}

fn has_walked(lane: &LaneModel) -> bool {
    lane.walkers.chains() > 0 && lane.tally().is_some()
}

pub fn never_crossed(lane: &LaneModel) -> f64 {
    1.0 - f64::from(lane.crossed()) / lane.walkers.chains().max(1) as f64
}

pub fn about_exact(at: &Situation, lane: &LaneModel) -> String {
    if !has_walked(lane) {
        return "The walkers are about to set out on the exact density.".into();
    }
    if !data_words::has_parts(&at.now.data) {
        return format!("On the exact density the walkers have taken {}. {ONE_PIECE}", steps(lane.walked()));
    }
    let words = format!("On the exact density {}.", crossed(at, lane));
    if lane.walked() >= PATIENCE && never_crossed(lane) >= 0.5 {
        return words + " This density is exact, so it is only the gap that holds them back.";
    }
    words
}

pub fn about_true_bridge(at: &Situation, barrier: f64) -> String {
    format!(
        "The lowest path {} climbs {}: at its highest place the density is about {} times lower than at the best \
         place of {}.",
        data_words::across(&at.now.data),
        nats(barrier),
        format::rough(barrier.exp()),
        data_words::any(&at.now.data)
    )
}

/// Where there is no second part to go to.
pub const ONE_PIECE: &str =
    "These data are of one piece, so there is no gap to cross and no share to get right.";

/// Of the first lane that contrasts data with negatives.
pub fn about_gap(at: &Situation, lane: &LaneModel) -> Option<String> {
    let gap = lane.smoothed(|lane| &lane.gap)?;
    let side = if gap < 0.0 { "below" } else { "above" };
    let words = format!("The negatives{} lie {} {side} the data in energy", at.of(lane), nats(gap.abs()));
    let verdict = match gap.abs() {
        ..SMALL_GAP => "a small gap says that the energy cannot tell them apart, not that it is right",
        LARGE_GAP.. => "far enough apart that the energies may be running away",
        _ => "training pulls the data down and pushes the negatives up",
    };
    let noise_scale = at.settings.noise_scale;
    let temperature = (noise_scale != 1.0)
        .then(|| format!(" Its chains have noise τ = {}: {}.", noise_scale, names::temperature(noise_scale)));
    Some(format!("{words}: {verdict}.{}", temperature.unwrap_or_default()))
}

/// Of every learned density.
pub fn about_density(at: &Situation) -> String {
    let data = &at.now.data;
    let all = at.now.lanes.iter().filter_map(|lane| Some((lane, lane.metrics()?)));
    let known: Vec<_> = all.filter(|(_, metrics)| metrics.kl.is_finite()).collect();
    match known[..] {
        [(one, a), (other, b)] if one.objective != other.objective => {
            let ((best, near), (worse, far)) =
                if a.kl <= b.kl { ((one, a), (other, b)) } else { ((other, b), (one, a)) };
            let name = |lane: &LaneModel| names::lane(lane.objective);
            let words = format!(
                "{} is nearer to the exact density: KL {} against {} of {}.",
                name(best),
                nats(near.kl),
                nats(far.kl),
                name(worse)
            );
            if !data_words::has_parts(data) {
                return words;
            }
            let first = data_words::capital(&data_words::the(data, 0));
            let [near, far] = [near, far].map(|metrics| format::percent(metrics.first_share));
            format!("{words} {first} has {near} of its mass, and {far} with {}.", name(worse))
        }
        [(_, metrics), ..] => {
            let verdict = match metrics.kl {
                ..CLOSE_KL => "close",
                FAR_KL.. => "far off",
                _ => "not close",
            };
            let share =
                at.now.truth().filter(|_| data_words::has_parts(data)).map_or(String::new(), |truth| {
                    format!(
                        "{} of its mass is nearest to {}, where {} is right, and ",
                        format::percent(metrics.first_share),
                        data_words::the(data, 0),
                        format::percent(truth)
                    )
                });
            format!(
                "The learned density is {} (KL) from the exact one: {verdict}. {share}{} lies off {}.",
                nats(metrics.kl),
                format::percent(metrics.off_share),
                data_words::all(data)
            )
        }
        _ => "How far the learned density is from the exact one cannot be told.".into(),
    }
}

/// Whether a lane's density and its samples tell the same story about the first part.
pub fn about_agreement(at: &Situation, lane: &LaneModel) -> Option<String> {
    let (density, truth) = (lane.metrics()?.first_share, at.now.truth()?);
    let score = lane.score()?;
    let walkers = score.walkers.first_share;
    let negatives = score.negatives.map(|score| score.first_share);
    let runs_away = lane.smoothed(|lane| &lane.gap).is_some_and(|gap| gap.abs() >= LARGE_GAP);
    if at.now.halted.is_some() || runs_away {
        return None;
    }
    // Of samples or a density that are off the data, shares say nothing.
    let off = score.walkers.off_share.max(lane.metrics()?.off_share) > MOSTLY_OFF;
    if off || lane.walkers.chains() < ENOUGH || !density.is_finite() || !walkers.is_finite() {
        return None;
    }
    let (mass, of) = (format::percent(density), at.of(lane));
    let (what, first) = (weighed(&at.now.data), data_words::the(&at.now.data, 0));
    let is_right = |share: f64| is_near(share, truth);
    let right = negatives.map(|share| (share, "negatives")).filter(|&(share, _)| is_right(share));
    let right = if is_right(walkers) { Some((walkers, "walkers")) } else { right };
    let walking = format::percent(walkers);
    Some(match (is_right(density), right) {
        (false, Some((share, who))) => format!(
            "Samples weigh {what} right where the energy{of} does not: {} of the {who} are in {first}, but {mass} of \
             the density.",
            format::percent(share)
        ),
        (true, _) if !is_right(walkers) => format!(
            "The energy{of} weighs {what} right where its samples do not: {mass} of the density is in {first}, but \
             {walking} of the walkers."
        ),
        (true, _) => format!(
            "Energy{of} and samples agree on {what}: {mass} of the density is in {first}, and {walking} of the walkers{}.",
            but_where_they_started(at, lane)
        ),
        (false, None) => format!(
            "Energy{of} and samples are both wrong about {what}: {mass} of the density is in {first}, and {walking} of \
             the walkers."
        ),
    })
}

/// Right shares of walkers that have not moved from part to part are no merit of theirs.
fn but_where_they_started(at: &Situation, lane: &LaneModel) -> &'static str {
    match at.settings.walk_start {
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
            crossed(at, walked.first()?)
        ));
    }
    let tell = |lane: &&LaneModel| {
        let median = match lane.first_crossing() {
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
        let verdict = if lane.objective.is_none() && lane.walked() >= PATIENCE && never >= 0.5 {
            " Even a perfect energy does not make these walkers mix."
        } else {
            ""
        };
        format!("{place}{}, and {} never did{median}.{verdict}", crossed(at, lane), format::percent(never))
    };
    let told: Vec<_> = walked.iter().map(tell).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The bridge of what is learned against the truth's.
pub fn about_bridge(at: &Situation) -> Option<String> {
    let truth = at.now.barrier().filter(|barrier| barrier.is_finite())?;
    let lanes = at.now.lanes.iter().filter_map(|lane| Some((lane, lane.metrics()?.barrier)));
    let known: Vec<_> = lanes.filter(|(_, barrier)| barrier.is_finite()).collect();
    let (_, barrier) = *known.first()?;
    let (exact, across) = (nats(truth), data_words::across(&at.now.data));
    if let [(one, a), (other, b)] = known[..]
        && one.objective != other.objective
    {
        return Some(format!(
            "The bridge {across} climbs {} with {}, {} with {}, and {exact} in truth.",
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
    Some(format!("The learned bridge {across} climbs {}, the true one {exact}: {verdict}.", nats(barrier)))
}
