//! Engines that come and go: which one serves, and what happens when one breaks.

use super::patience::READY_CPU;
use super::state::Answers;
use super::trial::Wanted;
use super::{Adapter, Arrival, Effect, Engine, EngineClient, WorkerId};
use crate::protocol::Backend;
use crate::settings::{EngineChoice, Experiment};
use crate::ui::store::Phase;
use crate::ui::words::format;

/// Seconds a browser may take to answer the request for an adapter.
const PROBE: f64 = 20.0;
/// CPU engines that may break within [`BREAK_WINDOW`] seconds before the page gives up: a window that holds as many that
/// were never ready.
const BREAKS: usize = 2;
const BREAK_WINDOW: f64 = (BREAKS + 2) as f64 * READY_CPU;
/// A frame that took longer than this was a page asleep: that time does not count against an engine.
const LONGEST_FRAME: f64 = 1.0;

impl EngineClient {
    pub(super) fn spawn(&mut self, backend: Backend) -> Engine {
        let worker = self.next_worker;
        self.next_worker += 1;
        self.effects.push(Effect::Spawn { worker, backend });
        let (since, answers) = (self.clock, Answers::default());
        Engine { worker, backend, device: None, since, asked: None, answers, start: false, more: false }
    }

    /// Lets `seconds` pass, and notices engines that take too long.
    pub fn pass(&mut self, seconds: f64) {
        if self.pass_resting(seconds) {
            return;
        }
        self.clock += seconds.clamp(0.0, LONGEST_FRAME);
        self.fall_due(seconds);
        let now = self.clock;
        let mut lost: Vec<(WorkerId, String)> = self
            .engine
            .iter()
            .chain(&self.helper.engine)
            .filter_map(|engine| engine.is_late(now).map(|why| (engine.worker, why)))
            .collect();
        match &self.arrival {
            Arrival::Probing { since } if now - since > PROBE => {
                self.adapter(Err("the browser did not answer the request for a WebGPU adapter".into()));
            }
            Arrival::Loading(engine) => lost.extend(engine.is_late(now).map(|why| (engine.worker, why))),
            Arrival::None | Arrival::Probing { .. } | Arrival::Trial(..) | Arrival::Waiting(_) => {}
        }
        self.pass_trial();
        self.tell_of_slow_line();
        for (worker, why) in lost {
            self.lose(worker, &why);
        }
        self.settle();
    }

    /// The reader has chosen another engine: what stood in WebGPU's way may be gone.
    pub(super) fn choose(&mut self) {
        self.gpu_trouble = None;
        self.choose_engine();
    }

    pub(super) fn adapter(&mut self, answer: Result<Adapter, String>) {
        if !matches!(self.arrival, Arrival::Probing { .. }) {
            return;
        }
        match answer {
            Ok(adapter) => {
                self.adapter = adapter;
                let is_wanted = self.wanted() != Wanted::Cpu;
                self.arrival =
                    if is_wanted { Arrival::Loading(self.spawn(Backend::Gpu)) } else { Arrival::None };
            }
            Err(why) => {
                self.arrival = Arrival::None;
                if self.choice == EngineChoice::Gpu {
                    self.notice(format!("WebGPU cannot be used ({why}), so the CPU engine runs instead."));
                }
                self.gpu_trouble = Some(why);
            }
        }
        self.settle();
    }

    /// The WebGPU engine is ready.
    pub(super) fn arrived(&mut self, backend: Backend, device: String) {
        let Arrival::Loading(engine) = &self.arrival else { return };
        let engine = Engine { backend, device: Some(device.clone()), ..engine.clone() };
        // A browser may not tell before.
        let opened = Adapter::new(&[device], false);
        self.adapter.software = self.adapter.software.take().or(opened.software);
        self.arrival = Arrival::Waiting(engine);
        self.choose_engine();
    }

    /// It serves from now on.
    pub(super) fn take_over(&mut self, engine: Engine) {
        if let Some(old) = self.engine.replace(engine) {
            self.effects.push(Effect::Terminate(old.worker));
        }
        if let Phase::Failed(_) = self.phase {
            self.phase = Phase::Loading { train: false };
        }
        let steps_owed = self.steps_owed;
        self.move_run();
        self.dismiss_helper();
        self.steps_owed = steps_owed;
    }

    /// An engine is of no use any more.
    pub(super) fn lose(&mut self, worker: WorkerId, why: &str) {
        if self.helper.is(worker) {
            self.lose_helper();
            return;
        }
        if self.arrival.engine().is_some_and(|engine| engine.worker == worker) {
            self.arrival = Arrival::None;
            self.effects.push(Effect::Terminate(worker));
            self.gpu_trouble = Some(format!("the WebGPU engine failed: {why}"));
            if self.choice == EngineChoice::Gpu {
                self.notice(format!(
                    "The WebGPU engine could not be used ({why}), so the CPU engine goes on with your settings."
                ));
            }
            self.settle();
            return;
        }
        if self.broke_falling(worker) {
            return;
        }
        let Some(engine) = self.engine.take_if(|engine| engine.worker == worker) else { return };
        let models = self.fall_back();
        if engine.backend == Backend::Cpu {
            let now = self.clock;
            self.cpu_ends.retain(|&end| now - end < BREAK_WINDOW);
            self.cpu_ends.push(now);
            if self.cpu_ends.len() > BREAKS {
                self.backup.models = models;
                self.effects.push(Effect::Terminate(worker));
                self.phase = Phase::Failed(format!("The CPU engine keeps stopping: {why}."));
                self.choose_engine();
                return;
            }
        }
        let (name, next) = match engine.backend {
            Backend::Gpu => ("WebGPU", "the CPU engine"),
            Backend::Cpu => ("CPU", "a new one"),
        };
        let what = match &self.experiment {
            _ if self.origin.is_some() => {
                format!("goes on from step {}", format::count(f64::from(self.step)))
            }
            Experiment::Compare(_) if !models.is_empty() => "goes on with what was trained".into(),
            _ if !self.phase.trains() => "takes over".into(),
            Experiment::Mcmc(_) => "starts sampling again".into(),
            _ => "starts training again".into(),
        };
        if engine.backend == Backend::Gpu {
            self.gpu_trouble = Some(format!("the WebGPU engine stopped: {why}"));
        }
        self.notice(format!("The {name} engine stopped ({why}), so {next} {what} with your settings."));
        self.replace_by_cpu(worker);
        models.into_iter().for_each(|model| self.take_along(Box::new(model)));
    }

    /// A CPU engine in place of a worker that served; if it was training, it goes on in a new run.
    pub(super) fn replace_by_cpu(&mut self, worker: WorkerId) {
        self.effects.push(Effect::Terminate(worker));
        self.forget_trial_of(worker);
        self.phase = Phase::Loading { train: self.phase.trains() };
        self.engine = Some(self.spawn(Backend::Cpu));
        self.move_run();
    }

    /// After giving up: once more, with the weights at hand.
    pub(super) fn retry(&mut self) {
        self.cpu_ends.clear();
        // Chains run by themselves; training waits to be asked for.
        self.phase = Phase::Loading { train: matches!(self.experiment, Experiment::Mcmc(_)) };
        self.engine = Some(self.spawn(Backend::Cpu));
        let models = self.fall_back();
        self.move_run();
        models.into_iter().for_each(|model| self.take_along(Box::new(model)));
        self.choose();
    }
}
