//! The step size of a Markov chain, tuned on a few chains beforehand.

use super::chains::Chains;
use super::departure::Lane;
use super::problem::Problem;
use crate::engine::ebm::walk::Energy;
use crate::numerics::mcmc::Kernel;
use crate::numerics::mcmc::tuning::Tuning;
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::{Point, mcmc::tuning::WARM_UP};
use crate::settings::{ComparePlan, EbmSettings, McmcSettings, Method, Sampler};

/// Chains that share a step size while it is tuned: with as many the mean acceptance of a sweep is known within .05.
const CHAINS: usize = 64;

/// A sampler of Markov chains with its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    pub method: Method,
    pub sampler: Sampler,
    pub settings: McmcSettings,
}

impl Recipe {
    /// None of a denoiser.
    pub fn of(method: Method, plan: &ComparePlan) -> Option<Self> {
        let (sampler, settings) = match method {
            Method::Exact(sampler) => (sampler, plan.mcmc.clone()),
            Method::Energy(walk) => (walk.sampler(), EbmSettings { walk, ..plan.ebm.clone() }.chains()),
            Method::Diffusion(_) => return None,
        };
        Some(Self { method, sampler, settings })
    }

    /// The acceptance rate that its step size is tuned to; none where it is taken as set.
    pub fn target_acceptance(&self) -> Option<f64> {
        self.settings.target_acceptance(self.sampler)
    }

    /// With the step size as set, on axes of equal scale.
    pub fn kernel(&self) -> Kernel<Point> {
        Kernel::new(self.sampler, &self.settings, self.settings.step_size(self.sampler), [1.0; 2])
    }

    /// Evaluations of a transition, about.
    pub fn evaluations(&self) -> f64 {
        self.sampler.evaluations(&self.settings)
    }
}

/// Dual averaging (see [`Tuning`]) on chains that start from data, once for each method and model. What it costs is not in
/// the evaluations of the walkers that move by it: like training, it is done once, and for any number of walkers.
pub struct StepSizeWarmup {
    pub recipe: Recipe,
    chains: Chains,
    tuning: Tuning<Point>,
}

impl StepSizeWarmup {
    /// Evaluations of all its chains together, about.
    pub fn cost(recipe: &Recipe) -> f64 {
        (WARM_UP * CHAINS) as f64 * recipe.evaluations()
    }

    pub fn new(recipe: Recipe, target: f64, density: Energy, problem: &Problem) -> Self {
        let starts = problem.law.independent(CHAINS, &mut Rng::new(problem.seed, Stream::StepSizeWarmup));
        let kernel = recipe.kernel();
        let learn_scales = recipe.settings.mass == crate::settings::Mass::Diagonal;
        let tuning = Tuning::new(kernel.step_size(), target, learn_scales, &starts[0]);
        let chains = Chains::new(density, kernel, &starts, problem.seed, Lane::StepSizeWarmup);
        let mut step_size_warmup = Self { recipe, chains, tuning };
        step_size_warmup.chains.set_kernel(step_size_warmup.kernel());
        step_size_warmup
    }

    /// One unit of work. Gives the tuned sampler once it is found.
    pub fn advance(&mut self) -> Option<Kernel<Point>> {
        if self.chains.advance() {
            self.tuning.update(self.chains.acceptance(), self.chains.positions());
            self.chains.set_kernel(self.kernel());
        }
        self.tuning.is_done().then(|| self.kernel())
    }

    pub fn spent(&self) -> f64 {
        self.chains.evaluations() as f64
    }

    fn kernel(&self) -> Kernel<Point> {
        let Recipe { sampler, settings, .. } = &self.recipe;
        Kernel::new(*sampler, settings, self.tuning.step_size(), *self.tuning.inverse_mass_sqrt())
    }
}
