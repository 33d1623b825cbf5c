//! The gradient of a loss by all weights together: how long it is, and made no longer than a limit.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// Scales the gradients of `network` so that the norm of all of them together is at most `limit` (Pascanu et al. 2013,
/// arXiv:1211.5063); 0 is no limit. Gives the norm they had, one element, not read back.
pub fn clip<M: Module>(network: &M, gradients: &mut GradientsParams, limit: f64) -> Tensor<1> {
    let mut squares = Squares { gradients, total: None };
    network.visit(&mut squares);
    let norm = squares.total.expect("a network has weights").sqrt();
    if limit > 0.0 {
        // A gradient that is not a number stays one: it must be noticed.
        let factor = (norm.clone() + f64::from(f32::MIN_POSITIVE)).recip() * limit;
        network.visit(&mut Scale { gradients, factor: factor.clamp_max(1.0) });
    }
    norm
}

/// The gradients of all weights of `network`, in the order in which it has them; 0 where a loss does not depend on one,
/// `[weights]`.
pub fn flat<M: Module>(network: &M, gradients: GradientsParams) -> Tensor<1> {
    let mut parts = Parts { gradients, parts: Vec::new() };
    network.visit(&mut parts);
    Tensor::cat(parts.parts, 0)
}

struct Parts {
    gradients: GradientsParams,
    parts: Vec<Tensor<1>>,
}

impl ModuleVisitor for Parts {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let gradient = self.gradients.remove::<D>(param.id);
        let gradient = gradient.unwrap_or_else(|| param.val().inner().zeros_like());
        let count = gradient.shape().num_elements();
        self.parts.push(gradient.reshape([count]));
    }
}

struct Squares<'a> {
    gradients: &'a GradientsParams,
    total: Option<Tensor<1>>,
}

impl ModuleVisitor for Squares<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(gradient) = self.gradients.get::<D>(param.id) else { return };
        let square = gradient.square().sum();
        self.total = Some(match self.total.take() {
            Some(total) => total + square,
            None => square,
        });
    }
}

struct Scale<'a> {
    gradients: &'a mut GradientsParams,
    factor: Tensor<1>,
}

impl ModuleVisitor for Scale<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.remove::<D>(param.id) {
            self.gradients.register(param.id, gradient * self.factor.clone().reshape([1; D]));
        }
    }
}
