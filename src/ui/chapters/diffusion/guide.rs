//! “What to look for”: a few sentences whose numbers are those of the run.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::protocol::diffusion::Denoiser;
use crate::ui::format;
use crate::ui::readings::Readings;
use leptos::prelude::*;

#[component]
pub fn Guide() -> impl IntoView {
    view! {
        <section class="guide">
            <h2>"What to look for"</h2>
            <ul>
                <li><Sentence of=about_loss/></li>
                <li><Sentence of=about_distance/></li>
                <li><Sentence of=about_moons/></li>
                <li>
                    <Sentence of=about_noise/>
                    <small>
                        "ᾱ"<sub>"T"</sub>" = "
                        <Reading id="alpha-bar" value=|now| now.alpha_bar_last.map(f64::from) show=format::small/>
                        ", weights in the network: "
                        <Reading id="weights" value=|now| now.weights.map(f64::from) show=format::count/>
                    </small>
                </li>
            </ul>
        </section>
    }
}

#[component]
fn Sentence(of: fn(&Readouts) -> String) -> impl IntoView {
    let readouts = Readings::get().now;
    let words = Memo::new(move |_| readouts.with(of));
    view! { <span>{words}</span> }
}

fn about_loss(now: &Readouts) -> String {
    let Some(ideal) = now.ideal_loss.map(f64::from) else {
        return "The least loss any network can reach is being computed.".into();
    };
    let least = format::decimals(ideal);
    let Some(loss) = now.loss.map(f64::from) else {
        return format!(
            "Even a perfect network cannot guess noise without error: with this schedule its loss is {least}, the dashed \
             line. A network that has learned nothing starts near 1."
        );
    };
    let (loss, above) = (format::decimals(loss), loss - ideal);
    let gap = format::decimals(above.abs());
    if above < 0.01 {
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

fn about_distance(now: &Readouts) -> String {
    let (Some(score), Some(floor)) = (&now.score, &now.floor) else {
        return "How far the samples are from the data is being measured.".into();
    };
    let (mmd2, band) = (score.distances.mmd2_mean(), floor.mmd2_mean_q95);
    if !mmd2.is_finite() {
        return "The samples have flown apart: there is no distance to measure. A smaller learning rate helps.".into();
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
    format!("The mean MMD² of {who} is {mmd2_words}, {verdict}.")
}

fn about_moons(now: &Readouts) -> String {
    let Some(score) = &now.score else {
        return "Each moon should get half of the samples.".into();
    };
    let upper = f64::from(score.distances.upper_share);
    // Two standard deviations of a fair coin thrown a thousand times.
    let fair = if (upper - 0.5).abs() <= 0.032 {
        "as even as a fair coin thrown 1,000 times"
    } else {
        "further from half than 1,000 throws of a fair coin would be"
    };
    format!(
        "{} of the samples lie nearer to the upper moon and {} to the lower: {fair}. {} lie off both.",
        format::percent(upper),
        format::percent(1.0 - upper),
        format::percent(f64::from(score.distances.off_share))
    )
}

fn about_noise(now: &Readouts) -> String {
    let Some(alpha_bar) = now.alpha_bar_last.map(f64::from) else {
        return "At t = T nothing of the data should be left.".into();
    };
    let signal = format::small(alpha_bar.max(0.0).sqrt());
    if alpha_bar > 0.01 {
        format!(
            "At t = T the signal left is √ᾱ = {signal}: the last level is not noise, so sampling from pure noise starts \
             from a place that training never showed."
        )
    } else {
        format!("At t = T the signal left is √ᾱ = {signal}: the last level is noise, as sampling assumes.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::{Distances, Floor, Score};

    #[test]
    fn the_loss_is_told_by_its_distance_to_the_ideal() {
        let mut now = Readouts { ideal_loss: Some(0.387), loss: Some(0.401), ..Readouts::default() };
        assert!(about_loss(&now).contains("0.401, 0.014 above the ideal denoiser's 0.387"));
        now.loss = Some(0.390);
        assert!(about_loss(&now).contains("within 0.003"));
        now.loss = None;
        assert!(about_loss(&now).contains("0.387"));
    }

    #[test]
    fn a_schedule_that_leaves_signal_is_called_out() {
        let mut now = Readouts { alpha_bar_last: Some(0.364), ..Readouts::default() };
        assert!(about_noise(&now).contains("0.603: the last level is not noise"));
        now.alpha_bar_last = Some(2.4e-7);
        assert!(about_noise(&now).contains("as sampling assumes"));
    }

    #[test]
    fn a_score_is_placed_between_the_band_and_the_blob() {
        let floor = Floor {
            mmd2_mean_q95: 1e-3,
            blob: Distances { mmd2: [1e-2; 4], ..Distances::default() },
            ..Floor::default()
        };
        let says = |mmd2: f32| {
            let distances = Distances { mmd2: [mmd2; 4], ..Distances::default() };
            let score = Some(Score { distances, ..Score::default() });
            about_distance(&Readouts { score, floor: Some(floor.clone()), ..Readouts::default() })
        };
        assert!(says(5e-4).contains("inside the band"));
        assert!(says(5e-3).contains("below the Gaussian blob's"));
        assert!(says(2e-2).contains("no better than"));
        assert!(says(f32::NAN).contains("flown apart"));
    }
}
