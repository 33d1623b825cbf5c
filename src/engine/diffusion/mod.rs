//! The diffusion experiment: what one run owns, and what it does with a slice of time.

mod cloud;
mod floor;
pub(super) mod ground;
mod lane;
mod marginals;
mod measuring;
mod probe;
mod reference;
mod scoring;
pub(super) mod source;
pub(super) mod training;
mod weights;

use super::device::EngineDevice;
use super::judge::Judge;
use super::rate::Rate;
use super::sharing::{SECOND, Sharing};
use crate::protocol::diffusion::{DiffusionFrame, DiffusionLane};
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, DiffusionSettings};
use floor::FloorInProgress;
use lane::{Lane, Task};
use probe::Held;
use web_time::Instant;

/// While a network trains, everything else (sampling, scoring) gets at most this share of the time.
const SIDE_SHARE: f64 = 0.4;

/// One run of the diffusion chapter.
pub struct DiffusionRun {
    id: RunId,
    settings: DiffusionSettings,
    /// One, or the one it is forked into as well.
    lanes: Vec<Lane>,
    judge: Judge,
    floor: FloorInProgress,
    /// The training step that is looked back at.
    looking_at: Option<u32>,
    /// Kept steps the page has been told of.
    told: usize,
    ms_per_step: Option<f64>,
    rate: Rate,
    /// Time spent since training last began, for the shares.
    training_ms: f64,
    side_ms: f64,
    pub sharing: Sharing,
}

enum Next {
    Train,
    /// Of the lane of this index.
    Side(usize, Task),
}

