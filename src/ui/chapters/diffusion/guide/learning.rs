//! The guide's judgement of what is learned: loss, distance to the data, shares of its parts.

use super::situation::{MANY_OFF, Situation, nearness_of};
use crate::protocol::diffusion::{Denoiser, WALKERS};
use crate::settings::AskedMoon;
use crate::ui::chapter::nearness::{Nearness, REAL_OFF};
use crate::ui::chapters::diffusion::describe::{mmd2, step_of_mmd2};
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::words::data_words;
use crate::ui::words::format;

/// A loss this near to the ideal denoiser's is called equal to it.
const NEAR: f64 = 0.01;
/// The same of a third of the noise levels, whose mean jitters less than its numbers tell.
const NEAR_IN_A_THIRD: f32 = 0.005;

pub fn about_loss(now: &Model) -> String {
    let first = now.first();
    let Some(ideal) = first.and_then(|lane| Some(f64::from(lane.reference()?.ideal_loss))) else {
        return "The least loss any network can reach is being computed.".into();
    };
    let least = format::decimals(ideal);
    let Some(loss) = first.and_then(|lane| Some(f64::from(lane.loss()?))) else {
        return format!(
            "Even a perfect network cannot guess without error what noise has hidden: its loss here is {least}, the \
             dashed line."
        );
    };
    let (loss, above) = (format::decimals(loss), loss - ideal);
    let gap = format::decimals(above.abs());
    if above < 0.0 {
        format!(
            "The loss is {loss}, {gap} below the ideal denoiser's {least}. That is the chance of its batches, and no network \
             stays below. The samples still may get better."
        )
    } else if above < NEAR {
        format!(
            "The loss is {loss}, within {gap} of the ideal denoiser's {least}. It can hardly fall further, though the \
             samples still may get better."
        )
    } else {
        format!(
            "The loss is {loss}, {gap} above the ideal denoiser's {least}. A loss that is flat has converged only if it \
             lies on the dashed line."
        )
    }
}

/// Where most is left to learn.
pub fn about_timesteps(now: &Model) -> Option<String> {
    let lane = now.first()?;
    let (above, last) = (lane.above()?, lane.last_level()?);
    let most = (0..3).max_by(|&one, &other| above[one].total_cmp(&above[other]))?;
    if above[most] < NEAR_IN_A_THIRD {
        return Some(
            "At no third of the noise levels is the network noticeably above the ideal denoiser.".into(),
        );
    }
    let (from, to) = (last * most as f64 / 3.0, last * (most + 1) as f64 / 3.0);
    let place = match most {
        0 => "where there is little noise",
        1 => "in the middle",
        _ => "where there is much noise",
    };
    Some(format!(
        "Most is left to learn {place}: from t = {from:.0} to {to:.0} the loss is {} above the ideal denoiser's.",
        format::decimals(f64::from(above[most]))
    ))
}

/// Whether samples are asked to be of their classes.
pub fn asks(at: &Situation) -> bool {
    at.settings.conditional && at.settings.guidance != 0.0
}

/// Whether they are all asked to be of one part.
pub fn asks_for_one(at: &Situation) -> bool {
    at.settings.conditional && at.settings.asked != AskedMoon::Both
}

pub fn about_distance(at: &Situation) -> Option<String> {
    let lane = at.now.first()?;
    let (Some(score), Some(real_vs_real)) = (lane.score(), &at.now.real_vs_real) else {
        return Some("How far the samples are from the data is being measured.".into());
    };
    let (mmd2, band) = (score.distances.mmd2_mean(), real_vs_real.mmd2_mean_q95);
    if !mmd2.is_finite() {
        return Some(
            "The samples have flown apart: there is no distance to measure. A smaller learning rate helps."
                .into(),
        );
    }
    let gaussian_baseline = real_vs_real.gaussian_baseline.mmd2_mean();
    let who = match score.denoiser {
        Denoiser::Ideal => "the ideal denoiser's samples".to_owned(),
        Denoiser::Learned => {
            format!("the network's samples after {}", format::plural(f64::from(score.step), "step"))
        }
    };
    let [mmd2_words, band_words, blob_words] =
        [mmd2, band, gaussian_baseline].map(|value| format::fine(f64::from(value)));
    let verdict = if nearness_of(at.now, score) == Some(Nearness::TooManyOff) {
        format!(
            "inside the band of real data, {band_words}, though {} of them lie off {}; of real data {}",
            format::percent(f64::from(score.distances.off_share)),
            data_words::all(&at.now.data),
            format::percent(REAL_OFF)
        )
    } else if mmd2 <= band {
        format!("inside the band of real data, {band_words}: it cannot tell them from real ones")
    } else if mmd2 >= gaussian_baseline {
        format!(
            "no better than a Gaussian blob's {blob_words}: knowing only mean and spread would do as well"
        )
    } else {
        format!("above the {band_words} that real data stay under, below the Gaussian blob's {blob_words}")
    };
    let against = if asks_for_one(at) {
        let part = data_words::part(&at.now.data);
        format!(" It is measured against data of the {part} asked for; band and blob are of both.")
    } else {
        String::new()
    };
    Some(format!("The mean MMD² of {who} is {mmd2_words}, {verdict}.{against}"))
}

/// The two runs side by side.
pub fn about_fork(now: &Model) -> Option<String> {
    let ([first, second], Some(one), Some(other)) = (&now.names[..], mmd2(now, 0), mmd2(now, 1)) else {
        return None;
    };
    let inside = |mmd2: f64| {
        now.real_vs_real.as_ref().is_some_and(|real_vs_real| mmd2 <= f64::from(real_vs_real.mmd2_mean_q95))
    };
    let verdict = if inside(one) && inside(other) {
        " Both are inside the band: one draw of each cannot rank them."
    } else {
        ""
    };
    let [first, second] = [(0, first), (1, second)].map(|(lane, name)| match step_of_mmd2(now, lane) {
        Some(step) => format!("{name}, {step}"),
        None => (*name).to_owned(),
    });
    Some(format!(
        "Side by side: the mean MMD² is {} ({first}) and {} ({second}).{verdict}",
        format::fine(one),
        format::fine(other)
    ))
}

/// Where samples end, unless classes are asked for: then their share is another sentence's.
pub fn about_shares(at: &Situation) -> Option<String> {
    let distances = &at.now.first()?.score().filter(|_| !asks(at))?.distances;
    let data = &at.now.data;
    let off =
        format!("{} lie off {}.", format::percent(f64::from(distances.off_share)), data_words::all(data));
    if f64::from(distances.off_share) > MANY_OFF {
        // Of samples that are nowhere near a part, its share says nothing.
        return Some(format!("Of the samples {off}"));
    }
    if !data_words::has_parts(data) {
        return Some(format!("Of the samples {off}"));
    }
    let (share, truth) = (f64::from(distances.first_share), at.now.truth()?);
    let two_deviations = 2.0 * (truth * (1.0 - truth) / WALKERS as f64).sqrt();
    let verdict = if (share - truth).abs() <= two_deviations {
        "within the chance of 1,000 draws"
    } else {
        "more than chance explains"
    };
    Some(format!(
        "{} of the samples lie nearest to {}, where {} is true: {verdict}. {off}",
        format::percent(share),
        data_words::the(data, 0),
        format::percent(truth)
    ))
}
