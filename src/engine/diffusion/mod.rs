//! The diffusion experiment: what one run owns, and what it does with a slice of time.

mod cloud;
mod reference;
mod scoring;
mod training;

use super::device::EngineDevice;
use crate::numerics::diffusion::schedule::Schedule;
use crate::numerics::diffusion::trainer::Course;
use crate::numerics::nn::TimeEmbedding;
use crate::protocol::diffusion::{Denoiser, DiffusionFrame};
use crate::protocol::{Frame, RunId};
use crate::settings::DiffusionSettings;
use cloud::CloudInProgress;
use reference::ReferenceInProgress;
use scoring::Scoring;
use training::Training;
use web_time::Instant;

/// While a network trains, everything else (sampling, scoring) gets at most this share of the time.
const SIDE_SHARE: f64 = 0.4;

/// One run of the diffusion chapter.
pub struct DiffusionRun {
    id: RunId,
    seed: u32,
    settings: DiffusionSettings,
    device: EngineDevice,
    course: Course,
    reference: ReferenceInProgress,
    training: Training,
    scoring: Scoring,
    ideal: Option<CloudInProgress>,
    learned: Option<CloudInProgress>,
    /// Training steps behind the newest cloud of the network.
    learned_step: u32,
    /// Time spent since training last began, for the shares.
    training_ms: f64,
    side_ms: f64,
}

/// What there is to do beside training, one unit of work each: tens of milliseconds at most.
enum Task {
    IdealCloud,
    Reference,
    LearnedCloud,
    Score,
    Floor,
}

enum Next {
    Train,
    Side(Task),
}

