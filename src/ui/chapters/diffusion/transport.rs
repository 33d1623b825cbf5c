//! Train, step, reset; the way from noise to data; and the way back through training.

use super::model::Model;
use super::reading::Reading;
use super::session::DiffusionSession;
use crate::settings::{DiffusionSettings, find};
use crate::ui::chapter::checkpoint_slider::LookBack;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::keeps::Keeps;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::progress::TrainingProgress;
use crate::ui::chapter::run_buttons::RunButtons;
use crate::ui::chapter::see_trained::SeeTrained;
use crate::ui::chapter::timeline::{Names, PlayButton, Scrub};
use crate::ui::controls::setting::control;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let store = Store::get();
    let live = Live::<Model>::get();
    let train_steps = store.part(|settings: &DiffusionSettings| settings.train_steps);
    let looking_at = live.memo(|now| now.looking_at);
    let step = live.memo(|now| now.step);
    let untrained = Memo::new(move |_| step.get() == 0);
    let no_checkpoints = live.memo(|now| now.checkpoints.is_empty());
    view! {
        <div class="buttons">
            <RunButtons go="run.train" step_title="run.step.training">
                <SeeTrained model="diffusion" untrained/>
            </RunButtons>
            <TrainingProgress steps=step goal=train_steps/>
        </div>
        <Timeline/>
        {find("speed").map(|setting| control(setting, |_| None))}
        <LookBack id="look-back" about="diffusion.back"
            of=diffusion.seen_as(|session| session)
            keep=move |slider| diffusion.act(|diffusion| diffusion.past = Some(slider))
            looking_at step no_checkpoints/>
    }
}

const NAMES: Names = Names {
    stop: ["diffusion.stop", "diffusion.stop.help"],
    play: ["diffusion.play", "diffusion.play.help"],
};

/// The slider from x_T to x_0, and the button that plays it.
#[component]
fn Timeline() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let live = Live::<Model>::get();
    let playing = live.memo(|now| now.playhead.playing());
    let words = live.memo(|now| match now.t() {
        _ if now.playhead.playing() => say("diffusion.playing"),
        Some(t) => say_with("diffusion.level", "t", format!("{t:.0}")),
        None => String::new(),
    });
    let chapter: Handle<dyn Keeps> = diffusion.seen_as(|session| session);
    view! {
        <div class="timeline">
            <PlayButton chapter playing names=&NAMES/>
            <span class="end" aria-hidden="true">{say("diffusion.noise")}</span>
            <Scrub chapter label="diffusion.scrub" words
                keep=move |slider| diffusion.act(|diffusion| diffusion.scrub = Some(slider))/>
            <span class="end" aria-hidden="true">{say("diffusion.data")}</span>
            <p class="t-value">
                <i>"t"</i>" = "
                <Reading id="t-value" value=|now| now.t().map(f64::from) show=|t| format!("{t:.0}")/>
            </p>
        </div>
    }
}
