//! Copying or learning: what the ideal denoiser of a few points draws, and on which side of it and the law a network comes to lie.

use crate::common::copying::TrainingPoints;
use crate::common::diffusion_model::{Model, for_seeds};
use mcmc_to_diffusion::numerics::diffusion::copying::Copying;
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::settings::{DiffusionSampler, DiffusionSettings};

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
const SAMPLES: usize = 1000;
const T: usize = 100;
/// Timesteps whose noise is less than the blur of the data, standardised: all structure there is that of the points.
const BELOW_BLUR: usize = 5;
/// Timesteps of a medium noise, σ from .4 to 1.
const MEDIUM: std::ops::Range<usize> = 25..50;

fn of(points: usize, train_steps: usize) -> DiffusionSettings {
    DiffusionSettings { points, train_steps, ..DiffusionSettings::default() }
}

/// Whether an estimate lies below ½, or above it, by three errors.
fn below_half(estimate: Estimate) -> bool {
    estimate.value + 3.0 * estimate.error < 0.5
}

fn above_half(estimate: Estimate) -> bool {
    estimate.value - 3.0 * estimate.error > 0.5
}

#[test]
fn the_ideal_denoiser_of_twenty_points_returns_them_and_that_of_the_law_does_not() {
    let found = for_seeds(&SEEDS, |seed| {
        let settings = of(20, 0);
        let training = TrainingPoints::new(&settings, seed);
        [DiffusionSampler::Ddpm, DiffusionSampler::Ddim].map(|sampler| {
            let settings = DiffusionSettings { sampler, ..settings.clone() };
            let copies = training.sample(&settings, SAMPLES, |t, x| training.copier.answer(t, x));
            let draws = training.sample(&settings, SAMPLES, |t, x| training.ideal.answer(t, x, None));
            [copies, draws].map(|samples| (training.ratio(&samples), training.share_of_copies(&samples)))
        })
    });
    for (seed, samplers) in SEEDS.iter().zip(found) {
        for [(copies, exact), (draws, by_chance)] in samplers {
            println!(
                "seed {seed}: ratio {:.4} ± {:.4} of the copier, {:.3} ± {:.3} of the law; on a point {exact:.3}, {by_chance:.3}",
                copies.value, copies.error, draws.value, draws.error
            );
            assert!(copies.value < 0.01, "seed {seed}: {copies:?}");
            // The others lie between two points nearer to each other than the least noise.
            assert!(exact > 0.6, "seed {seed}: {exact} on a point");
            // Control: the law draws no copies, and is not found to.
            assert!(draws.value > 0.8 && draws.value < 1.2, "seed {seed}: {draws:?}");
            assert!(by_chance < 0.05, "seed {seed}: {by_chance} on a point");
        }
    }
}

/// What is found of a network.
struct Found {
    ratio: Estimate,
    /// Over all noise levels, below the blur of the data, and at a medium noise.
    all: Copying,
    low: Copying,
    medium: Copying,
}

fn trained(points: usize, steps: usize) -> Vec<Found> {
    let settings = of(points, steps);
    let found = for_seeds(&SEEDS, |seed| {
        let model = Model::trained(&settings, seed);
        let training = TrainingPoints::new(&settings, seed);
        let copying = |timesteps| training.copying_of(&model, &settings, timesteps);
        Found {
            ratio: training.ratio(&model.sample(&settings, SAMPLES, 0)),
            all: copying(0..T),
            low: copying(0..BELOW_BLUR),
            medium: copying(MEDIUM),
        }
    });
    for (seed, Found { ratio, all, low, medium }) in SEEDS.iter().zip(&found) {
        println!(
            "{points} points, {steps} steps, seed {seed}: ratio {:.3} ± {:.3}; share {:.3} ± {:.3}, below the blur {:.3} ± {:.3}, at \
             a medium noise {:.3} ± {:.3}",
            ratio.value,
            ratio.error,
            all.share.value,
            all.share.error,
            low.share.value,
            low.share.error,
            medium.share.value,
            medium.share.error
        );
    }
    found
}

#[test]
fn a_network_learns_the_law_from_many_points_and_copies_few() {
    let default = DiffusionSettings::default();
    assert!(default.train_steps <= 4000 && default.timesteps == T);
    // Each is the control of the other: what holds of it fails of the other.
    for Found { ratio, all, low, medium } in trained(2000, default.train_steps) {
        assert!(ratio.value > 0.85, "{ratio:?}");
        assert!(below_half(all.share) && all.to_law.value < all.to_points.value, "{all:?}");
        assert!(below_half(low.share) && low.to_law.value < low.to_points.value, "{low:?}");
        // No network can know by what chance these points were drawn: where this is all that the two differ in, it is the copier.
        assert!(above_half(medium.share), "{medium:?}");
    }
    for Found { ratio, all, low, medium } in trained(20, default.train_steps) {
        assert!(ratio.value < 0.5, "{ratio:?}");
        assert!(above_half(all.share) && all.to_points.value < all.to_law.value, "{all:?}");
        assert!(!below_half(low.share), "{low:?}");
        assert!(above_half(medium.share), "{medium:?}");
    }
}

#[test]
fn few_points_are_not_copied_at_once() {
    for Found { ratio, all, .. } in trained(20, 100) {
        assert!(ratio.value > 0.5 && below_half(all.share), "{ratio:?}, {all:?}");
    }
}
