//! A run of the chapter on energies, driven as a page drives it, however slow the machine is.

use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::engine::serve;
use mcmc_to_diffusion::protocol::ebm::{EbmFrame, EbmScore, EnergyMetrics};
use mcmc_to_diffusion::protocol::mcmc::Diagnostics;
use mcmc_to_diffusion::protocol::{Command, Content, Event, Frame};
use mcmc_to_diffusion::settings::{DataSettings, EbmSettings, Experiment};

pub const RUN: u32 = 1;

pub fn start(seed: u32, settings: &EbmSettings) -> Command {
    Command::Start {
        run: RUN,
        seed,
        data: DataSettings::default(),
        experiment: Experiment::Ebm(settings.clone()),
        from: None,
    }
}

pub fn next(steps: u32, walk: u32, budget_ms: f32) -> Command {
    Command::Next { run: RUN, steps, walk, budget_ms }
}

/// What has been told so far.
#[derive(Default)]
pub struct Told {
    pub step: u32,
    pub halt: Option<String>,
    pub checkpoints: Vec<u32>,
    pub looking_at: Option<u32>,
    /// The newest frame.
    pub frame: EbmFrame,
    pub more: bool,
    /// Of each lane: the newest map's step and judgement, score and diagnostics, and all losses.
    pub maps: Vec<Option<(u32, EnergyMetrics)>>,
    pub scores: Vec<Option<EbmScore>>,
    pub diagnostics: Vec<Option<Diagnostics>>,
    pub losses: Vec<Vec<f32>>,
}

impl Told {
    fn take(&mut self, frame: Frame) {
        (self.step, self.more) = (frame.step, frame.more);
        self.halt = frame.halt.or(self.halt.take());
        let Content::Ebm(content) = frame.content else { panic!("of another chapter") };
        let lanes = content.lanes.len();
        self.maps.resize_with(lanes, || None);
        self.scores.resize_with(lanes, || None);
        self.diagnostics.resize_with(lanes, || None);
        self.losses.resize_with(lanes, Vec::new);
        for (index, lane) in content.lanes.iter().enumerate() {
            self.losses[index].extend(&lane.losses);
            self.maps[index] =
                lane.map.as_ref().map(|map| (map.step, map.metrics)).or(self.maps[index].take());
            self.scores[index] = lane.score.or(self.scores[index].take());
            let diagnostics = lane.walkers.diagnostics.as_deref().cloned();
            self.diagnostics[index] = diagnostics.or(self.diagnostics[index].take());
        }
        if let Some(checkpoints) = &content.checkpoints {
            self.checkpoints.clone_from(checkpoints);
        }
        self.looking_at = content.looking_at;
        self.frame = content;
    }

    /// Draws of each walker of a lane since it started, as far as has been told.
    pub fn draws(&self, lane: usize) -> f64 {
        self.diagnostics[lane].as_ref().map_or(0.0, |diagnostics| diagnostics.draws)
    }
}

/// Starts a run and goes on with what `then` asks for, until it asks for nothing. Commands that are not answered can be
/// sent beside.
pub fn drive(
    seed: u32,
    settings: &EbmSettings,
    mut then: impl FnMut(&Told, &UnboundedSender<Command>) -> Option<Command>,
) -> Told {
    let (sender, receiver) = unbounded();
    sender.unbounded_send(start(seed, settings)).expect("it is open");
    let mut sender = Some(sender);
    let mut told = Told::default();
    block_on(serve(EngineDevice::cpu(), receiver, |event| match event {
        Event::Ready { .. } => {}
        Event::Frame(frame) => {
            told.take(*frame);
            let wanted = sender.as_ref().and_then(|sender| then(&told, sender));
            match (&sender, wanted) {
                (Some(sender), Some(command)) => sender.unbounded_send(command).expect("it is open"),
                _ => sender = None,
            }
        }
        other => panic!("unexpected {other:?}"),
    }));
    told
}

/// Trains for as long as the settings say, or until it diverges, and lets the walkers walk so many steps on what was
/// learned.
pub fn train_and_walk(seed: u32, settings: &EbmSettings, walk: u32) -> Told {
    let goal = settings.train_steps as u32;
    let mut walked = false;
    drive(seed, settings, |told, _| {
        let still = told.frame.lanes[0].losses.is_empty();
        if told.halt.is_none() && told.step < goal {
            Some(next(goal - told.step, 0, 1_000.0))
        } else if still && !told.more && walk > 0 && !walked {
            walked = true;
            Some(next(0, walk, 60_000.0))
        } else {
            (!still || told.more).then(|| next(0, 0, 1_000.0))
        }
    })
}
