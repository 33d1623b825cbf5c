//! Run, step, reset, and how fast.

use super::model::Model;
use crate::protocol::mcmc::Cost;
use crate::settings::{McmcSettings, Sampler, find};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::run_buttons::{PhaseWord, RunButtons};
use crate::ui::controls::framed::Framed;
use crate::ui::controls::position;
use crate::ui::controls::reading::Reading;
use crate::ui::store::Store;
use crate::ui::words::controls::{help, label};
use crate::ui::words::format;
use crate::ui::words::language::{Told, number as in_digits, say, say_with, tell};
use leptos::prelude::*;

#[component]
pub fn Transport() -> impl IntoView {
    let live = Live::<Model>::get();
    let race = Store::get().part(|settings: &McmcSettings| settings.race);
    // Of the first sampler since it was chosen, as in the scoreboard.
    let spent = move |of: fn(&Cost) -> f64| {
        Signal::derive(move || live.with(|model| model.lanes.first().map(|lane| of(&lane.lane.cost))))
    };
    let (transitions, gradients) = (spent(|cost| cost.transitions), spent(|cost| cost.evaluations));
    view! {
        <div class="buttons">
            <RunButtons go="run.run" step_title="run.step.transition"/>
            <p class="progress">
                <PhaseWord work="work.sampling"/>
                <span><Reading id="step-count" value=transitions show=format::count/>" "{say("mcmc.transitions")}</span>
                <span class="of"><Reading id="gradients" value=gradients show=format::count/>
                    " "{move || say(if race.get() { "mcmc.gradients.race" } else { "mcmc.gradients" })}</span>
            </p>
        </div>
        <Pace/>
    }
}

/// In a race the costlier sampler keeps the pace; the other takes as many transitions as cost the same.
fn pace_words(settings: &McmcSettings) -> String {
    let Some(pace) = settings.shown_pace() else { return say("pace.fastest") };
    let cost = |sampler: Sampler| sampler.evaluations(settings);
    let (costly, cheap) = if cost(settings.sampler) >= cost(settings.rival) {
        (settings.sampler, settings.rival)
    } else {
        (settings.rival, settings.sampler)
    };
    let differ = settings.race && cost(costly) != cost(cheap);
    let of = if differ { say_with("pace.of", "sampler", costly.name()) } else { String::new() };
    let (key, number) = if pace < 1.0 { ("pace.slower", 1.0 / pace) } else { ("pace.faster", pace) };
    let mut words = tell(key, |name| {
        Some(Told::Words(if name == "of" { of.clone() } else { in_digits(&format::rate(number)) }))
    });
    if differ {
        words += &say_with("pace.rest", "sampler", cheap.name());
    }
    words
}

/// From slow motion to as fast as it can.
#[component]
fn Pace() -> impl IntoView {
    let Some(setting) = find("pace") else { return ().into_any() };
    let (store, number) = (Store::get(), setting.number());
    let locked = Framed::of(setting) == Framed::Locked;
    let pace = store.part(|settings: &McmcSettings| settings.pace);
    let words = store.part(pace_words);
    let set = move |wanted: f64| store.settings.update(|settings| number.apply(settings, wanted));
    let [min, max, step] = position::limits(number);
    let end = move |id: &'static str, [name, help]: [&'static str; 2], wanted: f64| {
        view! {
            <button type="button" class="quiet" data-testid=id title=say(help) disabled=locked
                aria-pressed=move || (pace.get() == wanted).to_string() on:click=move |_| set(wanted)>{say(name)}</button>
        }
    };
    view! {
        <div class="pace">
            {end("pace-slow", ["pace.slow", "pace.slow.help"], number.min)}
            <input type="range" id="set-pace" data-testid="set-pace" min=min.to_string() max=max.to_string()
                step=step.to_string() aria-label=label(setting) aria-valuetext=words title=help(setting) disabled=locked
                prop:value=move || position::place_of(number, pace.get()).to_string()
                on:input:target=move |event| set(position::value_at(number, event.target().value_as_number()))/>
            {end("pace-fast", ["pace.fast", "pace.fast.help"], number.max)}
            <p class="pace-words" data-testid="val-pace" data-value=move || pace.get().to_string()>{words}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_race_the_costlier_sampler_keeps_the_pace() {
        let mut settings = McmcSettings { pace: 0.5, ..McmcSettings::default() };
        assert_eq!(pace_words(&settings), "1 transition in 2.0 s");
        settings.race = true;
        assert_eq!(pace_words(&settings), "1 HMC transition in 2.0 s, and as many of MALA as cost the same");
        settings.rival = Sampler::RandomWalk;
        assert_eq!(pace_words(&settings), "1 transition in 2.0 s");
    }
}
