//! Exponential moving average of a network's weights (Polyak & Juditsky 1992; Song & Ermon 2020).

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::Tensor;
use burn::tensor::container::TensorContainer;

/// average ← decay · average + (1 − decay) · weights, parameter by parameter.
///
/// `average` and `weights` are the same network (same parameter ids), without autodiff.
pub fn update<M: Module>(average: M, weights: &M, decay: f64) -> M {
    let mut blend = Blend { weights: TensorContainer::new(), decay };
    weights.visit(&mut blend);
    average.map(&mut blend)
}

/// The decay of step `step` (from 0): a short average at first, so that the first weights are soon
/// forgotten, then the full one. min(decay, (1 + step) / (10 + step)), as TensorFlow's
/// `ExponentialMovingAverage` has it.
pub fn warmed_up(decay: f64, step: usize) -> f64 {
    decay.min((1 + step) as f64 / (10 + step) as f64)
}

struct Blend {
    weights: TensorContainer<ParamId>,
    decay: f64,
}

impl ModuleVisitor for Blend {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.weights.register(param.id, param.val());
    }
}

impl ModuleMapper for Blend {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(weights) = self.weights.remove::<Tensor<D>>(&param.id) else { return param };
        param.map(|average| average * self.decay + weights * (1.0 - self.decay))
    }
}
