//! Whose turn it is: lanes stay level in evaluations of the density, transition by transition, whatever the clock says.

use super::any_lane::AnyLane;
use web_time::Instant;

pub struct Race {
    /// Evaluations of each lane when they were last set level.
    level: Vec<f64>,
    /// Lanes that have finished a transition of all their chains in this step.
    moved: Vec<bool>,
    /// The lane that is in the middle of its chains, or moved last.
    turn: usize,
    open: bool,
    /// Since when it is its turn.
    since: Instant,
}

impl Race {
    pub fn new(lanes: usize) -> Self {
        Self {
            level: vec![0.0; lanes],
            moved: vec![false; lanes],
            turn: 0,
            open: false,
            since: Instant::now(),
        }
    }

    /// Whatever the lanes have spent before does not count any more.
    pub fn level(&mut self, lanes: &[Box<dyn AnyLane>]) {
        self.level = lanes.iter().map(|lane| lane.evaluations()).collect();
        self.moved.fill(false);
        self.open = false;
    }

    /// Moves some chains of the lane that has spent least. Whether this ends a step: every lane has moved all its chains.
    pub fn step(&mut self, lanes: &mut [Box<dyn AnyLane>], watch: bool) -> bool {
        if !self.open {
            let spent = |lane: usize| lanes[lane].evaluations() - self.level[lane];
            let behind = (0..lanes.len()).min_by(|&one, &other| spent(one).total_cmp(&spent(other)));
            let behind = behind.unwrap_or_default();
            if behind != self.turn {
                self.note_time(lanes);
                self.turn = behind;
            }
        }
        let ended = lanes[self.turn].step(watch);
        self.open = !ended;
        self.moved[self.turn] |= ended;
        let all = self.moved.iter().all(|moved| *moved);
        if all {
            self.moved.fill(false);
        }
        all
    }

    /// Work begins: the time before counts for nobody.
    pub fn resume(&mut self) {
        self.since = Instant::now();
    }

    /// Counts the time since the last call for the lane whose turn it is.
    pub fn note_time(&mut self, lanes: &mut [Box<dyn AnyLane>]) {
        lanes[self.turn].note_time(self.since.elapsed().as_secs_f64());
        self.since = Instant::now();
    }
}
