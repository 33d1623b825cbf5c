//! What must hold of an energy network whatever its weights: derivatives are those of finite differences, training is
//! the same for the same seed, and a clipped gradient is no longer than its limit.

use crate::common::network::{energy, single, values};
use crate::common::{assert_close, moons};
use burn::tensor::{Tensor, TensorData};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::ebm::{LearnedDensity, Trainer};
use mcmc_to_diffusion::numerics::kernel::Plan;
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::{Activation, EbmSettings, Objective, Slicing};
use std::rc::Rc;

const ACTIVATIONS: [Activation; 3] = [Activation::Silu, Activation::Softplus, Activation::Tanh];
const OBJECTIVES: [Objective; 7] = [
    Objective::Cd,
    Objective::ShortRun,
    Objective::Pcd,
    Objective::Denoising,
    Objective::Sliced,
    Objective::Implicit,
    Objective::Nce,
];
const PLACES: [Point; 4] = [[0.3, -0.2], [1.1, 0.4], [-0.9, 0.6], [2.5, -1.5]];

#[test]
fn gradients_and_curvatures_are_those_of_differences_for_every_activation_and_depth() {
    let data = Rc::new(DataDensity::new(&TwoMoons::new(0.1).into()));
    for activation in ACTIVATIONS {
        for depth in 1..=3 {
            let settings = EbmSettings { width: 12, depth, activation, ..EbmSettings::default() };
            let network = EnergyNet::init(&settings, &mut Rng::new(5, Stream::Weights), &host());
            let weights = values(network.parameters());
            let density = LearnedDensity::new(&Plan::energy(&settings), &single(&weights), data.clone());
            let x: Vec<f32> = PLACES.iter().flatten().map(|&place| place as f32).collect();
            let x = Tensor::<2>::from_data(TensorData::new(x, [PLACES.len(), 2]), &host());
            let expansion = network.expand(x);
            let laplacian = values(network.laplacian(&expansion));
            let gradient = values(expansion.gradient);
            for (row, place) in PLACES.iter().enumerate() {
                let what = format!("{activation:?}, depth {depth}, {place:?}");
                let step = 1e-4;
                let energy = |x: Point| energy(&weights, [12, depth], activation, x);
                let mut trace = 0.0;
                for axis in 0..2 {
                    let [mut low, mut high] = [*place; 2];
                    (low[axis], high[axis]) = (low[axis] - step, high[axis] + step);
                    let slope = (energy(high) - energy(low)) / (2.0 * step);
                    assert_close(-density.score(place)[axis], slope, 1e-4, &what);
                    assert_close(gradient[2 * row + axis], slope, 1e-4, &what);
                    trace += (energy(high) - 2.0 * energy(*place) + energy(low)) / (step * step);
                }
                assert_close(laplacian[row], trace, 2e-3 * trace.abs().max(1.0), &what);
            }
        }
    }
}

fn small() -> EbmSettings {
    EbmSettings { width: 16, batch_size: 32, langevin_steps: 3, buffer: 64, ..EbmSettings::default() }
}

fn data() -> Vec<Point> {
    TwoMoons::new(0.05).independent(200, &mut Rng::new(1, Stream::Data))
}

/// The numbers of some steps, and the weights after them.
fn trained(objective: Objective, seed: u32, settings: &EbmSettings) -> (Vec<f64>, Vec<f64>) {
    let mut trainer = Trainer::new(settings, objective, &moons(0.05).units(), seed, &host());
    let data = data();
    let numbers = (0..6).flat_map(|_| values(trainer.step(&data, settings).numbers)).collect();
    (numbers, values(trainer.learned.network().weights().clone()))
}

