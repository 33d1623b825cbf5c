//! The experiment of the last chapter: the same walkers through what is known, an energy that is learned and a denoiser that
//! is learned, and one scoreboard.

mod chains;
mod costs;
mod denoising;
mod departure;
mod dependence;
mod diffusion_model;
mod energy_model;
mod exploring;
mod handed_out;
mod job;
mod likelihood;
mod models;
mod plan;
mod problem;
mod real_vs_real;
mod recording;
mod results;
mod scheduler;
mod scoring;
mod sharing;
mod step_size_warmup;
mod taken_along;
mod tasks;
mod trajectory;
mod two_engines;
mod walkers;
mod workload;

use super::chapter_run::{Answer, ChapterRun, Trained};
use super::device::EngineDevice;
use super::ebm::map::MapInProgress;
use super::ebm::reference::Reference;
use crate::protocol::compare::{CompareFrame, Doing};
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::weights::Weights;
use crate::protocol::{Frame, RunId};
use crate::settings::{ComparePlan, DataSettings, Experiment, Family, Method};
use costs::{Costs, Unit, Waiting};
use diffusion_model::DiffusionModel;
use energy_model::EnergyModel;
use job::{Job, methods};
use models::Models;
use problem::Problem;
use real_vs_real::RealVsRealInProgress;
use results::Results;
use sharing::{LEARNED, Sharing};
use step_size_warmup::StepSizeWarmup;
use tasks::Task;
use web_time::Instant;

/// One run of the chapter.
pub struct CompareRun {
    id: RunId,
    plan: ComparePlan,
    device: EngineDevice,
    problem: Problem,
    reference: Reference,
    models: Models,
    /// In the order of [`Family::ALL`].
    columns: [Column; 3],
    map: Option<MapInProgress>,
    /// The newest energy model has no map yet.
    map_is_stale: bool,
    measuring: bool,
    real_vs_real: RealVsRealInProgress,
    results: Results,
    job: Option<Job>,
    step_size_warmup: Option<StepSizeWarmup>,
    costs: Costs,
    waiting: Waiting,
    sharing: Sharing,
    /// Why a model was not taken along, or cannot be trained further by the other engine: told with the next frame.
    halt: Option<String>,
}

#[derive(Clone, Copy)]
struct Column {
    /// Its walkers have not walked as they would now.
    is_stale: bool,
    /// They have walked at all.
    is_shown: bool,
}

impl CompareRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(
        id: RunId,
        seed: u32,
        data: &DataSettings,
        plan: ComparePlan,
        device: &EngineDevice,
    ) -> Self {
        let problem = Problem::new(seed, data, &plan);
        let reference = Reference::new(seed, data, &plan.ebm);
        let energy = EnergyModel::new(seed, &plan.ebm, reference.density.clone(), device);
        let diffusion = DiffusionModel::new(seed, data, &plan.diffusion, device);
        Self {
            id,
            models: Models::new(reference.density.clone(), energy, diffusion),
            plan,
            device: device.clone(),
            problem,
            reference,
            columns: [Column { is_stale: true, is_shown: false }; 3],
            map: None,
            map_is_stale: false,
            measuring: false,
            real_vs_real: RealVsRealInProgress::new(seed),
            results: Results::default(),
            job: None,
            step_size_warmup: None,
            costs: Costs::default(),
            waiting: Waiting::default(),
            sharing: Sharing::default(),
            halt: None,
        }
    }

    /// Steps of both models; one that was taken along has come to its goal.
    fn steps(&self) -> u32 {
        let goal = self.plan.compare.train_steps as u32;
        2 * goal - LEARNED.map(|family| self.steps_left(family)).iter().sum::<u32>()
    }

    /// The model to train next, here.
    fn trainee(&self) -> Option<Family> {
        self.unfinished().find(|&family| self.sharing.trains(family))
    }

    /// Families whose models are to be trained further, wherever that is done.
    fn unfinished(&self) -> impl Iterator<Item = Family> {
        LEARNED.into_iter().filter(|&family| self.steps_left(family) > 0)
    }

    /// Some steps of the model whose turn it is: how many, and why it cannot go on, if so.
    async fn train(&mut self, steps: u32, budget_ms: f64) -> Result<(u32, Option<String>), String> {
        let begin = Instant::now();
        let Some(family) = self.trainee() else { return Ok((0, None)) };
        let steps = steps.min(self.steps_left(family));
        let (unit, slice) = if family == Family::Energy {
            let (energy, data) = (&mut self.models.energy, &self.reference.data);
            (Unit::EnergyStep, energy.train(data, &self.plan.ebm, steps, budget_ms).await?)
        } else {
            let slice = self.models.diffusion.train(&self.plan.diffusion, steps, budget_ms).await?;
            (Unit::DiffusionStep, slice)
        };
        self.costs.note(unit, f64::from(slice.steps), begin.elapsed());
        self.replace_model(family);
        Ok((slice.steps, slice.halt))
    }

    /// Whatever was measured of this family was of another model.
    fn replace_model(&mut self, family: Family) {
        self.results.forget(|method| method.is_none_or(|method| method.family() != family), true);
        self.columns[family as usize].is_stale = true;
        self.models.forget_tuned(family);
        self.costs.forget(workload::unit_of(family));
        if family == Family::Energy {
            self.map = None;
            self.map_is_stale = self.models.energy.is_learned();
        }
        let of_family = |method: Method| method.family() == family;
        self.job.take_if(|job| methods(job.task, &self.plan).into_iter().any(of_family));
        self.step_size_warmup.take_if(|step_size_warmup| of_family(step_size_warmup.recipe.method));
    }

    /// What a frame tells beside what its work has brought.
    fn report(&mut self, frame: &mut CompareFrame, training: bool) {
        let weights = self.models.energy.state.weights as usize;
        frame.reference = self.reference.take(weights).map(|reference| reference.exact);
        frame.models = LEARNED.map(|family| self.state(family));
        self.results.tell(frame);
        let trains = self.unfinished().next().map(Doing::Training);
        let beside = self.task(false).map(Task::doing);
        frame.work =
            (if training { trains.or(beside) } else { beside.or(trains) }).map(|doing| self.workload(doing));
    }
}

