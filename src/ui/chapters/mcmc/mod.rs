//! Chapter 1: Markov chains sample a density that is known exactly, so what they find can be judged.

mod alarm;
mod caption;
pub mod charts;
mod guide;
pub mod model;
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
use crate::ui::saving::TakeAway;
use leptos::prelude::*;

pub const PAGE: Page = Page {
    class: "mcmc",
    title: "Sample",
    lead,
    stage: || view! { <stage::Stages/><samplers::Samplers/><stage::Layers/> }.into_any(),
    is_pinned: true,
    transport: || view! { <transport::Transport/> }.into_any(),
    work: "sampling",
    rest: NOTHING,
    remarks: panel::remarks,
    side: (
        "Settings, what to look for, and plots",
        &[
            Section::Part(GUIDE, || view! { <guide::Guide/> }.into_any()),
            Section::Part(PLOTS, || {
                view! { <Plots rows=0..plots::PLOTS.len() cards=plots::cards()/> }.into_any()
            }),
        ],
    ),
    below: (
        "Scoreboard and experiments",
        &[
            Section::Part(SCORES, || view! { <scoreboard::Scoreboard/> }.into_any()),
            Section::Presets(presets::PRESETS),
            Section::Part(SAVE, save),
        ],
    ),
};

fn lead() -> AnyView {
    view! {
        "This page shows three ways to draw samples, each built on the one before: go through its chapters from 1 to 4."<br/>
        "Here the density is known. On two thin moons "<b>"HMC"</b>" soon explores the moon where it starts, "<b>"MALA"</b>
        " crawls along it, and neither finds the other moon. Switch between them while the chain runs, and drag its point anywhere."
    }
    .into_any()
}

fn save() -> AnyView {
    let nothing_shown = Live::<Model>::get().memo(|now| now.lanes.is_empty());
    view! {
        <TakeAway samples="Where the chains are, the first one's last states, and the last places visited."
            nothing_shown plots=plots::cards()/>
    }
    .into_any()
}
