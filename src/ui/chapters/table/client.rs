//! Decides what the table's own engines do: one a part, each asked again once it has answered.
//!
//! Pure, as the [`engine_client`](crate::ui::engine_client): it takes what happened and gives effects.

#[cfg(test)]
mod tests;

use crate::protocol::table::{CellSummary, TableFrame, TableProgress, TableRealVsReal, TableResult};
use crate::protocol::{Backend, Command, Content, Event, Frame, RunId};
use crate::settings::{DataSettings, Experiment, TableCell, TablePart, TableSettings};
use crate::ui::chapter::live::version_of;
use crate::ui::engine_client::{Effect, Input, WorkerId};

/// How long an engine works before it answers, in ms: nothing on the page waits for it.
const BUDGET_MS: f32 = 150.0;
/// Seconds an engine may be silent, while it loads or after it was asked.
const SILENT: f64 = 120.0;
/// A frame that took longer than this was a page asleep: that time does not count.
const LONGEST_FRAME: f64 = 0.25;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    #[default]
    Idle,
    Running,
    Done,
    Cancelled,
    /// Why.
    Failed(String),
}

/// One engine and the models it trains.
struct Part {
    worker: WorkerId,
    state: State,
    /// What its engine was told to train.
    told: TablePart,
    /// Models that are finished, by this engine and the one before.
    finished: usize,
    /// It has been replaced once.
    replaced: bool,
    current: Option<TableProgress>,
    /// Training steps: done by this engine, by the one before, and all of the part.
    done: u32,
    done_before: u32,
    all: u32,
    /// When its engine was created.
    since: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// It loads, or has been asked and has not answered yet; since when.
    Silent(f64),
    /// It may be asked.
    Free,
    Finished,
}

#[derive(Default)]
pub struct TableClient {
    status: Status,
    run: RunId,
    seed: u32,
    table: TableSettings,
    parts: Vec<Part>,
    results: Vec<TableResult>,
    real_vs_real: Option<TableRealVsReal>,
    /// Counts what has changed of the results and real against real.
    version: u32,
    next_worker: WorkerId,
    /// Seconds during which the page was awake.
    clock: f64,
    effects: Vec<Effect>,
}

impl TableClient {
    /// Trains everything anew on `engines` engines.
    pub fn start(&mut self, seed: u32, table: &TableSettings, engines: usize) {
        self.stop();
        self.status = Status::Running;
        self.run += 1;
        self.seed = seed;
        self.table = table.clone();
        self.results.clear();
        self.real_vs_real = None;
        self.version += 1;
        for part in 0..engines {
            let told = TablePart { table: table.clone(), part, parts: engines, done: 0 };
            let all = (told.models(seed).count() * table.steps()) as u32;
            let part = Part {
                worker: 0,
                state: State::Free,
                told,
                finished: 0,
                replaced: false,
                current: None,
                done: 0,
                done_before: 0,
                all,
                since: self.clock,
            };
            self.parts.push(part);
            self.spawn(self.parts.len() - 1);
        }
    }

    /// Ends the training; what is finished stays.
    pub fn cancel(&mut self) {
        if self.status == Status::Running {
            self.stop();
            self.status = Status::Cancelled;
        }
    }

    fn stop(&mut self) {
        let alive = self.parts.drain(..).filter(|part| part.state != State::Finished);
        self.effects.extend(alive.map(|part| Effect::Terminate(part.worker)));
    }

    fn spawn(&mut self, index: usize) {
        let worker = self.next_worker;
        self.next_worker += 1;
        let part = &mut self.parts[index];
        part.worker = worker;
        part.state = State::Silent(self.clock);
        part.since = self.clock;
        self.effects.push(Effect::Spawn { worker, backend: Backend::Cpu });
    }

    /// Takes in what happened; what is no longer of this run is dropped.
    pub fn handle(&mut self, input: Input) {
        let (worker, event) = match input {
            Input::Event { worker, event } => (worker, event),
            Input::Broken { worker, why } => (worker, Event::Failed { why }),
            Input::Adapter(_) => return,
        };
        let Some(index) = self.parts.iter().position(|part| part.worker == worker) else { return };
        match event {
            Event::Ready { .. } => {
                let part = &mut self.parts[index];
                part.state = State::Silent(self.clock);
                let experiment = Experiment::Table(part.told.clone());
                // The write-up's data, whatever the page is about.
                let data = DataSettings::default();
                let start = Command::Start { run: self.run, seed: self.seed, data, experiment, from: None };
                self.effects.push(Effect::Send(worker, Box::new(start)));
            }
            Event::Frame(frame) if frame.run == self.run => self.hear(index, *frame),
            Event::Frame(_)
            | Event::Bench(_)
            | Event::Trial(_)
            | Event::Weights(_)
            | Event::Draws(_)
            | Event::Progress(_) => {}
            Event::Failed { why } => self.lose(index, &why),
        }
    }

