//! Steps of training: the same losses, weights and averages as Burn's autodiff and Adam on the CPU.

use super::*;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use mcmc_to_diffusion::numerics::ebm::gradient;
use mcmc_to_diffusion::numerics::kernel::Update;
use mcmc_to_diffusion::numerics::kernel::ops::{COLUMNS, CONTRAST_NUMBERS, FEATURES, TARGET, WEIGHT};
use mcmc_to_diffusion::numerics::nn::TimeEmbedding;

const STEPS: usize = 20;
const DECAY: f64 = 0.9;
/// Rows of the table of features.
const LEVELS: usize = 50;

/// What lies after so many steps, and what was told on the way.
struct Trained {
    weights: Vec<f32>,
    average: Vec<f32>,
    record: Vec<f32>,
}

impl Trained {
    fn of(state: NetState<Dispatch>, record: Vec<f32>) -> Self {
        let read = |tensor| values(Tensor::<1>::from_dispatch(tensor));
        Self { weights: read(state.weights), average: read(state.average), record }
    }

    /// Panics where losses or weights differ by more than a thousandth.
    fn compare(&self, wanted: &Self, what: &str) {
        let apart = [
            difference(&self.record, &wanted.record),
            difference(&self.weights, &wanted.weights),
            difference(&self.average, &wanted.average),
        ];
        println!("{what}: record {}, weights {}, average {}", apart[0], apart[1], apart[2]);
        assert!(apart.iter().all(|&apart| apart < 1e-3), "{what}: {apart:?}");
    }
}

fn adam(beta1: f32) -> ModuleOptimizer {
    AdamConfig::new().with_beta_1(beta1).with_epsilon(1e-8).init()
}

pub fn update(step: usize, clip: f64) -> Update {
    Update { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: step + 1, clip, decay: DECAY }
}

fn blend(average: &mut [f32], weights: Tensor<1>) {
    for (average, weight) in average.iter_mut().zip(values(weights)) {
        *average = DECAY as f32 * *average + (1.0 - DECAY as f32) * weight;
    }
}

/// Batches of [`STEPS`] steps, one after the other, `[STEPS · rows, COLUMNS]`.
fn batches(plan: &Plan, rows: usize) -> Vec<f32> {
    let mut rng = Rng::new(6, Stream::Batches);
    let mut row = || {
        let mut row = [0.0; COLUMNS];
        row[..plan.dense].fill_with(|| rng.normal() as f32);
        row[TARGET..WEIGHT].fill_with(|| rng.normal() as f32);
        row[WEIGHT] = (0.5 + rng.uniform()) as f32;
        row[FEATURES] = rng.below(LEVELS) as f32;
        row
    };
    (0..STEPS * rows).flat_map(|_| row()).collect()
}

fn by_modules(settings: &DiffusionSettings, plan: &Plan, rows: usize, clip: f64) -> Trained {
    let device = Device::flex().autodiff();
    let embedding = TimeEmbedding::new(LEVELS);
    let mut network = denoising_net(settings, &device);
    let (mut average, mut optimizer) = (values(network.parameters()), adam(0.9));
    let mut record = Vec::new();
    for (step, batch) in batches(plan, rows).chunks(rows * COLUMNS).enumerate() {
        let column = |first: usize, count: usize| -> Tensor<2> {
            let values: Vec<f32> =
                batch.chunks(COLUMNS).flat_map(|row| &row[first..][..count]).copied().collect();
            tensor(&values, [rows, count], &device)
        };
        let features: Vec<f32> = batch
            .chunks(COLUMNS)
            .flat_map(|row| embedding.features(row[FEATURES] as usize))
            .copied()
            .collect();
        let mut input = vec![column(0, 2), tensor(&features, [rows, plan.features], &device)];
        if plan.dense > 2 {
            input.push(column(2, plan.dense - 2));
        }
        let errors = (network.forward(Tensor::cat(input, 1)) - column(TARGET, 2)).square().mean_dim(1);
        record.extend(values(errors.clone()));
        let loss = (errors * column(WEIGHT, 1)).mean();
        let mut gradients = GradientsParams::from_grads(loss.backward(), &network);
        gradient::clip(&network, &mut gradients, clip);
        network = optimizer.step(update(step, clip).rate, network, gradients);
        blend(&mut average, network.parameters());
    }
    Trained { weights: values(network.parameters()), average, record }
}

fn by_kernels(settings: &DiffusionSettings, plan: &Plan, rows: usize, clip: f64, device: &Device) -> Trained {
    let weights = values(denoising_net(settings, &Device::flex()).parameters());
    let mut state = state(&weights, STEPS * rows, device);
    let embedding = TimeEmbedding::new(LEVELS);
    let table: Vec<f32> = (0..LEVELS).flat_map(|level| embedding.features(level)).copied().collect();
    let table = tensor(&table, [LEVELS, plan.features], device).into_dispatch();
    let batch = tensor(&batches(plan, rows), [STEPS * rows, COLUMNS], device).into_dispatch();
    for step in 0..STEPS {
        let (batch, table) = (batch.clone(), table.clone());
        state = Dispatch::denoise_step(state, batch, table, *plan, step * rows, rows, update(step, clip));
    }
    let record = values(Tensor::<1>::from_dispatch(state.record.clone()));
    Trained::of(state, record)
}

