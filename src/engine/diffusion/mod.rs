//! The diffusion experiment: what one run owns, and what it does with a slice of time.

mod beside;
mod checks;
mod cloud;
mod composition;
mod copying;
mod correcting;
mod excess;
mod fate_maps;
mod fates;
pub(super) mod ground;
mod lane;
mod marginals;
mod measuring;
mod probe;
mod real_vs_real;
mod reference;
mod scoring;
pub(super) mod source;
mod stage_levels;
mod task;
pub(super) mod training;
mod u_turns;
mod way_back;

use super::chapter_run::{Answer, ChapterRun, Trained};
use super::device::EngineDevice;
use super::metrics::Metrics;
use super::sharing::{SECOND, unseen};
use super::slice::{Slices, Unit, fitting};
use crate::numerics::museum::diffusion_bug;
use crate::protocol::diffusion::{DiffusionFrame, DiffusionLane};
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::weights::Weights;
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, DiffusionSettings, Experiment};
use lane::Lane;
use probe::Held;
use real_vs_real::RealVsRealInProgress;
use task::Task;
use training::until_read;

/// One run of the diffusion chapter.
pub struct DiffusionRun {
    id: RunId,
    /// With the bug that is on, also where it is hidden.
    settings: DiffusionSettings,
    /// One, or the one it is forked into as well.
    lanes: Vec<Lane>,
    metrics: Metrics,
    real_vs_real: RealVsRealInProgress,
    /// The training step that is looked back at.
    looking_at: Option<u32>,
    /// Kept steps the page has been told of.
    told: usize,
    slices: Slices,
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
        let bug = diffusion_bug(settings.bug, seed);
        let settings = DiffusionSettings { bug, ..settings };
        let lane = |settings| Lane::new(seed, data, settings, device);
        let lanes: Vec<Lane> = settings.runs().into_iter().map(lane).collect();
        Self {
            id,
            metrics: Metrics::new(seed, lanes[0].ground.law.clone()).with_bug(bug),
            lanes,
            real_vs_real: RealVsRealInProgress::new(seed),
            looking_at: None,
            told: 0,
            slices: Slices::default(),
            settings,
        }
    }

    /// Whether the reader waits for samples of a lane, drawn otherwise than before.
    fn redraws(&self) -> bool {
        self.lanes.iter().any(Lane::redraws)
    }

    /// Of the network that the second engine trains, or draws from.
    fn shared_lane(&mut self) -> &mut Lane {
        self.lanes.last_mut().expect("there is a lane")
    }

    fn steps(&self) -> u32 {
        self.lanes[0].training.steps()
    }

    /// Some steps of every lane: at most `most`, in about `ms`, or as many as another engine has taken of the second lane. If a
    /// loss is not finite, all lanes go back to the weights before: words for the reader.
    async fn train(
        &mut self,
        most: u32,
        ms: f64,
        frame: &mut DiffusionFrame,
    ) -> Result<Option<String>, String> {
        let before = self.steps();
        let mut ahead = self.slices.sharing.take(before, most);
        let ms_per_step = self.lanes.iter().map(|lane| lane.training.pace.ms_per_step).sum();
        let fitting = fitting(ms_per_step, ms, until_read(before)).min(most);
        let steps = ahead.as_ref().map_or(fitting, |slice| slice.steps);
        let mut losses = Vec::with_capacity(self.lanes.len());
        for (index, lane) in self.lanes.iter_mut().enumerate() {
            losses.push(match ahead.take_if(|_| index == SECOND) {
                Some(slice) => lane.training.take_over(slice),
                None => lane.training.advance(&lane.ground.train_set, &lane.settings, steps).await?,
            });
        }
        let bad = losses.iter().flat_map(|losses| losses.iter().position(|loss| !loss.is_finite())).min();
        self.slices.trained(steps, bad.is_some());
        if let Some(bad) = bad {
            self.lanes.iter_mut().for_each(|lane| lane.training.take_back());
            return Ok(Some(training::diverged(before, bad, &self.settings)));
        }
        for (lane, (told, losses)) in self.lanes.iter_mut().zip(frame.lanes.iter_mut().zip(losses)) {
            lane.training.approve();
            told.losses.extend(losses);
        }
        Ok(None)
    }

    /// The most urgent unit of work beside training, and the index of its lane; where samples are drawn `elsewhere`, no new ones
    /// are begun here.
    fn side_task(&self, frame: &DiffusionFrame, elsewhere: bool) -> Option<(usize, Task)> {
        let may = |task: &Task| !elsewhere || *task != Task::StaleCloud;
        let of_lanes = self.lanes.iter().zip(&frame.lanes).enumerate();
        let tasks = of_lanes
            .filter_map(|(index, (lane, frame))| Some((index, lane.task(self.looking_at, frame, may)?)));
        let real_vs_real = if !self.real_vs_real.is_known() {
            Some((0, Task::FirstFloor))
        } else {
            (!self.real_vs_real.is_done()).then_some((0, Task::RealVsReal))
        };
        tasks.chain(real_vs_real).min_by_key(|(_, task)| *task)
    }

    async fn work(&mut self, lane: usize, task: Task, frame: &mut DiffusionFrame) -> Result<(), String> {
        if matches!(task, Task::FirstFloor | Task::RealVsReal) {
            frame.real_vs_real =
                self.real_vs_real.advance(&self.metrics).or_else(|| frame.real_vs_real.take());
            return Ok(());
        }
        self.lanes[lane].work(task, self.looking_at, &self.metrics, &mut frame.lanes[lane]).await
    }

    /// What the second engine does if the run is to take steps: it trains the second network ahead, or draws samples of the only
    /// one.
    async fn assist(&mut self, steps: u32, budget_ms: f32) -> Result<Frame, String> {
        let content = DiffusionFrame::default().into();
        if let Some(Lane { training, ground, settings, .. }) = self.lanes.get_mut(SECOND) {
            let ahead = async || training.train_ahead(&ground.train_set, settings).await;
            return self.slices.sharing.train_ahead(self.id, steps, budget_ms, content, ahead).await;
        }
        let lane = &mut self.lanes[0];
        let mut drawn = std::mem::take(&mut self.slices.sharing.drawn);
        self.slices.begin(0, if steps > 0 { budget_ms } else { 0.0 });
        let mut task = lane.task(None, &drawn, Task::is_drawing);
        while let Some(Unit::Side(due)) = self.slices.next(task, false) {
            lane.work(due, None, &self.metrics, &mut drawn).await?;
            task = lane.task(None, &drawn, Task::is_drawing);
        }
        self.slices.sharing.tell_drawn(self.id, drawn, task.is_none());
        Ok(unseen(self.id, content))
    }

    /// What a frame tells beside what its work has brought.
    fn report(&mut self, frame: &mut DiffusionFrame) {
        let checkpoints = self.lanes[0].training.checkpoints.steps();
        if checkpoints.len() != self.told {
            self.told = checkpoints.len();
            frame.checkpoints = Some(checkpoints);
        }
        frame.looking_at = self.looking_at;
        frame.bug = self.settings.bug;
        let shares: Vec<f32> = self.lanes.iter().filter_map(Lane::measuring).collect();
        frame.measuring = (!shares.is_empty()).then(|| {
            // A lane that is done counts as whole.
            (shares.iter().sum::<f32>() + (self.lanes.len() - shares.len()) as f32) / self.lanes.len() as f32
        });
    }
}

