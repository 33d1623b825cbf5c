//! What a run does next, and one unit of work of it.

use super::CompareRun;
use super::costs::{Amounts, Unit};
use super::job::{Job, News, methods};
use super::likelihood::Weighed;
use super::sharing::LEARNED;
use super::step_size_warmup::StepSizeWarmup;
use super::tasks::{Task, is_left, marks_left, measured_by, measurements};
use super::workload::{amounts, guesses, unit, unit_of};
use crate::engine::ebm::map::MapInProgress;
use crate::numerics::ebm::EnergyGrid;
use crate::protocol::compare::{CompareFrame, Doing, Likelihood, Work};
use crate::protocol::sharing::Role;
use crate::settings::Family;
use std::f64::consts::LN_2;
use web_time::Instant;

impl CompareRun {
    /// The most urgent task beside training, in a frame that may train or may not.
    pub(super) fn task(&self, may_train: bool) -> Option<Task> {
        let training = may_train && (!self.sharing.is_on() || self.trainee().is_some());
        let shows = self.sharing.role != Role::Second;
        if let Some(task) = self.to_show(training).filter(|_| shows) {
            return Some(task);
        }
        if training || !self.measuring {
            return None;
        }
        let model = self.models.diffusion.trained_as();
        let tasks = measured_by(self.sharing.role, measurements(&self.plan, model));
        tasks.into_iter().find(|&task| {
            is_left(&self.plan, model, &self.results, task) && !(may_train && self.waits_for_model(task))
        })
    }

    /// Whether the model to be trained next has no column yet: the exact answer walks there first, for later it no longer can.
    pub(super) fn owes_stand_in(&self) -> bool {
        let is_owed =
            |family: Family| !self.models.is_learned(family) && !self.columns[family as usize].is_shown;
        self.sharing.role != Role::Second && self.trainee().is_some_and(is_owed)
    }

    /// What is to be shown: no walkers on a model that changes under them, and no map of it.
    fn to_show(&self, training: bool) -> Option<Task> {
        if self.reference.grid().is_none() {
            return Some(Task::Reference);
        }
        let changes =
            |family: Family| training && self.models.is_learned(family) && self.steps_left(family) > 0;
        if self.map_is_stale && !changes(Family::Energy) {
            return Some(Task::Map);
        }
        let walks = |family: &Family| self.columns[*family as usize].is_stale && !changes(*family);
        Family::ALL.into_iter().find(walks).map(Task::Walk)
    }

    /// # Errors
    /// Says in words that the device is lost.
    pub(super) async fn work(&mut self, task: Task, frame: &mut CompareFrame) -> Result<(), String> {
        match task {
            Task::Reference => self.reference.advance(),
            Task::Map => self.draw_map(frame).await?,
            Task::RealVsReal => {
                let begin = Instant::now();
                let real_vs_real =
                    self.real_vs_real.advance(self.plan.compare.walkers, &self.problem.metrics);
                self.costs.note(Unit::Comparison, 1.0, begin.elapsed());
                if let Some(real_vs_real) = real_vs_real {
                    self.sharing.note_real_vs_real(&real_vs_real);
                    self.results.set_real_vs_real(real_vs_real);
                }
            }
            _ => self.move_walkers(task, frame).await?,
        }
        Ok(())
    }

    async fn draw_map(&mut self, frame: &mut CompareFrame) -> Result<(), String> {
        let Some(grid) = self.reference.grid() else { return Ok(()) };
        let energy = &self.models.energy;
        let map = self.map.get_or_insert_with(|| MapInProgress::new(energy.network(), energy.state.steps));
        if let Some(map) = map.advance(grid, &self.reference.square, &self.device).await? {
            self.models.energy.log_mass = map.metrics.log_z;
            frame.map = Some(Box::new(map));
            self.map = None;
            self.map_is_stale = false;
        }
        Ok(())
    }

    async fn move_walkers(&mut self, task: Task, frame: &mut CompareFrame) -> Result<(), String> {
        let begin = Instant::now();
        let job = match self.job.take_if(|job| job.task == task) {
            Some(job) => job,
            None => {
                if self.tune_for(task).await? {
                    return Ok(());
                }
                let marks = match task {
                    Task::Score { method, run, within } => {
                        let model = self.models.diffusion.trained_as();
                        marks_left(&self.plan, model, &self.results, (method, run, within))
                    }
                    _ => Vec::new(),
                };
                Job::start(task, marks, &self.plan, &self.problem, &mut self.models).await?
            }
        };
        let job = self.job.insert(job);
        let before = job.spent();
        let news = job.advance(&self.plan, &self.problem, &mut self.models).await?;
        let spent = job.spent() - before;
        if let Some(unit) = unit(task) {
            self.costs.note(unit, spent, begin.elapsed());
        }
        match news {
            News::Nothing => {}
            News::Recording(recording) => {
                let column = &mut self.columns[recording.method.family() as usize];
                (column.is_stale, column.is_shown) = (false, true);
                frame.columns.push(recording);
            }
            News::Score(score) => {
                self.costs.note(Unit::Comparison, 1.0, begin.elapsed());
                self.sharing.note_score(&score);
                self.results.add_score(*score);
            }
            News::Weighed(Weighed { method, learned, bits }) => {
                let entropy = self.reference.grid().map_or(f64::NAN, EnergyGrid::exact_entropy);
                let [bits, error, best] = [bits.value, bits.error, -entropy / LN_2].map(|value| value as f32);
                self.results.add_likelihood(Likelihood { method, learned, bits, error, best });
            }
            News::Claims(claims, method) => {
                claims.into_iter().for_each(|claim| self.results.add_claim(claim, method));
            }
        }
        Ok(())
    }

