//! The live plots, each with the numbers it ends at and with what it shows in words.

use super::charts::{BARRIER, LEVELS, LOSS, LOSS_BY_TIMESTEP, MMD, QUALITY};
use super::describe;
use super::model::Model;
use super::reading::Reading;
use super::session::DiffusionSession;
use crate::settings::{DataSettings, DiffusionSettings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plot_canvas::CurveCanvas;
use crate::ui::saving::PlotName;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::diffusion as names;
use crate::ui::words::format;
use leptos::prelude::*;

/// As [`data_words::fill`] takes it.
const BRIDGE: &str = "Bridge {across}";

/// What the loss is called: of two kinds, only what is above the least possible can be compared.
fn title_of_loss(comparable: bool) -> &'static str {
    if comparable { "Loss" } else { "Loss above the least possible" }
}

/// The plots that are shown, by name.
pub fn on_offer() -> Memo<Vec<PlotName>> {
    let store = Store::get();
    let comparable = store.part(names::comparable);
    let data = store.part(DataSettings::clone);
    Memo::new(move |_| {
        let bridge = data.with(|data| data_words::fill(BRIDGE, data));
        let all = [
            (LOSS, "loss-plot", title_of_loss(comparable.get()).to_owned()),
            (MMD, "mmd-plot", "Distance of samples to data, MMD²".into()),
            (LOSS_BY_TIMESTEP, "loss-by-timestep-plot", "Loss by noise level".into()),
            (BARRIER, "barrier-plot", bridge),
            (QUALITY, "quality-plot", "Quality against cost, MMD²".into()),
            (LEVELS, "levels-plot", "Signal and noise".into()),
        ];
        let shown = |index: usize| index != BARRIER || data.with(data_words::has_parts);
        let shown = all.into_iter().filter(|(index, ..)| shown(*index));
        shown.map(|(index, id, title)| PlotName { index, id, title }).collect()
    })
}

#[component]
pub fn Plots() -> impl IntoView {
    let store = Store::get();
    let comparable = store.part(names::comparable);
    let bridge = store.part(|data: &DataSettings| data_words::fill(BRIDGE, data));
    let of_one_piece = store.part(|data: &DataSettings| !data_words::has_parts(data));
    let title = move || title_of_loss(comparable.get());
    view! {
        <div class="plots live">
            <Plot index=LOSS id="loss-plot" describe=describe::loss>
                <b>{title}</b>
                <Reading id="loss" value=|now| now.first()?.losses.smoothed().map(f64::from) show=format::decimals/>
                <small>
                    "last step "
                    <Reading id="loss-raw" value=|now| now.first()?.losses.last().map(f64::from) show=format::decimals/>
                    " · ideal "
                    <Reading id="loss-ideal" value=|now| Some(f64::from(now.first()?.reference()?.ideal_loss)) show=format::decimals/>
                    <Second id="loss-second" value=|now| now.lanes.get(1)?.losses.smoothed().map(f64::from) show=format::decimals/>
                </small>
            </Plot>
            <Plot index=MMD id="mmd-plot" describe=describe::mmd>
                <b>"Distance of samples to data"</b>
                <Reading id="mmd2" value=|now| describe::mmd2(now, 0) show=format::fine/>
                <small>
                    "MMD², mean over bandwidths; the band is as near as real data"
                    <Second id="mmd2-second" value=|now| describe::mmd2(now, 1) show=format::fine/>
                </small>
            </Plot>
            <Plot index=LOSS_BY_TIMESTEP id="loss-by-timestep-plot" describe=describe::loss_by_timestep>
                <b>"Loss by noise level"</b>
                <small>"what is above the dashed line can still be learned"</small>
            </Plot>
            <Plot index=BARRIER id="barrier-plot" describe=describe::barrier hidden=of_one_piece>
                <b>{bridge}</b>
                <small>"what the lowest way climbs in −log p at each noise level, nats, exact"</small>
            </Plot>
            <Plot index=QUALITY id="quality-plot" describe=describe::quality tall=true>
                <b>"Quality against cost"</b>
                <Measure/>
                <small>"MMD² of each sampler on this denoiser; dashed ones add noise on their way"</small>
            </Plot>
        </div>
    }
}

#[component]
pub fn Plot(
    index: usize,
    id: &'static str,
    /// What it shows, in words.
    describe: fn(&Model) -> String,
    #[prop(optional)] tall: bool,
    #[prop(into, default = Signal::stored(false))] hidden: Signal<bool>,
    /// Its caption.
    children: Children,
) -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let words = Live::<DiffusionSession>::get().announced(describe);
    view! {
        <figure class="plot" class:tall=tall hidden=hidden>
            <figcaption>{children()}</figcaption>
            <CurveCanvas id words keep=move |curve| diffusion.act(|diffusion| diffusion.plots[index] = Some(curve))/>
        </figure>
    }
}

/// The second run's number, where there is one.
#[component]
fn Second(id: &'static str, value: fn(&Model) -> Option<f64>, show: fn(f64) -> String) -> impl IntoView {
    let name = Store::get().part(|settings: &DiffusionSettings| names::runs(settings).get(1).copied());
    view! {
        <Show when=move || name.get().is_some()>" · "{move || name.get()}" "<Reading id value show/></Show>
    }
}

/// Starts and stops the measuring of all samplers, which goes on beside what else there is to do.
#[component]
fn Measure() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let measuring = Live::<DiffusionSession>::get().memo(|now| now.measuring);
    let words = move || match measuring.get() {
        Some(share) => format!("Stop ({:.0} %)", 100.0 * share),
        None => "Measure all samplers".into(),
    };
    view! {
        <button type="button" class="measure" data-testid="measure"
            data-value=move || measuring.get().map(|share| share.to_string())
            aria-pressed=move || measuring.get().is_some().to_string()
            title="Draws sets of samples with each sampler at 5 to 100 evaluations and scores them; training may go on."
            on:click=move |_| {
                let on = measuring.get_untracked().is_none();
                diffusion.act(|diffusion| diffusion.measure(on));
            }>{words}</button>
    }
}
