//! The diffusion model: the ideal denoiser stands in for it until it is trained here, or taken along from its own chapter.

use super::energy_model::Slice;
use crate::engine::device::{EngineDevice, host};
use crate::engine::diffusion::ground::Ground;
use crate::engine::diffusion::source::Source;
use crate::engine::diffusion::training::Training;
use crate::numerics::kernel::Plan;
use crate::numerics::nn::FlatNet;
use crate::protocol::compare::{ModelState, Origin};
use crate::protocol::weights::Weights;
use crate::settings::{AskedMoon, DataSettings, DiffusionSampler, DiffusionSettings};
use burn::tensor::Device;
use std::rc::Rc;

pub struct DiffusionModel {
    /// What it is trained as, here or in its own chapter.
    pub trained_as: DiffusionSettings,
    pub ground: Rc<Ground>,
    training: Training,
    /// What stands in its place: taken along, or trained by the other engine of the run.
    replaced: Option<FlatNet>,
    pub state: ModelState,
    device: Device,
}

impl DiffusionModel {
    pub fn new(seed: u32, data: &DataSettings, settings: &DiffusionSettings, device: &EngineDevice) -> Self {
        let training = Training::new(seed, settings, device);
        Self {
            trained_as: settings.clone(),
            ground: Rc::new(Ground::new(seed, data, settings)),
            state: super::sharing::untrained(settings.train_steps, settings.weights()),
            training,
            replaced: None,
            device: device.device.clone(),
        }
    }

    /// Some steps: at most `steps`, in about `budget_ms`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train(
        &mut self,
        settings: &DiffusionSettings,
        steps: u32,
        budget_ms: f64,
    ) -> Result<Slice, String> {
        let before = self.state.steps;
        let slice = self.training.advance_within(&self.ground.train_set, settings, steps, budget_ms).await?;
        let steps = self.training.steps();
        self.state = ModelState {
            origin: if steps > 0 { Origin::Trained } else { Origin::Exact },
            steps,
            seconds: self.training.pace.seconds as f32,
            examples: steps as f64 * settings.batch_size as f64,
            loss: slice.losses.last().copied(),
            ..self.state
        };
        Ok(Slice { steps: steps.saturating_sub(before), halt: slice.halt })
    }

    /// Puts a model in its place that has been [checked](super::taken_along::check).
    pub fn take_along(
        &mut self,
        data: &DataSettings,
        settings: &DiffusionSettings,
        weights: &Weights,
        device: &EngineDevice,
    ) {
        self.ground = Rc::new(Ground::new(weights.seed, data, settings));
        self.replaced = Some(FlatNet::with_weights(
            Plan::denoising(settings),
            &weights.networks[0].values,
            &device.device,
        ));
        self.state = super::taken_along::state(weights, settings.batch_size);
        self.trained_as = settings.clone();
    }

    /// Puts in its place what the other engine of the run has trained, of which `state` tells.
    pub fn adopt(&mut self, state: ModelState, values: &[f32]) {
        self.replaced = Some(FlatNet::with_weights(Plan::denoising(&self.trained_as), values, &self.device));
        self.state = state;
    }

    /// As before any training, which may go on where it was.
    pub fn forget(&mut self) {
        self.replaced = None;
        self.state = super::sharing::untrained(self.state.goal as usize, self.state.weights as usize);
    }

    pub fn is_adopted(&self) -> bool {
        self.replaced.is_some() && self.state.origin == Origin::Trained
    }

    pub fn is_learned(&self) -> bool {
        self.state.origin != Origin::Exact
    }

    /// Who denoises, and where that computes.
    pub fn source(&self) -> (Source, Device) {
        if !self.is_learned() {
            return (Source::Ideal, host());
        }
        (Source::Learned(Box::new(self.network())), self.device.clone())
    }

    /// The network that samples are drawn from.
    pub fn network(&self) -> FlatNet {
        self.replaced.clone().unwrap_or_else(|| self.training.network(None))
    }

    /// How `sampler` draws samples within so many evaluations: in as many steps as these allow, and at most as many as there
    /// are noise levels. A model that knows classes is asked for none: it has to find the parts' shares by itself.
    pub fn sampled(
        &self,
        plan: &DiffusionSettings,
        sampler: DiffusionSampler,
        within: u32,
    ) -> DiffusionSettings {
        let steps = sampler.steps_within(within as usize).min(self.trained_as.timesteps);
        DiffusionSettings {
            sampler,
            sampler_steps: steps,
            eta: plan.eta,
            spacing: plan.spacing,
            clip: plan.clip,
            asked: AskedMoon::Both,
            guidance: 0.0,
            ..self.trained_as.clone()
        }
    }

    /// What its network is trained as: plans of measurements ask for its noise levels and its prediction.
    pub fn trained_as(&self) -> &DiffusionSettings {
        &self.trained_as
    }
}
