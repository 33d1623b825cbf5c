//! What the default settings reach: the diffusion model trained from scratch, eight seeds, five sets of samples each.

use crate::common::diffusion_model::{BANDWIDTHS, EnergyMetrics, Model, for_seeds, mean};
use mcmc_to_diffusion::settings::{DiffusionSampler, DiffusionSettings};

const SEEDS: [u32; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
const SETS: u32 = 5;
const POINTS: usize = 2000;
/// 95 % quantiles of unbiased MMD² between two real sets of [`POINTS`], at [`BANDWIDTHS`].
const REAL: [f64; 3] = [6.2e-4, 5.1e-4, 3.3e-4];

fn report(what: &str, metrics: EnergyMetrics) {
    let EnergyMetrics { mmd2, off, upper } = metrics;
    println!("{what}: MMD² {mmd2:.6?} at {BANDWIDTHS:?}, off the moons {off:.4}, upper share {upper:.4}");
}

#[test]
fn the_default_settings_reach_real_data() {
    let default = DiffusionSettings::default();
    assert!(default.train_steps <= 4000 && default.batch_size == 256);
    // Twenty evaluations of the same networks.
    let fast =
        DiffusionSettings { sampler: DiffusionSampler::DpmSolver, sampler_steps: 20, ..default.clone() };
    assert_eq!(fast.evaluations(), 20);
    let both = for_seeds(&SEEDS, |seed| {
        let model = Model::trained(&default, seed);
        [&default, &fast].map(|settings| model.metrics(settings, POINTS, SETS))
    });
    let [default, fast] =
        [0, 1].map(|index| mean(&both.iter().map(|metrics| metrics[index]).collect::<Vec<_>>()));
    report("default", default);
    report("20 evaluations", fast);
    for (index, real) in REAL.into_iter().enumerate() {
        let bandwidth = BANDWIDTHS[index];
        assert!(default.mmd2[index] < real, "MMD² at bandwidth {bandwidth} is {:?}", default.mmd2);
        assert!(fast.mmd2[index] < 2.0 * real, "MMD² at {bandwidth} of 20 evaluations is {:?}", fast.mmd2);
    }
    assert!(default.off <= 0.015, "{} off the moons", default.off);
}

#[test]
fn a_hundred_steps_do_not() {
    let settings = DiffusionSettings { train_steps: 100, ..DiffusionSettings::default() };
    let metrics = Model::trained(&settings, 1).metrics(&settings, POINTS, 1);
    assert!(metrics.mmd2[1] > 0.01, "the score cannot tell a hardly trained network: {:?}", metrics.mmd2);
}
