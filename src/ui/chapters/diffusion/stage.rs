//! The stage and its layers.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{ScoreLayer, url};
use crate::ui::browser;
use crate::ui::controls::switch::Switch;
use crate::ui::format;
use crate::ui::plot::stage::StagePainter;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::html::Canvas;
use leptos::prelude::*;

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
            <ScoreChoice/>
        </fieldset>
    }
}

/// The arrows: each point to where its noise is said to have come from.
#[component]
fn ScoreChoice() -> impl IntoView {
    let store = Store::get();
    let readouts = Readings::<Readouts>::get().now;
    let value = Memo::new(move |_| store.settings.with(|settings| url::name_of(&settings.view.score)));
    let has_learned = Memo::new(move |_| readouts.with(|readouts| readouts.has_learned));
    let has_ideal = Memo::new(move |_| readouts.with(|readouts| readouts.has_ideal));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(layer) = url::named(&event.target().value()) {
            store.settings.update(|settings| settings.view.score = layer);
        }
    };
    let why = move || {
        let layer = store.settings.with(|settings| settings.view.score);
        match layer {
            ScoreLayer::Off => "",
            ScoreLayer::Learned | ScoreLayer::Difference if !has_learned.get() => {
                "Nothing is learned yet: press Train to see these arrows."
            }
            ScoreLayer::Exact | ScoreLayer::Difference if !has_ideal.get() => {
                "The exact field is being computed."
            }
            ScoreLayer::Learned => "Arrows: −ε̂ of the network, long ones shortened.",
            ScoreLayer::Exact => "Arrows: −ε of the ideal denoiser, long ones shortened.",
            ScoreLayer::Difference => "Arrows: learned minus exact, drawn three times as long.",
        }
    };
    view! {
        <label class="switch">
            <i class="swatch score" aria-hidden="true"></i>
            "Score "
            <select data-testid="layer-score" prop:value=value on:change:target=choose
                title="The score at the noise level shown, times the noise's standard deviation: the way back to the data.">
                <option value="off">"off"</option>
                <option value="learned" disabled=move || !has_learned.get()>
                    {move || if has_learned.get() { "learned" } else { "learned (nothing learned yet)" }}
                </option>
                <option value="exact">"exact"</option>
                <option value="difference" disabled=move || !has_learned.get()>
                    {move || if has_learned.get() { "difference" } else { "difference (nothing learned yet)" }}
                </option>
            </select>
        </label>
        <p class="layer-why">{why}</p>
    }
}
