//! Networks as Burn modules under autodiff: what the operations on whole networks are held to.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::{host, read_back};
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::kernel::{Plan, Rates, Trained};
use mcmc_to_diffusion::numerics::nn::FlatNet;

pub fn tensor(rows: &[f32], columns: usize, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(rows.to_vec(), [rows.len() / columns, columns]), device)
}

pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    block_on(read_back(tensor)).expect("the device is there").into_iter().map(f64::from).collect()
}

pub fn single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|&value| value as f32).collect()
}

/// Gradients of a loss by all weights, in the order of [`Plan::layers`].
pub fn gradients<M: Module>(network: &M, loss: Tensor<1>) -> Vec<f64> {
    struct Collect {
        gradients: GradientsParams,
        flat: Vec<f64>,
    }
    impl ModuleVisitor for Collect {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let gradient = self.gradients.get::<D>(param.id);
            // A loss of the gradient alone does not know the head's bias.
            self.flat.extend(gradient.map_or_else(|| vec![0.0; param.val().shape().num_elements()], values));
        }
    }
    let gradients = GradientsParams::from_grads(loss.backward(), network);
    let mut collect = Collect { gradients, flat: Vec::new() };
    network.visit(&mut collect);
    collect.flat
}

/// mean E(data) − mean E(negatives) + penalty · mean(E(data)² + E(negatives)²) (Hinton 2002; the penalty is that of Du &
/// Mordatch 2019, equation 4).
pub fn contrast(network: &EnergyNet, data: Tensor<2>, negatives: Tensor<2>, penalty: f64) -> Tensor<1> {
    let [data, negatives] = [data, negatives].map(|points| network.energy(points));
    let squares = data.clone().square().mean() + negatives.clone().square().mean();
    data.mean() - negatives.mean() + squares * penalty
}

/// Adam that keeps no memory of gradients, so that its first moment is the newest one, and takes no step.
pub const LOOK: Rates = Rates { rate: 0.0, beta1: 0.0, clip: 0.0, decay: 0.0 };

/// The loss of contrastive divergence and its gradient by all weights, of the operation.
pub fn contrast_gradient(
    network: &FlatNet,
    data: Tensor<2>,
    negatives: Tensor<2>,
    penalty: f64,
) -> (f64, Vec<f64>) {
    let mut trained = Trained::new(network.clone(), network.clone());
    let numbers = trained.contrast_step(data, negatives, penalty, LOOK);
    (values(numbers)[0], values(trained.first_moment()))
}

/// A network on the host.
pub fn flat(plan: Plan, weights: &[f64]) -> FlatNet {
    FlatNet::with_weights(plan, &single(weights), &host())
}

/// Fails unless two vectors differ by at most `tolerance` of the length of the second; not-a-number always fails.
#[track_caller]
pub fn assert_near(actual: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(actual.len(), expected.len(), "{what}: lengths differ");
    let length =
        |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    let off = length(&mut actual.iter().zip(expected).map(|(actual, expected)| actual - expected));
    let size = length(&mut expected.iter().copied());
    assert!(off <= tolerance * size.max(1e-6), "{what}: off by {:e} of the norm", off / size);
}
