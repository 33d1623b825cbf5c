//! Where walkers end that all start in the middle of the first mode, and that all start in the middle of the second.

use super::departure::Departure;
use super::models::Models;
use super::problem::Problem;
use super::tasks::{allowed, column, family_of};
use super::trajectory::Trajectory;
use crate::numerics::diagnostics::wilson::Count;
use crate::numerics::two_sample::mode_occupancy;
use crate::protocol::compare::{Claim, ClaimKind};
use crate::settings::{ComparePlan, Family, Method};
use std::collections::VecDeque;

pub const ONE_MODE: &str = "this data set has one mode, so there is nothing to cross";
const NO_NOISE: &str = "this sampler adds no noise, so only its start is random";

/// Walkers behind each share, at least. Where diffusion is to show no difference the interval has to be narrow.
const ENERGY_WALKERS: usize = 1000;
const DIFFUSION_WALKERS: usize = 2000;

pub struct Dependence {
    kind: ClaimKind,
    method: Method,
    why_not: Option<&'static str>,
    /// Whether each set still to walk starts in the second mode, and its run.
    ahead: VecDeque<(bool, u32)>,
    current: Option<(bool, Trajectory)>,
    /// Walkers that ended in the first mode, after a start in it and in the second.
    counts: [Count; 2],
    /// Of each walker.
    evaluations: f64,
    spent: f64,
}

impl Dependence {
    pub fn new(kind: ClaimKind, plan: &ComparePlan, problem: &Problem, models: &Models) -> Self {
        let method = column(plan, family_of(kind));
        let why_not = why_not(plan, problem, models, method);
        let runs = if why_not.is_none() { runs(plan, method.family()) } else { 0 };
        Self {
            kind,
            method,
            why_not,
            ahead: (0..runs).flat_map(|run| [(false, run), (true, run)]).collect(),
            current: None,
            counts: [Count { hits: 0, trials: 0 }; 2],
            evaluations: f64::NAN,
            spent: 0.0,
        }
    }

    /// One unit of work. Gives the claim once it is tested.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<Option<Claim>, String> {
        let Some((second, trajectory)) = &mut self.current else {
            let Some((second, run)) = self.ahead.pop_front() else { return Ok(Some(self.claim())) };
            let departure = Departure::in_mode(problem, second, plan.compare.walkers, run);
            let mark = plan.compare.budget as u32;
            let within = allowed(plan, self.method, mark);
            let way = models.walkers(self.method, within, plan, problem, &departure).await?;
            self.current = Some((second, Trajectory::new(way, [mark]).await?));
            return Ok(None);
        };
        trajectory.advance().await?;
        if let Some(checkpoint) = trajectory.take_checkpoint() {
            let walkers = checkpoint.points.len() as f64;
            let in_first = mode_occupancy::first_share(&checkpoint.points, &problem.law) * walkers;
            let count = &mut self.counts[usize::from(*second)];
            count.hits += in_first.round() as u64;
            count.trials += checkpoint.points.len() as u64;
            self.evaluations = checkpoint.evaluations;
            self.spent += trajectory.spent();
            self.current = None;
        }
        Ok(None)
    }

    pub fn method(&self) -> Method {
        self.method
    }

    /// Evaluations of all walkers together so far.
    pub fn spent(&self) -> f64 {
        self.spent + self.current.as_ref().map_or(0.0, |(_, trajectory)| trajectory.spent())
    }

    fn claim(&self) -> Claim {
        let [first, second] = self.counts;
        let [low, high] = first.interval_of_difference(second);
        Claim {
            kind: self.kind,
            one: first.share(),
            two: second.share(),
            effect: first.share() - second.share(),
            low,
            high,
            walkers: first.trials as u32,
            evaluations: self.evaluations as u32,
            why_not: self.why_not.map(str::to_owned),
        }
    }
}

/// Runs from each start: seeds count up.
fn runs(plan: &ComparePlan, family: Family) -> u32 {
    let walkers = if family == Family::Diffusion { DIFFUSION_WALKERS } else { ENERGY_WALKERS };
    walkers.div_ceil(plan.compare.walkers) as u32
}

/// Walkers that a test of this method moves, from both starts together.
pub fn walkers(plan: &ComparePlan, method: Method) -> f64 {
    2.0 * f64::from(runs(plan, method.family())) * plan.compare.walkers as f64
}

fn why_not(plan: &ComparePlan, problem: &Problem, models: &Models, method: Method) -> Option<&'static str> {
    let is_map = match method {
        Method::Diffusion(sampler) => {
            // All walkers from one place would end in one place: nothing to count.
            let sampler = models.diffusion.sampled(&plan.diffusion, sampler, 1).sampler_in_use();
            !sampler.is_stochastic(plan.diffusion.eta)
        }
        _ => false,
    };
    if problem.modes() < 2 { Some(ONE_MODE) } else { is_map.then_some(NO_NOISE) }
}
