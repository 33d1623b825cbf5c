//! What the page and the engine say to each other: plain data, no tensors.
//!
//! The page pulls: it sends [`Command::Next`] once it has drawn the last [`Frame`], and the engine
//! works for about the budget it names and answers with one. Every frame carries the [`RunId`] it
//! belongs to, so what an abandoned run still sends can be dropped.

pub mod compare;
pub mod composition;
pub mod copying;
mod denoiser;
pub mod diffusion;
pub mod draws;
pub mod ebm;
pub mod estimate;
pub mod exact;
pub mod fate;
pub mod log_z;
pub mod mcmc;
mod run_id;
pub mod sharing;
pub mod table;
pub mod weights;
#[cfg(any(feature = "page", feature = "compute"))]
pub mod wire;

use crate::settings::{DataSettings, Experiment};
use compare::CompareFrame;
use diffusion::DiffusionFrame;
use draws::Draws;
use ebm::EbmFrame;
use mcmc::McmcFrame;
pub use run_id::RunId;
use serde::{Deserialize, Serialize};
use sharing::{Progress, Role};
use table::TableFrame;
use weights::Weights;

/// Counts the trials of a page.
pub type TrialId = u32;

/// The square that the stage shows: where it lies is fixed for each density, so that shapes never jump.
pub struct Stage;

impl Stage {
    /// Arrows of a score field along one side.
    pub const ARROWS: usize = 20;
    /// Cells of the density map along one side.
    pub const CELLS: usize = 160;
}

/// From the page to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Abandons the run before, if any, and sets up a new one, which goes on `from` weights of an earlier one where there
    /// are any. Answered by a frame; weights that are of another model are not taken, and its `halt` says why.
    ///
    /// What comes back are the networks, their moving averages, the training steps behind them and the time these took.
    /// Adam's moments, persistent chains, losses by timestep and the weights kept on the way start anew; random draws go
    /// on with others than those of before.
    Start { run: RunId, seed: u32, data: DataSettings, experiment: Experiment, from: Option<Box<Weights>> },
    /// Changes what acts live. Not answered.
    Tune { run: RunId, experiment: Experiment },
    /// Puts the first Markov chain, or the first walker, at a point, in data units. Not answered.
    Place { run: RunId, at: [f32; 2] },
    /// Shows the weights kept at a training step, none for the newest. Not answered.
    LookAt { run: RunId, step: Option<u32> },
    /// Takes hold of a point, in data units, at a noise level from 0 to T, and asks where the denoisers send it. Not
    /// answered; a frame after it tells.
    Probe { run: RunId, at: [f32; 2], t: f32 },
    /// Measures every sampler at every number of evaluations, beside what else there is to do, or stops it. Not answered.
    Measure { run: RunId, on: bool },
    /// Puts the walkers back to where they start. Not answered.
    Gather { run: RunId },
    /// Hands out the newest weights, where a run has any and has trained: answered by [`Event::Weights`], or not at all.
    Export { run: RunId },
    /// Hands out what its chains have drawn: answered by [`Event::Draws`], or not at all by a run without chains.
    Draw { run: RunId },
    /// Takes a model along that another chapter has trained. Not answered.
    TakeAlong { run: RunId, weights: Box<Weights> },
    /// What the engine has to do of a run that two share, from now on. Not answered.
    Share { run: RunId, role: Role },
    /// Tells it what the other engine of the run has done. Not answered.
    Hear { run: RunId, progress: Box<Progress> },
    /// Works for about `budget_ms`, at most `steps` training steps or transitions, and answers with one frame. Where
    /// walkers sample what is trained, they take `walk` steps beside.
    Next { run: RunId, steps: u32, walk: u32, budget_ms: f32 },
    /// Trains a model as `experiment` would for about `budget_ms`, beside the run and without a trace of it: how fast is that?
    /// A new `trial` begins anew. Answered by [`Event::Trial`].
    Trial { trial: TrialId, seed: u32, data: DataSettings, experiment: Box<Experiment>, budget_ms: f32 },
    /// Works on a benchmark case for about `budget_ms`; a new `case` or `seed` starts it afresh.
    Bench { case: String, seed: u32, budget_ms: f32 },
}

