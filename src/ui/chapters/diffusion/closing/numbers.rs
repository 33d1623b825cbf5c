//! The energy model and the diffusion model side by side, and what noise does to the bridge between the data's parts.

use crate::protocol::diffusion::Denoiser;
use crate::settings::DiffusionSettings;
use crate::ui::chapter::card::{Climb, Side};
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::words::data_words;
use crate::ui::words::format;

/// Bridges lower than this are called nothing, nats.
const FLAT: f32 = 0.005;
/// Shares of T at which the bridge is told, beside that of the data.
const TOLD: [f32; 3] = [0.1, 0.2, 0.4];

/// The network of this chapter, once it has drawn samples.
pub fn denoiser(now: &Model) -> Option<Side> {
    let lane = now.first()?;
    let steps = lane.learned.as_ref()?.step;
    let score = lane.score().filter(|score| score.denoiser == Denoiser::Learned);
    let of = |part: fn(&crate::protocol::diffusion::Distances) -> f32| {
        score.map(|score| f64::from(part(&score.distances)))
    };
    Some(Side {
        steps,
        first_share: of(|distances| distances.first_share),
        off_share: of(|distances| distances.off_share),
        mmd2: of(|distances| distances.mmd2_mean()),
    })
}

/// Noise level and bridge in nats: of the data, then as noise grows. Only what is known.
pub fn bridges(now: &Model) -> Vec<(f32, f32)> {
    let Some(lane) = now.first() else { return Vec::new() };
    let Some(last) = lane.last_level() else { return Vec::new() };
    let near = |share: f32| {
        let t = share * last as f32;
        let all = lane.marginals.iter().map(|marginal| (marginal.t, marginal.barrier));
        let known = all.filter(|(_, barrier)| barrier.is_finite());
        known.min_by(|one, other| (one.0 - t).abs().total_cmp(&(other.0 - t).abs()))
    };
    let mut told: Vec<(f32, f32)> = [0.0].into_iter().chain(TOLD).filter_map(near).collect();
    // While few levels are known, several of these are nearest to the same one.
    told.dedup();
    told
}

/// The lowest level from which on there is nothing to cross.
fn flat_from(now: &Model) -> Option<f32> {
    let known = &now.first()?.marginals;
    let rest = known.iter().rposition(|marginal| marginal.barrier >= FLAT).map_or(0, |last| last + 1);
    known.get(rest).map(|marginal| marginal.t)
}

/// Why denoising finds all parts where walkers are stuck.
pub fn about_noise(now: &Model) -> String {
    let joined = data_words::joined(&now.data);
    if !data_words::has_parts(&now.data) {
        return "These data are of one piece, so there is no bridge that noise could lower.".into();
    }
    let bridges = bridges(now);
    let [(_, data), rest @ ..] = &bridges[..] else {
        return format!("The bridges between {joined} are being measured, noise level by noise level.");
    };
    let nats = |barrier: f32| if barrier < FLAT { "0".to_owned() } else { format::price(f64::from(barrier)) };
    let rest: Vec<String> =
        rest.iter().map(|(t, barrier)| format!("{} at t = {t:.0}", nats(*barrier))).collect();
    let falls = if rest.is_empty() { String::new() } else { format!(", {}", rest.join(", ")) };
    let one = flat_from(now).map_or(String::new(), |t| {
        format!(
            " From t = {t:.0} on they are one hill. Sampling starts there, so each sample chooses its {} before \
             there is a bridge, and crosses none.",
            data_words::part(&now.data)
        )
    });
    format!(
        "Noise joins {joined}. The lowest path {} climbs {} nats in the data{falls}.{one}",
        data_words::across(&now.data),
        nats(*data)
    )
}

/// What the energy model's walkers face instead.
pub fn about_energy(climb: Option<Climb>) -> String {
    let Some(Climb { learned, exact, walkers, crossed, steps }) = climb.filter(|of| of.learned.is_finite())
    else {
        return "An energy model has one density and no noise to soften it, so its walkers must climb the bridge \
                that it has learned. Train one in chapter 2 to see its numbers here."
            .into();
    };
    let truth = exact
        .map_or(String::new(), |exact| format!(", where the exact density has {}", format::price(exact)));
    let walked = if steps > 0.0 {
        format!(" {crossed} of its {walkers} walkers have crossed in {} steps.", format::count(steps))
    } else {
        String::new()
    };
    format!(
        "The energy model has one density and no noise to soften it, so its walkers must climb {} \
         nats{truth}.{walked}",
        format::price(learned)
    )
}

/// What it costs.
pub fn about_cost(settings: &DiffusionSettings) -> String {
    format!(
        "This has a price. One network has to know {} noise levels instead of one density, and a sample takes {} \
         evaluations of it. It gives samples and a score, but no energy whose mass could be summed.",
        format::count(settings.timesteps as f64),
        format::count(settings.evaluations() as f64)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::{Cloud, Distances, Score};
    use crate::ui::chapters::diffusion::lane::LaneModel;

    fn with(lane: LaneModel) -> Model {
        Model { lanes: vec![lane], ..Model::default() }
    }

    fn with_barriers(barriers: &[(f32, f32)]) -> Model {
        with(LaneModel::of_levels(100).with_barriers(barriers))
    }

    #[test]
    fn noise_lowers_the_bridge_until_there_is_none() {
        let now = with_barriers(&[(0.0, 7.0), (10.0, 4.0), (20.0, 1.5), (40.0, 0.0), (60.0, 0.0)]);
        let words = about_noise(&now);
        assert!(
            words.contains("climbs 7.00 nats in the data, 4.00 at t = 10, 1.50 at t = 20, 0 at t = 40"),
            "{words}"
        );
        assert!(words.contains("From t = 40 on"), "{words}");
        assert!(about_noise(&with_barriers(&[])).contains("being measured"));
        let begun = about_noise(&with_barriers(&[(0.0, 7.0)]));
        assert!(begun.ends_with("climbs 7.00 nats in the data."), "{begun}");
    }

    #[test]
    fn what_the_walkers_climb_is_told_once_there_is_a_model() {
        assert!(about_energy(None).contains("chapter 2"));
        let climb = Climb { learned: 4.0, exact: Some(7.0), walkers: 8, crossed: 2, steps: 1500.0 };
        let words = about_energy(Some(climb));
        assert!(
            words.contains("climb 4.00 nats, where the exact density has 7.00. 2 of its 8 walkers"),
            "{words}"
        );
    }

    #[test]
    fn only_a_network_that_has_learned_has_numbers() {
        assert_eq!(denoiser(&with(LaneModel::default().at_level(0.0))), None);
        let distances = Distances { off_share: 0.5, ..Distances::default() };
        let score = Score { denoiser: Denoiser::Learned, step: 9, distances, ..Score::default() };
        let mut lane = LaneModel::default().with_score(score);
        lane.learned = Some(Cloud { denoiser: Denoiser::Learned, step: 9, ..Cloud::default() });
        assert_eq!(denoiser(&with(lane)).map(|side| (side.steps, side.off_share)), Some((9, Some(0.5))));
    }
}