impl ChapterRun for DiffusionRun {
    fn advance(&mut self, steps: u32, _walk: u32, budget_ms: f32) -> Answer<'_, Frame> {
        Box::pin(async move {
            if self.slices.sharing.is_second() {
                return self.assist(steps, budget_ms).await;
            }
            let idle = DiffusionFrame {
                lanes: vec![DiffusionLane::default(); self.lanes.len()],
                ..DiffusionFrame::default()
            };
            let mut frame = idle.clone();
            let mut halt = None;
            if steps > 0 {
                self.looking_at = None;
            }
            if self.looking_at.is_none() {
                self.lanes[0].show(std::mem::take(&mut self.slices.sharing.drawn), &mut frame.lanes[0]);
            }
            let elsewhere = steps > 0 && self.slices.sharing.draws_elsewhere();
            self.slices.begin(steps, budget_ms);
            let mut reader_waits = self.redraws();
            while let Some(unit) = self.slices.next(self.side_task(&frame, elsewhere), reader_waits) {
                match unit {
                    Unit::Side((lane, task)) => self.work(lane, task, &mut frame).await?,
                    Unit::Train { steps, ms } => halt = self.train(steps, ms, &mut frame).await?,
                }
                // What is waited for is told at once.
                if std::mem::replace(&mut reader_waits, self.redraws()) && !reader_waits {
                    break;
                }
            }
            self.slices.charge();
            if self.slices.sharing.owes_state(steps) {
                let state = self.shared_lane().training.state().await?;
                self.slices.sharing.tell(self.id, vec![state]);
            }
            self.report(&mut frame);
            Ok(Frame {
                run: self.id,
                step: self.steps(),
                more: self.side_task(&idle, false).is_some(),
                halt,
                content: frame.into(),
            })
        })
    }

    fn tune(&mut self, experiment: &Experiment) {
        let Experiment::Diffusion(settings) = experiment else { return };
        let settings = DiffusionSettings { bug: self.settings.bug, ..settings.clone() };
        for (lane, settings) in self.lanes.iter_mut().zip(settings.runs()) {
            lane.tune(settings);
        }
        self.settings = settings;
        self.slices.sharing.leave();
    }

    fn hold(&mut self, at: [f32; 2], t: f32) {
        if at.iter().all(|place| place.is_finite()) && t >= 0.0 {
            self.lanes.iter_mut().for_each(|lane| lane.hold(Held { at, t }));
        }
    }

    fn measure(&mut self, on: bool) {
        self.lanes.iter_mut().for_each(|lane| lane.measure(on, self.looking_at));
    }

    fn look_at(&mut self, step: Option<u32>) {
        self.looking_at = step.map(|step| self.lanes[0].training.checkpoints.nearest(step));
    }

    fn share(&mut self, role: Role) {
        self.slices.sharing.share(role, self.lanes.len());
    }

    fn hear(&mut self, progress: Progress) {
        if let Some(state) = self.slices.sharing.hear(progress) {
            self.shared_lane().training.take_over(state);
        }
    }

    fn take_progress(&mut self) -> Option<Progress> {
        self.slices.sharing.next.take()
    }

    fn export(&self) -> Answer<'_, Vec<Trained>> {
        Box::pin(async {
            let mut networks = Vec::with_capacity(self.lanes.len());
            for lane in &self.lanes {
                networks.push(lane.training.handed_out().await?);
            }
            let (step, seconds) = (self.steps(), self.lanes[0].training.pace.seconds);
            let trained = Trained { experiment: None, networks, step, seconds };
            Ok(if step > 0 { vec![trained] } else { Vec::new() })
        })
    }

    fn restore(&mut self, seed: u32, weights: &Weights) {
        for (lane, network) in self.lanes.iter_mut().zip(&weights.networks) {
            lane.training.restore(&lane.settings, seed, network, weights.step, weights.seconds);
        }
    }
}
