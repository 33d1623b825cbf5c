//! The experiment of the second chapter: an energy is learned while walkers sample it.

mod divergence;
mod lane;
pub(super) mod map;
pub(super) mod reference;
mod scoring;
pub(super) mod training;
pub(super) mod walk;
mod weights;

use super::device::EngineDevice;
use super::sharing::Sharing;
use crate::numerics::dataset::Standardise;
use crate::protocol::ebm::EbmFrame;
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, EbmSettings};
use lane::Lane;
use reference::Reference;
use scoring::Scoring;
use training::Training;
use web_time::Instant;

/// While networks train, everything else gets at most this share of the time.
const SIDE_SHARE: f64 = 0.4;
/// Milliseconds between two maps while networks train, two scores of samples, and two measurements of walkers.
const MAP_MS: f64 = 800.0;
const SCORE_MS: f64 = 500.0;
const MEASURE_MS: f64 = 250.0;

/// One run of the chapter.
pub struct EbmRun {
    id: RunId,
    settings: EbmSettings,
    device: EngineDevice,
    reference: Reference,
    training: Training,
    scoring: Scoring,
    lanes: Vec<Lane>,
    /// The training step that is looked back at.
    looking_at: Option<u32>,
    /// The walkers have been on weights that were still trained, or are not where a new look begins.
    to_gather: bool,
    /// Kept steps the page has been told of.
    told: usize,
    mapped: Option<Instant>,
    measured: Option<Instant>,
    scored: Option<Instant>,
    /// Samples are not where they were when scored.
    to_score: bool,
    /// Time spent since training last began, for the shares.
    training_ms: f64,
    side_ms: f64,
    pub sharing: Sharing,
}

/// What there is to do beside training, one unit of work each: some milliseconds.
enum Task {
    Reference,
    /// Of the lane of this index.
    Map(usize),
    Floor,
}

