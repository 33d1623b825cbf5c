//! Engines suspended while nobody looks, and resumed: nothing that was trained is lost.
//!
//! A run that trains networks hands out its weights, then its workers end, which frees their memory and the GPU's. Resumed, it
//! goes on from these weights on a new engine as the same run, so that the page keeps its curves. A run that has no weights
//! to hand out (Markov chains; models compared, with all that was measured of them) keeps its worker, which is asked for
//! nothing.

use super::state::{Arrival, Suspension};
use super::{Effect, EngineClient, WorkerId};
use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command};
use crate::ui::store::Phase;

/// Seconds that an engine may take to hand out its weights: it may be in the middle of a slice of work that compiles shaders.
const PATIENCE: f64 = 60.0;
/// Time that passes at once counts no more than this: a page that slept has not waited.
const LONGEST_WAIT: f64 = 2.0;

impl EngineClient {
    /// Suspends the engines. Weights may have to come first: until [`is_suspended`](Self::is_suspended) what the workers say
    /// must be heard and time must [pass](Self::pass), also in a page that is given no frames.
    pub fn suspend(&mut self) {
        if self.suspension != Suspension::Active {
            return;
        }
        if let Phase::Failed(_) = self.phase {
            self.suspension = Suspension::Ended;
            return;
        }
        if self.experiment.networks().is_empty() {
            self.suspension = Suspension::Quiet;
            return;
        }
        self.suspension = Suspension::Suspending { waited: 0.0, asked: false };
        self.dismiss_arrival();
        self.dismiss_helper();
        self.go_on_suspending();
    }

    /// Nothing more happens until it is woken.
    pub fn is_suspended(&self) -> bool {
        matches!(self.suspension, Suspension::Ended | Suspension::Quiet)
    }

    /// Goes on where it was: what ran runs again. The next frame of the chapter carries out what this decides, so that a
    /// chapter that nobody looks at costs nothing still.
    pub fn resume(&mut self) {
        let suspension = std::mem::take(&mut self.suspension);
        let failed = matches!(self.phase, Phase::Failed(_));
        if suspension == Suspension::Ended && self.engine.is_none() && !failed {
            self.engine = Some(self.spawn(Backend::Cpu));
        }
        if matches!(suspension, Suspension::Ended | Suspension::Suspending { .. }) && !failed {
            self.choose();
        }
    }

    pub(super) fn is_suspending(&self) -> bool {
        self.suspension != Suspension::Active
    }

    /// The next step on the way to rest, if one can be taken.
    pub(super) fn go_on_suspending(&mut self) {
        let began_with = self.origin_step();
        let Suspension::Suspending { asked, .. } = &mut self.suspension else { return };
        let started = self.engine.as_ref().filter(|engine| engine.device.is_some() && !engine.start);
        // What the run has come to is known once the slice under way has been told.
        if started.is_some_and(|engine| engine.asked.is_some()) {
            return;
        }
        match started {
            Some(engine) if self.step != began_with => {
                if !std::mem::replace(asked, true) {
                    let command = Command::Export { run: self.run };
                    self.effects.push(Effect::Send(engine.worker, Box::new(command)));
                }
            }
            _ => self.fall_asleep(),
        }
    }

    /// Weights have come: they are what the run goes on from, if they are its newest.
    pub(super) fn suspend_with(&mut self, weights: &Weights) {
        if matches!(self.suspension, Suspension::Suspending { .. }) && weights.step == self.step {
            self.origin = Some(Box::new(weights.clone()));
            self.fall_asleep();
        }
    }

    /// While it goes to rest; true where no other time counts.
    pub(super) fn pass_resting(&mut self, seconds: f64) -> bool {
        if let Suspension::Suspending { waited, .. } = &mut self.suspension {
            *waited += seconds.clamp(0.0, LONGEST_WAIT);
            if *waited > PATIENCE {
                self.fall_asleep();
            }
        }
        self.is_suspending()
    }

    /// An engine that goes to rest has broken: true if that is so.
    pub(super) fn broke_falling(&mut self, worker: WorkerId) -> bool {
        let is_it = matches!(self.suspension, Suspension::Suspending { .. })
            && self.engine.as_ref().is_some_and(|engine| engine.worker == worker);
        if is_it {
            self.fall_asleep();
        }
        is_it
    }

    fn fall_asleep(&mut self) {
        self.suspension = Suspension::Ended;
        self.touched = false;
        if let Some(engine) = self.engine.take() {
            self.dismiss(engine.worker);
        }
        self.phase = Phase::Loading { train: self.phase.trains() };
        if self.step != self.origin_step() {
            self.move_run();
            self.notice(
                "The engine did not hand out its weights before it was paused, so training starts again."
                    .into(),
            );
        }
    }

    pub(super) fn dismiss_arrival(&mut self) {
        if let Some(worker) = self.arrival.engine().map(|engine| engine.worker) {
            self.dismiss(worker);
        } else if matches!(self.arrival, Arrival::Probing { .. }) {
            self.effects.retain(|effect| *effect != Effect::FindAdapter);
        }
        self.arrival = Arrival::None;
    }

    /// Ends a worker, or does not begin it where that was still to be done.
    fn dismiss(&mut self, worker: WorkerId) {
        let before = self.effects.len();
        self.effects
            .retain(|effect| !matches!(effect, Effect::Spawn { worker: spawned, .. } if *spawned == worker));
        if self.effects.len() == before {
            self.effects.push(Effect::Terminate(worker));
        }
    }
}

#[cfg(test)]
mod tests;
