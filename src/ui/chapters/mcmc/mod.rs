//! Chapter 1: Markov chains sample a density that is known exactly, so what they find can be judged.

mod alarm;
mod caption;
pub mod charts;
pub mod guide;
pub mod metrics;
pub mod model;
pub mod museum;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod samplers;
pub mod samples;
mod scoreboard;
pub mod session;
mod stage;
mod transport;

use self::model::Model;
use crate::settings::embed::{GUIDE, PLOTS, SAVE, SCORES};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::page::{NOTHING, Page, Section};
use crate::ui::chapter::plots::Plots;
use crate::ui::controls::marked::marked;
use crate::ui::saving::TakeAway;
use crate::ui::words::language::say;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    class: "mcmc",
    title: "mcmc.title",
    lead,
    tools: || view! { <samplers::Samplers/><stage::Layers/> }.into_any(),
    stage: || view! { <stage::Stages/> }.into_any(),
    transport: || view! { <transport::Transport/> }.into_any(),
    work: "work.sampling",
    rest: NOTHING,
    remarks: panel::remarks,
    rail: ("rail", &[Section::Part(GUIDE, || view! { <guide::Guide/> }.into_any())]),
    below: (
        "below",
        &[
            Section::Presets(presets::PRESETS),
            Section::Part(PLOTS, || {
                view! { <Plots rows=0..plots::PLOTS.len() cards=plots::cards()/> }.into_any()
            }),
            Section::Part(SCORES, || view! { <scoreboard::Scoreboard/> }.into_any()),
            Section::Part(SAVE, save),
        ],
    ),
};

fn lead() -> AnyView {
    marked(&say("mcmc.lead")).into_any()
}

fn save() -> AnyView {
    let nothing_shown = Live::<Model>::get().memo(|now| now.lanes.is_empty());
    view! {
        <TakeAway samples="mcmc.save"
            nothing_shown plots=plots::cards()/>
    }
    .into_any()
}
