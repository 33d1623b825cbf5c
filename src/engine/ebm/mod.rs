//! The experiment of the second chapter: an energy is learned while walkers sample it.

mod divergence;
mod lane;
pub(super) mod map;
pub(super) mod reference;
mod scoring;
mod side_by_side;
pub(super) mod training;
pub(super) mod walk;

use super::chapter_run::{Answer, ChapterRun, Trained};
use super::device::EngineDevice;
use super::sharing::SECOND;
use super::slice::{Slices, Unit};
use crate::protocol::ebm::EbmFrame;
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::weights::Weights;
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, EbmSettings, Experiment};
use lane::Lane;
use reference::Reference;
use scoring::Scoring;
use web_time::Instant;

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
    slices: Slices,
}

/// What there is to do beside training, one unit of work each: some milliseconds.
enum Task {
    Reference,
    /// Of the lane of this index.
    Map(usize),
    RealVsReal,
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
        Self {
            id,
            lanes: Lane::all(seed, &reference, &settings, device),
            scoring: Scoring::new(seed, reference.law(), settings.walkers),
            device: device.clone(),
            looking_at: None,
            to_gather: false,
            told: 0,
            mapped: None,
            measured: None,
            scored: None,
            to_score: true,
            slices: Slices::default(),
            reference,
            settings,
        }
    }

    /// The most urgent unit of work beside training.
    fn side_task(&self) -> Option<Task> {
        if self.reference.grid().is_none() {
            return Some(Task::Reference);
        }
        // Of the first weights there is a map only for those who look back at them.
        let step = self.looking_at.or(Some(self.steps()).filter(|&step| step > 0));
        let rested = is_past(self.mapped, MAP_MS);
        // Maps of all lanes show the same step: one that is begun is gone through with.
        let open = self.lanes.iter().position(|lane| lane.map.is_some());
        let stale = self.lanes.iter().position(|lane| step.is_some_and(|step| lane.needs_map(step)));
        let due = rested || !self.slices.is_training();
        if let Some(lane) = open.or(stale.filter(|_| due)) {
            return Some(Task::Map(lane));
        }
        (!self.scoring.real_vs_real_is_known()).then_some(Task::RealVsReal)
    }

    async fn work(&mut self, task: Task, frame: &mut EbmFrame) -> Result<(), String> {
        match task {
            Task::Reference => self.reference.advance(),
            Task::RealVsReal => frame.real_vs_real = self.scoring.advance_real_vs_real(),
            Task::Map(index) => {
                let Some(grid) = self.reference.grid() else { return Ok(()) };
                let step = self.looking_at.unwrap_or(self.steps());
                let lane = &mut self.lanes[index];
                let map = lane.advance_map(self.looking_at, step, grid, &self.device).await?;
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
        budget_ms: f32,
    ) -> Result<(), String> {
        let gather = self.to_gather && !training;
        if gather || trained {
            for lane in &mut self.lanes {
                lane.follow(self.looking_at, &self.reference.density, gather).await?;
            }
            self.to_gather = training;
        }
        self.to_score |= gather || trained || walk > 0;
        for step in 0..walk {
            if self.slices.elapsed_ms() >= 2.0 * f64::from(budget_ms) {
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
        let (looking_at, newest) = (self.looking_at, self.steps());
        for (lane, told) in self.lanes.iter_mut().zip(&mut frame.lanes) {
            told.walkers = lane.walkers.report(measure);
            told.on_exact = lane.on_exact();
            if trained {
                told.negatives = lane.negatives().await?;
            }
            if score {
                told.score =
                    Some(lane.score(looking_at, newest, &told.walkers.positions, &mut self.scoring).await?);
            }
        }
        frame.reference = self.reference.take(self.settings.weights());
        frame.looking_at = self.looking_at;
        let checkpoints =
            self.training().next().map_or_else(Vec::new, |training| training.checkpoints.steps());
        if checkpoints.len() != self.told {
            self.told = checkpoints.len();
            frame.checkpoints = Some(checkpoints);
        }
        Ok(())
    }
}

impl ChapterRun for EbmRun {
    fn advance(&mut self, steps: u32, walk: u32, budget_ms: f32) -> Answer<'_, Frame> {
        Box::pin(async move {
            if self.slices.sharing.is_second()
                && let Some(second) = &mut self.lanes[SECOND].training
            {
                let ahead = async || second.train_ahead(&self.reference.data, &self.settings).await;
                let content = EbmFrame::default().into();
                return self.slices.sharing.train_ahead(self.id, steps, budget_ms, content, ahead).await;
            }
            let mut frame =
                EbmFrame { lanes: self.lanes.iter().map(Lane::frame).collect(), ..EbmFrame::default() };
            let mut halt = None;
            if steps > 0 {
                self.look_at(None);
            }
            let before = self.steps();
            self.slices.begin(steps, budget_ms);
            while let Some(unit) = self.slices.next(self.side_task(), false) {
                match unit {
                    Unit::Side(task) => self.work(task, &mut frame).await?,
                    Unit::Train { steps, ms } => halt = self.train(steps, ms, &mut frame).await?,
                }
            }
            self.slices.charge();
            if self.slices.sharing.owes_state(steps)
                && let Some(second) = &self.lanes[SECOND].training
            {
                let state = second.state().await?;
                self.slices.sharing.tell(self.id, vec![state]);
            }
            let trained = self.steps() != before;
            self.move_walkers(steps > 0, trained, walk, budget_ms).await?;
            self.report(&mut frame, trained).await?;
            Ok(Frame {
                run: self.id,
                step: self.steps(),
                more: self.to_gather
                    || self.to_score
                    || self.side_task().is_some()
                    || self.lanes.iter().any(Lane::has_news),
                halt,
                content: frame.into(),
            })
        })
    }

    fn tune(&mut self, experiment: &Experiment) {
        let Experiment::Ebm(settings) = experiment else { return };
        self.scoring.set_points(settings.walkers);
        self.lanes.iter_mut().for_each(|lane| lane.walkers.tune(settings));
        self.settings = settings.clone();
        self.slices.sharing.leave();
    }

    fn place(&mut self, at: [f32; 2]) {
        if at.iter().all(|place| place.is_finite()) {
            self.lanes.iter_mut().for_each(|lane| lane.walkers.place(at.map(f64::from)));
        }
    }

    fn look_at(&mut self, step: Option<u32>) {
        let step = step.and_then(|step| Some(self.training().next()?.checkpoints.nearest(step)));
        self.to_gather |= step != self.looking_at;
        self.looking_at = step;
    }

    fn gather(&mut self) {
        self.to_gather = true;
    }

    fn share(&mut self, role: Role) {
        self.slices.sharing.share(role, self.training().count());
    }

    fn hear(&mut self, progress: Progress) {
        if let Some(state) = self.slices.sharing.hear(progress)
            && let Some(second) = &mut self.lanes[SECOND].training
        {
            second.take_over(&state);
        }
    }

    fn take_progress(&mut self) -> Option<Progress> {
        self.slices.sharing.next.take()
    }

    fn export(&self) -> Answer<'_, Vec<Trained>> {
        Box::pin(async {
            let step = self.steps();
            let mut networks = Vec::new();
            for training in self.training() {
                networks.push(training.handed_out().await?);
            }
            let seconds = self.training().map(|training| training.pace.seconds).next().unwrap_or_default();
            let trained = Trained { experiment: None, networks, step, seconds };
            Ok(if step > 0 { vec![trained] } else { Vec::new() })
        })
    }

    /// Walkers start on what was learned.
    fn restore(&mut self, seed: u32, weights: &Weights) {
        let settings = self.settings.clone();
        for (training, network) in self.training_mut().zip(&weights.networks) {
            training.restore(&settings, seed, network, weights.step, weights.seconds);
        }
        self.to_gather = true;
    }
}

/// Whether so many milliseconds have passed since; of what was never done they have.
fn is_past(since: Option<Instant>, ms: f64) -> bool {
    since.is_none_or(|at| at.elapsed().as_secs_f64() * 1e3 >= ms)
}
