//! The settings that apply to the objectives and the walk in use; the rest is not shown.

use crate::settings::range::{EBM, Number};
use crate::settings::{Beside, EbmSettings, Objective, Settings, Walk, WalkStart};
use crate::ui::controls::choice::Choice;
use crate::ui::controls::data_set::DataSetControl;
use crate::ui::controls::number::NumberSlider;
use crate::ui::controls::seed::Seed;
use crate::ui::controls::settings_panel::{More, SettingsPanel};
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use leptos::prelude::*;

/// Numbers that are always in sight where they apply.
const FIRST: [&str; 7] =
    ["k", "langevin_step", "noise_scale", "penalty", "blur", "energy_rate", "energy_steps"];

/// Beside the data set that it blurs.
const SIGMA: &str = "moon_noise";

/// Numbers of the walkers; all others are behind “More”.
const WALKERS: [&str; 6] =
    ["walkers", "walk_step", "walk_leapfrog", "walk_leapfrogs", "anneal_steps", "anneal_from"];

/// Whether any network is trained on one of these.
fn trains(settings: &EbmSettings, on: impl Fn(Objective) -> bool) -> bool {
    on(settings.objective) || settings.beside == Beside::Rival && on(settings.rival)
}

/// Whether a number of the table does anything under these settings.
fn applies(key: &str, settings: &EbmSettings) -> bool {
    match key {
        // In the transport.
        "walk_pace" => false,
        "k" | "langevin_step" | "noise_scale" | "penalty" => trains(settings, Objective::is_contrastive),
        "restart_share" | "buffer" => trains(settings, |objective| objective == Objective::Pcd),
        "blur" => trains(settings, |objective| objective == Objective::Denoising),
        "walk_step" => settings.walk != Walk::Hmc,
        "walk_leapfrog" | "walk_leapfrogs" => settings.walk == Walk::Hmc,
        "anneal_steps" | "anneal_from" => settings.walk == Walk::Annealed,
        _ => true,
    }
}

fn rename_start(settings: &Settings, start: &WalkStart) -> Option<String> {
    let first = || data_words::capital(&data_words::the(&settings.data, 0));
    (*start == WalkStart::OneMoon).then(first)
}

/// What is to be said beside what stands beside.
fn about_beside(settings: &EbmSettings) -> &'static str {
    match settings.beside {
        Beside::Nothing => "",
        Beside::Exact => "Walkers of the same kind on the exact density: what no energy can do better.",
        Beside::Rival if settings.rival == settings.objective => {
            "Both are trained on the same objective: choose another to compare."
        }
        Beside::Rival => "A second network from the same weights and data.",
    }
}

/// A line under a control that changes with the settings.
#[component]
fn Remark(id: &'static str, of: fn(&EbmSettings) -> &'static str) -> impl IntoView {
    let words = Store::get().part(of);
    view! { <p class="remark" data-testid=id>{words}</p> }
}

/// A number that is there only while it applies.
#[component]
fn Applying(number: &'static Number<EbmSettings>) -> impl IntoView {
    let shown = Store::get().part(move |settings: &EbmSettings| applies(number.key, settings));
    let is_noise = number.key == "noise_scale";
    view! {
        <Show when=move || shown.get()>
            <NumberSlider number/>
            {is_noise.then(|| view! {
                <Remark id="temperature" of=|settings| names::temperature(settings.noise_scale)/>
            })}
        </Show>
    }
}

fn numbers(chosen: impl Fn(&str) -> bool) -> impl IntoView {
    let chosen = EBM.iter().filter(|number| chosen(number.key));
    chosen.map(|number| view! { <Applying number/> }).collect_view()
}

