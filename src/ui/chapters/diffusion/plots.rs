//! The two curves beside the stage, with the numbers they end at.

use crate::ui::browser;
use crate::ui::controls::reading::Reading;
use crate::ui::format;
use crate::ui::plot::surface::Surface;
use crate::ui::readouts::Readouts;
use crate::ui::session::{Curve, Session};
use crate::ui::store::Store;
use leptos::html::Canvas;
use leptos::prelude::*;

#[component]
pub fn Plots() -> impl IntoView {
    view! {
        <div class="plots">
        <figure class="plot">
            <figcaption>
                <b>"Loss"</b>
                <Reading id="loss" value=|now| now.loss.map(f64::from) show=format::decimals/>
                <small>
                    "last step "
                    <Reading id="loss-raw" value=|now| now.loss_raw.map(f64::from) show=format::decimals/>
                    " · ideal "
                    <Reading id="loss-ideal" value=|now| now.ideal_loss.map(f64::from) show=format::decimals/>
                </small>
            </figcaption>
            <CurveCanvas id="loss-plot" place=|session| &mut session.loss_plot describe=describe_loss/>
        </figure>
        <figure class="plot">
            <figcaption>
                <b>"Distance of samples to data"</b>
                <Reading id="mmd2" value=|now| mmd2(now) show=format::fine/>
                <small>"MMD², mean over bandwidths; the band is as near as real data"</small>
            </figcaption>
            <CurveCanvas id="mmd-plot" place=|session| &mut session.mmd_plot describe=describe_mmd/>
        </figure>
        </div>
    }
}

fn mmd2(now: &Readouts) -> Option<f64> {
    now.score.as_ref().map(|score| f64::from(score.distances.mmd2_mean()))
}

fn describe_loss(now: &Readouts) -> String {
    match (now.loss, now.ideal_loss) {
        (Some(loss), Some(ideal)) => format!(
            "Loss against training steps: {} after {} steps; the least possible is {}.",
            format::decimals(f64::from(loss)),
            format::count(f64::from(now.step)),
            format::decimals(f64::from(ideal))
        ),
        _ => "Loss against training steps: nothing trained yet.".into(),
    }
}

fn describe_mmd(now: &Readouts) -> String {
    match (mmd2(now), &now.floor) {
        (Some(score), Some(floor)) => format!(
            "Mean MMD² against training steps: {}; real data reach up to {}, a Gaussian blob {}.",
            format::fine(score),
            format::fine(f64::from(floor.mmd2_mean_q95)),
            format::fine(f64::from(floor.blob.mmd2_mean()))
        ),
        _ => "Mean MMD² against training steps: not measured yet.".into(),
    }
}

#[component]
fn CurveCanvas(
    id: &'static str,
    place: fn(&mut Session) -> &mut Option<Curve>,
    describe: fn(&Readouts) -> String,
) -> impl IntoView {
    let store = Store::get();
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            match Surface::new(canvas) {
                Ok(surface) => store.act(|session| *place(session) = Some(Curve::new(surface))),
                Err(why) => browser::show_trouble(&format!("A plot cannot be drawn: {why:?}.")),
            }
        }
    });
    let words = Memo::new(move |_| store.spoken.with(describe));
    view! { <canvas node_ref=canvas data-testid=id role="img" aria-label=words></canvas> }
}
