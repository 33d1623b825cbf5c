//! The settings that apply to the density and the samplers in use; the rest is not shown.

use super::names;
use super::readouts::{LaneReadouts, Readouts};
use crate::settings::range::{MCMC, Number};
use crate::settings::{Mass, McmcSettings, Sampler, Settings, StartPlace, Target};
use crate::ui::chapters::data_words;
use crate::ui::controls::choice::Choice;
use crate::ui::controls::data_set::DataSetControl;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::settings_panel::{More, SettingsPanel};
use crate::ui::controls::switch::Switch;
use crate::ui::format;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::prelude::*;

const STARTS: &[(StartPlace, &str)] =
    &[(StartPlace::Scattered, "Scattered"), (StartPlace::OneMode, "All in one mode")];
const MASSES: &[(Mass, &str)] = &[(Mass::Identity, "Identity"), (Mass::Diagonal, "Diagonal, estimated")];

/// Beside the data set that it blurs.
const SIGMA: &str = "sigma";

/// Whether a number is always in sight where it applies; the others are behind “More”.
fn comes_first(key: &str) -> bool {
    let tunes = |sampler: Sampler| sampler.step_key() == key || sampler.acceptance_key() == Some(key);
    matches!(key, "leapfrog_steps" | "chains" | "dimension") || Sampler::ALL.into_iter().any(tunes)
}

/// Whether a number of the table does anything under these settings.
fn applies(key: &str, settings: &McmcSettings) -> bool {
    match key {
        // In the transport.
        "pace" => false,
        "sigma" => settings.target == Target::Data,
        "dimension" => settings.target == Target::PairOfGaussians,
        "chains" => true,
        _ => settings.lanes().iter().any(|sampler| sampler.reads(key, settings)),
    }
}

fn rename_target(settings: &Settings, target: &Target) -> Option<String> {
    let named = || format!("Data set: {}", data_words::whole(&settings.data));
    (*target == Target::Data).then(named)
}

/// The step that tuning has come to, of the first lane that is tuned and has this setting.
fn tuned(key: &str, settings: &McmcSettings, now: &Readouts) -> Option<String> {
    let has = |lane: &&LaneReadouts| {
        lane.sampler.step_key() == key && settings.target_acceptance(lane.sampler).is_some()
    };
    let lane = now.lanes.iter().find(has).filter(|_| settings.tune)?;
    Some(match lane.diagnostics.as_deref() {
        Some(now) if !now.warming_up => format!("tuned: {}", format::decimals(now.step_size)),
        _ => "tuning …".into(),
    })
}

/// Beside a step size that is tuned: the step in use.
#[component]
fn InUse(key: &'static str) -> impl IntoView {
    let settings = Store::get().settings;
    let readouts = Readings::<Readouts>::get().now;
    let words = Memo::new(move |_| {
        readouts.with(|now| settings.with(|settings| tuned(key, &settings.mcmc, now))).unwrap_or_default()
    });
    view! { <p class="in-use num" data-testid=format!("tuned-{key}")>{words}</p> }
}

/// A number that is there only while it applies.
#[component]
fn Applying(number: &'static Number<McmcSettings>) -> impl IntoView {
    let shown = Store::get().part(move |settings: &McmcSettings| applies(number.key, settings));
    let key = number.key;
    view! {
        <Show when=move || shown.get()>
            <NumberSlider number/>
            {Sampler::ALL.iter().any(|sampler| sampler.step_key() == key).then(|| view! { <InUse key/> })}
        </Show>
    }
}

