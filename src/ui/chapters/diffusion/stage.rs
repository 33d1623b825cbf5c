//! The stage and its layers.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::protocol::diffusion::Denoiser;
use crate::settings::url;
use crate::ui::browser;
use crate::ui::controls::score_choice::{ScoreChoice, ScoreWords};
use crate::ui::controls::switch::Switch;
use crate::ui::format;
use crate::ui::plot::stage::StagePainter;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::html::Canvas;
use leptos::prelude::*;

/// The arrows: each point to where its noise is said to have come from.
const ARROWS: ScoreWords = ScoreWords {
    title: "The score at the noise level shown, times the noise's standard deviation: the way back to the data.",
    learned: "Arrows: −ε̂ of the network, long ones shortened.",
    exact: "Arrows: −ε of the ideal denoiser, long ones shortened.",
    difference: "Arrows: learned minus exact, drawn three times as long.",
};

#[component]
pub fn Stage() -> impl IntoView {
    let store = Store::get();
    let readings = Readings::<Readouts>::get();
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            match StagePainter::new(canvas) {
                Ok(painter) => store.act(|session| session.diffusion.stage = Some(painter)),
                Err(why) => browser::show_trouble(&format!("The stage cannot be drawn: {why:?}.")),
            }
        }
    });
    let source = Memo::new(move |_| readings.now.with(|readouts| readouts.source));
    let key = move || source.get().map(|source| url::name_of(&source));
    let words = move || match source.get() {
        None => "Computing the ideal denoiser …",
        Some(Denoiser::Ideal) => "Ideal denoiser (exact)",
        Some(Denoiser::Learned) => "Network",
    };
    let has_learned = Memo::new(move |_| readings.now.with(|readouts| readouts.has_learned));
    let has_exact = Memo::new(move |_| readings.now.with(|readouts| readouts.has_ideal));
    let learned = move || source.get() == Some(Denoiser::Learned);
    view! {
        <div class="stage">
            <canvas node_ref=canvas data-testid="stage" role="img"
                aria-label=move || readings.spoken.with(Readouts::describe)></canvas>
            <p class="stage-label">
                <span data-testid="cloud-source" data-value=key>{words}</span>
                <span hidden=move || !learned()>
                    " after "
                    <Reading id="cloud-step" value=|now| now.cloud_step.map(f64::from) show=format::count/>
                    " steps"
                </span>
            </p>
        </div>
        <fieldset class="layers">
            <legend class="unseen">"Layers of the stage"</legend>
            <Switch id="layer-density" label="Density" swatch="density" help="The exact density of the data."
                of=|settings| &mut settings.view.density/>
            <Switch id="layer-data" label="Data" swatch="data" help="The points the network is trained on."
                of=|settings| &mut settings.view.data/>
            <Switch id="layer-samples" label="Samples" swatch="samples" help="1,000 points on their way from noise."
                of=|settings| &mut settings.view.samples/>
            <Switch id="layer-trails" label="Trails" swatch="trails" help="The way of 24 of the samples so far."
                of=|settings| &mut settings.view.trails/>
            <ScoreChoice has_learned has_exact words=&ARROWS/>
        </fieldset>
    }
}
