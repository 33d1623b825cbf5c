//! What a client holds: its engines, and how far each concern of theirs is.

use crate::protocol::sharing::Progress;
use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command, Content, Frame, TrialId};
use crate::settings::{Experiment, Objective};
use crate::ui::words::format;

pub type WorkerId = u32;

/// What is known of how fast an engine answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answers {
    /// Since it was last told something new.
    pub count: u32,
    pub slowest: f64,
    /// What the request under way may take: what it is told meanwhile comes after that.
    pub patience: f64,
}

#[derive(Clone, Debug)]
pub struct Engine {
    pub worker: WorkerId,
    pub backend: Backend,
    /// Its device, once it is ready.
    pub device: Option<String>,
    /// When it was created.
    pub since: f64,
    /// When the request that is not answered yet was sent.
    pub asked: Option<f64>,
    pub answers: Answers,
    /// A new run is to be started.
    pub start: bool,
    /// It has, or may have, something to tell without training.
    pub more: bool,
}

/// The WebGPU engine on its way, while the CPU engine serves.
#[derive(Clone, Debug)]
pub enum Arrival {
    None,
    Probing {
        since: f64,
    },
    Loading(Engine),
    /// Both are timed.
    Trial(Engine, Trial),
    /// It is to serve, but not the run that the CPU engine is at.
    Waiting(Engine),
}

impl Arrival {
    /// That engine, once there is one.
    pub fn engine(&self) -> Option<&Engine> {
        match self {
            Self::Loading(engine) | Self::Trial(engine, _) | Self::Waiting(engine) => Some(engine),
            Self::None | Self::Probing { .. } => None,
        }
    }
}

/// What the present run has handed out in case its engine is lost.
#[derive(Default)]
pub struct Backup {
    /// One model of each kind.
    pub models: Vec<Weights>,
    /// The step and the time of the last request, and whether it is yet to be answered.
    pub step: u32,
    pub at: f64,
    pub asked: bool,
}

#[derive(Default)]
pub struct Helper {
    /// There is a core for it, and none has failed.
    pub allowed: bool,
    pub engine: Option<Engine>,
    /// It shares the present run.
    pub shares: bool,
    /// The first engine has begun with the model that is the helper's.
    pub is_late: bool,
    /// The first engine has done all steps of its own model: single steps are the helper's.
    pub is_next: bool,
    /// What the present run has been told that its settings do not tell.
    pub told: Vec<Command>,
    /// Changes that the state had seen from which it trains ahead, and the step from which it last did so.
    pub changes: u32,
    pub ahead: u32,
}

impl Helper {
    pub fn is(&self, worker: WorkerId) -> bool {
        self.engine.as_ref().is_some_and(|engine| engine.worker == worker)
    }

    /// There is a new run, which it does not share yet.
    pub fn leave(&mut self) {
        (self.shares, self.is_late, self.is_next, self.ahead) = (false, false, false, 0);
        self.told.clear();
    }

    /// What a frame of the present run tells of the two models.
    pub fn look(&mut self, frame: &Frame) {
        if let Content::Compare(content) = &frame.content {
            let [first, second] = content.models;
            (self.is_late, self.is_next) = (second.steps > 0, first.steps >= first.goal);
        }
    }

    /// Whether it is to hear, or has told, something of use: not slices after a state that the first engine has left.
    pub fn note(&mut self, progress: &Progress, to_helper: bool) -> bool {
        let Some(slice) = progress.slices.first() else { return true };
        if to_helper {
            self.changes = progress.changes;
        }
        let is_of_use = progress.changes == self.changes;
        if is_of_use {
            self.ahead = slice.from;
        }
        is_of_use
    }
}

/// How far an engine is suspended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Suspension {
    #[default]
    Active,
    /// Its last slice of work is waited for, and then its weights.
    Suspending { waited: f64, asked: bool },
    /// There is no engine.
    Ended,
    /// The engine is there, and asked for nothing.
    Quiet,
}

/// Milliseconds of work that count, on each engine.
pub const TRIAL_MS: f64 = 400.0;
/// Models that train about as fast, within a factor of two in rows × weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// What an energy is trained on.
    pub objective: Option<Objective>,
    pub log2_step: u32,
}

impl Kind {
    pub fn of(experiment: &Experiment) -> Self {
        let objective = match experiment {
            Experiment::Ebm(settings) => Some(settings.objective),
            Experiment::Compare(plan) => Some(plan.ebm.objective),
            _ => None,
        };
        Self { objective, log2_step: experiment.step_size().checked_ilog2().unwrap_or_default() }
    }
}

/// Training steps a second of one kind of model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    pub kind: Kind,
    pub cpu: f64,
    pub gpu: f64,
}

impl Figures {
    pub fn faster(&self) -> Backend {
        if self.gpu > self.cpu { Backend::Gpu } else { Backend::Cpu }
    }

    pub fn words(&self) -> String {
        format!("CPU {} steps/s · WebGPU {} steps/s", format::rate(self.cpu), format::rate(self.gpu))
    }
}

/// A trial under way: WebGPU first, in its own worker, then the CPU engine, in between what it is asked for anyway.
#[derive(Clone, Debug)]
pub struct Trial {
    pub id: TrialId,
    pub kind: Kind,
    pub since: f64,
    /// Who has been asked for the next slice.
    pub asked: Option<WorkerId>,
    pub gpu: Timing,
    pub cpu: Timing,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    pub steps: f64,
    pub ms: f64,
    pub given_up: bool,
}

impl Timing {
    pub fn is_done(&self) -> bool {
        self.given_up || self.ms >= TRIAL_MS
    }

    pub fn rate(&self) -> f64 {
        if self.ms > 0.0 { 1e3 * self.steps / self.ms } else { 0.0 }
    }
}

/// Told before the next request; of several of one kind the newest wins.
#[derive(Clone, Debug, Default)]
pub struct PendingCommands {
    /// Where the first Markov chain, or the first walker, is to be put.
    pub place: Option<[f32; 2]>,
    /// The training step to look back at, or none for the newest weights.
    pub look_at: Option<Option<u32>>,
    pub gather: bool,
    /// A point taken hold of, and its noise level.
    pub probe: Option<([f32; 2], f32)>,
    /// Samplers are to be measured, or no more.
    pub measure: Option<bool>,
    /// The newest weights are to be handed out, or the draws.
    pub export: bool,
    pub draw: bool,
    /// Models of other chapters, one of each kind.
    pub take_along: Vec<Weights>,
}
