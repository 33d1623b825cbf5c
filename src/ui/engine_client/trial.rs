//! Which engine is the faster: both train a model as it is set for a moment, once for each kind of model.

use super::state::{Arrival, Engine, Figures, Kind, Timing, Trial};
use super::{Effect, EngineClient, TRAIN_MS, WorkerId};
use crate::protocol::{Backend, Command, TrialSlice};
use crate::settings::EngineChoice;
use crate::ui::store::Phase;

/// Rows × weights of a training step from which on WebGPU can pay, so that its program (3.8 MB) is fetched to find out.
///
/// A step's launches take a GPU about 2 ms whatever its size: Burn's 159 on a data-centre GPU took 3 ms at 256 rows and at
/// 1,024. In that time the CPU engine, at 6 operations for each row and weight and 30 GFLOP/s on one thread, does a step of
/// ten million: 256 rows through three layers of 128.
const LEAST_STEP: usize = 10_000_000;
/// Seconds after which an engine that has not done them is taken to be as slow as it seems.
const PATIENCE: f64 = 20.0;
/// Seconds in which a program is there that the browser has loaded before.
const SOON: f64 = 3.0;

/// What the choice of engine and all that is known come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wanted {
    Cpu,
    Gpu,
    Trial,
}

impl EngineClient {
    pub(super) fn wanted(&self) -> Wanted {
        match (self.choice, self.figures().map(Figures::faster)) {
            (EngineChoice::Cpu, _) => Wanted::Cpu,
            _ if self.gpu_trouble.is_some() => Wanted::Cpu,
            (EngineChoice::Gpu, _) => Wanted::Gpu,
            (EngineChoice::Auto, _) if !self.may_pay() || self.adapter.software.is_some() => Wanted::Cpu,
            (EngineChoice::Auto, Some(Backend::Gpu)) => Wanted::Gpu,
            (EngineChoice::Auto, Some(Backend::Cpu)) => Wanted::Cpu,
            // There is no CPU engine to hold it against.
            (EngineChoice::Auto, None) if matches!(self.phase, Phase::Failed(_)) => Wanted::Gpu,
            (EngineChoice::Auto, None) => Wanted::Trial,
        }
    }

    fn may_pay(&self) -> bool {
        self.experiment.step_size() >= LEAST_STEP
    }

    /// What has been measured of the present kind of model.
    fn figures(&self) -> Option<&Figures> {
        let kind = Kind::of(&self.experiment);
        self.measured.iter().find(|figures| figures.kind == kind)
    }

    /// Training waits for WebGPU where that is known to be what is wanted, and it is on its way: as long as the reader who
    /// has chosen it, but not long where it is the page's choice.
    pub(super) fn waits_for_gpu(&self) -> bool {
        let since = match &self.arrival {
            Arrival::Probing { since } => *since,
            Arrival::Loading(engine) => engine.since,
            Arrival::None | Arrival::Trial(..) | Arrival::Waiting(_) => return false,
        };
        let is_patient = self.choice == EngineChoice::Gpu || self.clock - since < SOON;
        is_patient && self.wanted() == Wanted::Gpu
    }

    /// Brings the engines in line with what is wanted. Where the page chooses, a run that holds anything is left where it is:
    /// the next one is on the other engine.
    pub(super) fn choose_engine(&mut self) {
        if self.is_suspending() {
            return;
        }
        let serving = self.engine.as_ref().filter(|engine| engine.backend == Backend::Gpu);
        let serving = serving.map(|engine| engine.worker);
        let is_free = self.choice != EngineChoice::Auto || self.is_untouched() || self.engine.is_none();
        match (self.wanted(), serving) {
            (Wanted::Cpu, serving) => {
                self.dismiss_arrival();
                if let Some(worker) = serving.filter(|_| is_free) {
                    self.replace_by_cpu(worker);
                }
            }
            (Wanted::Trial, Some(_)) if is_free => self.put_on_trial(),
            (_, Some(_)) => {}
            (wanted, None) => self.arrange(wanted == Wanted::Trial, is_free),
        }
        self.settle();
    }

    /// The next step on WebGPU's way to serve, or to be tried.
    fn arrange(&mut self, to_try: bool, is_free: bool) {
        self.arrival = match std::mem::replace(&mut self.arrival, Arrival::None) {
            Arrival::None => {
                self.effects.push(Effect::FindAdapter);
                Arrival::Probing { since: self.clock }
            }
            Arrival::Trial(engine, trial) if to_try && trial.kind == Kind::of(&self.experiment) => {
                Arrival::Trial(engine, trial)
            }
            Arrival::Trial(engine, _) | Arrival::Waiting(engine) if to_try => {
                Arrival::Trial(engine, self.new_trial())
            }
            Arrival::Trial(engine, _) | Arrival::Waiting(engine) if is_free => {
                self.take_over(engine);
                Arrival::None
            }
            Arrival::Trial(engine, _) => Arrival::Waiting(engine),
            other => other,
        };
    }