#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::get();
    let tunes = store.part(|settings: &McmcSettings| settings.tune);
    let of_data = store.part(|settings: &McmcSettings| settings.target == Target::Data);
    let numbers = |chosen: fn(&str) -> bool| {
        let chosen = MCMC.iter().filter(move |number| chosen(number.key));
        chosen.map(|number| view! { <Applying number/> }).collect_view()
    };
    view! {
        <SettingsPanel reset=|settings| settings.mcmc = McmcSettings::default()>
            <div class="controls">
                <Choice id="set-target" label="Density" options=names::TARGETS of=|settings| &mut settings.mcmc.target
                    rename=rename_target
                    help="What the chains sample; it is known exactly, so what they find can be judged."/>
                <Show when=move || of_data.get()><DataSetControl/></Show>
                {numbers(|key| key == SIGMA)}
                <Switch id="set-tune" label="Tune the step size"
                    help="To a target acceptance, while warming up; nothing is measured meanwhile. Otherwise it is as set."
                    of=|settings| &mut settings.mcmc.tune/>
                {numbers(comes_first)}
                <Seed/>
            </div>
            <More>
                <div class="controls">
                    <Choice id="set-start" label="Start" options=STARTS of=|settings| &mut settings.mcmc.start
                        help="Scattered starts can show that chains disagree; a common start cannot."/>
                    <Show when=move || tunes.get()>
                        <Choice id="set-mass" label="Mass" options=MASSES of=|settings| &mut settings.mcmc.mass live=true
                            help="Scales of the axes: all the same, or estimated while the step size is tuned."/>
                    </Show>
                    {numbers(|key| key != SIGMA && !comes_first(key))}
                </div>
            </More>
        </SettingsPanel>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::Diagnostics;

    fn shown(settings: &McmcSettings) -> Vec<&'static str> {
        MCMC.iter().map(|number| number.key).filter(|key| applies(key, settings)).collect()
    }

    #[test]
    fn only_what_acts_is_shown() {
        let mut settings = McmcSettings::default();
        assert_eq!(shown(&settings), ["step_langevin", "chains", "sigma", "rungs"]);
        settings.race = true;
        settings.tune = true;
        settings.rungs = 3;
        settings.target = Target::PairOfGaussians;
        assert_eq!(
            shown(&settings),
            [
                "step_langevin",
                "step_hmc",
                "leapfrog_steps",
                "chains",
                "dimension",
                "jitter",
                "accept_langevin",
                "accept_hmc",
                "rungs",
                "hottest"
            ]
        );
    }

    #[test]
    fn the_step_in_use_is_told_where_it_is_tuned() {
        let now = |sampler, diagnostics: Option<Diagnostics>| {
            let diagnostics = diagnostics.map(std::sync::Arc::new);
            Readouts {
                lanes: vec![LaneReadouts { sampler, diagnostics, ..LaneReadouts::default() }],
                ..Readouts::default()
            }
        };
        let settings = McmcSettings { tune: true, ..McmcSettings::default() };
        let measured = Diagnostics { step_size: 0.183, ..Diagnostics::default() };
        let warming = Diagnostics { warming_up: true, ..measured.clone() };
        let says = |settings: &McmcSettings, sampler, diagnostics| {
            tuned("step_langevin", settings, &now(sampler, Some(diagnostics)))
        };
        assert_eq!(says(&settings, Sampler::Mala, measured.clone()).as_deref(), Some("tuned: 0.183"));
        assert_eq!(says(&settings, Sampler::Mala, warming).as_deref(), Some("tuning …"));
        assert_eq!(says(&settings, Sampler::Ula, measured.clone()), None, "ULA has nothing to be tuned to");
        assert_eq!(says(&McmcSettings::default(), Sampler::Mala, measured), None);
    }

    #[test]
    fn every_number_is_shown_under_some_settings() {
        for sampler in Sampler::ALL {
            assert!(!shown(&McmcSettings { sampler, ..McmcSettings::default() }).is_empty());
        }
        let all = Sampler::ALL.into_iter().flat_map(|sampler| {
            names::TARGETS.iter().flat_map(move |&(target, _)| {
                shown(&McmcSettings { sampler, target, tune: true, rungs: 2, ..McmcSettings::default() })
            })
        });
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), MCMC.len() - 1, "all but the pace, which the transport has: {all:?}");
    }
}
