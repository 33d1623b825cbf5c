//! The operations on whole networks, against Burn's modules, its autodiff and its Adam, and against differences in f64.

use crate::common::network::{
    LOOK, assert_near, contrast, contrast_gradient, energy, flat, gradients, tensor, values,
};
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Tensor};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::kernel::ops::COLUMNS;
use mcmc_to_diffusion::numerics::kernel::{Plan, Rates, Trained};
use mcmc_to_diffusion::numerics::nn::DenoisingNet;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{Activation, DiffusionSettings, EbmSettings, Network};
use std::ops::Range;

const WIDTHS: [usize; 5] = [5, 24, 64, 100, 128];
const DEPTHS: [usize; 4] = [1, 2, 3, 4];
const ROWS: [usize; 5] = [1, 63, 64, 65, 256];
const ACTIVATIONS: [Activation; 3] = [Activation::Silu, Activation::Softplus, Activation::Tanh];
const TIMESTEPS: usize = 7;
/// f32 against f32, of the norm.
const TOLERANCE: f64 = 1e-4;

fn noise(seed: u32) -> Rng {
    Rng::new(seed, Stream::Batches)
}

/// Rows of a batch with every column in use, and features for each of a few timesteps.
struct Case {
    settings: DiffusionSettings,
    batch: Vec<f32>,
    table: Vec<f32>,
}

impl Case {
    fn new(network: Network, width: usize, depth: usize, rows: usize, conditional: bool) -> Self {
        let settings =
            DiffusionSettings { network, width, depth, conditional, ..DiffusionSettings::default() };
        let mut noise = noise(rows as u32);
        let batch = (0..rows).flat_map(|row| {
            let mut columns: Vec<f32> = noise.normals(COLUMNS);
            (columns[2], columns[3]) = if row % 2 == 0 { (1.0, 0.0) } else { (0.0, 1.0) };
            columns[6] = 0.5 + noise.uniform() as f32;
            columns[7] = noise.below(TIMESTEPS) as f32;
            columns
        });
        let batch = batch.collect();
        let table = noise.normals(TIMESTEPS * Plan::denoising(&settings).features);
        Self { settings, batch, table }
    }

    fn rows(&self) -> usize {
        self.batch.len() / COLUMNS
    }

    fn plan(&self) -> Plan {
        Plan::denoising(&self.settings)
    }

    fn module(&self, device: &Device) -> DenoisingNet {
        DenoisingNet::init(&self.settings, &mut Rng::new(3, Stream::Weights), device)
    }

    fn column(&self, range: Range<usize>) -> Vec<f32> {
        self.batch.as_chunks::<COLUMNS>().0.iter().flat_map(|row| row[range.clone()].to_vec()).collect()
    }

    /// All inputs of each row, as the module takes them; `look_up` says which features, from the row's own word.
    fn inputs(&self, look_up: impl Fn(usize) -> usize) -> Vec<f32> {
        let Plan { features, dense, .. } = self.plan();
        let row = |row: &[f32; COLUMNS]| {
            let looked_up = &self.table[look_up(row[7] as usize) * features..][..features];
            [&row[..2], looked_up, &row[2..dense]].concat()
        };
        self.batch.as_chunks::<COLUMNS>().0.iter().flat_map(row).collect()
    }

    /// Squared error of each row, and the loss that is minimised.
    fn loss(&self, module: &DenoisingNet) -> (Tensor<1>, Tensor<1>) {
        let device = host().autodiff();
        let Plan { dense, features, .. } = self.plan();
        let inputs = tensor(&self.inputs(|own| own), dense + features, &device);
        let error = module.forward(inputs) - tensor(&self.column(4..6), 2, &device);
        let errors = error.square().mean_dim(1);
        let loss = (errors.clone() * tensor(&self.column(6..7), 1, &device)).mean();
        (errors.reshape([self.rows()]), loss)
    }

    /// One step of the operation: the errors it told.
    fn step(&self, trained: &mut Trained, rates: Rates) -> Vec<f64> {
        let device = host();
        let plan = self.plan();
        // Errors of other steps stand before and after.
        let rows = self.rows();
        let batch = [vec![9.0; 3 * COLUMNS], self.batch.clone(), vec![9.0; COLUMNS]].concat();
        let record = Tensor::full([rows + 4], 7.0, &device);
        let batch = tensor(&batch, COLUMNS, &device);
        let table = tensor(&self.table, plan.features, &device);
        let record = values(trained.denoise_step(record, &batch, &table, [3, rows], rates));
        assert!(record[..3].iter().chain(&record[3 + rows..]).all(|&untouched| untouched == 7.0));
        record[3..3 + rows].to_vec()
    }
}

