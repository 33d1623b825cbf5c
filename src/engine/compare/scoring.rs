//! Sets of samples of one run of a method, each held against as many fresh points of the data.

use super::departure::Departure;
use super::models::Models;
use super::problem::Problem;
use super::tasks::allowed;
use super::trajectory::{Checkpoint, Trajectory};
use crate::numerics::rng::{Rng, Stream};
use crate::numerics::two_sample::mode_occupancy;
use crate::protocol::compare::MethodScore;
use crate::settings::{ComparePlan, Method};

pub struct Scoring {
    method: Method,
    learned: bool,
    run: u32,
    budget: u32,
    trajectory: Trajectory,
}

/// What a unit of work was.
pub enum Unit {
    Walked,
    Score(Box<MethodScore>),
}

impl Scoring {
    /// At these `marks`, in rising order; of a denoiser there is one.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn start(
        method: Method,
        run: u32,
        marks: Vec<u32>,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<Self, String> {
        let last = marks.last().copied().unwrap_or_default();
        let within = allowed(plan, method, last);
        let departure = Departure::of_run(problem, &plan.compare, run);
        let way = models.walkers(method, within, plan, problem, &departure).await?;
        Ok(Self {
            method,
            learned: models.is_learned(method.family()),
            run,
            budget: plan.compare.budget as u32,
            trajectory: Trajectory::new(way, marks).await?,
        })
    }

    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self, problem: &Problem) -> Result<Unit, String> {
        match self.trajectory.take_checkpoint() {
            Some(checkpoint) => Ok(Unit::Score(Box::new(self.metrics(&checkpoint, problem)))),
            None => {
                self.trajectory.advance().await?;
                Ok(Unit::Walked)
            }
        }
    }

    /// Every run has fresh data of its own, the same for all methods and marks.
    fn metrics(&self, checkpoint: &Checkpoint, problem: &Problem) -> MethodScore {
        let mut fresh = Rng::new(problem.seed.wrapping_add(self.run), Stream::ComparedAgainst);
        let real = problem.law.independent(checkpoint.points.len(), &mut fresh);
        let shares = mode_occupancy::shares(&checkpoint.points, &problem.law);
        MethodScore {
            method: self.method,
            learned: self.learned,
            run: self.run,
            within: checkpoint.within,
            at_budget: checkpoint.within == self.budget,
            evaluations: checkpoint.evaluations as f32,
            seconds: checkpoint.seconds as f32,
            distances: problem.metrics.distances(&checkpoint.points, &real),
            shares: shares.into_iter().map(|share| share as f32).collect(),
        }
    }

    pub fn spent(&self) -> f64 {
        self.trajectory.spent()
    }
}
