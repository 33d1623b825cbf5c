//! The one experiment that is under way, whichever chapter it belongs to.

use super::compare::CompareRun;
use super::device::EngineDevice;
use super::diffusion::DiffusionRun;
use super::ebm::EbmRun;
use super::mcmc::McmcRun;
use super::table::TableRun;
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::weights::Weights;
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, Experiment};

pub struct Run {
    id: RunId,
    seed: u32,
    data: DataSettings,
    kind: Kind,
}

enum Kind {
    Mcmc(Box<McmcRun>),
    Ebm(Box<EbmRun>),
    Diffusion(Box<DiffusionRun>),
    Table(Box<TableRun>),
    Compare(Box<CompareRun>),
}

impl Run {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(
        id: RunId,
        seed: u32,
        data: &DataSettings,
        experiment: Experiment,
        device: &EngineDevice,
    ) -> Self {
        let kind = match experiment {
            Experiment::Mcmc(settings) => Kind::Mcmc(Box::new(McmcRun::start(id, seed, data, settings))),
            Experiment::Ebm(settings) => Kind::Ebm(Box::new(EbmRun::start(id, seed, data, settings, device))),
            Experiment::Diffusion(settings) => {
                Kind::Diffusion(Box::new(DiffusionRun::start(id, seed, data, settings, device)))
            }
            Experiment::Compare(plan) => {
                Kind::Compare(Box::new(CompareRun::start(id, seed, data, *plan, device)))
            }
            Experiment::Table(part) => Kind::Table(Box::new(TableRun::start(id, seed, part, device))),
        };
        Self { id, seed, data: data.clone(), kind }
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
            (Kind::Compare(run), Experiment::Compare(plan)) => run.tune(*plan),
            _ => {}
        }
    }

    /// Moves the first Markov chain, or the first walker, where there is one.
    pub fn place(&mut self, at: [f32; 2]) {
        match &mut self.kind {
            Kind::Mcmc(run) => run.place(at),
            Kind::Ebm(run) => run.place(at),
            Kind::Diffusion(_) | Kind::Table(_) | Kind::Compare(_) => {}
        }
    }

    /// Shows weights of an earlier training step, where they are kept.
    pub fn look_at(&mut self, step: Option<u32>) {
        match &mut self.kind {
            Kind::Ebm(run) => run.look_at(step),
            Kind::Diffusion(run) => run.look_at(step),
            Kind::Mcmc(_) | Kind::Table(_) | Kind::Compare(_) => {}
        }
    }

    /// Follows a point through all noise levels, where there are any.
    pub fn hold(&mut self, at: [f32; 2], t: f32) {
        if let Kind::Diffusion(run) = &mut self.kind {
            run.hold(at, t);
        }
    }

    /// Measures every sampler, or stops, where there are several.
    pub fn measure(&mut self, on: bool) {
        match &mut self.kind {
            Kind::Diffusion(run) => run.measure(on),
            Kind::Compare(run) => run.measure(on),
            Kind::Mcmc(_) | Kind::Ebm(_) | Kind::Table(_) => {}
        }
    }

    /// The newest weights, where a run has any that other chapters can use and has trained.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn export(&self) -> Result<Option<Weights>, String> {
        match &self.kind {
            Kind::Ebm(run) => run.export(self.seed, &self.data).await,
            Kind::Diffusion(run) => run.export(self.seed, &self.data).await,
            Kind::Mcmc(_) | Kind::Table(_) | Kind::Compare(_) => Ok(None),
        }
    }

    /// Goes on from weights of an earlier run of the same settings, where networks are trained.
    ///
    /// # Errors
    /// Says in words why they cannot be taken; nothing has changed then.
    pub fn restore(&mut self, weights: &Weights) -> Result<(), String> {
        let restored = match &mut self.kind {
            Kind::Ebm(run) => run.restore(self.seed, &self.data, weights),
            Kind::Diffusion(run) => run.restore(self.seed, &self.data, weights),
            Kind::Mcmc(_) | Kind::Table(_) | Kind::Compare(_) => {
                Err("this run has no network for them".into())
            }
        };
        restored.map_err(|why| format!("The weights were not taken: {why}."))
    }

    /// Takes a model of another chapter along, where models are compared.
    pub fn take_along(&mut self, weights: &Weights) {
        if let Kind::Compare(run) = &mut self.kind {
            run.take_along(weights);
        }
    }

    /// Shares the training of two networks with another engine, or does so no more.
    pub fn share(&mut self, role: Role) {
        match &mut self.kind {
            Kind::Ebm(run) => run.sharing.share(role),
            Kind::Diffusion(run) => run.sharing.share(role),
            Kind::Compare(run) => run.share(role),
            Kind::Mcmc(_) | Kind::Table(_) => {}
        }
    }

    /// Hears what the other engine of the run has done.
    pub fn hear(&mut self, progress: Progress) {
        match &mut self.kind {
            Kind::Ebm(run) => run.hear(progress),
            Kind::Diffusion(run) => run.hear(progress),
            Kind::Compare(run) => run.hear(progress),
            Kind::Mcmc(_) | Kind::Table(_) => {}
        }
    }

    /// What the other engine of the run has not been told yet.
    pub fn take_progress(&mut self) -> Option<Progress> {
        match &mut self.kind {
            Kind::Ebm(run) => run.sharing.take_progress(),
            Kind::Diffusion(run) => run.sharing.take_progress(),
            Kind::Compare(run) => run.take_progress(),
            Kind::Mcmc(_) | Kind::Table(_) => None,
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
            Kind::Table(run) => run.advance(steps, budget_ms).await,
            Kind::Compare(run) => run.advance(steps, budget_ms).await,
        }
    }
}
