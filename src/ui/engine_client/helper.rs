//! A second engine for a run that two can share, where there is a core for it: it trains one of the two networks, measures
//! along where models are compared, or draws samples of the only network, and the page passes on what each tells the other.
//! Nothing depends on it: where it does not come, or ends, the first engine does everything.

use super::state::{Arrival, Engine};
use super::{Effect, EngineClient, WorkerId};
use crate::protocol::sharing::{Progress, Role};
use crate::protocol::{Backend, Command, Event};
use crate::settings::Chapter;
use crate::ui::store::Phase;

impl EngineClient {
    /// On so many cores: where there are two, a second engine is called once the reader trains what two can share.
    pub fn with_cores(mut self, cores: usize) -> Self {
        self.helper.allowed = cores > 1;
        self
    }

    /// Calls it, lets it join the run, or asks it for more.
    pub(super) fn pump_helper(&mut self) {
        let serves =
            |engine: &&Engine| engine.backend == Backend::Cpu && engine.device.is_some() && !engine.start;
        let Some(first) = self.engine.as_ref().filter(serves) else { return };
        let (first, is_free) = (first.worker, first.asked.is_none());
        if self.helper.shares {
            self.ask_helper();
            return;
        }
        if !self.experiment.can_be_shared() {
            self.dismiss_helper();
            return;
        }
        // WebGPU may take over, or is timed.
        if !self.helper.allowed || !matches!(self.arrival, Arrival::None) {
            return;
        }
        let Some(helper) = &self.helper.engine else {
            if self.phase == Phase::Running {
                self.helper.engine = Some(self.spawn(Backend::Cpu));
            }
            return;
        };
        // A frame under way may tell of steps that are not counted once the run is shared.
        if is_free && helper.device.is_some() && helper.asked.is_none() && !self.helper.is_late {
            self.share_with_helper(first);
        }
    }

    fn ask_helper(&mut self) {
        // It is at most what it is asked for at once ahead of what the first engine has not taken over.
        let is_ahead = self.helper.ahead > self.step;
        if is_ahead || self.helper.engine.as_ref().is_none_or(|helper| helper.asked.is_some()) {
            return;
        }
        let has_steps = self.phase == Phase::Running || self.helper.is_next;
        let steps = if has_steps { self.take_steps() } else { 0 };
        let budget_ms = self.budget_ms(steps);
        let Some(helper) = &mut self.helper.engine else { return };
        if steps > 0 || std::mem::take(&mut helper.more) {
            helper.ask(self.clock);
            let next = Command::Next { run: self.run, steps, walk: 0, budget_ms };
            self.effects.push(Effect::Send(helper.worker, Box::new(next)));
        }
    }

    /// Both know the same of the run from then on.
    fn share_with_helper(&mut self, first: WorkerId) {
        let (run, seed) = (self.run, self.seed);
        let (data, experiment) = (self.data.clone(), self.experiment.clone());
        let Some(helper) = &mut self.helper.engine else { return };
        self.helper.shares = true;
        helper.tell();
        helper.ask(self.clock);
        let start = Command::Start { run, seed, data, experiment, from: None };
        let share = |role| Command::Share { run, role };
        let told = self.helper.told.iter().cloned();
        for command in [start].into_iter().chain(told).chain([share(Role::Second)]) {
            self.effects.push(Effect::Send(helper.worker, Box::new(command)));
        }
        self.effects.push(Effect::Send(first, Box::new(share(Role::First))));
    }

    /// Whether a single step is not for the first engine.
    pub(super) fn steps_are_helpers(&self) -> bool {
        self.helper.shares && self.helper.is_next && self.phase != Phase::Running
    }

    /// What the first engine is told that concerns both, it is told too.
    pub(super) fn tell_helper(&mut self, command: &Command) {
        match command {
            Command::Measure { .. } | Command::TakeAlong { .. } if self.helper.allowed => {
                self.helper.told.push(command.clone());
            }
            Command::Tune { .. } => {}
            _ => return,
        }
        if let Some(helper) = self.helper.engine.as_mut().filter(|_| self.helper.shares) {
            helper.tell();
            self.effects.push(Effect::Send(helper.worker, Box::new(command.clone())));
        }
    }

    pub(super) fn hear_helper(&mut self, event: Event) {
        let Some(helper) = &mut self.helper.engine else { return };
        match event {
            Event::Ready { device, .. } => helper.device = Some(device),
            Event::Failed { .. } => self.lose_helper(),
            Event::Frame(frame) => {
                helper.answer(self.clock);
                helper.more |= frame.run == self.run && frame.more;
            }
            Event::Progress(progress) => self.pass_on(progress, false),
            Event::Weights(_) | Event::Draws(_) | Event::Bench(_) | Event::Trial(_) => {}
        }
    }

    /// Passes on what one engine of the run tells the other.
    pub(super) fn pass_on(&mut self, progress: Box<Progress>, to_helper: bool) {
        let run = self.run;
        if progress.run == run && !self.helper.note(&progress, to_helper) {
            return;
        }
        let listener = if to_helper { &mut self.helper.engine } else { &mut self.engine };
        let Some(listener) = listener.as_mut().filter(|_| self.helper.shares && progress.run == run) else {
            return;
        };
        listener.more = true;
        self.effects.push(Effect::Send(listener.worker, Box::new(Command::Hear { run, progress })));
    }

    /// It has broken, and is not called again. The reader need not know: the first engine does what it would have done.
    pub(super) fn lose_helper(&mut self) {
        self.dismiss_helper();
        self.helper.allowed = false;
    }

    /// The chapter is not shown any more, so it does not need two engines. That of a comparison could not join again.
    pub fn leave(&mut self) {
        if self.chapter != Chapter::Compare {
            self.dismiss_helper();
        }
    }

    /// Ends it: the first engine does everything.
    pub(super) fn dismiss_helper(&mut self) {
        let Some(helper) = self.helper.engine.take() else { return };
        self.effects.push(Effect::Terminate(helper.worker));
        let shared = std::mem::take(&mut self.helper.shares);
        if let Some(first) = self.engine.as_mut().filter(|first| shared && !first.start) {
            first.more = true;
            let alone = Command::Share { run: self.run, role: Role::Alone };
            self.effects.push(Effect::Send(first.worker, Box::new(alone)));
        }
    }
}

#[cfg(test)]
mod ahead_tests;
#[cfg(test)]
mod tests;
