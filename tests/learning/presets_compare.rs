//! Every card of the chapter that compares does what it says: those that work do, those that fail fail as told.

use crate::common::compare_run::Comparison;
use mcmc_to_diffusion::protocol::compare::MethodScore;
use mcmc_to_diffusion::settings::{ComparePlan, CompareSettings, DataSettings, Settings, Ticked};
use mcmc_to_diffusion::ui::chapters::compare::presets::PRESETS;

/// Without curves, and with few runs: they are no part of what is said.
fn plan(key: &str) -> ComparePlan {
    let preset = PRESETS.iter().find(|preset| preset.key == key).expect("a card");
    let ticked = Ticked::try_from(String::new()).expect("none");
    let compare = CompareSettings { repeats: 2, ticked, ..preset.settings().compare };
    ComparePlan::of(&Settings { compare, ..Settings::default() })
}

fn trained(key: &str) -> Comparison {
    let plan = plan(key);
    let goal = 2 * plan.compare.train_steps as u32;
    let mut all = Comparison::start(1, &DataSettings::default(), &plan);
    all.slice_ms = 1_000.0;
    all.train(goal, goal);
    all.measure();
    all
}

/// Mean of a score in each column.
fn columns(all: &Comparison, key: &str, of: fn(&MethodScore) -> f32) -> [f64; 3] {
    let numbers = plan(key).compare.columns().map(|method| all.mean(method, of));
    eprintln!("{key}: {numbers:.4?}");
    numbers
}

fn first_share(set: &MethodScore) -> f32 {
    set.distances.first_share
}

#[test]
fn from_one_mode_chains_stay_annealing_crosses_and_noise_on_the_way_forgets() {
    let mut all = trained("one-mode");
    let [exact, energy, diffusion] = columns(&all, "one-mode", first_share);
    assert!(exact > 0.95 && energy > 0.8 && (diffusion - 0.5).abs() < 0.08);
    for key in ["annealed", "ddim-one-mode"] {
        all.tune(plan(key));
        all.rest();
        let [_, energy, diffusion] = columns(&all, key, first_share);
        match key {
            "annealed" => assert!(energy < 0.75, "{energy}"),
            _ => assert!(!(0.02..=0.98).contains(&diffusion), "{diffusion}"),
        }
    }
}

#[test]
fn on_fat_data_chains_cross() {
    let all = trained("fat-data");
    let [exact, energy, _] = columns(&all, "fat-data", first_share);
    assert!(exact < 0.7 && energy < 0.7);
}

#[test]
fn after_few_examples_neither_model_knows_the_data() {
    let all = trained("few-examples");
    let [exact, energy, diffusion] = columns(&all, "few-examples", |set| set.distances.mmd2_mean());
    assert!(energy.min(diffusion) > 2.0 * exact.max(0.001));
}
