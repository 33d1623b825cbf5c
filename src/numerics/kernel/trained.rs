//! Weights in training, on whichever device they lie.

use super::ops::{CONTRAST_NUMBERS, NetOps, NetState, Update};
use super::plan::Plan;
use crate::numerics::nn::FlatNet;
use burn::backend::Dispatch;
use burn::optim::{AdamConfig, AdamState, AdaptiveMomentumState, Optimizer};
use burn::tensor::{Device, Tensor};

/// Weights, Adam's moments and the moving average of the weights. A clone is cheap: tensors are shared until one side
/// changes them.
#[derive(Clone)]
pub struct Trained {
    plan: Plan,
    /// θ, first moment, second moment, average of θ, `[weights]` each. Empty only while they are inside an operation.
    vectors: Vec<Tensor<1>>,
    /// Steps that the moments have seen.
    seen: usize,
}

/// How a step changes the weights, but for what [`Trained`] knows itself: see [`Update`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    pub rate: f64,
    pub beta1: f64,
    pub clip: f64,
    pub decay: f64,
}

impl Trained {
    /// Moments of 0. `average` is that of `network`'s weights so far.
    pub fn new(network: FlatNet, average: FlatNet) -> Self {
        let weights = network.weights().clone();
        let vectors =
            vec![weights.clone(), weights.zeros_like(), weights.zeros_like(), average.weights().clone()];
        Self { plan: *network.plan(), vectors, seen: 0 }
    }

    /// The network as it is after the last step.
    pub fn network(&self) -> FlatNet {
        FlatNet::new(self.plan, self.vectors[0].clone())
    }

    /// The network to sample from.
    pub fn average(&self) -> FlatNet {
        FlatNet::new(self.plan, self.vectors[3].clone())
    }

    /// Adam's moving average of the gradient, `[weights]`.
    pub fn first_moment(&self) -> Tensor<1> {
        self.vectors[1].clone()
    }

    /// All of it: steps that the moments have seen, and θ, first moment, second moment and average, `[4 · weights]`.
    pub fn state(&self) -> (u64, Tensor<1>) {
        (self.seen as u64, Tensor::cat(self.vectors.clone(), 0))
    }

    /// Goes on from the [state](Self::state) of weights of the same plan, on this device: the first of `values`, which are taken.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn resume(&mut self, seen: u64, values: &mut &[f32], device: &Device) {
        self.seen = seen as usize;
        for vector in &mut self.vectors {
            let values = values.split_off(..self.plan.weights()).expect("four vectors");
            *vector = Tensor::from_floats(values, device);
        }
    }

    /// One step on rows `first .. first + rows` of a batch: see [`NetOps::denoise_step`]. Gives the record, with the errors of
    /// these rows in it.
    pub fn denoise_step(
        &mut self,
        record: Tensor<1>,
        batch: &Tensor<2>,
        table: &Tensor<2>,
        [first, rows]: [usize; 2],
        rates: Rates,
    ) -> Tensor<1> {
        let [batch, table] = [batch, table].map(|tensor| tensor.clone().into_dispatch());
        self.change(record, rates, |state, plan, update| {
            Dispatch::denoise_step(state, batch, table, plan, first, rows, update)
        })
    }

    /// One step of contrastive divergence: see [`NetOps::contrast_step`]. Gives its numbers, `[CONTRAST_NUMBERS]`.
    pub fn contrast_step(
        &mut self,
        data: Tensor<2>,
        negatives: Tensor<2>,
        penalty: f64,
        rates: Rates,
    ) -> Tensor<1> {
        let record = Tensor::zeros([CONTRAST_NUMBERS], &data.device());
        let [data, negatives] = [data.into_dispatch(), negatives.into_dispatch()];
        self.change(record, rates, |state, plan, update| {
            Dispatch::contrast_step(state, data, negatives, plan, penalty, update)
        })
    }

    /// One step along the gradient of a loss that autodiff has found, `[weights]`. It is taken as long as it is, and the
    /// average is the weights themselves.
    pub fn descend(&mut self, gradient: Tensor<1>, Rates { rate, beta1, .. }: Rates) {
        let adam = AdamConfig::new().with_beta_1(beta1 as f32).with_epsilon(1e-8).build();
        let [weights, first, second] = [0, 1, 2].map(|index| self.vectors[index].clone());
        let state = AdamState::new(AdaptiveMomentumState::new(self.seen, first, second));
        let (weights, state) = adam.step(rate, weights, gradient, Some(state));
        let AdamState { momentum } = state.expect("Adam has moments");
        self.vectors = vec![weights.clone(), momentum.moment_1, momentum.moment_2, weights];
        self.seen += 1;
    }

    fn change(
        &mut self,
        record: Tensor<1>,
        Rates { rate, beta1, clip, decay }: Rates,
        step: impl FnOnce(NetState<Dispatch>, Plan, Update) -> NetState<Dispatch>,
    ) -> Tensor<1> {
        self.seen += 1;
        let update = Update { rate, beta1, beta2: 0.999, epsilon: 1e-8, step: self.seen, clip, decay };
        // Moved, not cloned: what nobody else holds is changed in place.
        let mut vectors = std::mem::take(&mut self.vectors).into_iter().map(Tensor::into_dispatch);
        let mut next = || vectors.next().expect("four vectors");
        let state = NetState {
            weights: next(),
            first_moment: next(),
            second_moment: next(),
            average: next(),
            record: record.into_dispatch(),
        };
        let NetState { weights, first_moment, second_moment, average, record } =
            step(state, self.plan, update);
        self.vectors =
            [weights, first_moment, second_moment, average].into_iter().map(Tensor::from_dispatch).collect();
        Tensor::from_dispatch(record)
    }
}
