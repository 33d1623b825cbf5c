//! Decides what the engines do: start-up, one request at a time, new runs, failures and fall-backs.
//!
//! Pure: it takes what happened ([`Input`]) and the passing of time, and gives [`Effect`]s that
//! [`workers`] carries out, so that every failure can be tested without a browser.

mod adapter;
mod backup;
mod events;
mod failures;
mod frames;
mod helper;
#[cfg(test)]
mod leaks;
mod pace;
mod patience;
mod pending_commands;
mod runs;
mod state;
mod suspend;
#[cfg(test)]
mod tests;
mod trial;
pub mod workers;

use super::store::{EngineInfo, Phase};
use crate::protocol::draws::Draws;
use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command, Event, Frame, RunId, TrialId};
use crate::settings::{Chapter, DataSettings, EngineChoice, Experiment, Settings};
pub use adapter::Adapter;
use frames::Frames;
pub use state::WorkerId;
use state::{Arrival, Backup, Engine, Figures, Helper, PendingCommands, Suspension};

/// How long the engine works at least before it answers, in ms: short enough to feel live, long enough to pay.
const TRAIN_MS: f64 = 80.0;
const IDLE_MS: f64 = 18.0;
/// Chains are drawn after every slice: it fits between two frames of the display.
const SAMPLE_MS: f64 = 9.0;

/// What happened outside.
#[derive(Debug)]
pub enum Input {
    Event {
        worker: WorkerId,
        event: Event,
    },
    /// A worker that did not load, threw, or sent something unreadable.
    Broken {
        worker: WorkerId,
        why: String,
    },
    /// The browser's WebGPU adapter; if it has none, why.
    Adapter(Result<Adapter, String>),
}

/// What must happen outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Spawn {
        worker: WorkerId,
        backend: Backend,
    },
    Terminate(WorkerId),
    Send(WorkerId, Box<Command>),
    /// Ask the browser; answered by [`Input::Adapter`].
    FindAdapter,
    /// Words for the reader.
    Notice(String),
    /// What the page holds of the run before is over.
    NewRun,
    /// Training goes on past its end: the setting follows.
    RaiseGoal(usize),
    /// Weights that the reader keeps in a file.
    Keep(Box<Weights>),
    /// A model of a run that a new one has taken the place of, where its training took long.
    Replaced(Box<Weights>),
}

/// The engines of one chapter.
pub struct EngineClient {
    chapter: Chapter,
    phase: Phase,
    seed: u32,
    data: DataSettings,
    experiment: Experiment,
    choice: EngineChoice,
    run: RunId,
    step: u32,
    /// Single steps the reader asked for.
    steps_owed: u32,
    /// Steps that the pace has brought and that are not asked for yet; the same of walkers on what is trained.
    due: f64,
    walk_due: f64,
    pending: PendingCommands,
    /// The newest that the present run has handed out.
    weights: Option<Box<Weights>>,
    draws: Option<Box<Draws>>,
    /// What it hands out next goes to a file.
    keep: bool,
    /// The present run holds something of the reader's beside training steps.
    touched: bool,
    /// What the present run went on from, where that is not nothing: on another engine it does so again.
    origin: Option<Box<Weights>>,
    backup: Backup,
    suspension: Suspension,
    /// By how much Train raises the number of training steps once they are done.
    lap: Option<usize>,
    raised: Option<usize>,
    engine: Option<Engine>,
    helper: Helper,
    arrival: Arrival,
    /// Why WebGPU is not used although it may be.
    gpu_trouble: Option<String>,
    adapter: Adapter,
    /// What trials have found out, and how many there were.
    measured: Vec<Figures>,
    trials: TrialId,
    /// The engine of which the reader has been told that it is late.
    told_of_slow_line: Option<WorkerId>,
    /// When CPU engines ended unexpectedly.
    cpu_ends: Vec<f64>,
    next_worker: WorkerId,
    /// Seconds during which the page was awake.
    clock: f64,
    pub frames: Frames,
    effects: Vec<Effect>,
}

