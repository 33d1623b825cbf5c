//! The diffusion chapter's cards, each trained as a reader would: what they say works does, and what they say fails does.

use crate::common::diffusion_model::{EnergyMetrics, Model, for_seeds};
use mcmc_to_diffusion::settings::{DiffusionBeside, DiffusionBug, DiffusionSettings};
use mcmc_to_diffusion::ui::chapters::diffusion::presets::PRESETS;

const POINTS: usize = 1000;
const SETS: u32 = 3;
/// 95 % quantiles of unbiased MMD² between two real sets of [`POINTS`], at the bandwidths of the model, and by how much
/// what works may lie above them.
const REAL: [f64; 3] = [1.42e-3, 1.03e-3, 0.59e-3];
const LEEWAY: f64 = 1.25;

fn works(metrics: &EnergyMetrics) -> bool {
    metrics.mmd2.iter().zip(REAL).all(|(mmd2, real)| *mmd2 <= LEEWAY * real)
}

#[test]
fn cards_tell_what_works_and_what_fails() {
    // Forks show two of the others side by side, samples of one moon are held against that moon alone, and those of a composition
    // against that. Bugs are those that this score does not see (`tests/guide/museum_denoise.rs`).
    let cards: Vec<_> = PRESETS
        .iter()
        .filter(|card| {
            let DiffusionSettings { beside, bug, .. } = card.settings().diffusion;
            !matches!(beside, DiffusionBeside::Fork | DiffusionBeside::Composed)
                && bug == DiffusionBug::Off
                && card.key != "classes"
        })
        .collect();
    // Cards that train alike share a model.
    let mut trainings: Vec<DiffusionSettings> = Vec::new();
    for settings in cards.iter().map(|card| card.settings().diffusion) {
        if !trainings.iter().any(|other| !other.needs_restart(&settings) && trains_alike(other, &settings)) {
            trainings.push(settings);
        }
    }
    let indices: Vec<u32> = (0..trainings.len() as u32).collect();
    let metrics = for_seeds(&indices, |index| {
        let training = &trainings[index as usize];
        let model = Model::trained(training, 1);
        let of_model = cards.iter().filter(|card| {
            let settings = card.settings().diffusion;
            !training.needs_restart(&settings) && trains_alike(training, &settings)
        });
        of_model
            .map(|card| (card.key, model.metrics(&card.settings().diffusion, POINTS, SETS)))
            .collect::<Vec<_>>()
    });
    let metrics: Vec<_> = metrics.into_iter().flatten().collect();
    assert_eq!(metrics.len(), cards.len());
    let mut wrong = Vec::new();
    for (key, of_card) in &metrics {
        println!("{key}: {of_card:.5?}");
        let card = cards.iter().find(|card| card.key == *key).expect("it came from there");
        if works(of_card) != card.works {
            wrong.push(format!("{key} says works = {}, and is {of_card:.5?}", card.works));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What acts live but is of training.
fn trains_alike(one: &DiffusionSettings, other: &DiffusionSettings) -> bool {
    one.learning_rate == other.learning_rate
        && one.loss_weighting == other.loss_weighting
        && one.timestep_draw == other.timestep_draw
}
