//! Engines put to rest while nobody looks, and woken: nothing that was trained is lost.
//!
//! A run that trains networks hands out its weights, then its workers end, which frees their memory and the GPU's. Woken, it
//! goes on from these weights on a new engine as the same run, so that the page keeps its curves. A run that has no weights
//! to hand out (Markov chains; models compared, with all that was measured of them) keeps its worker, which is asked for
//! nothing.

use super::state::{Arrival, Rest};
use super::{Effect, EngineClient, WorkerId};
use crate::protocol::weights::Weights;
use crate::protocol::{Backend, Command};
use crate::ui::store::Phase;

/// Seconds that an engine may take to hand out its weights: it may be in the middle of a slice of work that compiles shaders.
const PATIENCE: f64 = 60.0;
/// Time that passes at once counts no more than this: a page that slept has not waited.
const LONGEST_WAIT: f64 = 2.0;

impl EngineClient {
    /// Puts the engines to rest. Weights may have to come first: until [`is_at_rest`](Self::is_at_rest) what the workers say
    /// must be heard and time must [pass](Self::pass), also in a page that is given no frames.
    pub fn rest(&mut self) {
        if self.rest != Rest::Awake {
            return;
        }
        if let Phase::Failed(_) = self.phase {
            self.rest = Rest::Asleep;
            return;
        }
        if self.experiment.networks().is_empty() {
            self.rest = Rest::Still;
            return;
        }
        self.rest = Rest::Falling { waited: 0.0, asked: false };
        self.dismiss_arrival();
        self.dismiss_helper();
        self.fall();
    }

    /// Nothing more happens until it is woken.
    pub fn is_at_rest(&self) -> bool {
        matches!(self.rest, Rest::Asleep | Rest::Still)
    }

    /// Goes on where it was: what ran runs again. The next frame of the chapter carries out what this decides, so that a
    /// chapter that nobody looks at costs nothing still.
    pub fn wake(&mut self) {
        let rest = std::mem::take(&mut self.rest);
        let failed = matches!(self.phase, Phase::Failed(_));
        if rest == Rest::Asleep && self.engine.is_none() && !failed {
            self.engine = Some(self.spawn(Backend::Cpu));
        }
        if matches!(rest, Rest::Asleep | Rest::Falling { .. }) && !failed {
            self.choose();
        }
    }

    pub(super) fn is_resting(&self) -> bool {
        self.rest != Rest::Awake
    }

    /// The next step on the way to rest, if one can be taken.
    pub(super) fn fall(&mut self) {
        let began_with = self.origin_step();
        let Rest::Falling { asked, .. } = &mut self.rest else { return };
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
    pub(super) fn fall_with(&mut self, weights: &Weights) {
        if matches!(self.rest, Rest::Falling { .. }) && weights.step == self.step {
            self.origin = Some(Box::new(weights.clone()));
            self.fall_asleep();
        }
    }

    /// While it goes to rest; true where no other time counts.
    pub(super) fn pass_resting(&mut self, seconds: f64) -> bool {
        if let Rest::Falling { waited, .. } = &mut self.rest {
            *waited += seconds.clamp(0.0, LONGEST_WAIT);
            if *waited > PATIENCE {
                self.fall_asleep();
            }
        }
        self.is_resting()
    }

    /// An engine that goes to rest has broken: true if that is so.
    pub(super) fn broke_falling(&mut self, worker: WorkerId) -> bool {
        let is_it = matches!(self.rest, Rest::Falling { .. })
            && self.engine.as_ref().is_some_and(|engine| engine.worker == worker);
        if is_it {
            self.fall_asleep();
        }
        is_it
    }

    fn fall_asleep(&mut self) {
        self.rest = Rest::Asleep;
        self.touched = false;
        if let Some(engine) = self.engine.take() {
            self.dismiss(engine.worker);
        }
        self.phase = Phase::Loading { train: self.phase.trains() };
        if self.step != self.origin_step() {
            self.move_run();
            self.notice(
                "The engine did not hand out its weights before it was put to rest: training starts again."
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
