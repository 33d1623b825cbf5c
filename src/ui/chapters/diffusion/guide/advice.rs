//! The verdict on the samples: what is broken comes first, then what lies off the data, then shares, then what is good.

use super::learning::{about_distance, about_fork, asks, asks_for_one};
use super::sampling::{about_classes, about_noise};
use super::situation::{MANY_OFF, Situation, nearness_of};
use crate::protocol::diffusion::{Denoiser, Score, WALKERS};
use crate::settings::{Clip, DiffusionSampler, ScheduleKind};
use crate::ui::chapter::guide::{Advice, Is};
use crate::ui::chapter::nearness::{Nearness, REAL_OFF};
use crate::ui::chapters::diffusion::lane::LaneModel;
use crate::ui::words::data_words;
use crate::ui::words::format;

const HALF_OFF: f64 = 0.5;
/// Steps below which a sampler is said to have few.
const FEW_STEPS: usize = 10;
/// A learning rate above this lets the weights jump.
const FAST: f64 = 0.03;
/// Standard deviations of chance that a share may be off.
const BY_CHANCE: f64 = 3.0;
const PERFECT_FAILS: &str = "Even a perfect network fails with these settings";
const SMALLER_RATE: (&str, &str) = ("Use a learning rate of 0.001", "learning_rate=0.001");

/// The advice but for its details.
pub fn advice(at: &Situation) -> Advice {
    let Some(lane) = at.now.first().filter(|lane| lane.reference().is_some()) else {
        return Advice::open("The exact answer is being computed", "The ideal denoiser's samples come next.");
    };
    // What stopped the newest weights says nothing of those before.
    if let Some(why) = at.now.halted.as_ref().filter(|_| at.now.looking_at.is_none()) {
        return Advice::stopped(why).change(SMALLER_RATE.0, SMALLER_RATE.1);
    }
    let (Some(score), Some(_)) = (lane.score(), &at.now.real_vs_real) else {
        return Advice::open(
            "The samples are not scored yet",
            "Their distance to the data is being measured.",
        );
    };
    if at.running && !is_learned(score) {
        let why = "The samples on the stage are still those of the ideal denoiser.";
        return Advice::open("Training has begun", why);
    }
    if !score.distances.mmd2_mean().is_finite() {
        let advice =
            Advice::bad("The samples have flown apart", "Their distance to the data is not a number.");
        return mend(at, lane, advice).unwrap_or_else(|advice| advice.change(SMALLER_RATE.0, SMALLER_RATE.1));
    }
    off(at, lane, score)
        .or_else(|| wrong_shares(at, score))
        .or_else(|| starts_wrong(at, lane))
        .unwrap_or_else(|| near(at, lane, score))
}

fn is_learned(score: &Score) -> bool {
    score.denoiser == Denoiser::Learned
}

/// Whose samples they are.
fn whose(score: &Score) -> String {
    match score.denoiser {
        Denoiser::Ideal => "the ideal denoiser".into(),
        Denoiser::Learned => {
            format!("the network after {}", format::plural(f64::from(score.step), "step"))
        }
    }
}

/// A setting that is known to do harm, mended; the advice as it was where there is none.
fn mend(at: &Situation, lane: &LaneModel, advice: Advice) -> Result<Advice, Advice> {
    let settings = at.settings;
    let too_fast = settings.learning_rate > FAST && lane.score().is_some_and(is_learned);
    let deterministic =
        !matches!(settings.sampler_in_use(), DiffusionSampler::Ddpm | DiffusionSampler::DdpmLarge);
    match () {
        () if too_fast => Ok(advice.change(SMALLER_RATE.0, SMALLER_RATE.1)),
        () if settings.clip == Clip::Unit => Ok(advice.change("Clip to where the data are", "clip=data")),
        () if settings.clip == Clip::Off && settings.schedule == ScheduleKind::Cosine => {
            Ok(advice.change("Clip the predicted x₀", "clip=data"))
        }
        () if lane.starts_wrong() && deterministic => {
            Ok(advice.change("Use the cosine schedule", "schedule=cosine"))
        }
        () if settings.sampler_steps < FEW_STEPS => Ok(advice.change("Take 50 steps", "sampler_steps=50")),
        () if settings.conditional && settings.guidance > 3.0 => {
            Ok(advice.change("Use guidance weight 1", "guidance=1"))
        }
        () => Err(advice),
    }
}

/// Samples that lie off the data.
fn off(at: &Situation, lane: &LaneModel, score: &Score) -> Option<Advice> {
    let share = f64::from(score.distances.off_share);
    if share <= MANY_OFF {
        return None;
    }
    let all = data_words::all(&at.now.data);
    let why = format!(
        "{} of the samples of {} lie off {all}.",
        format::with_error(share, Some((share * (1.0 - share) / WALKERS as f64).sqrt()), format::percent),
        whose(score)
    );
    if !is_learned(score) {
        let advice = Advice::bad(PERFECT_FAILS, why);
        return Some(mend(at, lane, advice).unwrap_or_else(|advice| advice));
    }
    let verdict = match share > HALF_OFF {
        true => format!("Most samples still lie off {all}"),
        false => format!("Many samples still lie off {all}"),
    };
    if at.running {
        return Some(Advice::open(verdict, why + " Training goes on."));
    }
    Some(mend(at, lane, Advice::bad(verdict, why)).unwrap_or_else(|advice| advice.go("Train on")))
}

