//! Chapter 2: a network learns an energy while walkers sample it, and each can be right where the other is wrong.

mod card;
pub mod charts;
pub mod guide;
pub mod lane;
pub mod metrics;
pub mod model;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod samples;
mod scores;
pub mod session;
mod stage;
mod stage_words;
mod transport;

use self::model::Model;
use crate::settings::embed::{GUIDE, PLOTS, SAVE, SCORES};
use crate::ui::chapter::content::announced;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::page::{NOTHING, Page, Section};
use crate::ui::controls::marked::marked;
use crate::ui::saving::TakeAway;
use crate::ui::words::language::say;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    class: "ebm",
    title: "ebm.title",
    lead,
    tools: || view! { <stage::Layers/> }.into_any(),
    stage: || view! { <stage::Stages/> }.into_any(),
    transport: || view! { <transport::Transport/> }.into_any(),
    work: "work.training",
    rest: NOTHING,
    remarks: panel::remarks,
    rail: ("rail", &[Section::Part(GUIDE, || view! { <guide::Guide/> }.into_any())]),
    below: (
        "below",
        &[
            Section::Presets(presets::PRESETS),
            Section::Part(PLOTS, || view! { <plots::Plots/> }.into_any()),
            Section::Part(SCORES, || view! { <scores::EnergyScores/> }.into_any()),
            Section::Part(SAVE, save),
        ],
    ),
};

fn lead() -> AnyView {
    marked(&say("ebm.lead")).into_any()
}

fn save() -> AnyView {
    let live = Live::<Model>::get();
    let nothing_shown = live.memo(|now| now.lanes.is_empty());
    let untrained = live.memo(|now| now.step == 0);
    view! {
        <TakeAway samples="ebm.save"
            nothing_shown plots=announced(plots::cards) untrained/>
    }
    .into_any()
}