    fn hear(&mut self, index: usize, frame: Frame) {
        let Content::Table(TableFrame { current, done, results, real_vs_real, .. }) = frame.content else {
            return;
        };
        let part = &mut self.parts[index];
        (part.current, part.done) = (current, done);
        part.finished += results.len();
        if !results.is_empty() || real_vs_real.is_some() {
            self.version += 1;
        }
        self.results.extend(results);
        // In the order of the seeds, whichever engine was first.
        let place = |cell| TableCell::ALL.iter().position(|&other| other == cell);
        self.results.sort_by_key(|result| (result.model.seed, place(result.model.cell)));
        self.real_vs_real = real_vs_real.or(self.real_vs_real.take());
        part.state = if frame.more { State::Free } else { State::Finished };
        if part.state == State::Finished {
            self.effects.push(Effect::Terminate(part.worker));
        }
        if self.parts.iter().all(|part| part.state == State::Finished) {
            self.status = Status::Done;
        }
    }

    /// An engine is of no use any more: once it is replaced, and goes on after the models that are finished.
    fn lose(&mut self, index: usize, why: &str) {
        let part = &mut self.parts[index];
        if part.replaced {
            self.stop();
            self.status = Status::Failed(format!(
                "An engine of the table stopped twice: {why}. What was trained until then is kept."
            ));
            return;
        }
        self.effects.push(Effect::Terminate(part.worker));
        part.replaced = true;
        part.told.done = part.finished;
        part.done = 0;
        part.done_before = (part.finished * self.table.steps()) as u32;
        self.spawn(index);
    }

    /// Lets `seconds` pass, and replaces engines that are silent for too long.
    pub fn pass(&mut self, seconds: f64) {
        self.clock += seconds.clamp(0.0, LONGEST_FRAME);
        let now = self.clock;
        let late = |part: &Part| matches!(part.state, State::Silent(since) if now - since > SILENT);
        while let Some(index) = self.parts.iter().position(late) {
            self.lose(index, &format!("it was silent for {SILENT:.0} seconds"));
        }
    }

    /// Asks every engine that is free for more. Call it once what was heard is drawn.
    pub fn pump(&mut self) {
        for part in self.parts.iter_mut().filter(|part| part.state == State::Free) {
            part.state = State::Silent(self.clock);
            let next = Command::Next { run: self.run, steps: u32::MAX, walk: 0, budget_ms: BUDGET_MS };
            self.effects.push(Effect::Send(part.worker, Box::new(next)));
        }
    }

    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Settings of the run that is shown.
    pub fn table(&self) -> &TableSettings {
        &self.table
    }

    pub fn engines(&self) -> usize {
        self.parts.len()
    }

    pub fn results(&self) -> &[TableResult] {
        &self.results
    }

    /// The models with the numbers of their runs.
    pub fn rows(&self) -> impl Iterator<Item = (TableCell, CellSummary)> + Clone {
        TableCell::ALL.into_iter().map(|cell| (cell, CellSummary::of(cell, &self.results)))
    }

    pub fn runs(&self) -> bool {
        self.status == Status::Running
    }

    /// As long as it is the same, so is everything that is read out.
    pub fn read_version(&self) -> u64 {
        let left = self.time_left().map(f64::to_bits);
        version_of((&self.status, self.run, self.version, self.share().to_bits(), left))
    }

    pub fn real_vs_real(&self) -> Option<&TableRealVsReal> {
        self.real_vs_real.as_ref()
    }

    pub fn version(&self) -> u32 {
        self.version
    }

    /// The models under way.
    pub fn current(&self) -> impl Iterator<Item = TableProgress> {
        self.parts.iter().filter_map(|part| part.current)
    }

    /// The share of all training steps that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        if self.status == Status::Done {
            return 1.0;
        }
        let sum = |of: fn(&Part) -> u32| self.parts.iter().map(|part| f64::from(of(part))).sum::<f64>();
        sum(|part| part.done + part.done_before) / sum(|part| part.all).max(1.0)
    }

    /// Seconds that the slowest engine still needs; none before every engine has trained.
    pub fn time_left(&self) -> Option<f64> {
        let left = |part: &Part| {
            let rate = f64::from(part.done) / (self.clock - part.since);
            (part.done > 0).then(|| f64::from(part.all - part.done_before - part.done) / rate)
        };
        let busy = self.parts.iter().filter(|part| part.state != State::Finished);
        busy.map(left).try_fold(0.0, |most, left| left.map(|left| f64::max(most, left)))
    }
}

#[cfg(test)]
impl TableClient {
    /// After a run that gave this.
    pub fn of(
        table: TableSettings,
        results: Vec<TableResult>,
        real_vs_real: Option<TableRealVsReal>,
    ) -> Self {
        Self { table, results, real_vs_real, ..Self::default() }
    }
}
