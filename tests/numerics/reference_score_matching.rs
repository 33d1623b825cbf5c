//! The energy network, its derivatives by x, every loss of it and the gradient of each by all weights, and a Langevin
//! chain, against reference numbers.

use crate::common::network::{contrast_gradient, gradients, values};
use crate::common::{assert_all_close, assert_close, load, number, numbers, points};
use burn::tensor::{Device, Tensor, TensorData};
#[cfg(feature = "gpu")]
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::ebm::LearnedDensity;
use mcmc_to_diffusion::numerics::ebm::score_matching::{
    denoising, implicit, sliced, sliced_variance_reduced,
};
use mcmc_to_diffusion::numerics::kernel::Plan;
use mcmc_to_diffusion::numerics::nn::FlatNet;
use mcmc_to_diffusion::settings::{Activation, EbmSettings};
use serde_json::Value;
use std::rc::Rc;

fn settings() -> EbmSettings {
    EbmSettings { width: 8, depth: 2, activation: Activation::Silu, ..EbmSettings::default() }
}

/// Of f32 against f64.
fn tolerance(expected: f64) -> f64 {
    1e-4 * expected.abs().max(1.0)
}

/// The devices that are here: the CPU, and with the feature `gpu` a GPU.
fn devices() -> Vec<Device> {
    let mut devices = vec![EngineDevice::cpu().device];
    #[cfg(feature = "gpu")]
    devices.push(block_on(EngineDevice::gpu()).expect("a GPU").device);
    devices.dedup();
    devices
}

struct Reference {
    json: Value,
}

impl Reference {
    fn load() -> Self {
        Self { json: load("score_matching.json") }
    }

    fn expected(&self, name: &str) -> &Value {
        &self.json["expected"][name]
    }

    /// Weights, or gradients by them, in our order: PyTorch keeps a matrix as `[outputs, inputs]`.
    fn flat(values: &Value) -> Vec<f64> {
        let mut flat = Vec::new();
        for layer in 1..=3 {
            let rows: Vec<Vec<f64>> =
                crate::common::list(&values[format!("W{layer}")]).iter().map(numbers).collect();
            for input in 0..rows[0].len() {
                flat.extend(rows.iter().map(|row| row[input]));
            }
            flat.extend(numbers(&values[format!("b{layer}")]));
        }
        flat
    }

    fn parameters(&self) -> Vec<f32> {
        Self::flat(&self.json["weights"]).into_iter().map(|weight| weight as f32).collect()
    }

    fn network(&self, device: &Device) -> EnergyNet {
        EnergyNet::with_parameters(&settings(), &Tensor::from_floats(&self.parameters()[..], device))
    }

    fn flat_net(&self, device: &Device) -> FlatNet {
        FlatNet::with_weights(Plan::energy(&settings()), &self.parameters(), device)
    }

    fn tensor(&self, name: &str, device: &Device) -> Tensor<2> {
        tensor(&points(&self.json[name]), device)
    }
}

fn tensor(points: &[[f64; 2]], device: &Device) -> Tensor<2> {
    let flat: Vec<f32> = points.iter().flatten().map(|&place| place as f32).collect();
    Tensor::from_data(TensorData::new(flat, [points.len(), 2]), device)
}

#[test]
fn energy_gradient_and_curvature_are_the_references() {
    let reference = Reference::load();
    for device in devices() {
        let network = reference.network(&device);
        let expansion = network.expand(reference.tensor("x", &device));
        let flat = |name: &str| -> Vec<f64> { points(reference.expected(name)).concat() };
        assert_all_close(
            &values(network.energy(reference.tensor("x", &device))),
            &numbers(reference.expected("energy")),
            tolerance,
            "energy",
        );
        assert_all_close(
            &values(expansion.energy.clone()),
            &numbers(reference.expected("energy")),
            tolerance,
            "energy",
        );
        assert_all_close(&values(expansion.gradient.clone()), &flat("grad_energy"), tolerance, "gradient");
        assert_all_close(
            &values(network.laplacian(&expansion)),
            &numbers(reference.expected("hessian_trace")),
            tolerance,
            "trace",
        );
        let flat_net = reference.flat_net(&device);
        let energies = values(flat_net.energy(reference.tensor("x", &device)));
        assert_all_close(
            &energies,
            &numbers(reference.expected("energy")),
            tolerance,
            "energy of the operation",
        );
        let both = values(flat_net.energy_and_gradient(reference.tensor("x", &device)));
        let gradient: Vec<f64> = both.as_chunks::<3>().0.iter().flat_map(|[_, x, y]| [*x, *y]).collect();
        assert_all_close(&gradient, &flat("grad_energy"), tolerance, "gradient of the operation");
        // The whole Hessian, from curvatures along three directions.
        let along = |v: [f64; 2]| values(network.curvature(&expansion, tensor(&[v], &device)));
        let (xx, yy, both) = (along([1.0, 0.0]), along([0.0, 1.0]), along([1.0, 1.0]));
        for (row, hessian) in crate::common::list(reference.expected("hessian")).iter().enumerate() {
            let [[hxx, hxy], [_, hyy]] = points(hessian)[..] else { panic!("two rows") };
            let found = [xx[row], 0.5 * (both[row] - xx[row] - yy[row]), yy[row]];
            assert_all_close(&found, &[hxx, hxy, hyy], tolerance, "Hessian");
        }
    }
}

