//! How a run spends slices of time: on training, and on everything beside it.

use super::checkpoints::Checkpoints;
use super::sharing::Sharing;
use web_time::Instant;

/// While networks train, everything else gets at most this share of the time.
const SIDE_SHARE: f64 = 0.4;
/// Milliseconds of training for another engine at once: that engine has time for other work in between.
const AHEAD_MS: f64 = 20.0;

/// The slices of one run, one at a time.
#[derive(Default)]
pub struct Slices {
    begin: Option<Instant>,
    budget_ms: f64,
    /// Training steps that may still be taken in this slice, and those that were.
    left: u32,
    taken: u32,
    /// Since when the unit of work under way is; whether it is training.
    unit: Option<(bool, Instant)>,
    /// Time spent since training last began, for the shares.
    training_ms: f64,
    side_ms: f64,
    /// Where another engine trains the second network.
    pub sharing: Sharing,
}

/// A unit of work.
pub enum Unit<T> {
    /// At most so many training steps, in about `ms`.
    Train {
        steps: u32,
        ms: f64,
    },
    Side(T),
}

impl Slices {
    /// A slice of about `budget_ms` begins, with at most `steps` training steps.
    pub fn begin(&mut self, steps: u32, budget_ms: f32) {
        (self.begin, self.budget_ms) = (Some(Instant::now()), budget_ms.into());
        (self.left, self.taken) = (steps, 0);
        if steps == 0 {
            // The shares are kept within one stretch of training.
            (self.training_ms, self.side_ms) = (0.0, 0.0);
        }
    }

    /// What to do next, where `side` is the most urgent unit of work beside training; nothing once the time is up. Where the
    /// reader waits for it, a slice takes one training step and no more until it is done.
    pub fn next<T>(&mut self, side: Option<T>, reader_waits: bool) -> Option<Unit<T>> {
        self.charge();
        let left_ms = self.budget_ms - self.elapsed_ms();
        if left_ms <= 0.0 {
            return None;
        }
        let may_train = self.left > 0 && !self.sharing.waits(self.left);
        let side_is_due = self.side_ms <= SIDE_SHARE * (self.side_ms + self.training_ms);
        let unit = match side {
            // A slice that may train does, so that a single step asked for is a single step taken.
            Some(task) if !may_train || (self.taken > 0 && (side_is_due || reader_waits)) => Unit::Side(task),
            Some(_) if reader_waits => Unit::Train { steps: 1, ms: 0.0 },
            _ if may_train => Unit::Train { steps: self.left, ms: (1.0 - SIDE_SHARE) * left_ms },
            _ => return None,
        };
        self.unit = Some((matches!(unit, Unit::Train { .. }), Instant::now()));
        Some(unit)
    }

    /// The time of the unit that is over goes to its share.
    pub fn charge(&mut self) {
        if let Some((trains, since)) = self.unit.take() {
            let share = if trains { &mut self.training_ms } else { &mut self.side_ms };
            *share += ms_since(since);
        }
    }

    /// So many steps were taken, or training cannot go on: then no more are in this slice.
    pub fn trained(&mut self, steps: u32, halted: bool) {
        self.taken += steps;
        self.left = if halted { 0 } else { self.left.saturating_sub(steps) };
        if halted {
            self.sharing.leave();
        }
    }

    /// Whether time has been spent on training since it last began.
    pub fn is_training(&self) -> bool {
        self.training_ms > 0.0
    }

    pub fn elapsed_ms(&self) -> f64 {
        self.begin.map_or(0.0, ms_since)
    }
}

/// How long the training steps of a network take.
#[derive(Default)]
pub struct Pace {
    /// All of them, those of an earlier run that they go on from included.
    pub seconds: f64,
    /// None before the first.
    pub ms_per_step: Option<f64>,
}

impl Pace {
    /// Notes steps, read back, and the time that they took.
    pub fn note(&mut self, steps: u32, seconds: f64) {
        self.seconds += seconds;
        if steps > 0 {
            self.ms_per_step = Some(1e3 * seconds / f64::from(steps));
        }
    }

    /// Steps after `done`, at most `most`, to take for another engine at once: they end where weights are kept, and at `goal`.
    pub fn ahead<T>(&self, done: u32, most: u32, checkpoints: &Checkpoints<T>, goal: usize) -> u32 {
        let left = (goal as u32).saturating_sub(done);
        fitting(self.ms_per_step, AHEAD_MS, most).min(checkpoints.due() - done).min(left)
    }
}

/// As many steps as fit into about `ms`, at least one and at most `most`; one where it is not known how long they take.
pub fn fitting(ms_per_step: Option<f64>, ms: f64, most: u32) -> u32 {
    ms_per_step.map_or(1, |each| (ms / each) as u32).clamp(1, most)
}

fn ms_since(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
