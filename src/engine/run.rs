//! The one experiment that is under way, whichever chapter it belongs to.

use super::device::EngineDevice;
use super::diffusion::DiffusionRun;
use super::ebm::EbmRun;
use super::mcmc::McmcRun;
use crate::protocol::{Frame, RunId};
use crate::settings::Experiment;

pub struct Run {
    id: RunId,
    kind: Kind,
}

enum Kind {
    Mcmc(Box<McmcRun>),
    Ebm(Box<EbmRun>),
    Diffusion(Box<DiffusionRun>),
}

impl Run {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(id: RunId, seed: u32, experiment: Experiment, device: &EngineDevice) -> Self {
        let kind = match experiment {
            Experiment::Mcmc(settings) => Kind::Mcmc(Box::new(McmcRun::start(id, seed, settings))),
            Experiment::Ebm(settings) => Kind::Ebm(Box::new(EbmRun::start(id, seed, settings, device))),
            Experiment::Diffusion(settings) => {
                Kind::Diffusion(Box::new(DiffusionRun::start(id, seed, settings, device)))
            }
        };
        Self { id, kind }
    }

    pub fn id(&self) -> RunId {
        self.id
    }

    /// Takes over what acts live. Settings of another chapter are not for this run.
    pub fn tune(&mut self, experiment: Experiment) {
        match (&mut self.kind, experiment) {
            (Kind::Mcmc(run), Experiment::Mcmc(settings)) => run.tune(settings),
            (Kind::Ebm(run), Experiment::Ebm(settings)) => run.tune(settings),
            (Kind::Diffusion(run), Experiment::Diffusion(settings)) => run.tune(settings),
            _ => {}
        }
    }

    /// Moves the first Markov chain, or the first walker, where there is one.
    pub fn place(&mut self, at: [f32; 2]) {
        match &mut self.kind {
            Kind::Mcmc(run) => run.place(at),
            Kind::Ebm(run) => run.place(at),
            Kind::Diffusion(_) => {}
        }
    }

    /// Shows weights of an earlier training step, where they are kept.
    pub fn look_at(&mut self, step: Option<u32>) {
        if let Kind::Ebm(run) = &mut self.kind {
            run.look_at(step);
        }
    }

    /// Puts walkers back to where they start, where there are any.
    pub fn gather(&mut self) {
        if let Kind::Ebm(run) = &mut self.kind {
            run.gather();
        }
    }

    /// Works for about `budget_ms`, at most `steps` training steps or transitions, and `walk` steps of walkers beside.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, steps: u32, walk: u32, budget_ms: f32) -> Result<Frame, String> {
        match &mut self.kind {
            Kind::Mcmc(run) => Ok(run.advance(steps, budget_ms)),
            Kind::Ebm(run) => run.advance(steps, walk, budget_ms).await,
            Kind::Diffusion(run) => run.advance(steps, budget_ms).await,
        }
    }
}