#[test]
fn the_same_seed_trains_the_same_network_to_the_bit_and_another_seed_does_not() {
    for objective in OBJECTIVES {
        let once = trained(objective, 3, &small());
        assert_eq!(once, trained(objective, 3, &small()), "{objective:?}");
        assert_ne!(once.1, trained(objective, 4, &small()).1, "{objective:?}");
        assert!(once.0.iter().all(|number| number.is_finite()), "{objective:?}: {:?}", once.0);
    }
}

#[test]
fn every_objective_begins_with_the_same_weights() {
    let first = |objective| {
        values(
            Trainer::new(&small(), objective, &moons(0.05).units(), 7, &host())
                .learned
                .network()
                .weights()
                .clone(),
        )
    };
    let weights = first(Objective::Cd);
    assert!(OBJECTIVES.iter().all(|&objective| first(objective) == weights));
}

#[test]
fn only_contrastive_objectives_have_negatives() {
    for objective in OBJECTIVES {
        let settings = small();
        let mut trainer = Trainer::new(&settings, objective, &moons(0.05).units(), 1, &host());
        let step = trainer.step(&data(), &settings);
        let rows = step.negatives.map(|negatives| negatives.dims());
        let expected = objective.is_contrastive().then_some([settings.batch_size, 2]);
        assert_eq!(rows, expected, "{objective:?}");
    }
}

#[test]
fn persistent_chains_go_on_where_they_were_and_restarted_ones_do_not() {
    // Chains that hardly move: what comes back is what was put there.
    let still = EbmSettings { langevin_step: 0.005, restart_share: 0.0, buffer: 64, ..small() };
    let ends = |settings: &EbmSettings| -> Vec<Vec<f64>> {
        let mut trainer = Trainer::new(settings, Objective::Pcd, &moons(0.05).units(), 1, &host());
        let data = data();
        (0..4).map(|_| values(trainer.step(&data, settings).negatives.expect("there are"))).collect()
    };
    let distance =
        |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>() / a.len() as f64;
    let persistent = ends(&still);
    // Two blocks of one batch take turns.
    assert!(
        distance(&persistent[0], &persistent[2]) < 0.05 && distance(&persistent[1], &persistent[3]) < 0.05
    );
    assert!(distance(&persistent[0], &persistent[1]) > 0.3);
    let restarted = ends(&EbmSettings { restart_share: 1.0, ..still });
    assert!(distance(&restarted[0], &restarted[2]) > 0.3);
}

#[test]
fn a_clipped_gradient_moves_weights_as_far_as_its_limit_says() {
    // Adam takes steps of the learning rate's size whatever the gradient; its first moment shows the gradient itself.
    let norm = |clip: f64| {
        let settings = EbmSettings { clip, ..small() };
        let (numbers, weights) = trained(Objective::Sliced, 2, &settings);
        (numbers[3], weights)
    };
    let (free, wild) = norm(0.0);
    let (seen, tame) = norm(0.01);
    // The norm told is that before clipping.
    assert_close(seen, free, 1e-6 * free, "the first gradient");
    assert_ne!(wild, tame);
    let (_, loose) = norm(100.0 * free);
    assert_eq!(wild, loose, "a limit that is never reached changes nothing");
}

#[test]
fn plain_and_variance_reduced_slices_agree_in_the_mean() {
    let mean = |slicing| {
        let settings = EbmSettings { slicing, batch_size: 1024, learning_rate: 0.0, ..small() };
        let mut trainer = Trainer::new(&settings, Objective::Sliced, &moons(0.05).units(), 2, &host());
        let data = data();
        let losses: Vec<f64> = (0..40).map(|_| values(trainer.step(&data, &settings).numbers)[0]).collect();
        crate::common::mean_and_error(&losses)
    };
    let ((plain, plain_error), (reduced, reduced_error)) =
        (mean(Slicing::Plain), mean(Slicing::VarianceReduced));
    assert!((plain - reduced).abs() < 4.0 * plain_error.hypot(reduced_error), "{plain} {reduced}");
    assert!(reduced_error < plain_error, "{reduced_error} {plain_error}");
}