impl EngineClient {
    /// Starts the CPU engine at once (it is small, so the stage moves early) and looks for WebGPU if wanted or worth a trial.
    pub fn new(chapter: Chapter, settings: &Settings) -> Self {
        let experiment = Experiment::of(chapter, settings);
        let mut client = Self {
            chapter,
            phase: Phase::Loading { train: false },
            seed: settings.seed_of(chapter),
            data: settings.data.clone(),
            lap: experiment.goal(),
            experiment,
            choice: choice_in(chapter, settings),
            run: 0,
            step: 0,
            steps_owed: 0,
            due: 0.0,
            walk_due: 0.0,
            pending: PendingCommands::default(),
            weights: None,
            draws: None,
            keep: false,
            touched: false,
            origin: None,
            backup: Backup::default(),
            suspension: Suspension::default(),
            raised: None,
            engine: None,
            helper: Helper::default(),
            arrival: Arrival::None,
            gpu_trouble: None,
            adapter: Adapter::default(),
            measured: Vec::new(),
            trials: 0,
            told_of_slow_line: None,
            cpu_ends: Vec::new(),
            next_worker: 0,
            clock: 0.0,
            frames: Frames::default(),
            effects: Vec::new(),
        };
        client.engine = Some(client.spawn(Backend::Cpu));
        client.choose_engine();
        client
    }

    pub fn chapter(&self) -> Chapter {
        self.chapter
    }

    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Counts the runs of this chapter.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// Training steps of the present run, its data, and what it is.
    pub fn trained(&self) -> (u32, &DataSettings, &Experiment) {
        (self.step, &self.data, &self.experiment)
    }

    pub fn info(&self) -> EngineInfo {
        let ready = self.engine.as_ref().filter(|engine| engine.device.is_some());
        let why = match (ready.map(|engine| engine.backend), self.choice, &self.adapter.software) {
            (None, _, _) if matches!(self.arrival, Arrival::None) => String::new(),
            (Some(Backend::Cpu), _, _) if self.chapter == Chapter::Sample => {
                "Markov chains are sampled on it".into()
            }
            (Some(Backend::Gpu), EngineChoice::Gpu, Some(software)) => {
                format!("you chose it, though its adapter is software ({software})")
            }
            (Some(Backend::Cpu), EngineChoice::Cpu, _) | (Some(Backend::Gpu), EngineChoice::Gpu, None) => {
                "you chose it".into()
            }
            (backend, _, _) => self.why_automatic(backend.unwrap_or(Backend::Cpu)),
        };
        EngineInfo {
            backend: ready.map(|engine| engine.backend),
            device: ready.and_then(|engine| engine.device.clone()).unwrap_or_default(),
            why,
        }
    }

    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Takes in what happened; gives the frame if it brought one of the present run.
    pub fn handle(&mut self, input: Input) -> Option<Frame> {
        match input {
            Input::Event { worker, event } => return self.hear(worker, event),
            Input::Broken { worker, why } => self.lose(worker, &why),
            Input::Adapter(answer) => self.adapter(answer),
        }
        None
    }

    /// Leaves Loading once the engine that is to serve is there.
    fn settle(&mut self) {
        let Phase::Loading { train } = self.phase else { return };
        if self.engine.as_ref().is_none_or(|engine| engine.device.is_none()) {
            return;
        }
        if !train {
            self.phase = if self.step > 0 { Phase::Paused } else { Phase::Idle };
        } else if !self.waits_for_gpu() {
            self.phase = Phase::Running;
        }
    }

    /// Sends the next request, if none is under way and there is something to ask for. Call it once
    /// the last frame has been drawn.
    pub fn pump(&mut self) {
        if self.is_suspending() {
            return;
        }
        self.send_pending();
        self.pump_trial();
        self.pump_helper();
        self.pump_backup();
        self.ask();
    }

    fn notice(&mut self, words: String) {
        self.effects.push(Effect::Notice(words));
    }
}

/// Markov chains are many short steps, one after the other: the CPU's work.
fn choice_in(chapter: Chapter, settings: &Settings) -> EngineChoice {
    if chapter == Chapter::Sample { EngineChoice::Cpu } else { settings.engine }
}
