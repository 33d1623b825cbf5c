//! The walkers of a column on their way, kept to be shown.

use super::departure::Departure;
use super::models::Models;
use super::problem::Problem;
use super::tasks::{allowed, column};
use super::trajectory::Trajectory;
use crate::protocol::compare::Recording;
use crate::settings::{ComparePlan, Family, Method};
use std::mem::take;

/// States kept of Markov chains, at most.
const STATES: u32 = 120;

pub struct RecordingInProgress {
    trajectory: Trajectory,
    recording: Recording,
}

impl RecordingInProgress {
    /// The first run of the family's column, with the noise of its first score.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn start(
        family: Family,
        plan: &ComparePlan,
        problem: &Problem,
        models: &mut Models,
    ) -> Result<Self, String> {
        let method = column(plan, family);
        let (within, marks) = checkpoints(plan, method);
        let departure = Departure::of_run(problem, &plan.compare, 0);
        let way = models.walkers(method, within, plan, problem, &departure).await?;
        Ok(Self {
            trajectory: Trajectory::new(way, marks).await?,
            recording: Recording {
                method,
                learned: models.is_learned(family),
                start: plan.compare.start,
                evaluations: Vec::new(),
                seconds: Vec::new(),
                points: Vec::new(),
            },
        })
    }

    /// One unit of work. Gives the recording once it is whole, and its arrays with it.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<Option<Recording>, String> {
        self.trajectory.advance().await?;
        let recording = &mut self.recording;
        while let Some(checkpoint) = self.trajectory.take_checkpoint() {
            let evaluations = checkpoint.evaluations as f32;
            // Walkers that make long transitions stand still at many marks.
            if recording.evaluations.last() == Some(&evaluations) {
                continue;
            }
            recording.evaluations.push(evaluations);
            recording.seconds.push(checkpoint.seconds as f32);
            recording.points.extend(checkpoint.points.iter().flatten().map(|&place| place as f32));
        }
        Ok(self.trajectory.is_done().then(|| Recording {
            evaluations: take(&mut recording.evaluations),
            seconds: take(&mut recording.seconds),
            points: take(&mut recording.points),
            ..*recording
        }))
    }

    pub fn spent(&self) -> f64 {
        self.trajectory.spent()
    }
}

/// Evaluations within which a column walks, and those at which it is looked at: of a denoiser all, of Markov chains densest
/// where they have just started.
fn checkpoints(plan: &ComparePlan, method: Method) -> (u32, Vec<u32>) {
    let budget = plan.compare.budget as u32;
    if method.family() == Family::Diffusion {
        let within = allowed(plan, method, budget);
        return (within, (0..=within).collect());
    }
    let at = |state: u32| {
        let share = f64::from(state) / f64::from(STATES - 1);
        (f64::from(budget) * share * share).round() as u32
    };
    let mut marks: Vec<u32> = (0..STATES).map(at).collect();
    marks.dedup();
    (budget, marks)
}