    /// WebGPU serves, but not yet as the faster of the two: the CPU engine goes on until that is known.
    fn put_on_trial(&mut self) {
        let Some(gpu) = self.engine.take() else { return };
        let train = self.phase.trains();
        self.phase = Phase::Loading { train };
        self.engine = Some(self.spawn(Backend::Cpu));
        self.move_run();
        self.arrival = Arrival::Trial(Engine { asked: None, start: false, ..gpu }, self.new_trial());
    }

    fn new_trial(&mut self) -> Trial {
        self.trials += 1;
        let kind = Kind::of(&self.experiment);
        let (gpu, cpu) = Default::default();
        Trial { id: self.trials, kind, since: self.clock, asked: None, gpu, cpu }
    }

    /// Asks for the next slice of a trial, if none is under way.
    pub(super) fn pump_trial(&mut self) {
        let Arrival::Trial(gpu, trial) = &mut self.arrival else { return };
        let serving = self.engine.as_ref().filter(|engine| engine.device.is_some() && !engine.start);
        let next = if trial.gpu.is_done() { serving.map(|engine| engine.worker) } else { Some(gpu.worker) };
        let Some(worker) = next.filter(|_| trial.asked.is_none()) else { return };
        trial.asked = Some(worker);
        let command = Command::Trial {
            trial: trial.id,
            seed: self.seed,
            data: self.data.clone(),
            experiment: Box::new(self.experiment.clone()),
            budget_ms: TRAIN_MS as f32,
        };
        self.effects.push(Effect::Send(worker, Box::new(command)));
    }

    pub(super) fn hear_trial(&mut self, worker: WorkerId, slice: TrialSlice) {
        let Arrival::Trial(gpu, trial) = &mut self.arrival else { return };
        if trial.id != slice.trial || trial.asked != Some(worker) {
            return;
        }
        trial.asked = None;
        let timing = if worker == gpu.worker { &mut trial.gpu } else { &mut trial.cpu };
        timing.steps += f64::from(slice.steps);
        timing.ms += slice.ms;
        if trial.gpu.is_done() && trial.cpu.is_done() {
            let figures = Figures { kind: trial.kind, cpu: trial.cpu.rate(), gpu: trial.gpu.rate() };
            self.measured.push(figures);
            self.choose_engine();
        }
    }

    /// Gives up on an engine that takes too long.
    pub(super) fn pass_trial(&mut self) {
        let Arrival::Trial(gpu, trial) = &mut self.arrival else { return };
        if self.clock - trial.since > PATIENCE && !trial.gpu.is_done() {
            trial.gpu.given_up = true;
            trial.asked.take_if(|worker| *worker == gpu.worker);
        }
    }

    /// A CPU engine that was asked is gone: its successor is asked from the beginning.
    pub(super) fn forget_trial_of(&mut self, worker: WorkerId) {
        if let Arrival::Trial(gpu, trial) = &mut self.arrival
            && worker != gpu.worker
        {
            trial.cpu = Timing::default();
            trial.asked.take_if(|asked| *asked == worker);
        }
    }

    /// Why the engine that serves does so, as far as it was the page's choice.
    pub(super) fn why_automatic(&self, serving: Backend) -> String {
        match &self.arrival {
            Arrival::Probing { .. } => return "while a WebGPU adapter is looked for".into(),
            Arrival::Loading(_) => return "while the WebGPU engine loads".into(),
            Arrival::Trial(..) => return "while both engines are timed on this model".into(),
            Arrival::None | Arrival::Waiting(_) => {}
        }
        if let Some(why) = &self.gpu_trouble {
            return why.clone();
        }
        match (self.figures(), &self.adapter.software, serving) {
            (Some(figures), _, _) if figures.faster() == serving => {
                format!("faster on this model ({})", figures.words())
            }
            (Some(figures), _, _) => format!("slower, but this run began on it ({})", figures.words()),
            (None, _, Backend::Gpu) => "as you had chosen when this run began".into(),
            (None, Some(name), _) => format!("the browser's WebGPU adapter is software ({name})"),
            (None, None, _) => "WebGPU is worth it for wider networks and larger batches".into(),
        }
    }
}

#[cfg(test)]
mod tests;
