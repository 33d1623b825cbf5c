//! Chapter 3: a diffusion model learns, before the reader's eyes, to undo noise.

mod awaited;
pub mod charts;
pub mod closing;
pub mod clouds;
pub mod composition;
mod describe;
mod gauge;
pub mod guide;
pub mod lane;
mod layers;
pub mod levels;
pub mod metrics;
pub mod model;
pub mod museum;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod probe_point;
mod reading;
mod samples;
mod saving;
mod scores;
pub mod session;
mod stage;
mod stage_words;
mod transport;
pub mod walkers;

use self::model::Model;
use crate::settings::DataSettings;
use crate::settings::embed::{GUIDE, PLOTS, SAVE, SCORES};
use crate::ui::chapter::content::announced;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::page::{NOTHING, Page, Section};
use crate::ui::chapter::plots::{Captions, Plots};
use crate::ui::controls::marked::marked;
use crate::ui::saving::TakeAway;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::{controls, language};
use leptos::prelude::*;

pub const PAGE: Page = Page {
    class: "diffusion",
    title: "diffusion.title",
    lead,
    tools: || view! { <layers::Layers/> }.into_any(),
    stage: || view! { <stage::Stages/> }.into_any(),
    transport: || view! { <transport::Transport/> }.into_any(),
    work: "work.training",
    rest: NOTHING,
    remarks: panel::remarks,
    rail: ("rail", &[Section::Part(GUIDE, guide)]),
    below: (
        "below",
        &[
            Section::Presets(presets::PRESETS),
            Section::Part(PLOTS, plots),
            Section::Part(SCORES, || view! { <scores::SampleScores/><closing::Closing/> }.into_any()),
            Section::Part(SAVE, save),
        ],
    ),
};

fn lead() -> AnyView {
    let data = Store::get().part(|data: &DataSettings| match language::is_english() {
        true => format!("{} {}", data_words::whole(data), data_words::come(data)),
        false => controls::data_set(data).to_owned(),
    });
    (move || marked(&language::say_with("diffusion.lead", "data", data.get()))).into_any()
}

fn guide() -> AnyView {
    view! { <guide::Guide/><gauge::SignalGauge/> }.into_any()
}

fn plots() -> AnyView {
    let (beside, below) = (plots::beside as Captions, plots::below as Captions);
    view! { <Plots rows=0..plots::PLOTS.len() cards=announced(plots::cards) beside below/> }.into_any()
}

fn save() -> AnyView {
    let live = Live::<Model>::get();
    let nothing_shown = live.memo(|now| now.lanes.iter().all(|lane| lane.cloud().is_none()));
    let untrained = live.memo(|now| now.step == 0);
    view! {
        <TakeAway samples="diffusion.save"
            nothing_shown plots=announced(plots::cards) timeline="diffusion.timeline" untrained/>
    }
    .into_any()
}
