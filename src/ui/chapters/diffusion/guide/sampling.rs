//! The guide's judgement of sampling: classes, cost, the bridge between the moons, and where it starts.

use super::Situation;
use crate::settings::AskedMoon;
use crate::ui::chapters::diffusion::describe::{FEW, best_of_few};
use crate::ui::chapters::diffusion::names;
use crate::ui::chapters::diffusion::readouts::Readouts;
use crate::ui::format;

/// Bridges lower than this are called nothing, nats.
const FLAT: f32 = 0.005;

/// What asking for a moon has brought, of the network or of the ideal denoiser.
pub fn about_classes(at: &Situation) -> Option<String> {
    let settings = at.settings;
    let distances = &at.now.first()?.score.as_ref().filter(|_| settings.conditional)?.distances;
    let (upper, off) = (f64::from(distances.upper_share), format::percent(f64::from(distances.off_share)));
    let weight = settings.guidance;
    let (moon, share) = match settings.asked {
        _ if weight == 0.0 => {
            let upper = format::percent(upper);
            return Some(format!(
                "With w = 0 the class is ignored: {upper} of the samples are upper, whatever is asked for."
            ));
        }
        AskedMoon::Both => {
            return Some(format!(
                "Half of the samples are asked to be upper, and {} are, with w = {weight}; {off} lie off both moons.",
                format::percent(upper)
            ));
        }
        AskedMoon::Upper => ("upper", upper),
        AskedMoon::Lower => ("lower", 1.0 - upper),
    };
    Some(format!(
        "Asked for the {moon} moon with w = {weight}, {} of the samples are nearer to it; {off} lie off both.",
        format::percent(share)
    ))
}

/// Which sampler is best where evaluations are few.
pub fn about_quality(now: &Readouts) -> Option<String> {
    let best = best_of_few(&now.first()?.quality)?;
    let verdict = match &now.floor {
        Some(floor) if best.mmd2 <= floor.mmd2_mean_q95 => ", inside the band of real data",
        Some(_) => ", still outside the band of real data",
        None => "",
    };
    Some(format!(
        "Within {FEW} evaluations {} comes nearest to the data: MMD² {} with {}{verdict}.",
        names::sampler(best.sampler),
        format::fine(f64::from(best.mmd2)),
        best.evaluations
    ))
}

/// Why denoising mixes where Markov chains are stuck.
pub fn about_barrier(now: &Readouts) -> Option<String> {
    let lane = now.first()?;
    let (t, barrier) = lane.barrier?;
    if barrier < FLAT {
        return Some(format!("At t = {t:.0} the two moons are one: there is nothing to cross."));
    }
    let truth =
        lane.barrier_of_data.filter(|truth| t > 0.0 && truth.is_finite()).map_or(String::new(), |truth| {
            format!(", against {} without noise", format::price(f64::from(truth)))
        });
    Some(format!(
        "At t = {t:.0} the lowest way from moon to moon climbs {} nats{truth}: noise lowers the bridge.",
        format::price(f64::from(barrier))
    ))
}

pub fn about_noise(now: &Readouts) -> String {
    let lane = now.first();
    let Some((lane, signal)) = lane.and_then(|lane| Some((lane, lane.signal_last()?))) else {
        return "At t = T nothing of the data should be left.".into();
    };
    let signal = format::small(signal);
    if lane.starts_wrong() {
        format!(
            "At t = T the signal left is √ᾱ = {signal}: the last level is not noise, so sampling from pure noise starts \
             from a place that training never showed."
        )
    } else {
        format!("At t = T the signal left is √ᾱ = {signal}: the last level is noise, as sampling assumes.")
    }
}
