//! Chapter 4: the same walkers through what is known, an energy that is learned and a denoiser that is learned, and one
//! scoreboard.

mod activity;
mod board;
mod cards;
mod claims;
mod column;
mod csv;
mod curves;
mod export;
pub mod figure;
pub mod guide;
mod line;
pub mod metrics;
pub mod model;
pub mod painter;
mod panel;
pub mod presets;
pub mod quality;
mod ranking;
mod saving;
mod scoreboard;
pub mod session;
mod shown;
mod stage;
mod status;
mod summary;
mod svg;
pub mod taking;
mod timeline;
mod transport;

use crate::settings::embed::{GUIDE, PLOTS, SAVE, SCORES, SETTINGS};
use crate::ui::chapter::page::{Page, Section};
use crate::ui::controls::marked::marked;
use crate::ui::store::Store;
use crate::ui::words::controls;
use crate::ui::words::language::say_with;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    class: "compare",
    title: "compare.title",
    lead,
    tools: || view! { <stage::StartChoice/><stage::Layers/> }.into_any(),
    stage: || view! { <stage::Columns/> }.into_any(),
    transport: || view! { <transport::Transport/> }.into_any(),
    work: "work.training",
    rest: || view! { <transport::Rest/> }.into_any(),
    remarks: panel::remarks,
    rail: (
        "compare.rail",
        &[
            Section::Part(GUIDE, || view! { <guide::Guide/> }.into_any()),
            Section::Part(SETTINGS, || view! { <cards::Models/> }.into_any()),
        ],
    ),
    below: (
        "compare.below",
        &[
            Section::Part(SCORES, || view! { <scoreboard::Scoreboard/> }.into_any()),
            Section::Part(SCORES, || view! { <claims::Claims/> }.into_any()),
            Section::Part(PLOTS, || view! { <curves::Curves/> }.into_any()),
            Section::Presets(presets::PRESETS),
            Section::Part(SAVE, || view! { <export::Export/> }.into_any()),
        ],
    ),
};

fn lead() -> AnyView {
    let data = Store::get().part(controls::data_set);
    (move || marked(&say_with("compare.lead", "data", data.get()))).into_any()
}