impl Command {
    /// The run it is for; none of what is done beside the run.
    pub fn run(&self) -> Option<RunId> {
        match self {
            Self::Trial { .. } | Self::Bench { .. } => None,
            Self::Start { run, .. }
            | Self::Tune { run, .. }
            | Self::Place { run, .. }
            | Self::LookAt { run, .. }
            | Self::Probe { run, .. }
            | Self::Measure { run, .. }
            | Self::Gather { run }
            | Self::Export { run }
            | Self::Draw { run }
            | Self::TakeAlong { run, .. }
            | Self::Share { run, .. }
            | Self::Hear { run, .. }
            | Self::Next { run, .. } => Some(*run),
        }
    }
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The engine's device is up; nothing may be sent before.
    Ready {
        backend: Backend,
        device: String,
    },
    Frame(Box<Frame>),
    Bench(BenchSlice),
    Trial(TrialSlice),
    Weights(Box<Weights>),
    Draws(Box<Draws>),
    /// For the other engine of a run that two share; comes before the frame of the same work.
    Progress(Box<Progress>),
    /// The engine cannot go on: a lost device, a panic. Its worker must be replaced.
    Failed {
        why: String,
    },
}

/// What an engine computes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backend {
    Cpu,
    Gpu,
}

/// What one slice of work brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub run: RunId,
    /// Training steps, or transitions of each chain, done in this run.
    pub step: u32,
    /// The engine still has work to do without steps: ask again even when paused.
    pub more: bool,
    /// The run stopped by itself: why, and what would have helped.
    pub halt: Option<String>,
    pub content: Content,
}

/// What belongs to one kind of experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    Mcmc(McmcFrame),
    Ebm(EbmFrame),
    Diffusion(DiffusionFrame),
    Table(TableFrame),
    Compare(CompareFrame),
}

impl From<McmcFrame> for Content {
    fn from(frame: McmcFrame) -> Self {
        Self::Mcmc(frame)
    }
}

impl From<EbmFrame> for Content {
    fn from(frame: EbmFrame) -> Self {
        Self::Ebm(frame)
    }
}

impl From<DiffusionFrame> for Content {
    fn from(frame: DiffusionFrame) -> Self {
        Self::Diffusion(frame)
    }
}

impl From<CompareFrame> for Content {
    fn from(frame: CompareFrame) -> Self {
        Self::Compare(frame)
    }
}

impl From<TableFrame> for Content {
    fn from(frame: TableFrame) -> Self {
        Self::Table(frame)
    }
}

/// What one slice of a benchmark did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BenchSlice {
    pub case: String,
    /// Units of work done in this slice.
    pub units: f64,
    pub unit: String,
    pub elapsed_ms: f64,
    /// First loss of the case, and the last read back (0 where nothing is trained).
    pub loss_first: f32,
    pub loss_last: f32,
    /// The work is what it should be: losses finite and falling, samples where they belong.
    pub ok: bool,
    pub error: Option<String>,
}

/// What one slice of a trial did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrialSlice {
    pub trial: TrialId,
    /// Training steps, and the milliseconds they took. Both are 0 for the first slice, in which a GPU's programs are
    /// compiled.
    pub steps: u32,
    pub ms: f64,
}

/// What travels between the page and an engine.
pub trait Message {
    /// The flat arrays in it, in a fixed order: they travel beside the bytes, transferred.
    fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>>;
}

impl Message for Command {
    fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        match self {
            Command::Start { from: Some(weights), .. } | Command::TakeAlong { weights, .. } => {
                weights.arrays_mut()
            }
            Command::Hear { progress, .. } => progress.arrays_mut(),
            _ => Vec::new(),
        }
    }
}

impl Message for Event {
    fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let frame = match self {
            Event::Frame(frame) => frame,
            Event::Weights(weights) => return weights.arrays_mut(),
            Event::Draws(draws) => return draws.arrays_mut(),
            Event::Progress(progress) => return progress.arrays_mut(),
            _ => return Vec::new(),
        };
        match &mut frame.content {
            Content::Mcmc(frame) => frame.arrays_mut(),
            Content::Ebm(frame) => frame.arrays_mut(),
            Content::Diffusion(frame) => frame.arrays_mut(),
            Content::Compare(frame) => frame.arrays_mut(),
            Content::Table(_) => Vec::new(),
        }
    }
}
