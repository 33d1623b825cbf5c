//! One sampler's chains as the page remembers them: where they were, and what was measured.

use crate::protocol::mcmc::{Diagnostics, Lane};
use std::sync::Arc;

/// Draws of each chain from which on effective samples and R-hat are read out.
pub const SETTLED: f64 = 100.0;
/// Visited points that are kept, of all chains.
const VISITED: usize = 4000;
/// States of the first chain that are kept.
const TRAIL: usize = 60;
/// Measurements that are kept; when they are full, every other goes.
const HISTORY: usize = 400;

/// What was measured at one time. Numbers that are not defined are NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Of the density, since measuring began.
    pub evaluations: f64,
    pub ess_bulk: f64,
    pub ess_within: f64,
    pub r_hat: f64,
    /// Share of draws in each mode.
    pub shares: Vec<f32>,
}

#[derive(Default)]
pub struct LaneModel {
    /// The newest, but for what is gathered below.
    pub lane: Lane,
    /// The last points visited, in any order.
    pub visited: Vec<[f32; 2]>,
    /// Where in `visited` the next point goes once it is full.
    next: usize,
    /// The first chain's last states in their order.
    pub trail: Vec<[f32; 2]>,
    pub diagnostics: Option<Arc<Diagnostics>>,
    /// What was measured, against what it cost.
    pub history: Vec<Measured>,
}

impl LaneModel {
    /// How many there are.
    pub fn chains(&self) -> usize {
        self.lane.positions.len() / 2
    }

    /// Diagnostics of draws, once there are any.
    pub fn measured(&self) -> Option<&Diagnostics> {
        self.diagnostics.as_deref().filter(|now| !now.warming_up && now.draws > 0.0)
    }

    /// Diagnostics that can be judged: of fewer draws, effective samples and R-hat are noise.
    pub fn settled(&self) -> Option<&Diagnostics> {
        self.measured().filter(|now| now.draws >= SETTLED)
    }

    pub fn warming_up(&self) -> bool {
        self.diagnostics.as_ref().is_some_and(|now| now.warming_up)
    }

    /// Takes in the lane after another slice. True if something new was measured.
    pub fn take(&mut self, mut lane: Lane) -> bool {
        let anew = lane.epoch != self.lane.epoch;
        if anew {
            *self = Self::default();
        }
        self.visit(&std::mem::take(&mut lane.visited));
        self.walk(&std::mem::take(&mut lane.way));
        let diagnostics = lane.diagnostics.take();
        self.lane = lane;
        let Some(diagnostics) = diagnostics else { return anew };
        self.remember(&diagnostics);
        self.diagnostics = Some(Arc::new(*diagnostics));
        true
    }

    /// The first chain is somewhere else, without a transition.
    pub fn place(&mut self, at: [f32; 2]) {
        if let Some(place) = self.lane.positions.first_chunk_mut() {
            *place = at;
        }
        self.lane.detail = None;
        self.trail.clear();
    }

    fn visit(&mut self, points: &[f32]) {
        for point in pairs(points) {
            if self.visited.len() < VISITED {
                self.visited.push(point);
            } else {
                self.visited[self.next] = point;
                self.next = (self.next + 1) % VISITED;
            }
        }
    }

    /// A way that does not begin where the trail ends is another trail.
    fn walk(&mut self, way: &[f32]) {
        let mut states = pairs(way);
        let Some(first) = states.next() else { return };
        if self.trail.last() != Some(&first) {
            self.trail.clear();
            self.trail.push(first);
        }
        self.trail.extend(states);
        let surplus = self.trail.len().saturating_sub(TRAIL);
        self.trail.drain(..surplus);
    }

    fn remember(&mut self, diagnostics: &Diagnostics) {
        if diagnostics.warming_up || diagnostics.draws < SETTLED {
            return;
        }
        let measured = Measured {
            evaluations: diagnostics.evaluations,
            ess_bulk: diagnostics.ess_bulk,
            ess_within: diagnostics.ess_within,
            r_hat: diagnostics.r_hat,
            shares: diagnostics.shares.clone(),
        };
        // A second measurement of the same draws replaces the first.
        self.history.retain(|before| before.evaluations < measured.evaluations);
        if self.history.len() == HISTORY {
            let mut index = 0;
            self.history.retain(|_| {
                index += 1;
                index % 2 == 1
            });
        }
        self.history.push(measured);
    }
}

