//! What the plots show, in words.

use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::diffusion::{Denoiser, Quality};
use crate::ui::words::data_words;
use crate::ui::words::format;

/// Evaluations within which samplers are compared in words.
pub const FEW: u32 = 20;

/// Mean MMD² of a lane's samples.
pub fn mmd2(now: &Model, lane: usize) -> Option<f64> {
    now.lanes.get(lane)?.score().map(|score| f64::from(score.distances.mmd2_mean()))
}

/// Which step the number above is of, where that of the other lane is of another: two such numbers are no pair.
pub fn step_of_mmd2(now: &Model, lane: usize) -> Option<String> {
    let of = |lane: &LaneModel| lane.score().map(|score| (score.denoiser, score.step));
    let steps: Vec<_> = now.lanes.iter().filter_map(of).collect();
    let differ = steps.windows(2).any(|pair| pair[0] != pair[1]);
    let (denoiser, step) = of(now.lanes.get(lane).filter(|_| differ)?)?;
    Some(match denoiser {
        Denoiser::Ideal => "ideal denoiser".into(),
        Denoiser::Learned => format!("step {}", format::count(f64::from(step))),
    })
}

/// A number of each lane, with what the lanes differ in.
fn of_lanes(now: &Model, number: impl Fn(usize) -> Option<String>) -> Option<String> {
    let told = (0..now.lanes.len()).filter_map(|lane| {
        let number = number(lane)?;
        Some(now.names.get(lane).map_or(number.clone(), |name| format!("{name}: {number}")))
    });
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

pub fn loss(now: &Model) -> String {
    let numbers = of_lanes(now, |lane| {
        let lane = &now.lanes[lane];
        let (loss, ideal) = (lane.loss()?, lane.reference()?.ideal_loss);
        let [loss, ideal] = [loss, ideal].map(|loss| format::decimals(f64::from(loss)));
        Some(format!("{loss}, the least possible is {ideal}"))
    });
    match numbers {
        Some(numbers) => {
            let step = now.looking_at.unwrap_or(now.step);
            format!("Loss after {}: {numbers}.", format::plural(f64::from(step), "training step"))
        }
        None => "Loss against training steps: nothing trained yet.".into(),
    }
}

pub fn mmd(now: &Model) -> String {
    let number = |lane| {
        let step = step_of_mmd2(now, lane).map_or(String::new(), |step| format!(" ({step})"));
        Some(format::fine(mmd2(now, lane)?) + &step)
    };
    match (of_lanes(now, number), &now.real_vs_real) {
        (Some(numbers), Some(real_vs_real)) => format!(
            "Mean MMD² against training steps: {numbers}; real data reach up to {}, a Gaussian blob {}.",
            format::fine(f64::from(real_vs_real.mmd2_mean_q95)),
            format::fine(f64::from(real_vs_real.gaussian_baseline.mmd2_mean()))
        ),
        _ => "Mean MMD² against training steps: not measured yet.".into(),
    }
}

pub fn loss_by_timestep(now: &Model) -> String {
    let numbers = of_lanes(now, |lane| {
        let [little, middle, much] = now.lanes[lane].above()?.map(|above| format::decimals(f64::from(above)));
        Some(format!("{little} with little noise, {middle} in the middle, {much} with much"))
    });
    match numbers {
        Some(numbers) => format!("Loss by noise level, above the ideal denoiser's: {numbers}."),
        None if now.looking_at.is_some() => {
            "Loss by noise level: it is kept for the newest weights only.".into()
        }
        None => "Loss by noise level: only the ideal denoiser's yet.".into(),
    }
}

pub fn barrier(now: &Model) -> String {
    let Some((t, barrier)) = now.barrier() else {
        let joined = data_words::joined(&now.data);
        return format!("The bridge between {joined} at each noise level is being computed.");
    };
    let truth = now.first().and_then(LaneModel::barrier_of_data).map_or(String::new(), |truth| {
        format!("; without noise it is {}", format::decimals(f64::from(truth)))
    });
    format!(
        "At noise level {t:.0} the lowest path {} climbs {} nats{truth}.",
        data_words::across(&now.data),
        format::decimals(f64::from(barrier))
    )
}

pub fn u_turns(now: &Model) -> String {
    let told = |denoiser, who: &str| {
        let [t, error] = now.first()?.u_turns(denoiser)?.speciation?;
        let error =
            if error > 0.0 { format!(" ± {}", format::tenths(f64::from(error))) } else { String::new() };
        Some(format!("{who} up to t = {}{error}", format::tenths(f64::from(t))))
    };
    let known =
        [told(Denoiser::Ideal, "with the ideal denoiser"), told(Denoiser::Learned, "with the network")];
    let known: Vec<_> = known.into_iter().flatten().collect();
    match &known[..] {
        [] => "The share of samples that come home from each noise level is being computed.".into(),
        known => format!("Most samples that are noised and denoised again come home {}.", known.join(", ")),
    }
}

pub fn copying(now: &Model) -> String {
    let numbers = of_lanes(now, |lane| {
        let [share, error] = now.lanes[lane].copying.as_ref()?.share.map(f64::from);
        Some(format!("{} ± {}", format::decimals(share), format::decimals(error)))
    });
    match numbers {
        Some(numbers) => format!(
            "On the way from the ideal denoiser of the law, 0, to that of the training points, 1, the network lies at {numbers}."
        ),
        None => "Whether the network learns or copies: nothing trained yet.".into(),
    }
}

pub fn composition(now: &Model) -> String {
    let first = data_words::the(&now.data, 0);
    let lane = now.first();
    let share = lane.and_then(|lane| lane.beside.as_ref()?.share());
    match (share, lane.and_then(|lane| lane.composition.exact_share())) {
        (Some([share, error]), Some(exact)) => format!(
            "Of the samples {} ± {} lie nearest to {first}; exactly it would be {}.",
            format::percent(share),
            format::percent(error),
            format::percent(exact)
        ),
        _ => format!("The share of samples nearest to {first} is being computed."),
    }
}

pub fn levels(now: &Model) -> String {
    match now.first().and_then(LaneModel::signal_last) {
        Some(signal) => format!(
            "Signal falls from 1 at noise level 0 to {} at the last, while noise rises.",
            format::small(signal)
        ),
        None => "Signal and noise at each noise level are being computed.".into(),
    }
}

/// The best of the samplers within a few evaluations.
pub fn best_of_few(lane: &LaneModel) -> Option<&Quality> {
    let few = lane.measured().filter(|quality| quality.evaluations <= FEW && quality.mmd2.is_finite());
    few.min_by(|one, other| one.mmd2.total_cmp(&other.mmd2))
}

pub fn quality(now: &Model) -> String {
    let Some((lane, best)) = now.first().and_then(|lane| Some((lane, best_of_few(lane)?))) else {
        return "Quality of each sampler against evaluations: not measured yet.".into();
    };
    let who = match best.denoiser {
        Denoiser::Ideal => "the ideal denoiser".to_owned(),
        Denoiser::Learned => format!("the network after {}", format::plural(f64::from(best.step), "step")),
    };
    let samplers: std::collections::BTreeSet<_> =
        lane.measured().map(|quality| quality.sampler.name()).collect();
    format!(
        "Quality against evaluations of {} samplers on {who}: within {FEW} evaluations {} is nearest to the data, MMD² {}.",
        samplers.len(),
        best.sampler.name(),
        format::fine(f64::from(best.mmd2))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::Reference;
    use crate::settings::DiffusionSampler;

    fn lane() -> LaneModel {
        let reference = Reference {
            ideal_loss: 0.387,
            ideal_by_timestep: vec![0.25; 3],
            alpha_bar_last: 0.25,
            ..Reference::default()
        };
        let of = |sampler, evaluations, mmd2| Quality { sampler, evaluations, mmd2, ..Quality::default() };
        let mut lane = LaneModel::of(reference).at_level(60.0).with_barriers(&[(0.0, 7.3), (60.0, 0.25)]);
        lane.losses.extend_to(1200, &[0.5]);
        lane.excess_by_timestep = vec![0.2, 0.1, 0.0];
        lane.quality = vec![
            of(DiffusionSampler::Ddim, 10, 0.01),
            of(DiffusionSampler::Heun, 20, 0.002),
            of(DiffusionSampler::DpmSolver, 5, f32::NAN),
            of(DiffusionSampler::Ddpm, 100, 0.0005),
        ];
        lane
    }

    fn now() -> Model {
        Model { step: 1200, lanes: vec![lane()], ..Model::default() }
    }

    #[test]
    fn every_plot_has_words_with_numbers_and_words_where_there_are_none() {
        type Describe = fn(&Model) -> String;
        let all: [(Describe, &str); 5] = [
            (loss, "after 1,200 training steps: 0.500, the least possible is 0.387"),
            (loss_by_timestep, "0.200 with little noise"),
            (barrier, "0.250 nats; without noise it is 7.300"),
            (levels, "to 0.500 at the last"),
            (quality, "4 samplers on the ideal denoiser: within 20 evaluations Heun"),
        ];
        for (describe, part) in all {
            let words = describe(&now());
            assert!(words.contains(part), "{words}");
            assert!(!describe(&Model::default()).is_empty());
        }
        assert!(mmd(&now()).contains("not measured"));
    }

    #[test]
    fn two_runs_are_told_one_after_the_other() {
        let names = vec!["Residual MLP", "MLP"];
        let now = Model { names, lanes: vec![lane(), lane()], ..now() };
        assert!(loss(&now).contains("Residual MLP: 0.500, the least possible is 0.387; MLP: 0.500"));
    }
}
