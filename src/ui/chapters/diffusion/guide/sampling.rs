//! The guide's judgement of sampling: classes, cost, the bridge from part to part, and where it starts.

use super::situation::Situation;
use crate::settings::AskedMoon;
use crate::ui::chapters::diffusion::describe::{FEW, best_of_few};
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::words::data_words;
use crate::ui::words::format;

/// Bridges lower than this are called nothing, nats.
const FLAT: f32 = 0.005;

/// What asking for a class has brought, of the network or of the ideal denoiser.
pub fn about_classes(at: &Situation) -> Option<String> {
    let (settings, data) = (at.settings, &at.now.data);
    let distances = &at.now.first()?.score().filter(|_| settings.conditional)?.distances;
    let first = f64::from(distances.first_share);
    let off =
        format!("{} lie off {}.", format::percent(f64::from(distances.off_share)), data_words::all(data));
    let weight = settings.guidance;
    let (asked, share) = match settings.asked {
        _ if weight == 0.0 => {
            return Some(format!(
                "With w = 0 the class is ignored: {} of the samples are nearest to {}, whatever is asked for.",
                format::percent(first),
                data_words::the(data, 0)
            ));
        }
        AskedMoon::Both => {
            return Some(format!(
                "Half of the samples are asked to be of {}, and {} are nearest to it, with w = {weight}; {off}",
                data_words::the(data, 0),
                format::percent(first)
            ));
        }
        AskedMoon::Upper => (0, first),
        AskedMoon::Lower => (1, 1.0 - first),
    };
    Some(format!(
        "Asked for {} with w = {weight}, {} of the samples are nearest to it; {off}",
        data_words::the(data, asked),
        format::percent(share)
    ))
}

/// Which sampler is best where evaluations are few.
pub fn about_quality(now: &Model) -> Option<String> {
    let best = best_of_few(now.first()?)?;
    let verdict = match &now.real_vs_real {
        Some(real_vs_real) if best.mmd2 <= real_vs_real.mmd2_mean_q95 => ", inside the band of real data",
        Some(_) => ", still outside the band of real data",
        None => "",
    };
    Some(format!(
        "Within {FEW} evaluations {} comes nearest to the data: MMD² {} with {}{verdict}.",
        best.sampler.name(),
        format::fine(f64::from(best.mmd2)),
        best.evaluations
    ))
}

/// Why denoising mixes where Markov chains are stuck.
pub fn about_barrier(now: &Model) -> Option<String> {
    let (t, barrier) = now.barrier()?;
    let (joined, across) = (data_words::joined(&now.data), data_words::across(&now.data));
    let at = if t > 0.0 { format!("At t = {t:.0}") } else { "Without noise".to_owned() };
    if barrier < FLAT {
        return Some(format!("{at} {joined} are one: there is nothing to cross."));
    }
    let climbs = format!("{at} the lowest way {across} climbs {} nats", format::price(f64::from(barrier)));
    if t == 0.0 {
        return Some(format!("{climbs}. Noise lowers the bridge: drag t up and see."));
    }
    let truth =
        now.first()?.barrier_of_data().filter(|truth| truth.is_finite()).map_or(String::new(), |truth| {
            format!(", against {} without noise", format::price(f64::from(truth)))
        });
    Some(format!("{climbs}{truth}: noise lowers the bridge."))
}

pub fn about_noise(now: &Model) -> String {
    let lane = now.first();
    let Some((lane, signal)) = lane.and_then(|lane| Some((lane, lane.signal_last()?))) else {
        return "At t = T nothing of the data should be left.".into();
    };
    let signal = format::small(signal);
    if lane.starts_wrong() {
        format!(
            "At t = T the signal left is √ᾱ = {signal}: the last level is not noise, but sampling starts from noise."
        )
    } else {
        format!("At t = T the signal left is √ᾱ = {signal}: the last level is noise, as sampling assumes.")
    }
}