#[test]
fn a_denoising_network_and_all_its_gradients_are_those_of_autodiff() {
    for network in [Network::Mlp, Network::ResidualMlp] {
        for width in WIDTHS {
            for depth in DEPTHS {
                for (index, rows) in ROWS.into_iter().enumerate() {
                    let case = Case::new(network, width, depth, rows, (index + depth) % 2 == 0);
                    let what = format!("{network:?}, width {width}, depth {depth}, {rows} rows");
                    let module = case.module(&host().autodiff());
                    let flat = flat(case.plan(), &values(module.parameters().inner()));
                    let (errors, loss) = case.loss(&module);
                    let mut trained = Trained::new(flat.clone(), flat.clone());
                    assert_near(&case.step(&mut trained, LOOK), &values(errors.inner()), TOLERANCE, &what);
                    assert_near(&values(trained.first_moment()), &gradients(&module, loss), TOLERANCE, &what);
                    // Forward alone, for rows that share their features.
                    let Plan { dense, features, .. } = case.plan();
                    let own = case.column(0..dense);
                    let inputs = case.inputs(|_| 2);
                    let expected =
                        values(case.module(&host()).forward(tensor(&inputs, dense + features, &host())));
                    let shared = &case.table[2 * features..][..features];
                    let said = flat.denoise(tensor(&own, dense, &host()), shared);
                    assert_near(&values(said), &expected, TOLERANCE, &what);
                }
            }
        }
    }
}

fn energy_settings(width: usize, depth: usize, activation: Activation) -> EbmSettings {
    EbmSettings { width, depth, activation, ..EbmSettings::default() }
}

fn energy_module(settings: &EbmSettings, device: &Device) -> EnergyNet {
    EnergyNet::init(settings, &mut Rng::new(4, Stream::Weights), device)
}

#[test]
fn an_energy_network_and_all_its_gradients_are_those_of_autodiff() {
    for activation in ACTIVATIONS {
        for width in WIDTHS {
            for depth in DEPTHS {
                for rows in ROWS {
                    let settings = energy_settings(width, depth, activation);
                    let what = format!("{activation:?}, width {width}, depth {depth}, {rows} rows");
                    let [data, negatives] = [1, 2].map(|seed| noise(seed).normals(2 * rows));
                    let module = energy_module(&settings, &host().autodiff());
                    let flat = flat(Plan::energy(&settings), &values(module.parameters().inner()));
                    let of = |points: &[f32]| tensor(points, 2, &host());
                    let (loss, gradient) = contrast_gradient(&flat, of(&data), of(&negatives), 0.1);
                    let recording = |points: &[f32]| Tensor::from_inner(of(points));
                    let expected = contrast(&module, recording(&data), recording(&negatives), 0.1);
                    assert_near(&[loss], &values(expected.clone().inner()), 1e-3, &what);
                    assert_near(&gradient, &gradients(&module, expected), TOLERANCE, &what);
                    let plain = energy_module(&settings, &host());
                    let expansion = plain.expand(of(&data));
                    assert_near(
                        &values(flat.energy(of(&data))),
                        &values(expansion.energy.clone()),
                        TOLERANCE,
                        &what,
                    );
                    let both = Tensor::cat(vec![expansion.energy, expansion.gradient], 1);
                    assert_near(
                        &values(flat.energy_and_gradient(of(&data))),
                        &values(both),
                        TOLERANCE,
                        &what,
                    );
                }
            }
        }
    }
}

#[test]
fn gradients_by_the_weights_are_those_of_differences() {
    for activation in ACTIVATIONS {
        let settings = energy_settings(5, 2, activation);
        let weights = values(energy_module(&settings, &host()).parameters());
        let sets = [5, 6].map(|seed| noise(seed).normals(6));
        let loss = |weights: &[f64]| {
            let [data, negatives] = [0, 1].map(|set: usize| {
                let points = sets[set].as_chunks::<2>().0.iter().map(|x| x.map(f64::from));
                let energies: Vec<f64> = points.map(|x| energy(weights, [5, 2], activation, x)).collect();
                [1, 2].map(|power| energies.iter().map(|e| e.powi(power)).sum::<f64>() / 3.0)
            });
            data[0] - negatives[0] + 0.1 * (data[1] + negatives[1])
        };
        let slope = |index: usize| {
            let [mut low, mut high] = [weights.clone(), weights.clone()];
            (low[index], high[index]) = (low[index] - 1e-5, high[index] + 1e-5);
            (loss(&high) - loss(&low)) / 2e-5
        };
        let expected: Vec<f64> = (0..weights.len()).map(slope).collect();
        let [data, negatives] = sets.each_ref().map(|points| tensor(points, 2, &host()));
        let (_, gradient) = contrast_gradient(&flat(Plan::energy(&settings), &weights), data, negatives, 0.1);
        assert_near(&gradient, &expected, TOLERANCE, "by differences");
    }
}