    /// One unit of work of tuning a sampler that the task needs. False where none has to be tuned.
    async fn tune_for(&mut self, task: Task) -> Result<bool, String> {
        let wanted = methods(task, &self.plan);
        let untuned = wanted.into_iter().find_map(|method| self.models.untuned(method, &self.plan));
        let Some((recipe, target)) = untuned else { return Ok(false) };
        let begin = Instant::now();
        let step_size_warmup =
            match self.step_size_warmup.take_if(|step_size_warmup| step_size_warmup.recipe == recipe) {
                Some(step_size_warmup) => step_size_warmup,
                None => self.models.step_size_warmup(recipe, target, &self.problem).await?,
            };
        let step_size_warmup = self.step_size_warmup.insert(step_size_warmup);
        let before = step_size_warmup.spent();
        let found = step_size_warmup.advance();
        let unit = unit_of(step_size_warmup.recipe.method.family());
        self.costs.note(unit, step_size_warmup.spent() - before, begin.elapsed());
        if let Some(kernel) = found
            && let Some(step_size_warmup) = self.step_size_warmup.take()
        {
            self.models.keep_tuned(step_size_warmup.recipe, kernel);
        }
        Ok(true)
    }

    /// What is being done, and how much is left of everything.
    pub(super) fn workload(&self, doing: Doing) -> Work {
        let goal = self.plan.compare.train_steps;
        let steps_left = LEARNED.map(|family| self.steps_left(family));
        let (mut all, mut left) = (Amounts::default(), Amounts::default());
        for (unit, steps_left) in [Unit::EnergyStep, Unit::DiffusionStep].into_iter().zip(steps_left) {
            all.add(unit, goal as f64);
            left.add(unit, f64::from(steps_left));
        }
        let model = self.models.diffusion.trained_as();
        for family in Family::ALL {
            let amounts = amounts(Task::Walk(family), &self.plan, model);
            all.add_all(&amounts);
            if self.columns[family as usize].is_stale {
                left.add_all(&amounts);
            }
        }
        if self.measuring {
            for task in measurements(&self.plan, model) {
                let amounts = amounts(task, &self.plan, model);
                all.add_all(&amounts);
                if is_left(&self.plan, model, &self.results, task) {
                    left.add_all(&amounts);
                }
            }
            self.add_pilots(&mut all, &mut left);
            if !self.results.has_real_vs_real() {
                left.add(Unit::Comparison, -(self.real_vs_real.done() as f64));
            }
        }
        if let Some(job) = &self.job
            && let Some(unit) = unit(job.task)
        {
            left.add(unit, -job.spent());
        }
        let guesses = guesses(&self.plan, &self.models);
        let seconds = |amounts| match self.sharing.is_on() {
            true => self.costs.seconds_of_two(amounts, &guesses),
            false => self.costs.seconds(amounts, &guesses),
        };
        let seconds_left = self.waiting.stretch() * seconds(&left);
        Work {
            doing,
            share: (1.0 - self.costs.seconds(&left, &guesses) / self.costs.seconds(&all, &guesses))
                .clamp(0.0, 1.0) as f32,
            seconds_left: if self.costs.are_known() { seconds_left as f32 } else { f32::NAN },
        }
    }

    /// What tuning takes for all methods that are measured.
    fn add_pilots(&self, all: &mut Amounts, left: &mut Amounts) {
        let mut known: Vec<_> = Vec::new();
        for task in measurements(&self.plan, self.models.diffusion.trained_as()) {
            for method in methods(task, &self.plan) {
                let recipe = super::step_size_warmup::Recipe::of(method, &self.plan);
                let Some(recipe) = recipe.filter(|recipe| recipe.target_acceptance().is_some()) else {
                    continue;
                };
                if known.contains(&method) {
                    continue;
                }
                known.push(method);
                let (unit, cost) = (unit_of(method.family()), StepSizeWarmup::cost(&recipe));
                all.add(unit, cost);
                if self.models.untuned(method, &self.plan).is_some() {
                    left.add(unit, cost);
                }
            }
        }
        if let Some(step_size_warmup) = &self.step_size_warmup {
            left.add(unit_of(step_size_warmup.recipe.method.family()), -step_size_warmup.spent());
        }
    }
}