impl ChapterRun for CompareRun {
    /// Trains the energy model, then the diffusion model, each once the exact answer has walked in its column. In a frame that
    /// may train nothing is measured.
    fn advance(&mut self, train: u32, _walk: u32, budget_ms: f32) -> Answer<'_, Frame> {
        Box::pin(async move {
            let begin = Instant::now();
            let budget_ms = f64::from(budget_ms);
            let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
            let mut frame = CompareFrame::default();
            let mut halt = None;
            let (mut train_left, mut trained) = (train, 0);
            while elapsed() < budget_ms {
                let task = self.task(train > 0);
                // Whoever asks for a single step gets one.
                let may_train = train == 1 || !self.owes_stand_in();
                let trains = train_left > 0 && may_train && self.trainee().is_some();
                match task {
                    // A frame that may train does, so that a single step asked for is a single step taken.
                    Some(task) if !trains || trained > 0 => self.work(task, &mut frame).await?,
                    _ if trains => {
                        let left_ms = budget_ms - elapsed();
                        // Half of the frame is left for what has not been shown yet.
                        let slice_ms = if task.is_some() { 0.5 * left_ms } else { left_ms };
                        let (steps, stop) = self.train(train_left, slice_ms).await?;
                        trained += steps;
                        train_left = if stop.is_some() { 0 } else { train_left - steps };
                        halt = stop.or(halt);
                    }
                    _ => break,
                }
            }
            self.waiting.note(begin, Instant::now());
            self.report(&mut frame, train > 0);
            self.prepare_progress(train > 0, halt.as_ref()).await?;
            Ok(Frame {
                run: self.id,
                step: self.steps(),
                more: self.task(false).is_some() || self.owes_weights(),
                halt: halt.or_else(|| self.halt.take()),
                content: frame.into(),
            })
        })
    }

    fn tune(&mut self, experiment: &Experiment) {
        if let Experiment::Compare(plan) = experiment {
            self.take_plan(plan);
        }
    }

    fn measure(&mut self, on: bool) {
        self.measuring = on;
    }

    fn take_along(&mut self, weights: &Weights) {
        self.sharing.changes += 1;
        if let Err(why) = taken_along::check(weights, &self.problem) {
            self.halt = Some(why);
            return;
        }
        match &weights.experiment {
            Experiment::Ebm(settings) => {
                self.models.energy.take_along(settings, weights, &self.device);
                self.replace_model(Family::Energy);
            }
            Experiment::Diffusion(settings) => {
                self.models.diffusion.take_along(&self.problem.data, settings, weights, &self.device);
                self.replace_model(Family::Diffusion);
            }
            _ => {}
        }
    }

    fn export(&self) -> Answer<'_, Vec<Trained>> {
        Box::pin(handed_out::handed_out(&self.models))
    }

    fn share(&mut self, role: Role) {
        self.take_role(role);
    }

    fn hear(&mut self, progress: Progress) {
        self.take_in(progress);
    }

    fn take_progress(&mut self) -> Option<Progress> {
        self.sharing.next.take()
    }
}
