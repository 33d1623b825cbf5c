//! What an engine does of a run that it shares with another, and what the two tell each other. The scoreboard is the same as
//! that of one engine, bit for bit: each model is trained by one of them, and a score depends on its method and run alone.

use super::CompareRun;
use super::sharing::{LEARNED, Sharing, state_in};
use super::tasks::{Task, family};
use crate::engine::device::read_back;
use crate::protocol::compare::{MethodScore, ModelState, Origin};
use crate::protocol::sharing::{Progress, Role};
use crate::settings::Family;

impl CompareRun {
    /// From now on the run is shared, or is no more. Training that the other engine has not finished begins anew here.
    pub(super) fn take_role(&mut self, role: Role) {
        self.sharing = Sharing { role, ..Sharing::default() };
        let goal = self.plan.compare.train_steps as u32;
        for family in LEARNED {
            let (trains, state) = (self.sharing.trains(family), self.models.state(family));
            let is_adopted = self.models.is_adopted(family);
            let is_of_use = if trains { !is_adopted || state.steps >= goal } else { is_adopted };
            if state.origin == Origin::Trained && !is_of_use {
                self.models.forget(family);
                self.replace_model(family);
            }
            if !trains {
                self.sharing.elsewhere = self.models.state(family);
            }
        }
    }

    /// Takes over what the other engine has trained and measured, as far as it is of the same models and settings.
    pub(super) fn take_in(&mut self, mut progress: Progress) {
        let Some(family) = LEARNED.into_iter().find(|&family| !self.sharing.trains(family)) else { return };
        let state = state_in(&progress.models, family);
        if self.models.state(family).origin != Origin::TakenAlong && state.origin != Origin::TakenAlong {
            self.sharing.elsewhere = state;
            if !progress.weights.is_empty() {
                self.models.adopt(family, state, &progress.weights, &self.device);
                self.replace_model(family);
            }
        }
        if progress.changes == self.sharing.changes {
            let is_of_same_model = |score: &MethodScore| {
                let family = score.method.family();
                let [here, there] = [self.models.state(family), state_in(&progress.models, family)];
                (here.origin, here.steps) == (there.origin, there.steps)
            };
            progress.scores.retain(is_of_same_model);
            progress.scores.into_iter().for_each(|score| self.results.add_score(score));
            if let Some(real_vs_real) = progress.real_vs_real.filter(|_| !self.results.has_real_vs_real()) {
                self.results.set_real_vs_real(real_vs_real);
            }
        }
        self.halt = progress.halt.or(self.halt.take());
    }

    /// What the other engine is to be told after a frame that was to train, or was not.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub(super) async fn prepare_progress(
        &mut self,
        training: bool,
        halt: Option<&String>,
    ) -> Result<(), String> {
        if !self.sharing.is_on() {
            return Ok(());
        }
        let models = LEARNED.map(|family| self.models.state(family));
        let mut progress = Progress {
            run: self.id,
            changes: self.sharing.changes,
            models,
            weights: Vec::new(),
            scores: std::mem::take(&mut self.sharing.scores),
            real_vs_real: self.sharing.real_vs_real.take(),
            halt: halt.cloned(),
            ..Progress::default()
        };
        let Some(family) = LEARNED.into_iter().find(|&family| self.sharing.trains(family)) else {
            return Ok(());
        };
        if self.owes_weights() && (!training || self.steps_left(family) == 0) {
            progress.weights = read_back(self.models.network(family).weights().clone()).await?;
            self.sharing.handed = self.models.state(family).steps;
        }
        let state = self.models.state(family);
        let is_news = std::mem::replace(&mut self.sharing.told, state) != state
            || !progress.weights.is_empty()
            || !progress.scores.is_empty()
            || progress.real_vs_real.is_some()
            || halt.is_some();
        self.sharing.next = is_news.then_some(progress);
        Ok(())
    }

    /// Whether the other engine has older weights of the model trained here, or none.
    pub(super) fn owes_weights(&self) -> bool {
        let owes = |family: &Family| {
            let state = self.models.state(*family);
            self.sharing.trains(*family)
                && state.origin == Origin::Trained
                && state.steps != self.sharing.handed
        };
        self.sharing.is_on() && LEARNED.iter().any(owes)
    }

    /// How far the model of a family is, wherever it is trained.
    pub(super) fn state(&self, family: Family) -> ModelState {
        let state = self.models.state(family);
        let elsewhere = !self.sharing.trains(family) && state.origin != Origin::TakenAlong;
        if elsewhere { self.sharing.elsewhere } else { state }
    }

    /// Training steps that are left; none of a model taken along.
    pub(super) fn steps_left(&self, family: Family) -> u32 {
        let state = self.state(family);
        let goal = self.plan.compare.train_steps as u32;
        if state.origin == Origin::TakenAlong { 0 } else { goal.saturating_sub(state.steps) }
    }

    /// Whether a task has to wait for a model that is still trained.
    pub(super) fn waits_for_model(&self, task: Task) -> bool {
        family(task).is_some_and(|family| LEARNED.contains(&family) && self.steps_left(family) > 0)
    }
}
