//! Which sampler runs, and whether a second one races it.

use crate::settings::{McmcSettings, Sampler, find, url};
use crate::ui::controls::Restarts;
use crate::ui::controls::framed::Framed;
use crate::ui::store::Store;
use crate::ui::words::controls::{help, label, option};
use crate::ui::words::language::say;
use crate::ui::words::mcmc as names;
use leptos::prelude::*;

#[component]
pub fn Samplers() -> impl IntoView {
    let [sampler, race_key, rival] = ["sampler", "race", "rival"].map(Framed::of_key);
    let store = Store::get();
    let race = store.part(|settings: &McmcSettings| settings.race);
    let toggle = move |_| store.settings.update(|settings| turn_race(&mut settings.mcmc));
    view! {
        <div class="samplers">
            {(sampler != Framed::Hidden).then(|| view! {
                <Segmented key="sampler" locked={sampler == Framed::Locked}
                    of=|settings| &mut settings.sampler/>
            })}
            {(race_key != Framed::Hidden).then(|| view! {
                <button type="button" class="race" data-testid="race" on:click=toggle
                    aria-pressed=move || race.get().to_string() disabled={race_key == Framed::Locked}
                    title=find("race").map_or("", help)>
                    {move || if race.get() { say("race.end") } else { find("race").map_or("", label).to_owned() }}<Restarts/>
                </button>
            })}
            <Show when=move || rival != Framed::Hidden && race.get()>
                <Segmented key="rival" locked={rival == Framed::Locked}
                    of=|settings| &mut settings.rival/>
            </Show>
        </div>
    }
}

/// Begins or ends a race. Nobody races himself unless the reader chooses so.
fn turn_race(settings: &mut McmcSettings) {
    settings.race = !settings.race;
    if settings.race && settings.rival == settings.sampler {
        settings.rival = if settings.sampler == Sampler::Hmc { Sampler::Mala } else { Sampler::Hmc };
    }
}

/// All samplers in a row, one of them pressed.
#[component]
fn Segmented(
    /// Of the setting, and of the test ids.
    key: &'static str,
    locked: bool,
    /// The setting's place.
    of: fn(&mut McmcSettings) -> &mut Sampler,
) -> impl IntoView {
    let store = Store::get();
    let chosen = store.part(move |settings: &McmcSettings| *of(&mut settings.clone()));
    let button = move |sampler: Sampler| {
        let name = url::name_of(&sampler);
        let words = option(key, &name, sampler.name());
        view! {
            <button type="button" data-testid=format!("{key}-{name}") title=names::about(sampler)
                aria-pressed=move || (chosen.get() == sampler).to_string() disabled=locked
                on:click=move |_| store.settings.update(|settings| *of(&mut settings.mcmc) = sampler)>
                {words}
            </button>
        }
    };
    view! {
        <div class=format!("segmented {key}") role="group" aria-label=find(key).map(label)>
            {Sampler::ALL.map(button).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_race_has_two_samplers() {
        for sampler in Sampler::ALL {
            let mut settings = McmcSettings { sampler, rival: sampler, ..McmcSettings::default() };
            turn_race(&mut settings);
            assert!(settings.race && settings.rival != sampler);
            turn_race(&mut settings);
            assert!(!settings.race);
        }
    }
}
