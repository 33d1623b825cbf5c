//! What is known and what is learned, and the walkers that either sends on their way.

use super::chains::Chains;
use super::denoising::Denoising;
use super::departure::Departure;
use super::diffusion_model::DiffusionModel;
use super::energy_model::EnergyModel;
use super::problem::Problem;
use super::step_size_warmup::{Recipe, StepSizeWarmup};
use super::walkers::Walkers;
use crate::engine::device::EngineDevice;
use crate::engine::ebm::walk::Energy;
use crate::numerics::Point;
use crate::numerics::mcmc::Kernel;
use crate::numerics::nn::FlatNet;
use crate::protocol::compare::ModelState;
use crate::settings::{ComparePlan, Family, Method, Walk};

pub struct Models {
    pub exact: Energy,
    pub energy: EnergyModel,
    pub diffusion: DiffusionModel,
    /// Samplers whose step size has been tuned, each for the newest model.
    tuned: Vec<(Recipe, Kernel<Point>)>,
}

impl Models {
    pub fn new(exact: Energy, energy: EnergyModel, diffusion: DiffusionModel) -> Self {
        Self { exact, energy, diffusion, tuned: Vec::new() }
    }

    /// Whether a method's model is learned; the exact answer stands in for one that is not.
    pub fn is_learned(&self, family: Family) -> bool {
        match family {
            Family::Exact => false,
            Family::Energy => self.energy.is_learned(),
            Family::Diffusion => self.diffusion.is_learned(),
        }
    }

    /// The network of a family that learns.
    pub fn network(&self, family: Family) -> FlatNet {
        match family {
            Family::Exact | Family::Energy => self.energy.network(),
            Family::Diffusion => self.diffusion.network(),
        }
    }

    /// How far the model in use is; of the exact density there is nothing to tell.
    pub fn state(&self, family: Family) -> ModelState {
        match family {
            Family::Exact => ModelState::default(),
            Family::Energy => self.energy.state,
            Family::Diffusion => self.diffusion.state,
        }
    }

    /// Whether the other engine of the run has trained the model in use.
    pub fn is_adopted(&self, family: Family) -> bool {
        match family {
            Family::Exact => false,
            Family::Energy => self.energy.is_adopted(),
            Family::Diffusion => self.diffusion.is_adopted(),
        }
    }

    /// Puts in the place of a family's model what the other engine of the run has trained, of which `state` tells.
    pub fn adopt(&mut self, family: Family, state: ModelState, weights: &[f32], device: &EngineDevice) {
        match family {
            Family::Exact => {}
            Family::Energy => self.energy.adopt(state, weights, device),
            Family::Diffusion => self.diffusion.adopt(state, weights),
        }
    }

    /// A family's model is untrained again.
    pub fn forget(&mut self, family: Family) {
        match family {
            Family::Exact => {}
            Family::Energy => self.energy.forget(),
            Family::Diffusion => self.diffusion.forget(),
        }
    }

    /// Forgets the step sizes of a family's samplers: they were tuned for another model.
    pub fn forget_tuned(&mut self, family: Family) {
        self.tuned.retain(|(recipe, _)| recipe.method.family() != family);
    }

    /// The sampler of `method` and the acceptance rate its step size is still to be tuned to, where there is such.
    pub fn untuned(&self, method: Method, plan: &ComparePlan) -> Option<(Recipe, f64)> {
        let recipe = Recipe::of(method, plan)?;
        let target = recipe.target_acceptance()?;
        let known = self.tuned.iter().any(|(tuned, _)| *tuned == recipe);
        (!known).then_some((recipe, target))
    }

    /// # Errors
    /// Says in words that the device is lost.
    pub async fn step_size_warmup(
        &mut self,
        recipe: Recipe,
        target: f64,
        problem: &Problem,
    ) -> Result<StepSizeWarmup, String> {
        let density = self.density(recipe.method).await?;
        Ok(StepSizeWarmup::new(recipe, target, density, problem))
    }

    pub fn keep_tuned(&mut self, recipe: Recipe, kernel: Kernel<Point>) {
        self.tuned.push((recipe, kernel));
    }

    /// Markov chains by `method` from `starts`, data units; with the step size as set where it is not tuned.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn chains(
        &mut self,
        recipe: &Recipe,
        plan: &ComparePlan,
        starts: &[Point],
        departure: &Departure,
    ) -> Result<Chains, String> {
        let tuned = self.tuned.iter().find(|(tuned, _)| tuned == recipe);
        let kernel = tuned.map_or_else(|| recipe.kernel(), |(_, kernel)| kernel.clone());
        let density = self.density(recipe.method).await?;
        let chains = Chains::new(density, kernel, starts, departure.seed, departure.lane);
        let anneals = recipe.method == Method::Energy(Walk::Annealed);
        Ok(if anneals { chains.annealed(plan.ebm.clone()) } else { chains })
    }

    /// Walkers by `method`; a denoiser's take no more than `within` evaluations.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn walkers(
        &mut self,
        method: Method,
        within: u32,
        plan: &ComparePlan,
        problem: &Problem,
        departure: &Departure,
    ) -> Result<Walkers, String> {
        match (method, Recipe::of(method, plan)) {
            (Method::Diffusion(sampler), _) => {
                let settings = self.diffusion.sampled(&plan.diffusion, sampler, within);
                Ok(Walkers::Denoising(Box::new(Denoising::start(&self.diffusion, &settings, departure))))
            }
            (_, Some(recipe)) => {
                let starts = departure.in_data_units(problem);
                Ok(Walkers::Chains(Box::new(self.chains(&recipe, plan, &starts, departure).await?)))
            }
            (_, None) => unreachable!("only denoisers have no recipe"),
        }
    }

    async fn density(&mut self, method: Method) -> Result<Energy, String> {
        match method.family() {
            Family::Energy => self.energy.density().await,
            _ => Ok(self.exact.clone()),
        }
    }
}