#[test]
fn denoisers_learn_as_their_modules_do() {
    let gpu = gpu();
    for (network, width, depth, conditional, rows, clip) in [
        (Network::Mlp, 128, 3, false, 256, 0.0),
        (Network::ResidualMlp, 128, 3, false, 256, 0.0),
        (Network::Mlp, 33, 1, true, 17, 0.0),
        (Network::ResidualMlp, 30, 2, true, 50, 0.0),
        (Network::Mlp, 4, 6, false, 1, 0.0),
        (Network::ResidualMlp, 256, 6, true, 16, 0.0),
        (Network::Mlp, 64, 2, false, 40, 0.1),
        (Network::ResidualMlp, 5, 1, true, 40, 0.1),
    ] {
        let (settings, plan) = denoiser(network, width, depth, conditional);
        let wanted = by_modules(&settings, &plan, rows, clip);
        let what = format!("{network:?}, {width} wide, {depth} deep, {rows} rows, gradients up to {clip}");
        by_kernels(&settings, &plan, rows, clip, &gpu).compare(&wanted, &what);
    }
}

#[test]
fn energies_learn_as_their_modules_do() {
    let gpu = gpu();
    for (width, depth, activation, rows, fakes, penalty, clip) in [
        (128, 2, Activation::Silu, 256, 256, 1e-3, 0.0),
        (64, 1, Activation::Softplus, 33, 20, 0.1, 0.0),
        (127, 4, Activation::Tanh, 10, 10, 0.0, 0.0),
        (32, 2, Activation::Silu, 50, 50, 1e-3, 0.5),
    ] {
        let (settings, plan) = energy(width, depth, activation);
        let points = |seed, rows| normals(seed, STEPS * rows * 2);
        let (data, negatives) = (points(7, rows), points(8, fakes));

        let device = Device::flex().autodiff();
        let (mut network, mut optimizer) = (energy_net(&settings, &device), adam(0.9));
        let mut average = values(network.parameters());
        let mut record = Vec::new();
        for (step, (real, fake)) in data.chunks(rows * 2).zip(negatives.chunks(fakes * 2)).enumerate() {
            let farthest = fake.iter().fold(0.0f32, |most, place| most.max(place.abs()));
            let (real, fake) = (tensor(real, [rows, 2], &device), tensor(fake, [fakes, 2], &device));
            let [real, fake] = [real, fake].map(|points| network.expand(points).energy);
            let squares = real.clone().square().mean() + fake.clone().square().mean();
            let [real, fake] = [real, fake].map(|energies| energies.mean());
            let loss = real.clone() - fake.clone() + squares * penalty;
            let mut gradients = GradientsParams::from_grads(loss.backward(), &network);
            let norm = gradient::clip(&network, &mut gradients, clip);
            for number in [loss, real, fake, norm] {
                record.extend(values(number));
            }
            record.push(farthest);
            network = optimizer.step(update(step, clip).rate, network, gradients);
            blend(&mut average, network.parameters());
        }
        let wanted = Trained { weights: values(network.parameters()), average, record };

        let weights = values(energy_net(&settings, &Device::flex()).parameters());
        let mut state = state(&weights, CONTRAST_NUMBERS, &gpu);
        let mut record = Vec::new();
        for (step, (real, fake)) in data.chunks(rows * 2).zip(negatives.chunks(fakes * 2)).enumerate() {
            let real = tensor(real, [rows, 2], &gpu).into_dispatch();
            let fake = tensor(fake, [fakes, 2], &gpu).into_dispatch();
            state = Dispatch::contrast_step(state, real, fake, plan, penalty, update(step, clip));
            record.extend(values(Tensor::<1>::from_dispatch(state.record.clone())));
        }
        let what = format!("{activation:?}, {width} wide, {depth} deep, gradients up to {clip}");
        Trained::of(state, record).compare(&wanted, &what);
    }
}

#[test]
fn a_state_that_somebody_else_holds_is_left_as_it_is() {
    let gpu = gpu();
    let (settings, plan) = energy(16, 1, Activation::Silu);
    let weights = values(energy_net(&settings, &Device::flex()).parameters());
    let before = state(&weights, CONTRAST_NUMBERS, &gpu);
    let held = Tensor::<1>::from_dispatch(before.weights.clone());
    let points = || tensor(&normals(9, 20), [10, 2], &gpu).into_dispatch();
    let after = Dispatch::contrast_step(before, points(), points(), plan, 0.1, update(0, 0.0));
    assert_eq!(values(held), weights);
    assert_ne!(values(Tensor::<1>::from_dispatch(after.weights)), weights);
}