impl EbmRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(
        id: RunId,
        seed: u32,
        data: &DataSettings,
        settings: EbmSettings,
        device: &EngineDevice,
    ) -> Self {
        let reference = Reference::new(seed, data, &settings);
        let training = Training::new(seed, &Standardise::of(reference.law()), &settings, device);
        Self {
            id,
            lanes: Lane::all(&training, &reference, seed, &settings),
            scoring: Scoring::new(seed, reference.law(), settings.walkers),
            device: device.clone(),
            looking_at: None,
            to_gather: false,
            told: 0,
            mapped: None,
            measured: None,
            scored: None,
            to_score: true,
            training_ms: 0.0,
            side_ms: 0.0,
            sharing: Sharing::default(),
            reference,
            training,
            settings,
        }
    }

    /// Takes over what acts live.
    pub fn tune(&mut self, settings: EbmSettings) {
        self.scoring.set_points(settings.walkers);
        self.lanes.iter_mut().for_each(|lane| lane.walkers.tune(&settings));
        self.settings = settings;
        self.sharing.leave();
    }

    /// Puts the first walker of every lane at a point of the stage. A point that is not finite is nowhere.
    pub fn place(&mut self, at: [f32; 2]) {
        if at.iter().all(|place| place.is_finite()) {
            self.lanes.iter_mut().for_each(|lane| lane.walkers.place(at.map(f64::from)));
        }
    }

    /// Shows the kept weights nearest to a training step, or again the newest.
    pub fn look_at(&mut self, step: Option<u32>) {
        let step = step.map(|step| self.training.kept.nearest(step));
        self.to_gather |= step != self.looking_at;
        self.looking_at = step;
    }

    /// Puts the walkers back to where they start.
    pub fn gather(&mut self) {
        self.to_gather = true;
    }

    /// Works for about `budget_ms`, training at most `train` steps. Walkers take `walk` steps, as far as there is time.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, train: u32, walk: u32, budget_ms: f32) -> Result<Frame, String> {
        let begin = Instant::now();
        let budget_ms = f64::from(budget_ms);
        if self.sharing.is_second() {
            let content = EbmFrame::default().into();
            let ahead = async || self.training.train_ahead(&self.reference.data, &self.settings).await;
            return self.sharing.train_ahead(self.id, train, budget_ms, content, ahead).await;
        }
        let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
        let mut frame =
            EbmFrame { lanes: self.lanes.iter().map(Lane::frame).collect(), ..EbmFrame::default() };
        let mut halt = None;
        let mut train_left = train;
        if train > 0 {
            self.look_at(None);
        }
        let before = self.training.steps();
        while elapsed() < budget_ms {
            let since = Instant::now();
            let trained = self.training.steps() != before;
            let side_is_due = self.side_ms <= SIDE_SHARE * (self.side_ms + self.training_ms);
            let may_train = train_left > 0 && !self.sharing.waits(train_left);
            match self.side_task() {
                // A frame that may train does, so that a single step asked for is a single step taken.
                Some(task) if !may_train || (trained && side_is_due) => {
                    self.work(task, &mut frame).await?;
                    self.side_ms += since.elapsed().as_secs_f64() * 1e3;
                }
                _ if may_train => {
                    let left_ms = (1.0 - SIDE_SHARE) * (budget_ms - elapsed());
                    let (data, settings) = (&self.reference.data, &self.settings);
                    let slice = match self.sharing.take(self.training.steps(), train_left) {
                        Some(ahead) => self.training.advance_with(data, settings, ahead).await?,
                        None => self.training.advance(data, settings, train_left, left_ms).await?,
                    };
                    let steps = slice.numbers.first().map_or(0, Vec::len) as u32;
                    train_left = if slice.halt.is_some() { 0 } else { train_left - steps };
                    halt = slice.halt;
                    for (lane, numbers) in frame.lanes.iter_mut().zip(slice.numbers) {
                        lane::add_numbers(lane, &numbers);
                    }
                    self.training_ms += since.elapsed().as_secs_f64() * 1e3;
                }
                _ => break,
            }
        }
        if halt.is_some() {
            self.sharing.leave();
        }
        if train == 0 {
            // The shares are kept within one stretch of training.
            (self.training_ms, self.side_ms) = (0.0, 0.0);
        }
        let trained = self.training.steps() != before;
        let ms = elapsed().max(self.sharing.take_ms());
        self.training.rate.note(self.training.steps().saturating_sub(before) as usize, ms);
        if self.sharing.owes_state(train) {
            self.sharing.tell(self.id, vec![self.training.state().await?]);
        }
        self.move_walkers(train > 0, trained, walk, &|| elapsed() < 2.0 * budget_ms).await?;
        self.report(&mut frame, trained).await?;
        Ok(Frame {
            run: self.id,
            step: self.training.steps(),
            steps_per_second: self.training.rate.per_second(),
            more: self.to_gather
                || self.to_score
                || self.side_task().is_some()
                || self.lanes.iter().any(Lane::has_news),
            halt,
            content: frame.into(),
        })
    }

    /// The most urgent unit of work beside training.
    fn side_task(&self) -> Option<Task> {
        if self.reference.grid().is_none() {
            return Some(Task::Reference);
        }
        // Of the first weights there is a map only for those who look back at them.
        let step = self.looking_at.or(Some(self.training.steps()).filter(|&step| step > 0));
        let rested = is_past(self.mapped, MAP_MS);
        // Maps of all lanes show the same step: one that is begun is gone through with.
        let open = self.lanes.iter().position(|lane| lane.map.is_some());
        let stale = self.lanes.iter().position(|lane| step.is_some_and(|step| lane.needs_map(step)));
        let due = rested || self.training_ms == 0.0;
        if let Some(lane) = open.or(stale.filter(|_| due)) {
            return Some(Task::Map(lane));
        }
        (!self.scoring.floor_is_known()).then_some(Task::Floor)
    }

    async fn work(&mut self, task: Task, frame: &mut EbmFrame) -> Result<(), String> {
        match task {
            Task::Reference => self.reference.advance(),
            Task::Floor => frame.floor = self.scoring.advance_floor(),
            Task::Map(index) => {
                let Some(grid) = self.reference.grid() else { return Ok(()) };
                let step = self.looking_at.unwrap_or(self.training.steps());
                let lane = &mut self.lanes[index];
                let map = lane.advance_map(&self.training, self.looking_at, step, grid, &self.device).await?;
                if let Some(map) = map {
                    frame.lanes[index].map = Some(Box::new(map));
                    self.mapped = Some(Instant::now());
                }
            }
        }
        Ok(())
    }

    /// Walkers go on on the newest weights; where training has come to rest, or another step is looked at, they start
    /// again, on an energy that stands still.
    async fn move_walkers(
        &mut self,
        training: bool,
        trained: bool,
        walk: u32,
        has_time: &dyn Fn() -> bool,
    ) -> Result<(), String> {
        let gather = self.to_gather && !training;
        if gather || trained {
            for lane in &mut self.lanes {
                lane.follow(&self.training, self.looking_at, &self.reference.density, gather).await?;
            }
            self.to_gather = training;
        }
        self.to_score |= gather || trained || walk > 0;
        for step in 0..walk {
            if !has_time() {
                break;
            }
            self.lanes.iter_mut().for_each(|lane| lane.walkers.step(step + 1 == walk));
        }
        Ok(())
    }

    async fn report(&mut self, frame: &mut EbmFrame, trained: bool) -> Result<(), String> {
        let measure = is_past(self.measured, MEASURE_MS);
        if measure {
            self.measured = Some(Instant::now());
        }
        let score = self.to_score && is_past(self.scored, SCORE_MS);
        if score {
            self.scored = Some(Instant::now());
            self.to_score = false;
        }
        for (lane, told) in self.lanes.iter_mut().zip(&mut frame.lanes) {
            told.walkers = lane.walkers.report(measure);
            told.on_exact = lane.on_exact();
            if trained {
                told.negatives = lane.negatives(&self.training).await?;
            }
            if score {
                let step = self.looking_at.unwrap_or(self.training.steps());
                let score = lane.score(step, &self.training, &told.walkers.positions, &mut self.scoring);
                told.score = Some(score.await?);
            }
        }
        frame.reference = self.reference.take(self.settings.weights());
        frame.looking_at = self.looking_at;
        let kept = self.training.kept.steps();
        if kept.len() != self.told {
            self.told = kept.len();
            frame.kept = Some(kept);
        }
        Ok(())
    }
}

/// Whether so many milliseconds have passed since; of what was never done they have.
fn is_past(since: Option<Instant>, ms: f64) -> bool {
    since.is_none_or(|at| at.elapsed().as_secs_f64() * 1e3 >= ms)
}
