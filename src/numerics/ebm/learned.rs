//! What training changes of an energy network.

use super::energy_net::EnergyNet;
use super::replay_buffer::ReplayBuffer;
use crate::numerics::kernel::{Plan, Trained};
use crate::numerics::nn::FlatNet;
use crate::settings::{EbmSettings, Objective};
use burn::module::Module;
use burn::optim::{AdamState, AdaptiveMomentumState};
use burn::tensor::{Device, Tensor, TensorData};

/// Weights and the optimiser's state. A clone is cheap: tensors are shared until one side changes them.
#[derive(Clone)]
pub struct Learned {
    pub(super) plan: Plan,
    pub(super) model: Model,
    pub(super) buffer: Option<ReplayBuffer>,
    /// Steps done.
    pub steps: usize,
}

#[derive(Clone)]
pub(super) enum Model {
    /// Contrastive divergence: the gradient by the weights is that of energies.
    Contrast(Trained),
    /// Score matching: the loss holds derivatives by x, which autodiff differentiates by the weights.
    Score { network: EnergyNet, adam: Option<Box<AdamState<1>>> },
}

impl Learned {
    pub fn network(&self) -> FlatNet {
        match &self.model {
            Model::Contrast(trained) => trained.network(),
            Model::Score { network, .. } => FlatNet::new(self.plan, network.valid().parameters()),
        }
    }
}

impl Model {
    /// The network that `make` gives on a device, to be trained on `objective`.
    pub fn new(
        objective: Objective,
        settings: &EbmSettings,
        device: &Device,
        make: impl FnOnce(&Device) -> EnergyNet,
    ) -> Self {
        if objective.is_contrastive() {
            let network = FlatNet::new(Plan::energy(settings), make(device).parameters());
            Self::Contrast(Trained::new(network.clone(), network))
        } else {
            Self::Score { network: make(&device.clone().autodiff()), adam: None }
        }
    }

    /// Steps that Adam has seen, and the weights with Adam's moments.
    pub fn state(&self) -> (u64, Tensor<1>) {
        match self {
            Self::Contrast(trained) => trained.state(),
            Self::Score { network, adam } => {
                let weights = network.valid().parameters();
                let moments = adam.as_ref().map(|adam| {
                    let AdaptiveMomentumState { time, moment_1, moment_2, .. } = &adam.momentum;
                    (*time as u64, [moment_1.clone(), moment_2.clone()])
                });
                let (seen, moments) =
                    moments.unwrap_or_else(|| (0, [weights.zeros_like(), weights.zeros_like()]));
                (seen, Tensor::cat([weights].into_iter().chain(moments).collect(), 0))
            }
        }
    }

    /// Goes on from the [state](Self::state) of a model of as many `weights`, the first of `values`; gives the others.
    pub fn resume<'a>(&mut self, seen: u64, values: &'a [f32], weights: usize, device: &Device) -> &'a [f32] {
        let vectors = if let Self::Contrast(_) = self { 4 } else { 3 };
        let (own, rest) = values.split_at(vectors * weights);
        match self {
            Self::Contrast(trained) => trained.resume(seen, own, device),
            Self::Score { network, adam } => {
                let mut vectors = own.chunks(weights);
                let mut next = || {
                    let part = vectors.next().expect("three vectors").to_vec();
                    Tensor::from_data(TensorData::new(part, [weights]), device)
                };
                *network = network.clone().with_weights(next());
                let momentum = AdaptiveMomentumState::new(seen as usize, next(), next());
                *adam = (seen > 0).then(|| Box::new(AdamState::new(momentum)));
            }
        }
        rest
    }
}
