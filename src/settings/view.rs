//! What the stage draws, and where its timeline stands.

use super::Chapter::{Compare, Denoise, LearnAnEnergy, Sample};
use super::text::within;
use serde::{Deserialize, Serialize};

/// Which score field the stage draws as arrows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreLayer {
    #[default]
    Off,
    Learned,
    Exact,
    /// Learned minus exact.
    Difference,
}

/// How the stage draws a score field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreForm {
    #[default]
    Arrows,
    /// Its length as a colour.
    Heatmap,
}

const SCORES: &[(ScoreLayer, &str)] = &[
    (ScoreLayer::Off, "off"),
    (ScoreLayer::Learned, "learned"),
    (ScoreLayer::Exact, "exact"),
    (ScoreLayer::Difference, "difference"),
];
const FORMS: &[(ScoreForm, &str)] = &[(ScoreForm::Arrows, "arrows"), (ScoreForm::Heatmap, "heatmap")];

settings! {
    /// What the stage draws, and where its timeline stands.
    View, view, &[], {
        density: bool = true, live Layers, switch("Density", "The exact density.").called(&[
            (Sample, "Density", "The exact density, up to a factor."),
            (LearnAnEnergy, "Show", "A picture of the energy."),
            (Denoise, "Density", "The exact density of the data."),
            (Compare, "Density", "The exact and the learned density, which the chains sample. A denoiser has no \
                                  density of its own."),
        ]);
        contours: bool = true, live Layers, switch("Contours", "Lines of equal density.").called(&[
            (Sample, "Contours", "Lines of equal density."),
            (LearnAnEnergy, "Contours", "Lines of equal density."),
            (Denoise, "Contours", "Lines of equal density of the noised data, at the noise level shown."),
            (Compare, "Contours", "Lines of equal density. For the denoiser they are those of the exact density."),
        ]);
        data: bool = false, live Layers, switch("Data", "The points the network is trained on.").called(&[
            (Sample, "Data", "Points that a network would be trained on."),
            (LearnAnEnergy, "Data", "The points the network is trained on."),
            (Denoise, "Data", "The points the network is trained on."),
            (Compare, "Data", "The points that both networks are trained on."),
        ])
            .greyed(|all| if all.chapter == Sample { "the density is known here, so there are no data" } else { "" });
        /// Where the chains ended that found the negatives of the last training step.
        negatives: bool = true, live Layers, switch("Negatives", "Where the chains of the last training step ended. Training raises the energy there.")
            .of(&[LearnAnEnergy]);
        samples: bool = true, live Layers, switch("Samples", "Points drawn.").called(&[
            (Sample, "Samples", "The last 4,000 draws that the page has received."),
            (LearnAnEnergy, "Visited", "The last 4,000 places of the walkers."),
            (Denoise, "Samples", "1,000 points on their way from noise."),
            (Compare, "Walkers", "The same number in each column."),
        ]);
        trails: bool = true, live Layers, switch("Trails", "The paths that points have taken.").called(&[
            (Sample, "Trail", "The last states of the first chain."),
            (LearnAnEnergy, "Trail", "The last places of the first walker."),
            (Denoise, "Trails", "The paths of 24 samples so far."),
        ]);
        /// What a transition of a Markov chain does before it is accepted or rejected.
        proposals: bool = true, live Layers, switch("Proposals", "What a transition proposes.").called(&[
            (Sample, "Proposals", "Drift and noise, or momentum and leapfrog path, and whether the proposal was accepted."),
            (LearnAnEnergy, "Proposals", "Drift and noise, or momentum and leapfrog path, of the first walker's last step."),
        ]);
        ghosts: bool = false, live Layers, switch("Ghosts x̂₀", "Where the denoiser now says that each sample will end.")
            .of(&[Denoise]);
        noise_arrows: bool = false, live Layers, switch("Noise ε", "The noise that the denoiser says is in 24 of the samples.")
            .of(&[Denoise]);
        score: ScoreLayer = ScoreLayer::Off, live Layers, choice("Score", "Arrows of ∇ log p, which point uphill. Long ones are shortened.", SCORES)
            .of(&[Sample, LearnAnEnergy, Denoise]);
        score_form: ScoreForm = ScoreForm::Arrows, live Layers, choice("Form of the score", "The score as arrows, or its length as a colour.", FORMS)
            .of(&[Denoise]);
        /// From noise (0) to data (1), where the reader has put it somewhere.
        t: Option<f64> = None, live Page, own("Timeline", "The place on the timeline: 0 is noise and 1 is data.",
            |all| all.view.t.map_or_else(String::new, |t| t.to_string()),
            |all, text| within(text, 0.0, 1.0, |t| all.view.t = Some(t)));
        /// 1 for its own pace.
        speed: f64 = 1.0, live Transport, number("Speed", "Speed of the animation.", 0.25..=4.0, 0.0; Log)
            .of(&[Denoise, Compare]);
    }
}

impl View {
    /// Paces of the timeline on offer.
    pub const SPEEDS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];
}
