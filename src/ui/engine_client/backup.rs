//! Weights at hand in case an engine is lost: the run hands them out every other second in which it has trained.

use super::state::Engine;
use super::{Effect, EngineClient};
use crate::protocol::Command;
use crate::protocol::weights::Weights;
use crate::settings::Chapter;
use std::mem::{discriminant, take};

/// Seconds of training that may be lost.
const EVERY: f64 = 2.0;

impl EngineClient {
    /// The present run trains networks.
    pub(super) fn has_networks(&self) -> bool {
        self.chapter == Chapter::Compare || !self.experiment.networks().is_empty()
    }

    /// Asks for them, if it is time.
    pub(super) fn pump_backup(&mut self) {
        let is_new = self.step > self.backup.step.max(self.origin_step());
        if !is_new || self.backup.asked || self.clock - self.backup.at < EVERY || !self.has_networks() {
            return;
        }
        let started = |engine: &&Engine| engine.device.is_some() && !engine.start;
        let Some(engine) = self.engine.as_ref().filter(started) else { return };
        (self.backup.step, self.backup.at) = (self.step, self.clock);
        // Models compared are handed out as they are done, if any is.
        self.backup.asked = self.chapter != Chapter::Compare;
        let command = Command::Export { run: self.run };
        self.effects.push(Effect::Send(engine.worker, Box::new(command)));
    }

    /// Weights of the present run have come; gives them back where they were asked for by someone else.
    pub(super) fn back_up(&mut self, weights: Box<Weights>) -> Option<Box<Weights>> {
        let was_asked = take(&mut self.backup.asked);
        let kind = discriminant(&weights.experiment);
        self.backup.models.retain(|other| discriminant(&other.experiment) != kind);
        self.backup.models.push(Weights::clone(&weights));
        (!was_asked).then_some(weights)
    }

    /// Its engine is lost: the run goes on from the newest weights at hand, if there are any. Gives the models of a comparison
    /// that a new one can take along.
    pub(super) fn fall_back(&mut self) -> Vec<Weights> {
        let mut models = take(&mut self.backup.models);
        if self.chapter == Chapter::Compare {
            return models;
        }
        self.origin = models.pop().map(Box::new).or_else(|| self.origin.take());
        if self.origin.is_some() {
            self.step = self.origin_step();
            self.touched = false;
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
