//! A trial: how fast a model of some settings trains on this engine, found out beside the run and without a trace of it.

use super::device::EngineDevice;
use super::diffusion::ground::Ground;
use super::diffusion::training::Training as DiffusionTraining;
use super::ebm::reference::Reference;
use super::ebm::training::Training as EbmTraining;
use crate::numerics::Point;
use crate::numerics::diffusion::TrainSet;
use crate::protocol::{TrialId, TrialSlice};
use crate::settings::{DataSettings, DiffusionSettings, EbmSettings, Experiment};
use web_time::Instant;

/// A slice reads back at least so often: the first time it may have compiled a GPU's programs.
const LEAST_ROUNDS: usize = 2;

pub struct Trial {
    id: TrialId,
    model: Model,
    /// Its first slice is over.
    warm: bool,
}

enum Model {
    Diffusion {
        training: Box<DiffusionTraining>,
        train_set: TrainSet,
        settings: DiffusionSettings,
    },
    Ebm {
        training: Box<EbmTraining>,
        data: Vec<Point>,
        settings: EbmSettings,
    },
    /// Nothing is trained.
    None,
}

impl Trial {
    /// The trial in `slot`, if it is this one; otherwise a new one, put there.
    pub fn resume<'a>(
        slot: &'a mut Option<Self>,
        id: TrialId,
        seed: u32,
        data: &DataSettings,
        experiment: Experiment,
        device: &EngineDevice,
    ) -> &'a mut Self {
        if slot.as_ref().is_none_or(|trial| trial.id != id) {
            *slot = Some(Self { id, model: Model::new(seed, data, experiment, device), warm: false });
        }
        slot.as_mut().expect("just filled")
    }

    /// Trains for about `budget_ms`, results read back.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, budget_ms: f32) -> Result<TrialSlice, String> {
        let begin = Instant::now();
        let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
        let mut steps = 0;
        let mut rounds = 0;
        while rounds < LEAST_ROUNDS || elapsed() < budget_ms.into() {
            steps += self.model.train(f64::from(budget_ms) - elapsed()).await?;
            rounds += 1;
        }
        let counts = std::mem::replace(&mut self.warm, true);
        let (steps, ms) = if counts { (steps, elapsed()) } else { (0, 0.0) };
        Ok(TrialSlice { trial: self.id, steps, ms })
    }
}

impl Model {
    fn new(seed: u32, data: &DataSettings, experiment: Experiment, device: &EngineDevice) -> Self {
        match experiment {
            Experiment::Diffusion(settings) => Self::Diffusion {
                training: Box::new(DiffusionTraining::new(seed, &settings, device)),
                train_set: Ground::new(seed, data, &settings).train_set,
                settings,
            },
            Experiment::Ebm(settings) => {
                let reference = Reference::new(seed, data, &settings);
                let units = reference.law().units();
                Self::Ebm {
                    training: Box::new(EbmTraining::new(seed, &units, &settings, settings.objective, device)),
                    data: reference.data,
                    settings,
                }
            }
            // Of its two models the energy costs more by far.
            Experiment::Compare(plan) => Self::new(seed, data, Experiment::Ebm(plan.ebm), device),
            Experiment::Mcmc(_) | Experiment::Table(_) => Self::None,
        }
    }

    /// As many steps as fit into about `ms`, at least one. Returns how many; none where they were taken back.
    async fn train(&mut self, ms: f64) -> Result<u32, String> {
        match self {
            Self::Diffusion { training, train_set, settings } => {
                let before = training.steps();
                training.advance_within(train_set, settings, u32::MAX, ms).await?;
                Ok(training.steps().saturating_sub(before))
            }
            Self::Ebm { training, data, settings } => {
                let before = training.steps();
                training.advance_within(data, settings, u32::MAX, ms).await?;
                Ok(training.steps().saturating_sub(before))
            }
            Self::None => Ok(0),
        }
    }
}
