//! The two curves beside the stage, with the numbers they end at.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::ui::curve::CurveCanvas;
use crate::ui::format;
use crate::ui::readings::Readings;
use leptos::prelude::*;

#[component]
pub fn Plots() -> impl IntoView {
    let spoken = Readings::<Readouts>::get().spoken;
    let words = move |describe: fn(&Readouts) -> String| Memo::new(move |_| spoken.with(describe));
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
            <CurveCanvas id="loss-plot" keep=|session, curve| session.diffusion.plots[0] = Some(curve)
                words=words(describe_loss)/>
        </figure>
        <figure class="plot">
            <figcaption>
                <b>"Distance of samples to data"</b>
                <Reading id="mmd2" value=|now| mmd2(now) show=format::fine/>
                <small>"MMD², mean over bandwidths; the band is as near as real data"</small>
            </figcaption>
            <CurveCanvas id="mmd-plot" keep=|session, curve| session.diffusion.plots[1] = Some(curve)
                words=words(describe_mmd)/>
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