#[test]
fn fifty_steps_are_those_of_burns_adam() {
    let rates = Rates { rate: 3e-3, beta1: 0.9, clip: 0.0, decay: 0.9 };
    for network in [Network::Mlp, Network::ResidualMlp] {
        let case = Case::new(network, 24, 2, 65, true);
        let mut module = case.module(&host().autodiff());
        let first = values(module.parameters().inner());
        let flat = flat(case.plan(), &first);
        let mut trained = Trained::new(flat.clone(), flat);
        let mut optimizer = AdamConfig::new().with_epsilon(1e-8).init();
        let mut average = first.clone();
        for _ in 0..50 {
            let (_, loss) = case.loss(&module);
            let gradients = GradientsParams::from_grads(loss.backward(), &module);
            module = optimizer.step(rates.rate, module, gradients);
            let weights = values(module.parameters().inner());
            average
                .iter_mut()
                .zip(weights)
                .for_each(|(average, weight)| *average += 0.1 * (weight - *average));
            case.step(&mut trained, rates);
        }
        let (weights, expected) =
            (values(trained.network().weights().clone()), values(module.parameters().inner()));
        let moved =
            |weights: &[f64]| weights.iter().zip(&first).map(|(now, then)| now - then).collect::<Vec<_>>();
        assert_near(&moved(&weights), &moved(&expected), 1e-3, "weights");
        assert_near(&moved(&values(trained.average().weights().clone())), &moved(&average), 1e-3, "average");
    }
}

#[test]
fn a_gradient_is_clipped_to_its_limit_and_its_norm_told() {
    let settings = energy_settings(24, 2, Activation::Silu);
    let flat = flat(Plan::energy(&settings), &values(energy_module(&settings, &host()).parameters()));
    let of = |seed| tensor(&noise(seed).normals(128), 2, &host());
    let run = |clip: f64| {
        let mut trained = Trained::new(flat.clone(), flat.clone());
        let numbers = values(trained.contrast_step(of(1), of(2), 0.1, Rates { clip, ..LOOK }));
        let gradient = values(trained.first_moment());
        (numbers[3], gradient.iter().map(|part| part * part).sum::<f64>().sqrt())
    };
    let (told, free) = run(0.0);
    assert!((told / free - 1.0).abs() < 1e-5, "{told} {free}");
    let (told, tame) = run(0.1 * free);
    assert!((told / free - 1.0).abs() < 1e-5 && (tame / (0.1 * free) - 1.0).abs() < 1e-5, "{told} {tame}");
    let loose = run(10.0 * free);
    assert_eq!(loose, run(0.0));
}

#[test]
fn what_is_not_a_number_is_not_hidden() {
    for activation in ACTIVATIONS {
        let settings = energy_settings(24, 2, activation);
        let weights = values(energy_module(&settings, &host()).parameters());
        let plan = Plan::energy(&settings);
        let mut points = noise(1).normals(2 * 65);
        points[130 - 1] = f32::NAN;
        let of = |points: &[f32]| tensor(points, 2, &host());
        let told = values(flat(plan, &weights).energy_and_gradient(of(&points)));
        assert!(told[..3 * 64].iter().all(|number| number.is_finite()), "{activation:?}");
        assert!(told[3 * 64..].iter().all(|number| number.is_nan()), "{activation:?}");
        let mut trained = Trained::new(flat(plan, &weights), flat(plan, &weights));
        let numbers =
            values(trained.contrast_step(of(&points), of(&points), 0.1, Rates { rate: 1e-3, ..LOOK }));
        assert!(numbers.iter().all(|number| number.is_nan()), "{activation:?}: {numbers:?}");
        assert!(values(trained.network().weights().clone()).iter().all(|weight| weight.is_nan()));
        let end = flat(plan, &weights).langevin(of(&points), of(&noise(3).normals(2 * 65 * 4)), 0.1, 1.0);
        let end = values(end);
        assert!(
            end[..128].iter().all(|place| place.is_finite()) && end[128..].iter().all(|place| place.is_nan())
        );
    }
}

#[test]
fn langevin_steps_taken_together_are_those_taken_one_by_one() {
    let settings = energy_settings(64, 2, Activation::Silu);
    let network = flat(Plan::energy(&settings), &values(energy_module(&settings, &host()).parameters()));
    let rows = 100;
    let (start, normals) = (noise(1).normals(2 * rows), noise(2).normals(2 * rows * 5));
    let together = network.langevin(tensor(&start, 2, &host()), tensor(&normals, 2, &host()), 0.1, 0.5);
    let mut x = tensor(&start, 2, &host());
    for normals in normals.chunks(2 * rows) {
        x = network.langevin(x, tensor(normals, 2, &host()), 0.1, 0.5);
    }
    assert_eq!(values(together), values(x));
}
