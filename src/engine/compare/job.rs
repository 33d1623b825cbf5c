//! A task under way.

use super::dependence::Dependence;
use super::exploring::{Exploring, SAMPLERS};
use super::likelihood::{LikelihoodInProgress, Weighed};
use super::models::Models;
use super::problem::Problem;
use super::recording::RecordingInProgress;
use super::scoring::{self, Scoring};
use super::tasks::{Task, column, family_of};
use crate::protocol::compare::{Claim, MethodScore, Recording};
use crate::settings::{ComparePlan, Method};

pub struct Job {
    pub task: Task,
    kind: Kind,
}

enum Kind {
    Walk(Box<RecordingInProgress>),
    Score(Box<Scoring>),
    Likelihood(Box<LikelihoodInProgress>),
    Explore(Box<Exploring>),
    Depend(Box<Dependence>),
}

/// What a unit of work brought.
pub enum News {
    /// Walkers have moved.
    Nothing,
    Recording(Recording),
    /// Two sets were compared.
    Score(Box<MethodScore>),
    Weighed(Weighed),
    /// With the method they were tested on, where they depend on one.
    Claims(Vec<Claim>, Option<Method>),
}

/// Samplers that a task needs, whose step sizes have to be tuned before.
pub fn methods(task: Task, plan: &ComparePlan) -> Vec<Method> {
    match task {
        Task::Walk(family) => vec![column(plan, family)],
        Task::Score { method, .. } => vec![method],
        Task::Explore => SAMPLERS.to_vec(),
        Task::Depend(kind) => vec![column(plan, family_of(kind))],
        Task::Reference | Task::Map | Task::RealVsReal | Task::Likelihood(_) => Vec::new(),
    }
}

impl Job {
    /// A task that moves walkers; a run that is scored stops at these `marks`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn start(
        task: Task,
        marks: Vec<u32>,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<Self, String> {
        let kind = match task {
            Task::Walk(family) => {
                Kind::Walk(Box::new(RecordingInProgress::start(family, plan, problem, models).await?))
            }
            Task::Score { method, run, .. } => {
                Kind::Score(Box::new(Scoring::start(method, run, marks, plan, problem, models).await?))
            }
            Task::Likelihood(family) => {
                let method = column(plan, family);
                Kind::Likelihood(Box::new(LikelihoodInProgress::start(method, plan, problem, models).await?))
            }
            Task::Explore => Kind::Explore(Box::new(Exploring::start(plan, problem, models).await?)),
            Task::Depend(kind) => Kind::Depend(Box::new(Dependence::new(kind, plan, problem, models))),
            Task::Reference | Task::Map | Task::RealVsReal => unreachable!("they move no walkers"),
        };
        Ok(Self { task, kind })
    }

    /// One unit of work.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<News, String> {
        Ok(match &mut self.kind {
            Kind::Walk(recording) => recording.advance().await?.map_or(News::Nothing, News::Recording),
            Kind::Score(scoring) => match scoring.advance(problem).await? {
                scoring::Unit::Walked => News::Nothing,
                scoring::Unit::Score(score) => News::Score(score),
            },
            Kind::Likelihood(likelihood) => likelihood.advance().await?.map_or(News::Nothing, News::Weighed),
            Kind::Explore(exploring) => {
                exploring.advance().map_or(News::Nothing, |claims| News::Claims(claims.to_vec(), None))
            }
            Kind::Depend(dependence) => {
                let method = dependence.method();
                let claim = dependence.advance(plan, problem, models).await?;
                claim.map_or(News::Nothing, |claim| News::Claims(vec![claim], Some(method)))
            }
        })
    }

    /// Evaluations of all walkers together so far.
    pub fn spent(&self) -> f64 {
        match &self.kind {
            Kind::Walk(recording) => recording.spent(),
            Kind::Score(scoring) => scoring.spent(),
            Kind::Likelihood(likelihood) => likelihood.spent(),
            Kind::Explore(exploring) => exploring.spent(),
            Kind::Depend(dependence) => dependence.spent(),
        }
    }
}
