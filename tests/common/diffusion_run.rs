//! A run of the diffusion chapter, driven as a page drives it.

use futures::channel::mpsc;
use futures::executor::block_on;
use mcmc_to_diffusion::engine::{device::EngineDevice, serve};
use mcmc_to_diffusion::protocol::composition::ComposedLevel;
use mcmc_to_diffusion::protocol::copying::Copying;
use mcmc_to_diffusion::protocol::diffusion::{
    Beside, Cloud, Marginal, Probe, Quality, RealVsReal, Reference, Score,
};
use mcmc_to_diffusion::protocol::fate::{FateMap, UTurns};
use mcmc_to_diffusion::protocol::{Command, Content, Event, Frame, RunId};
use mcmc_to_diffusion::settings::{DataSettings, DiffusionSettings, Experiment};

pub const RUN: RunId = 7;

pub fn small() -> DiffusionSettings {
    DiffusionSettings {
        width: 16,
        depth: 2,
        batch_size: 64,
        points: 500,
        sampler_steps: 10,
        ..DiffusionSettings::default()
    }
}

/// What the engine answers to `commands`.
pub fn answers(commands: impl IntoIterator<Item = Command>) -> Vec<Event> {
    let (sender, receiver) = mpsc::unbounded();
    commands.into_iter().for_each(|command| sender.unbounded_send(command).unwrap());
    drop(sender);
    let mut events = Vec::new();
    block_on(serve(EngineDevice::cpu(), receiver, |event| events.push(event)));
    events
}

pub fn start(seed: u32, diffusion: DiffusionSettings) -> Command {
    Command::Start {
        run: RUN,
        seed,
        data: DataSettings::default(),
        experiment: Experiment::Diffusion(diffusion),
        from: None,
    }
}

pub fn tune(diffusion: DiffusionSettings) -> Command {
    Command::Tune { run: RUN, experiment: Experiment::Diffusion(diffusion) }
}

pub fn next(steps: u32, budget_ms: f32) -> Command {
    Command::Next { run: RUN, steps, walk: 0, budget_ms }
}

pub fn frames(events: Vec<Event>) -> Vec<Frame> {
    events
        .into_iter()
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(*frame),
            Event::Ready { .. } => None,
            other => panic!("unexpected {other:?}"),
        })
        .collect()
}

/// Everything that arrives when one training slice is followed by idle frames.
#[derive(Default)]
pub struct Arrived {
    pub losses: Vec<f32>,
    pub references: Vec<Reference>,
    pub clouds: Vec<Cloud>,
    pub scores: Vec<Score>,
    pub real_vs_real: Vec<RealVsReal>,
    pub checkpoints: Vec<u32>,
    pub excess_by_timestep: Vec<f32>,
    pub marginals: Vec<Marginal>,
    pub probes: Vec<Probe>,
    pub qualities: Vec<Quality>,
    pub fate_maps: Vec<FateMap>,
    pub u_turns: Vec<UTurns>,
    pub copying: Vec<Copying>,
    pub beside: Vec<Beside>,
    pub composed_levels: Vec<ComposedLevel>,
    /// Of the run that it is forked into.
    pub second: Second,
    pub halts: Vec<String>,
}

#[derive(Default)]
pub struct Second {
    pub losses: Vec<f32>,
    pub references: Vec<Reference>,
    pub clouds: Vec<Cloud>,
    pub probes: Vec<Probe>,
}

impl Arrived {
    fn take(&mut self, frame: Frame) {
        self.halts.extend(frame.halt);
        let Content::Diffusion(content) = frame.content else { panic!("not of this chapter") };
        self.real_vs_real.extend(content.real_vs_real);
        self.checkpoints = content.checkpoints.unwrap_or(std::mem::take(&mut self.checkpoints));
        for (index, lane) in content.lanes.into_iter().enumerate() {
            if index > 0 {
                self.second.losses.extend(lane.losses);
                self.second.references.extend(lane.reference);
                self.second.clouds.extend(lane.cloud);
                self.second.probes.extend(lane.probe);
                continue;
            }
            self.losses.extend(lane.losses);
            if !lane.excess_by_timestep.is_empty() {
                self.excess_by_timestep = lane.excess_by_timestep;
            }
            self.references.extend(lane.reference);
            self.clouds.extend(lane.cloud);
            self.scores.extend(lane.score);
            self.marginals.extend(lane.marginal);
            self.probes.extend(lane.probe);
            self.qualities.extend(lane.quality);
            self.fate_maps.extend(lane.fate_map);
            self.u_turns.extend(lane.u_turns);
            self.copying.extend(lane.copying);
            self.beside.extend(lane.beside);
            self.composed_levels.extend(lane.composed_level);
        }
    }
}

pub fn arrived(frames: Vec<Frame>) -> Arrived {
    let mut all = Arrived::default();
    frames.into_iter().for_each(|frame| all.take(frame));
    all
}

/// Pulls as a page does, each frame asking for the next with `train` steps, until `done`: however slow
/// the machine is.
pub fn pull_until(diffusion: DiffusionSettings, train: u32, done: impl Fn(&Arrived) -> bool) -> Arrived {
    pull_after([start(1, diffusion)], train, done)
}

/// The same after these commands, the first of which starts the run.
pub fn pull_after(
    commands: impl IntoIterator<Item = Command>,
    train: u32,
    done: impl Fn(&Arrived) -> bool,
) -> Arrived {
    pull_with(commands, |all| if done(all) { Vec::new() } else { vec![next(train, 50.0)] })
}

/// So many frames are enough for every test: one that waits for what never comes must fail, not hang.
const MOST_FRAMES: usize = 5_000;

/// The same, each frame followed by what `then` asks for, until that is nothing.
pub fn pull_with(
    commands: impl IntoIterator<Item = Command>,
    mut then: impl FnMut(&Arrived) -> Vec<Command>,
) -> Arrived {
    let (sender, receiver) = mpsc::unbounded();
    commands.into_iter().for_each(|command| sender.unbounded_send(command).unwrap());
    let mut sender = Some(sender);
    let (mut all, mut frames) = (Arrived::default(), 0);
    block_on(serve(EngineDevice::cpu(), receiver, |event| {
        let Event::Frame(frame) = event else { return };
        frames += 1;
        assert!(frames < MOST_FRAMES, "what is waited for did not come in {frames} frames");
        all.take(*frame);
        let wanted = then(&all);
        sender.take_if(|_| wanted.is_empty());
        for command in wanted {
            sender.iter().for_each(|sender| sender.unbounded_send(command.clone()).unwrap());
        }
    }));
    all
}