#[test]
fn every_loss_and_its_gradient_by_all_weights_are_the_references() {
    let reference = Reference::load();
    let sigma = number(&reference.json["sigma"]);
    for device in devices() {
        let device = device.autodiff();
        let tensor = |name: &str| reference.tensor(name, &device);
        type Loss<'a> = Box<dyn Fn(&EnergyNet) -> Tensor<1> + 'a>;
        let losses: Vec<(&str, Loss)> = vec![
            ("ism", Box::new(|net| implicit(net, tensor("x")))),
            ("ssm", Box::new(|net| sliced(net, tensor("x"), tensor("v")))),
            ("ssm_vr", Box::new(|net| sliced_variance_reduced(net, tensor("x"), tensor("v")))),
            ("dsm_sigma2_weighted", Box::new(|net| denoising(net, tensor("x"), tensor("z"), sigma))),
            ("dsm", Box::new(|net| denoising(net, tensor("x"), tensor("z"), sigma) / sigma.powi(2))),
        ];
        let by_autodiff = losses.into_iter().map(|(name, loss)| {
            let network = reference.network(&device);
            let loss = loss(&network);
            (name, values(loss.clone().inner())[0], gradients(&network, loss))
        });
        let plain = device.clone().inner();
        let by_operation = [("cd", 0.0), ("cd_l2_0.1", 0.1)].map(|(name, penalty)| {
            let [data, negatives] = ["x", "x_neg"].map(|name| reference.tensor(name, &plain));
            let (loss, gradient) = contrast_gradient(&reference.flat_net(&plain), data, negatives, penalty);
            (name, loss, gradient)
        });
        for (name, loss, gradient) in by_autodiff.chain(by_operation) {
            let expected = number(&reference.expected("losses")[name]);
            assert_close(loss, expected, tolerance(expected), name);
            let expected = Reference::flat(&reference.expected("param_grads")[name]);
            // A gradient's parts are as exact as its largest.
            let largest = expected.iter().fold(1.0_f64, |most, part| most.max(part.abs()));
            assert_all_close(&gradient, &expected, |_| 1e-4 * largest, name);
        }
    }
}

#[test]
fn a_langevin_chain_is_the_reference_step_by_step() {
    let reference = Reference::load();
    let chain = &reference.json["langevin"];
    let chain = if chain.is_null() { reference.expected("langevin") } else { chain };
    // x ← x − (eps/2) ∇E + √eps n.
    let step_size = number(&chain["eps"]).sqrt();
    for device in devices() {
        let network = reference.flat_net(&device);
        let mut x = tensor(&points(&chain["start"]), &device);
        let steps =
            crate::common::list(&chain["noise"]).iter().zip(crate::common::list(&chain["trajectory"]));
        for (noise, expected) in steps {
            x = network.langevin(x, tensor(&points(noise), &device), step_size, 1.0);
            assert_all_close(&values(x.clone()), &points(expected).concat(), tolerance, "Langevin");
        }
    }
}

#[test]
fn the_density_on_the_host_is_the_same_network() {
    let reference = Reference::load();
    let moons = Rc::new(DataDensity::new(&TwoMoons::new(0.05).into()));
    let density = LearnedDensity::new(&Plan::energy(&settings()), &reference.parameters(), moons);
    let energies = numbers(reference.expected("energy"));
    let gradients = points(reference.expected("grad_energy"));
    for ((x, energy), gradient) in points(&reference.json["x"]).iter().zip(energies).zip(gradients) {
        let (log_density, score) = density.log_density_and_score(x);
        assert_close(-log_density, energy, tolerance(energy), "energy");
        assert_all_close(&score.map(|part| -part), &gradient, tolerance, "gradient");
    }
}

#[test]
fn weights_come_back_in_the_order_they_were_given() {
    let reference = Reference::load();
    for device in devices() {
        let there: Vec<f64> = reference.parameters().into_iter().map(f64::from).collect();
        assert_eq!(values(reference.network(&device).parameters()), there);
    }
}
