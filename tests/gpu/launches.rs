//! How many kernels each operation launches: on a GPU that is how long it takes.

use super::training::update;
use super::*;
use burn::cubecl::logging::{LaunchObservation, LaunchObserver};
use mcmc_to_diffusion::numerics::kernel::ops::{COLUMNS, CONTRAST_NUMBERS};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Default)]
struct Count(AtomicUsize);

impl LaunchObserver for Count {
    fn launched(&self, _: &'static str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Everything that Burn launches while `work` runs.
fn launches<T>(work: impl FnOnce() -> T) -> usize {
    let count = Arc::new(Count::default());
    let watching = LaunchObservation::new(count.clone());
    work();
    drop(watching);
    count.0.load(Ordering::Relaxed)
}

#[test]
fn a_step_of_training_takes_few_launches() {
    let gpu = gpu();
    for (network, rows, clip, wanted) in [
        (Network::Mlp, 256, 0.0, 2),
        (Network::Mlp, 1024, 0.0, 2),
        (Network::ResidualMlp, 256, 0.0, 2),
        (Network::ResidualMlp, 256, 1.0, 3),
    ] {
        let (settings, plan) = denoiser(network, 128, 3, false);
        let weights = values(denoising_net(&settings, &Device::flex()).parameters());
        let state = state(&weights, rows, &gpu);
        let batch = tensor(&vec![0.0; rows * COLUMNS], [rows, COLUMNS], &gpu).into_dispatch();
        let table = tensor(&vec![0.0; plan.features], [1, plan.features], &gpu).into_dispatch();
        let step = || Dispatch::denoise_step(state, batch, table, plan, 0, rows, update(0, clip));
        assert_eq!(launches(step), wanted, "{network:?}, {rows} rows, gradients up to {clip}");
    }
    for (clip, wanted) in [(0.0, 3), (1.0, 4)] {
        let (_, plan) = energy(128, 2, Activation::Silu);
        let state = state(&vec![0.0; plan.weights()], CONTRAST_NUMBERS, &gpu);
        let points = || tensor(&[0.0; 512], [256, 2], &gpu).into_dispatch();
        let (data, negatives) = (points(), points());
        let step = || Dispatch::contrast_step(state, data, negatives, plan, 0.1, update(0, clip));
        assert_eq!(launches(step), wanted, "gradients up to {clip}");
    }
}

#[test]
fn an_answer_takes_one_launch_and_so_do_many_langevin_steps() {
    let gpu = gpu();
    let (_, plan) = energy(128, 2, Activation::Silu);
    let weights = || tensor(&vec![0.0; plan.weights()], [plan.weights()], &gpu).into_dispatch();
    let x = || tensor(&[0.0; 512], [256, 2], &gpu).into_dispatch();
    let (places, normals, all) =
        (x(), tensor(&vec![0.0; 20 * 512], [20 * 256, 2], &gpu).into_dispatch(), weights());
    assert_eq!(launches(|| Dispatch::langevin(places, normals, all, plan, 0.1, 1.0)), 1);
    let (places, all) = (x(), weights());
    assert_eq!(launches(|| Dispatch::energy(places, all, plan)), 1);
    let (places, all) = (x(), weights());
    assert_eq!(launches(|| Dispatch::energy_and_gradient(places, all, plan)), 1);
    let (_, plan) = denoiser(Network::ResidualMlp, 128, 3, false);
    let places = x();
    let features = tensor(&vec![0.0; plan.features], [plan.features], &gpu).into_dispatch();
    let all = tensor(&vec![0.0; plan.weights()], [plan.weights()], &gpu).into_dispatch();
    assert_eq!(launches(|| Dispatch::denoise(places, features, all, plan)), 1);
}
