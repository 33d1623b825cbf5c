//! What an engine says, and what follows from it.

use super::{Effect, EngineClient, WorkerId};
use crate::protocol::weights::Weights;
use crate::protocol::{Event, Frame};
use crate::settings::{Chapter, Experiment};
use crate::ui::store::Phase;
use crate::ui::words::format;

/// Seconds of training that are not thrown away for good. Of two models compared both are kept, for they are trained as one.
const LONG: f32 = 3.0;

impl EngineClient {
    pub(super) fn hear(&mut self, worker: WorkerId, event: Event) -> Option<Frame> {
        if self.arrival.engine().is_some_and(|engine| engine.worker == worker) {
            match event {
                Event::Ready { backend, device } => self.arrived(backend, device),
                Event::Failed { why } => self.lose(worker, &why),
                Event::Trial(slice) => self.hear_trial(worker, slice),
                _ => {}
            }
            return None;
        }
        if self.helper.is(worker) {
            self.hear_helper(event);
            return None;
        }
        let engine = self.engine.as_mut().filter(|engine| engine.worker == worker)?;
        match event {
            Event::Ready { backend, device } => {
                engine.backend = backend;
                engine.device = Some(device);
                engine.start = true;
                self.settle();
            }
            Event::Failed { why } => self.lose(worker, &why),
            Event::Trial(slice) => self.hear_trial(worker, slice),
            Event::Bench(_) => {}
            Event::Progress(progress) => self.pass_on(progress, true),
            Event::Weights(weights) => self.hear_weights(weights),
            Event::Draws(draws) => self.draws = Some(draws).filter(|draws| draws.run == self.run),
            Event::Frame(frame) => {
                engine.answer(self.clock);
                if frame.run == self.run {
                    engine.more |= frame.more;
                    self.advance(&frame);
                    self.go_on_suspending();
                    return Some(*frame);
                }
                self.go_on_suspending();
            }
        }
        None
    }

    fn hear_weights(&mut self, weights: Box<Weights>) {
        if weights.run != self.run {
            if weights.seconds > LONG || self.chapter == Chapter::Compare {
                self.effects.push(Effect::Replaced(weights));
            }
            return;
        }
        self.suspend_with(&weights);
        if let Some(weights) = self.back_up(weights) {
            if std::mem::take(&mut self.keep) {
                self.effects.push(Effect::Keep(weights.clone()));
            }
            self.weights = Some(weights);
        }
    }

    fn advance(&mut self, frame: &Frame) {
        self.step = frame.step;
        self.helper.look(frame);
        // Weights that were not taken are not offered again.
        self.origin.take_if(|weights| weights.step > frame.step);
        if self.step > 0 && self.phase == Phase::Idle {
            self.phase = Phase::Paused;
        }
        if let Some(why) = &frame.halt {
            self.steps_owed = 0;
            self.phase = Phase::Paused;
            self.notice(why.clone());
        }
        self.stop_at_goal();
    }

    pub(super) fn stop_at_goal(&mut self) {
        let done = self.experiment.goal().is_some_and(|goal| self.step as usize >= goal);
        if self.phase == Phase::Running && done {
            self.phase = Phase::Paused;
            // There the scores come next, by themselves.
            if matches!(self.experiment, Experiment::Compare(_)) {
                return;
            }
            let done = format::count(f64::from(self.step));
            self.notice(format!("Training has done its {done} steps and pauses. Press Train to go on."));
        }
    }
}