/// Shares that chance does not explain; samples asked to be of a class are judged by that.
fn wrong_shares(at: &Situation, score: &Score) -> Option<Advice> {
    let data = &at.now.data;
    if !data_words::has_parts(data) {
        return None;
    }
    let (share, truth) = (f64::from(score.distances.first_share), at.now.truth()?);
    if asks(at) {
        if !asks_for_one(at) || !follows(at, share) {
            return None;
        }
        let why = about_classes(at)?;
        return Some(match nearness_of(at.now, score) {
            Some(Nearness::AsReal) => Advice::good("Samples follow the class that is asked for", why),
            _ if at.running => Advice::open("Samples follow the class, not yet like real data", why),
            _ => Advice::open("Samples follow the class, not yet like real data", why).go("Train on"),
        });
    }
    let error = (truth * (1.0 - truth) / WALKERS as f64).sqrt();
    ((share - truth).abs() > BY_CHANCE * error).then(|| {
        let why = format!(
            "{} of the samples are nearest to {}, and {} would be right.",
            format::with_error(share, Some(error), format::percent),
            data_words::the(data, 0),
            format::percent(truth)
        );
        let part = data_words::part(data);
        let verdict = match share < 0.2 * truth || 1.0 - share < 0.2 * (1.0 - truth) {
            true => format!("A {part} is nearly missing").replace("A a", "An a"),
            false => format!("The {part}s have the wrong shares"),
        };
        match at.running {
            true => Advice::open(verdict, why + " Training goes on."),
            false => Advice::bad(verdict, why).go("Train on"),
        }
    })
}

/// Whether nearly all samples are of the part that is asked for.
fn follows(at: &Situation, first: f64) -> bool {
    use crate::settings::AskedMoon::{Both, Lower, Upper};
    match at.settings.asked {
        Both => false,
        Upper => first > 0.9,
        Lower => first < 0.1,
    }
}

/// A schedule that ends before all is noise, where the samples do not show it.
fn starts_wrong(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    lane.starts_wrong().then(|| {
        let (verdict, why) = ("This schedule ends before all is noise", about_noise(at.now));
        match at.settings.sampler_in_use() {
            DiffusionSampler::Ddpm | DiffusionSampler::DdpmLarge => {
                Advice::bad(verdict, why + " DDPM can hide that; DDIM shows it.")
                    .change("See it with DDIM", "diffusion_sampler=ddim&sampler_steps=50")
            }
            _ => Advice::bad(verdict, why).change("Use the cosine schedule", "schedule=cosine"),
        }
    })
}

/// How near the samples are to the data by their score.
fn near(at: &Situation, lane: &LaneModel, score: &Score) -> Advice {
    let why = about_distance(at).unwrap_or_default();
    let Some(real_vs_real) = &at.now.real_vs_real else { return Advice::default() };
    if let Some(both) = about_fork(at.now).filter(|_| is_learned(score)) {
        return Advice::open("Two runs, one draw of each", both);
    }
    if score.distances.mmd2_mean() >= real_vs_real.gaussian_baseline.mmd2_mean() {
        if !is_learned(score) {
            let advice = Advice::bad(PERFECT_FAILS, why);
            return mend(at, lane, advice).unwrap_or_else(|advice| advice);
        }
        let advice = Advice::bad("The samples are no better than one Gaussian", why);
        return match at.running {
            true => Advice { is: Is::Open, ..advice },
            false => mend(at, lane, advice).unwrap_or_else(|advice| advice.go("Train on")),
        };
    }
    let nearness = nearness_of(at.now, score);
    match (is_learned(score), nearness) {
        (learned, Some(Nearness::TooManyOff)) => {
            let [off, real] = [f64::from(score.distances.off_share), REAL_OFF].map(format::percent);
            let why = format!(
                "{off} of the samples lie off {}, where {real} of real data do. Their mean MMD² is that of real data.",
                data_words::all(&at.now.data)
            );
            let advice = Advice::open("Near real data, but some samples stray", why);
            match (at.running, learned) {
                (true, _) => advice,
                (false, true) => advice.go("Train on"),
                (false, false) => advice.go("Train one"),
            }
        }
        (false, Some(Nearness::AsReal)) => {
            Advice::good("A perfect network would draw these samples", why).go("Train one")
        }
        (false, _) => Advice::open("A perfect network, and not yet like real data", why).go("Train one"),
        (true, Some(Nearness::AsReal)) if at.running => {
            Advice::good("The samples look like real data already", why)
        }
        (true, Some(Nearness::AsReal)) => Advice::good("The samples look like real data", why)
            .change("Try DDIM with 10 steps", "diffusion_sampler=ddim&sampler_steps=10"),
        (true, _) if at.running => Advice::open("The samples are getting nearer to the data", why),
        (true, _) => Advice::open("Near the data, not yet like real data", why).go("Train on"),
    }
}
