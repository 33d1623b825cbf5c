//! The energy model: the exact density stands in for it until it is trained here, or taken along from its own chapter.

use crate::engine::device::{EngineDevice, read_back};
use crate::engine::ebm::training::Training;
use crate::engine::ebm::walk::Energy;
use crate::numerics::Point;
use crate::numerics::density::DataDensity;
use crate::numerics::ebm::LearnedDensity;
use crate::numerics::kernel::Plan;
use crate::numerics::nn::FlatNet;
use crate::protocol::compare::{ModelState, Origin};
use crate::protocol::weights::Weights;
use crate::settings::EbmSettings;
use std::rc::Rc;

pub struct EnergyModel {
    /// What it is trained as, here or in its own chapter.
    pub trained_as: EbmSettings,
    training: Training,
    /// What stands in its place: taken along, or trained by the other engine of the run.
    replaced: Option<FlatNet>,
    pub state: ModelState,
    exact: Rc<DataDensity>,
    /// The density that the newest weights stand for, once they are read back.
    density: Option<Energy>,
    /// log ∫ e^(−E) of the energy that was drawn last.
    pub log_mass: f64,
}

/// What a slice of training brought.
pub struct Slice {
    pub steps: u32,
    /// Training cannot go on like this, and why.
    pub halt: Option<String>,
}

impl EnergyModel {
    pub fn new(seed: u32, settings: &EbmSettings, exact: Rc<DataDensity>, device: &EngineDevice) -> Self {
        let units = exact.law().units();
        let training = Training::new(seed, &units, settings, settings.objective, device);
        Self {
            trained_as: settings.clone(),
            state: super::sharing::untrained(settings.train_steps, settings.weights()),
            training,
            replaced: None,
            exact,
            density: None,
            log_mass: f64::NAN,
        }
    }

    /// Some steps on `data`, data units: at most `steps`, in about `budget_ms`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train(
        &mut self,
        data: &[Point],
        settings: &EbmSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let before = self.state.steps;
        let (numbers, halt) = self.training.advance_within(data, settings, steps, budget_ms).await?;
        let steps = self.training.steps();
        self.state = ModelState {
            origin: if steps > 0 { Origin::Trained } else { Origin::Exact },
            steps,
            seconds: self.training.pace.seconds as f32,
            examples: steps as f64 * settings.batch_size as f64,
            loss: numbers.last().map(|[loss, ..]| *loss),
            ..self.state
        };
        self.density = None;
        Ok(Slice { steps: steps.saturating_sub(before), halt })
    }

    /// Puts a model in its place that has been [checked](super::taken_along::check).
    pub fn take_along(&mut self, settings: &EbmSettings, weights: &Weights, device: &EngineDevice) {
        let values = &weights.networks[0].values;
        self.replaced = Some(FlatNet::with_weights(Plan::energy(settings), values, &device.device));
        self.state = super::taken_along::state(weights, settings.batch_size);
        self.trained_as = settings.clone();
        self.density = None;
    }

    /// Puts in its place what the other engine of the run has trained, of which `state` tells.
    pub fn adopt(&mut self, state: ModelState, values: &[f32], device: &EngineDevice) {
        let plan = *self.training.network(None).plan();
        self.replaced = Some(FlatNet::with_weights(plan, values, &device.device));
        self.state = state;
        self.density = None;
    }

    /// As before any training, which may go on where it was.
    pub fn forget(&mut self) {
        self.replaced = None;
        self.state = super::sharing::untrained(self.state.goal as usize, self.state.weights as usize);
        self.density = None;
    }

    pub fn is_adopted(&self) -> bool {
        self.replaced.is_some() && self.state.origin == Origin::Trained
    }

    pub fn is_learned(&self) -> bool {
        self.state.origin != Origin::Exact
    }

    pub fn network(&self) -> FlatNet {
        self.replaced.clone().unwrap_or_else(|| self.training.network(None))
    }

    /// The density of its walkers, on the host.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn density(&mut self) -> Result<Energy, String> {
        if !self.is_learned() {
            return Ok(self.exact.clone());
        }
        if let Some(density) = &self.density {
            return Ok(density.clone());
        }
        let network = self.network();
        let weights = read_back(network.weights().clone()).await?;
        let density: Energy = Rc::new(LearnedDensity::new(network.plan(), &weights, self.exact.clone()));
        self.density = Some(density.clone());
        Ok(density)
    }
}