impl DiffusionRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(id: RunId, seed: u32, settings: DiffusionSettings, device: &EngineDevice) -> Self {
        let schedule = Schedule::new(settings.schedule, settings.timesteps);
        let reference = ReferenceInProgress::new(seed, &settings, &schedule);
        let course = Course {
            data: reference.data.iter().map(|x| reference.standardise.to_standard(*x)).collect(),
            embedding: TimeEmbedding::new(settings.timesteps),
            batch_size: settings.batch_size,
            schedule,
        };
        Self {
            id,
            seed,
            training: Training::new(seed, &settings, device),
            scoring: Scoring::new(seed, &settings),
            ideal: Some(CloudInProgress::ideal(seed, &settings, &reference.standardise)),
            learned: None,
            learned_step: 0,
            training_ms: 0.0,
            side_ms: 0.0,
            device: device.clone(),
            course,
            reference,
            settings,
        }
    }

    pub fn id(&self) -> RunId {
        self.id
    }

    /// Takes over what acts live. A change of sampler makes the clouds anew.
    pub fn tune(&mut self, settings: DiffusionSettings) {
        if self.settings.changes_sampler(&settings) {
            self.ideal = Some(CloudInProgress::ideal(self.seed, &settings, &self.reference.standardise));
            self.learned = None;
            self.learned_step = 0;
        }
        self.settings = settings;
    }

    /// Works for about `budget_ms`, training at most `train` steps.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, train: u32, budget_ms: f32) -> Result<Frame, String> {
        let begin = Instant::now();
        let mut frame = DiffusionFrame::default();
        let mut halt = None;
        let mut train_left = train;
        let elapsed = |since: Instant| since.elapsed().as_secs_f64() * 1e3;
        while elapsed(begin) < f64::from(budget_ms) {
            let Some(next) = self.next(train_left, &frame) else { break };
            let since = Instant::now();
            match next {
                Next::Train => {
                    let left_ms = (1.0 - SIDE_SHARE) * (f64::from(budget_ms) - elapsed(begin));
                    let slice =
                        self.training.advance(&self.course, &self.settings, train_left, left_ms).await?;
                    train_left =
                        if slice.halt.is_some() { 0 } else { train_left - slice.losses.len() as u32 };
                    frame.losses.extend(slice.losses);
                    halt = slice.halt;
                    self.training_ms += elapsed(since);
                }
                Next::Side(task) => {
                    self.work(task, &mut frame).await?;
                    self.side_ms += elapsed(since);
                }
            }
        }
        if train == 0 {
            // The shares are kept within one stretch of training.
            (self.training_ms, self.side_ms) = (0.0, 0.0);
        }
        self.training.rate.note(frame.losses.len(), elapsed(begin));
        Ok(Frame {
            run: self.id,
            step: self.training.steps(),
            steps_per_second: self.training.rate.per_second(),
            more: self.side_task(&DiffusionFrame::default()).is_some(),
            halt,
            content: frame.into(),
        })
    }

    /// The most urgent unit of work, given how many training steps may be taken.
    fn next(&self, train_left: u32, frame: &DiffusionFrame) -> Option<Next> {
        let side_is_due = self.side_ms <= SIDE_SHARE * (self.side_ms + self.training_ms);
        // A frame that may train does, so that a single step asked for is a single step taken.
        let may_wait = train_left == 0 || !frame.losses.is_empty();
        match self.side_task(frame) {
            Some(task) if train_left == 0 || (may_wait && side_is_due) => Some(Next::Side(task)),
            _ if train_left > 0 => Some(Next::Train),
            _ => None,
        }
    }

    /// A frame carries one cloud and one score, so a second waits for the next frame.
    fn side_task(&self, frame: &DiffusionFrame) -> Option<Task> {
        if self.ideal.is_some() && frame.cloud.is_none() {
            return Some(Task::IdealCloud);
        }
        if !self.reference.is_sent() {
            return Some(Task::Reference);
        }
        if self.learned.is_some() && frame.cloud.is_none() {
            return Some(Task::LearnedCloud);
        }
        if self.scoring.cloud_is_waiting() && frame.score.is_none() {
            return Some(Task::Score);
        }
        // While a network trains its cloud is always stale: a first floor must not wait for that to end.
        if !self.scoring.floor_is_known() {
            return Some(Task::Floor);
        }
        let stale = self.learned_step != self.training.steps();
        if stale && frame.cloud.is_none() {
            return Some(Task::LearnedCloud);
        }
        (!self.scoring.floor_is_done()).then_some(Task::Floor)
    }

    async fn work(&mut self, task: Task, frame: &mut DiffusionFrame) -> Result<(), String> {
        match task {
            Task::IdealCloud => {
                let cloud = self.ideal.take();
                self.ideal = self.draw(cloud, frame).await?;
            }
            Task::LearnedCloud => {
                let cloud = self.learned.take().or_else(|| Some(self.start_learned_cloud()));
                self.learned = self.draw(cloud, frame).await?;
            }
            Task::Reference => {
                if self.reference.advance() {
                    let weights = self.training.trainer().weights();
                    frame.reference = Some(self.reference.finish(&self.course.schedule, weights));
                }
            }
            Task::Score => frame.score = self.scoring.score_cloud(),
            Task::Floor => frame.floor = self.scoring.advance_floor().or_else(|| frame.floor.take()),
        }
        Ok(())
    }

    fn start_learned_cloud(&self) -> CloudInProgress {
        CloudInProgress::learned(
            self.training.trainer().learned.average.clone(),
            self.training.steps(),
            self.seed,
            &self.settings,
            &self.reference.standardise,
            &self.device,
        )
    }

    /// Takes `cloud` one step on its way; one that arrives goes into the frame, another comes back.
    async fn draw(
        &mut self,
        cloud: Option<CloudInProgress>,
        frame: &mut DiffusionFrame,
    ) -> Result<Option<CloudInProgress>, String> {
        let Some(mut cloud) = cloud else { return Ok(None) };
        if !cloud.advance(&self.course, &self.reference.ideal).await? {
            return Ok(Some(cloud));
        }
        let cloud = cloud.finish(&self.reference.standardise).await?;
        if cloud.denoiser == Denoiser::Learned {
            self.learned_step = cloud.step;
        }
        self.scoring.offer(&cloud);
        frame.cloud = Some(cloud);
        Ok(None)
    }
}