fn pairs(values: &[f32]) -> impl Iterator<Item = [f32; 2]> {
    values.chunks_exact(2).map(|point| [point[0], point[1]])
}

#[cfg(test)]
impl LaneModel {
    /// Chains of which this was measured.
    pub fn of(sampler: crate::settings::Sampler, diagnostics: Diagnostics) -> Self {
        let lane = Lane { sampler, ..Lane::default() };
        Self { lane, diagnostics: Some(Arc::new(diagnostics)), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(evaluations: f64) -> Option<Box<Diagnostics>> {
        Some(Box::new(Diagnostics { draws: SETTLED, evaluations, ..Diagnostics::default() }))
    }

    #[test]
    fn memory_is_bounded_however_long_it_runs_and_the_newest_is_kept() {
        let mut model = LaneModel::default();
        let point = |step: usize| [step as f32, 0.5];
        for slice in 0..2000_usize {
            let steps = slice * 20..(slice + 1) * 20;
            model.take(Lane {
                visited: steps.clone().flat_map(point).collect(),
                way: (steps.start.saturating_sub(1)..steps.end).flat_map(point).collect(),
                diagnostics: measured(steps.end as f64),
                ..Lane::default()
            });
        }
        assert_eq!(model.visited.len(), VISITED);
        let oldest = model.visited.iter().map(|point| point[0]).fold(f32::INFINITY, f32::min);
        assert_eq!(oldest, (40_000 - VISITED) as f32);
        assert_eq!((model.trail.len(), model.trail[TRAIL - 1]), (TRAIL, [39_999.0, 0.5]));
        assert!(model.trail.windows(2).all(|pair| pair[1][0] == pair[0][0] + 1.0));
        assert!(model.history.len() <= HISTORY && model.history.len() > HISTORY / 4);
        assert_eq!(model.history.last().unwrap().evaluations, 40_000.0);
    }

    #[test]
    fn another_sampler_starts_afresh() {
        let mut model = LaneModel::default();
        let lane =
            |epoch| Lane { epoch, visited: vec![1.0, 2.0], way: vec![0.0, 0.0, 1.0, 2.0], ..Lane::default() };
        model.take(Lane { diagnostics: measured(10.0), ..lane(0) });
        model.take(lane(0));
        assert_eq!((model.visited.len(), model.history.len()), (2, 1));
        assert!(model.take(lane(1)), "its plots are stale");
        assert_eq!((model.visited.len(), model.trail.len(), model.history.len()), (1, 2, 0));
        assert!(model.diagnostics.is_none());
    }

    #[test]
    fn a_trail_that_is_broken_begins_anew() {
        let mut model = LaneModel::default();
        let way = |way: &[f32]| Lane { way: way.to_vec(), ..Lane::default() };
        model.take(way(&[0.0, 0.0, 1.0, 1.0]));
        model.take(way(&[1.0, 1.0, 2.0, 2.0]));
        assert_eq!(model.trail, [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]);
        model.take(way(&[9.0, 9.0, 8.0, 8.0]));
        assert_eq!(model.trail, [[9.0, 9.0], [8.0, 8.0]]);
        model.place([5.0, 5.0]);
        assert!(model.trail.is_empty());
    }

    #[test]
    fn what_is_measured_while_warming_up_or_of_few_draws_is_not_history() {
        let mut model = LaneModel::default();
        let warming =
            Diagnostics { warming_up: true, draws: 500.0, evaluations: 5.0, ..Diagnostics::default() };
        let early = Diagnostics { draws: 99.0, evaluations: 5.0, ..Diagnostics::default() };
        for diagnostics in [warming, early] {
            assert!(model.take(Lane { diagnostics: Some(Box::new(diagnostics)), ..Lane::default() }));
        }
        assert!(model.history.is_empty() && model.diagnostics.is_some());
    }
}
