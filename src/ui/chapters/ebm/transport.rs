//! Train, step, reset; the walkers' pace; and the way back through training.

use super::lane::LaneModel;
use super::model::Model;
use super::session::EbmSession;
use crate::settings::{EbmSettings, find};
use crate::ui::chapter::checkpoint_slider::LookBack;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::progress::TrainingProgress;
use crate::ui::chapter::run_buttons::RunButtons;
use crate::ui::chapter::see_trained::SeeTrained;
use crate::ui::controls::framed::Framed;
use crate::ui::controls::position;
use crate::ui::controls::reading::Reading;
use crate::ui::store::Store;
use crate::ui::words::controls::label;
use crate::ui::words::format;
use crate::ui::words::language::{number as in_digits, say, say_with};
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    let ebm = Handle::<EbmSession>::get();
    let store = Store::get();
    let live = Live::<Model>::get();
    let train_steps = store.part(|settings: &EbmSettings| settings.train_steps);
    let step = live.memo(|now| now.step);
    let untrained = Memo::new(move |_| step.get() == 0);
    let looking_at = live.memo(|now| now.looking_at);
    let no_checkpoints = live.memo(|now| now.checkpoints.is_empty());
    view! {
        <div class="buttons">
            <RunButtons go="run.train" step_title="run.step.training">
                <SeeTrained model="energy" untrained/>
            </RunButtons>
            <TrainingProgress steps=step goal=train_steps/>
        </div>
        <LookBack id="scrub" about="ebm.back"
            of=ebm.seen_as(|session| session)
            keep=move |slider| ebm.act(|ebm| ebm.scrub = Some(slider))
            looking_at step no_checkpoints/>
        <Walkers/>
    }
}

/// The walkers: held or moving, how fast, back to their start, and how far they have come.
#[component]
fn Walkers() -> impl IntoView {
    let Some(setting) = find("walk_pace") else { return ().into_any() };
    let ebm = Handle::<EbmSession>::get();
    let (store, number) = (Store::get(), setting.number());
    let locked = Framed::of(setting) == Framed::Locked;
    let pace = store.part(|settings: &EbmSettings| settings.pace);
    let set = move |wanted: f64| store.settings.update(|settings| number.apply(settings, wanted));
    let walks = Memo::new(move |_| pace.get() > 0.0);
    // Where the button goes back to.
    let last = StoredValue::new(number.default());
    Effect::new(move |_| {
        if pace.get() > 0.0 {
            last.set_value(pace.get());
        }
    });
    let toggle = move |_| set(if walks.get_untracked() { 0.0 } else { last.get_value() });
    let words = move || match pace.get() {
        0.0 => say("walkers.held"),
        pace => say_with("rate.steps", "rate", format::count(pace)),
    };
    let [min, max, step] = position::limits(number);
    view! {
        <div class="walkers" role="group" aria-label=say("walkers")>
            <button type="button" class="play" data-testid="walk" aria-pressed=move || walks.get().to_string()
                aria-label=move || say(if walks.get() { "walkers.stop" } else { "walkers.start" })
                title=move || say(if walks.get() { "walkers.stop" } else { "walkers.start" })
                disabled=locked on:click=toggle>{move || if walks.get() { "❚❚" } else { "▶" }}</button>
            <label class="end" for="set-walk_pace">{say("walkers")}</label>
            <input type="range" id="set-walk_pace" data-testid="set-walk_pace" min=min.to_string()
                max=max.to_string() step=step.to_string() aria-label=label(setting) aria-valuetext=words disabled=locked
                title=say("walkers.pace")
                prop:value=move || position::place_of(number, pace.get()).to_string()
                on:input:target=move |event| set(position::value_at(number, event.target().value_as_number()))/>
            <span class="end num pace-now" data-testid="val-walk_pace"
                data-value=move || pace.get().to_string()>{words}</span>
            <button type="button" data-testid="gather" title=say("walkers.again.help")
                on:click=move |_| ebm.act(|ebm| ebm.gather())>{say("walkers.again")}</button>
            <p class="walked"><Walked/></p>
        </div>
    }
    .into_any()
}

/// How far the walkers have come, on each stage.
#[component]
fn Walked() -> impl IntoView {
    let live = Live::<Model>::get();
    let of = move |lane: usize, number: fn(&LaneModel) -> f64| {
        live.memo(move |now| now.lanes.get(lane).map(number))
    };
    let crossed = move |lane: usize, id: &'static str| {
        view! {
            <Reading id value=of(lane, |lane| f64::from(lane.crossed())) show=format::count/>
            " "{say("of")}" "
            <Reading id=format!("{id}-of") value=of(lane, |lane| lane.walkers.chains() as f64) show=format::count/>
        }
    };
    let beside = live.memo(|now| now.lanes.len() > 1);
    let began_again = live.memo(|now| now.began_again);
    view! {
        <span data-testid="began-again" title=say("walkers.began.help")>
            {move || began_again.get().map(|step| say_with("walkers.began", "step", in_digits(&format::count(f64::from(step)))))}</span>
        {say("walkers.walked")}" "<Reading id="walked" value=of(0, LaneModel::walked) show=format::count/>" "{say("walkers.crossed")}" "
        {crossed(0, "walkers-crossed")}
        <Show when=move || beside.get()>{say("walkers.beside")}" "{crossed(1, "walkers-crossed-1")}</Show>
    }
}
