//! A way with the states that so many evaluations have bought.

use super::walkers::Walkers;
use crate::numerics::Point;
use std::collections::VecDeque;
use web_time::Instant;

/// The walkers after some evaluations.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Evaluations that were allowed.
    pub within: u32,
    /// Those that each walker took, on average.
    pub evaluations: f64,
    /// That all walkers took together, in work and not in waiting.
    pub seconds: f64,
    /// Data units.
    pub points: Vec<Point>,
}

pub struct Trajectory {
    walkers: Walkers,
    /// Evaluations at which the walkers are looked at, the next one first.
    ahead: VecDeque<u32>,
    /// The state of the walkers at the end of their last common transition, as far as it has been looked at.
    here: Checkpoint,
    checkpoints: VecDeque<Checkpoint>,
    seconds: f64,
}

impl Trajectory {
    /// Stops at each of `marks`, evaluations in rising order: with the last state that took no more. A way that ends before
    /// stops there for all that are left.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn new(walkers: Walkers, marks: impl IntoIterator<Item = u32>) -> Result<Self, String> {
        let points = walkers.positions().await?;
        let here = Checkpoint { within: 0, evaluations: 0.0, seconds: 0.0, points };
        let mut trajectory = Self {
            walkers,
            ahead: marks.into_iter().collect(),
            here,
            checkpoints: VecDeque::new(),
            seconds: 0.0,
        };
        trajectory.pass(|mark| mark == 0);
        Ok(trajectory)
    }

    /// One unit of work.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<(), String> {
        let begin = Instant::now();
        let arrived = self.walkers.advance().await?;
        let evaluations = self.walkers.evaluations();
        let ends = self.walkers.is_done();
        // A device is not made to wait for a state that nobody asks for.
        let on_mark = self.ahead.front().is_some_and(|&mark| f64::from(mark) == evaluations);
        let looked_at = arrived && (on_mark || ends || self.walkers.is_at_hand());
        let points = if looked_at { self.walkers.positions().await? } else { Vec::new() };
        self.seconds += begin.elapsed().as_secs_f64();
        if arrived {
            self.pass(|mark| f64::from(mark) < evaluations);
        }
        if looked_at {
            self.here = Checkpoint { within: 0, evaluations, seconds: self.seconds, points };
            self.pass(|mark| ends || f64::from(mark) == evaluations);
        }
        Ok(())
    }

    /// Here, at each of the next marks of which that holds.
    fn pass(&mut self, holds: impl Fn(u32) -> bool) {
        while let Some(within) = self.ahead.pop_front_if(|mark| holds(*mark)) {
            self.checkpoints.push_back(Checkpoint { within, ..self.here.clone() });
        }
    }

    /// The first stop that has not been taken yet.
    pub fn take_checkpoint(&mut self) -> Option<Checkpoint> {
        self.checkpoints.pop_front()
    }

    /// Whether all stops are behind; some may not have been taken yet.
    pub fn is_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// Evaluations of all walkers together so far.
    pub fn spent(&self) -> f64 {
        self.walkers.evaluations() * self.here.points.len() as f64
    }
}
