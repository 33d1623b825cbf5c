//! The guide's judgement of what is learned: loss, distance to the data, shares of the moons.

use super::Situation;
use crate::protocol::diffusion::Denoiser;
use crate::settings::AskedMoon;
use crate::ui::chapters::diffusion::describe::mmd2;
use crate::ui::chapters::diffusion::readouts::Readouts;
use crate::ui::format;

/// A loss this near to the ideal denoiser's is called equal to it.
const NEAR: f64 = 0.01;
/// The same of a third of the noise levels, whose mean jitters less than its numbers tell.
const NEAR_IN_A_THIRD: f32 = 0.005;

pub fn about_loss(now: &Readouts) -> String {
    let first = now.first();
    let Some(ideal) = first.and_then(|lane| lane.ideal_loss).map(f64::from) else {
        return "The least loss any network can reach is being computed.".into();
    };
    let least = format::decimals(ideal);
    let Some(loss) = first.and_then(|lane| lane.loss).map(f64::from) else {
        return format!(
            "Even a perfect network cannot guess without error what noise has hidden: its loss here is {least}, the \
             dashed line."
        );
    };
    let (loss, above) = (format::decimals(loss), loss - ideal);
    let gap = format::decimals(above.abs());
    if above < NEAR {
        format!(
            "The loss is {loss}, within {gap} of the ideal denoiser's {least}: it cannot fall further, though the samples \
             still may get better."
        )
    } else {
        format!(
            "The loss is {loss}, {gap} above the ideal denoiser's {least}. A loss that is flat has converged only if it \
             lies on the dashed line."
        )
    }
}

/// Where most is left to learn.
pub fn about_timesteps(now: &Readouts) -> Option<String> {
    let lane = now.first()?;
    let (above, last) = (lane.above?, lane.last_level?);
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

/// Whether samples are all asked to be of one moon.
fn asks_for_one(at: &Situation) -> bool {
    at.settings.conditional && at.settings.asked != AskedMoon::Both
}

pub fn about_distance(at: &Situation) -> Option<String> {
    let lane = at.now.first()?;
    let (Some(score), Some(floor)) = (&lane.score, &at.now.floor) else {
        return Some("How far the samples are from the data is being measured.".into());
    };
    let (mmd2, band) = (score.distances.mmd2_mean(), floor.mmd2_mean_q95);
    if !mmd2.is_finite() {
        return Some(
            "The samples have flown apart: there is no distance to measure. A smaller learning rate helps."
                .into(),
        );
    }
    let blob = floor.blob.mmd2_mean();
    let who = match score.denoiser {
        Denoiser::Ideal => "the ideal denoiser's samples".to_owned(),
        Denoiser::Learned => {
            format!("the network's samples after {} steps", format::count(f64::from(score.step)))
        }
    };
    let [mmd2_words, band_words, blob_words] = [mmd2, band, blob].map(|value| format::fine(f64::from(value)));
    let verdict = if mmd2 <= band {
        format!("inside the band of real data, {band_words}: no test of this size tells them from real ones")
    } else if mmd2 >= blob {
        format!(
            "no better than a Gaussian blob's {blob_words}: knowing only mean and spread would do as well"
        )
    } else {
        format!("above the {band_words} that real data stay under, below the Gaussian blob's {blob_words}")
    };
    let against = if asks_for_one(at) {
        " It is measured against data of the moon asked for; band and blob are of both."
    } else {
        ""
    };
    Some(format!("The mean MMD² of {who} is {mmd2_words}, {verdict}.{against}"))
}

/// The two runs side by side.
pub fn about_fork(now: &Readouts) -> Option<String> {
    let ([first, second], Some(one), Some(other)) = (&now.names[..], mmd2(now, 0), mmd2(now, 1)) else {
        return None;
    };
    Some(format!(
        "Side by side: the mean MMD² is {} ({first}) and {} ({second}). One draw of each cannot rank them if both are \
         inside the band.",
        format::fine(one),
        format::fine(other)
    ))
}

pub fn about_moons(at: &Situation) -> Option<String> {
    let score = at.now.first()?.score.as_ref().filter(|_| !asks_for_one(at))?;
    let upper = f64::from(score.distances.upper_share);
    // Two standard deviations of a fair coin thrown a thousand times.
    let fair = if (upper - 0.5).abs() <= 0.032 {
        "as even as a fair coin thrown 1,000 times"
    } else {
        "further from half than 1,000 throws of a fair coin would be"
    };
    Some(format!(
        "{} of the samples lie nearer to the upper moon and {} to the lower: {fair}. {} lie off both.",
        format::percent(upper),
        format::percent(1.0 - upper),
        format::percent(f64::from(score.distances.off_share))
    ))
}
