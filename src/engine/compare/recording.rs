//! The walkers of a column on their way, kept to be shown.

use super::agenda::{allowed, column};
use super::departure::Departure;
use super::journey::Journey;
use super::models::Models;
use super::subject::Subject;
use crate::protocol::compare::Recording;
use crate::settings::{ComparePlan, Family, Method};
use std::mem::take;

/// States kept of Markov chains, at most.
const STATES: u32 = 120;

pub struct RecordingInProgress {
    journey: Journey,
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
        subject: &Subject,
        models: &mut Models,
    ) -> Result<Self, String> {
        let method = column(plan, family);
        let (within, marks) = stops(plan, method);
        let departure = Departure::of_run(subject, &plan.compare, 0);
        let way = models.way(method, within, plan, subject, &departure).await?;
        Ok(Self {
            journey: Journey::new(way, marks).await?,
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
        self.journey.advance().await?;
        let recording = &mut self.recording;
        while let Some(stop) = self.journey.take_stop() {
            let evaluations = stop.evaluations as f32;
            // Walkers that make long transitions stand still at many marks.
            if recording.evaluations.last() == Some(&evaluations) {
                continue;
            }
            recording.evaluations.push(evaluations);
            recording.seconds.push(stop.seconds as f32);
            recording.points.extend(stop.points.iter().flatten().map(|&place| place as f32));
        }
        Ok(self.journey.is_done().then(|| Recording {
            evaluations: take(&mut recording.evaluations),
            seconds: take(&mut recording.seconds),
            points: take(&mut recording.points),
            ..*recording
        }))
    }

    pub fn spent(&self) -> f64 {
        self.journey.spent()
    }
}

/// Evaluations within which a column walks, and those at which it is looked at: of a denoiser all, of Markov chains densest
/// where they have just started.
fn stops(plan: &ComparePlan, method: Method) -> (u32, Vec<u32>) {
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