impl DiffusionRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(
        id: RunId,
        seed: u32,
        data: &DataSettings,
        settings: DiffusionSettings,
        device: &EngineDevice,
    ) -> Self {
        let lane = |settings| Lane::new(seed, data, settings, device);
        let lanes: Vec<Lane> = settings.runs().into_iter().map(lane).collect();
        Self {
            id,
            judge: Judge::new(seed, lanes[0].ground.law.clone()),
            lanes,
            floor: FloorInProgress::new(seed),
            looking_at: None,
            told: 0,
            ms_per_step: None,
            rate: Rate::default(),
            training_ms: 0.0,
            side_ms: 0.0,
            sharing: Sharing::default(),
            settings,
        }
    }

    /// Takes over what acts live.
    pub fn tune(&mut self, settings: DiffusionSettings) {
        for (lane, settings) in self.lanes.iter_mut().zip(settings.runs()) {
            lane.tune(settings);
        }
        self.settings = settings;
        self.sharing.leave();
    }

    /// Follows a point of the stage from a noise level. A point that is not finite is nowhere.
    pub fn hold(&mut self, at: [f32; 2], t: f32) {
        if at.iter().all(|place| place.is_finite()) && t >= 0.0 {
            self.lanes.iter_mut().for_each(|lane| lane.hold(Held { at, t }));
        }
    }

    /// Measures all samplers, or stops doing so.
    pub fn measure(&mut self, on: bool) {
        self.lanes.iter_mut().for_each(|lane| lane.measure(on, self.looking_at));
    }

    /// Shows the kept weights nearest to a training step, or again the newest.
    pub fn look_at(&mut self, step: Option<u32>) {
        self.looking_at = step.map(|step| self.lanes[0].training.kept.nearest(step));
    }

    /// Works for about `budget_ms`, training at most `train` steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, train: u32, budget_ms: f32) -> Result<Frame, String> {
        let begin = Instant::now();
        let budget_ms = f64::from(budget_ms);
        if self.sharing.is_second() {
            let Lane { training, ground, settings, .. } = &mut self.lanes[SECOND];
            let ahead = async || training.train_ahead(&ground.course, settings).await;
            let content = DiffusionFrame::default().into();
            return self.sharing.train_ahead(self.id, train, budget_ms, content, ahead).await;
        }
        let lanes = self.lanes.iter().map(|_| DiffusionLane::default()).collect();
        let mut frame = DiffusionFrame { lanes, ..DiffusionFrame::default() };
        let mut halt = None;
        let mut train_left = train;
        if train > 0 {
            self.looking_at = None;
        }
        let elapsed = |since: Instant| since.elapsed().as_secs_f64() * 1e3;
        while elapsed(begin) < budget_ms {
            let may_train = if self.sharing.waits(train_left) { 0 } else { train_left };
            let Some(next) = self.next(may_train, &frame) else { break };
            let since = Instant::now();
            match next {
                Next::Train => {
                    let left_ms = (1.0 - SIDE_SHARE) * (budget_ms - elapsed(begin));
                    let before = self.steps();
                    halt = self.train(train_left, left_ms, &mut frame).await?;
                    train_left = if halt.is_some() { 0 } else { train_left - (self.steps() - before) };
                    self.training_ms += elapsed(since);
                }
                Next::Side(lane, task) => {
                    self.work(lane, task, &mut frame).await?;
                    self.side_ms += elapsed(since);
                }
            }
        }
        if train == 0 {
            // The shares are kept within one stretch of training.
            (self.training_ms, self.side_ms) = (0.0, 0.0);
        }
        self.rate.note(frame.lanes[0].losses.len(), elapsed(begin).max(self.sharing.take_ms()));
        if self.sharing.owes_state(train) {
            self.sharing.tell(self.id, vec![self.lanes[SECOND].training.state().await?]);
        }
        self.report(&mut frame);
        let idle =
            DiffusionFrame { lanes: vec![DiffusionLane::default(); self.lanes.len()], ..Default::default() };
        Ok(Frame {
            run: self.id,
            step: self.steps(),
            steps_per_second: self.rate.per_second(),
            more: self.side_task(&idle).is_some(),
            halt,
            content: frame.into(),
        })
    }

    fn steps(&self) -> u32 {
        self.lanes[0].training.steps()
    }

    /// At most so many steps of every lane, for about `ms`; what the other engine of the run has done of the second is taken
    /// over. If a loss is not finite, all lanes go back to the weights before: words for the reader.
    async fn train(
        &mut self,
        most: u32,
        ms: f64,
        frame: &mut DiffusionFrame,
    ) -> Result<Option<String>, String> {
        let begin = Instant::now();
        let before = self.steps();
        let mut ahead = self.sharing.take(before, most);
        let fitting = training::fitting(before, self.ms_per_step, ms).min(most);
        let steps = ahead.as_ref().map_or(fitting, |slice| slice.steps);
        let mut losses = Vec::with_capacity(self.lanes.len());
        for (index, lane) in self.lanes.iter_mut().enumerate() {
            losses.push(match ahead.take_if(|_| index == SECOND) {
                Some(slice) => lane.training.take_over(slice),
                None => lane.training.advance(&lane.ground.course, &lane.settings, steps).await?,
            });
        }
        self.ms_per_step = Some(begin.elapsed().as_secs_f64() * 1e3 / f64::from(steps));
        let bad = losses.iter().flat_map(|losses| losses.iter().position(|loss| !loss.is_finite())).min();
        let Some(bad) = bad else {
            self.lanes.iter_mut().for_each(|lane| lane.training.approve());
            for (lane, losses) in frame.lanes.iter_mut().zip(losses) {
                lane.losses.extend(losses);
            }
            return Ok(None);
        };
        self.lanes.iter_mut().for_each(|lane| lane.training.take_back());
        self.sharing.leave();
        Ok(Some(training::diverged(before, bad, &self.settings)))
    }

    /// The most urgent unit of work, given how many training steps may be taken.
    fn next(&self, train_left: u32, frame: &DiffusionFrame) -> Option<Next> {
        let side_is_due = self.side_ms <= SIDE_SHARE * (self.side_ms + self.training_ms);
        // A frame that may train does, so that a single step asked for is a single step taken.
        let may_wait = train_left == 0 || !frame.lanes[0].losses.is_empty();
        match self.side_task(frame) {
            Some((lane, task)) if train_left == 0 || (may_wait && side_is_due) => {
                Some(Next::Side(lane, task))
            }
            _ if train_left > 0 => Some(Next::Train),
            _ => None,
        }
    }

    fn side_task(&self, frame: &DiffusionFrame) -> Option<(usize, Task)> {
        let of_lanes = self.lanes.iter().zip(&frame.lanes).enumerate();
        let tasks =
            of_lanes.filter_map(|(index, (lane, frame))| Some((index, lane.task(self.looking_at, frame)?)));
        let floor = if !self.floor.is_known() {
            Some((0, Task::FirstFloor))
        } else {
            (!self.floor.is_done()).then_some((0, Task::Floor))
        };
        tasks.chain(floor).min_by_key(|(_, task)| *task)
    }

    async fn work(&mut self, lane: usize, task: Task, frame: &mut DiffusionFrame) -> Result<(), String> {
        if matches!(task, Task::FirstFloor | Task::Floor) {
            frame.floor = self.floor.advance(&self.judge).or_else(|| frame.floor.take());
            return Ok(());
        }
        self.lanes[lane].work(task, self.looking_at, &self.judge, &mut frame.lanes[lane]).await
    }

    /// What a frame tells beside what its work has brought.
    fn report(&mut self, frame: &mut DiffusionFrame) {
        for (lane, told) in self.lanes.iter().zip(&mut frame.lanes) {
            if !told.losses.is_empty() {
                told.loss_by_timestep = lane.training.loss_by_timestep();
            }
        }
        let kept = self.lanes[0].training.kept.steps();
        if kept.len() != self.told {
            self.told = kept.len();
            frame.kept = Some(kept);
        }
        frame.looking_at = self.looking_at;
        let shares: Vec<f32> = self.lanes.iter().filter_map(Lane::measuring).collect();
        frame.measuring = (!shares.is_empty()).then(|| {
            // A lane that is done counts as whole.
            (shares.iter().sum::<f32>() + (self.lanes.len() - shares.len()) as f32) / self.lanes.len() as f32
        });
    }
}