#[component]
pub fn Panel() -> impl IntoView {
    let store = Store::get();
    let has_rival = store.part(|settings: &EbmSettings| settings.beside == Beside::Rival);
    let slices = store.part(|settings: &EbmSettings| trains(settings, |on| on == Objective::Sliced));
    view! {
        <SettingsPanel reset=|settings| settings.ebm = EbmSettings::default()>
            <div class="controls">
                <DataSetControl/>
                {numbers(|key| key == SIGMA)}
                <Choice id="set-objective" label="Objective" options=names::OBJECTIVES
                    of=|settings| &mut settings.ebm.objective help="What the network is trained on."/>
                <Remark id="about-objective" of=|settings| names::about_objective(settings.objective)/>
                <Choice id="set-beside" label="Beside it" options=names::BESIDE
                    of=|settings| &mut settings.ebm.beside help="What stands beside the learned energy, with walkers of its own."/>
                <Show when=move || has_rival.get()>
                    <Choice id="set-rival_objective" label="Objective beside" options=names::OBJECTIVES
                        of=|settings| &mut settings.ebm.rival help="What the second network is trained on."/>
                </Show>
                <Remark id="about-beside" of=about_beside/>
                {numbers(|key| FIRST.contains(&key))}
                <Show when=move || slices.get()>
                    <Choice id="set-slicing" label="Slicing" options=names::SLICINGS live=true
                        of=|settings| &mut settings.ebm.slicing
                        help="How the loss is estimated along random directions: the variance-reduced form keeps |∇E|² whole."/>
                </Show>
                <Seed/>
            </div>
            <More open=true title="Walkers">
                <div class="controls">
                    <Choice id="set-walk" label="They move by" options=names::WALKS live=true
                        of=|settings| &mut settings.ebm.walk help="How walkers sample what is learned."/>
                    <Remark id="about-walk" of=|settings| names::about_walk(settings.walk)/>
                    <Choice id="set-walk_start" label="They start from" options=names::STARTS live=true
                        of=|settings| &mut settings.ebm.walk_start rename=rename_start
                        help="From noise, from points of the data, or all from its first part. A change starts them again."/>
                    {numbers(|key| WALKERS.contains(&key))}
                </div>
            </More>
            <More>
                <div class="controls">
                    <Choice id="set-activation" label="Activation" options=names::ACTIVATIONS
                        of=|settings| &mut settings.ebm.activation
                        help="The network's nonlinearity; all are smooth, for walkers follow the energy's gradient."/>
                    {numbers(|key| key != SIGMA && !FIRST.contains(&key) && !WALKERS.contains(&key))}
                </div>
            </More>
        </SettingsPanel>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(settings: &EbmSettings) -> Vec<&'static str> {
        EBM.iter().map(|number| number.key).filter(|key| applies(key, settings)).collect()
    }

    #[test]
    fn score_matching_has_no_chains_to_set() {
        let settings = EbmSettings { objective: Objective::Denoising, ..EbmSettings::default() };
        let keys = shown(&settings);
        assert!(keys.contains(&"blur") && !keys.contains(&"k") && !keys.contains(&"penalty"));
        let beside = EbmSettings { beside: Beside::Rival, rival: Objective::Pcd, ..settings };
        let keys = shown(&beside);
        assert!(keys.contains(&"blur") && keys.contains(&"k") && keys.contains(&"buffer"));
    }

    #[test]
    fn each_walk_has_its_own_step() {
        let keys = |walk| shown(&EbmSettings { walk, ..EbmSettings::default() });
        assert!(keys(Walk::Mala).contains(&"walk_step") && !keys(Walk::Mala).contains(&"walk_leapfrog"));
        assert!(keys(Walk::Hmc).contains(&"walk_leapfrog") && !keys(Walk::Hmc).contains(&"walk_step"));
        assert!(keys(Walk::Annealed).contains(&"anneal_from"));
    }

    #[test]
    fn every_number_is_shown_under_some_settings() {
        let all = names::OBJECTIVES.iter().flat_map(|&(objective, _)| {
            names::WALKS
                .iter()
                .flat_map(move |&(walk, _)| shown(&EbmSettings { objective, walk, ..EbmSettings::default() }))
        });
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), EBM.len() - 1, "all but the pace, which the transport has: {all:?}");
    }

    #[test]
    fn the_groups_name_numbers_of_the_table_and_share_none() {
        let known = |key: &&str| EBM.iter().any(|number| number.key == *key);
        assert!(FIRST.iter().chain(&WALKERS).all(known));
        assert!(FIRST.iter().all(|key| !WALKERS.contains(key)));
    }

    #[test]
    fn a_rival_on_the_same_objective_is_called_out() {
        let settings = EbmSettings { beside: Beside::Rival, rival: Objective::Cd, ..EbmSettings::default() };
        assert!(about_beside(&settings).contains("same objective"));
        assert_eq!(about_beside(&EbmSettings::default()), "");
    }
}
