//! The experiment of the first chapter: Markov chains on a density that is known.

pub(super) mod any_lane;
mod chain;
pub(super) mod lane;
mod log_z;
mod measure;
mod plan;
mod race;
mod reference;
mod start;
mod trace;
mod visits;

use super::chapter_run::{Answer, ChapterRun};
use crate::numerics::museum::sampler_bug;
use crate::protocol::draws::LaneDraws;
use crate::protocol::log_z::LogZ;
use crate::protocol::mcmc::McmcFrame;
use crate::protocol::{Frame, RunId};
use crate::settings::{DataSettings, Experiment, McmcSettings};
use any_lane::AnyLane;
use log_z::AnyLogZ;
use plan::Plan;
use race::Race;
use reference::ReferenceInProgress;
use web_time::Instant;

/// Milliseconds between two measurements, at least, and the share of the time they may take.
const MEASURE_MS: f64 = 250.0;
const MEASURE_SHARE: f64 = 0.1;
/// Share of a slice in which chains walk that may go to others that weigh the density.
const WEIGHING_SHARE: f64 = 0.3;
/// Milliseconds between two looks at the clock.
const CLOCK_MS: f64 = 0.5;

pub struct McmcRun {
    id: RunId,
    seed: u32,
    data: DataSettings,
    /// With the bug that is on, also where it is hidden.
    settings: McmcSettings,
    lanes: Vec<Box<dyn AnyLane>>,
    reference: ReferenceInProgress,
    log_z: Option<Box<dyn AnyLogZ>>,
    step: u32,
    race: Race,
    /// A step was asked for that the warm-up has not let through yet.
    owed: bool,
    /// Moves of some chains between two looks at the clock, as many as fit.
    stride: u32,
    measured: Option<Instant>,
    measuring_ms: f64,
}

impl McmcRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(id: RunId, seed: u32, data: &DataSettings, settings: McmcSettings) -> Self {
        let bug = sampler_bug(settings.bug, seed);
        let settings = McmcSettings { bug, ..settings };
        let (lanes, known) = start::set_up(seed, data, &settings);
        Self {
            id,
            seed,
            data: data.clone(),
            log_z: start::log_z(seed, data, &settings),
            lanes,
            reference: ReferenceInProgress::new(settings.target.stage(data), known),
            step: 0,
            race: Race::new(settings.lanes().len()),
            owed: false,
            stride: 1,
            measured: None,
            measuring_ms: 0.0,
            settings,
        }
    }

    fn weighs(&self) -> bool {
        self.log_z.as_ref().is_some_and(|log_z| !log_z.is_done())
    }

    /// Weighs the density, for as long as that may take.
    fn weigh(&mut self, until_ms: f64, elapsed: &dyn Fn() -> f64) -> Option<LogZ> {
        let mut told = None;
        while let Some(log_z) = self.log_z.as_mut().filter(|log_z| !log_z.is_done() && elapsed() < until_ms) {
            told = log_z.advance().or(told);
        }
        told
    }

    /// Takes up to `steps` steps, the inside of the last one seen. Gives how many: none while the warm-up is under way.
    fn walk(&mut self, steps: u32, budget_ms: f64, elapsed: &dyn Fn() -> f64) -> u32 {
        while let Some(lane) = self.lanes.iter_mut().find(|lane| lane.warms_up()) {
            if elapsed() > budget_ms {
                return 0;
            }
            lane.step(false);
        }
        self.race.resume();
        let mut taken = 0;
        while taken < steps && elapsed() < budget_ms {
            let since = elapsed();
            // Transitions that take long are all watched: which will be the last one is not known.
            let slow = self.stride == 1;
            for _ in 0..self.stride {
                if taken < steps && self.race.step(&mut self.lanes, slow || taken + 1 == steps) {
                    taken += 1;
                }
            }
            let cost = elapsed() - since;
            self.stride =
                if cost < CLOCK_MS { (2 * self.stride).min(1 << 16) } else { (self.stride / 2).max(1) };
        }
        if self.stride > 1 && taken < steps {
            // The step under way ends, and one more is watched.
            while !self.race.step(&mut self.lanes, false) {}
            taken += 1;
            if taken < steps {
                while !self.race.step(&mut self.lanes, true) {}
                taken += 1;
            }
        }
        self.race.note_time(&mut self.lanes);
        taken
    }

    /// Measuring is not for every frame; a run that stands still is measured once more.
    fn measurement_is_due(&self, still: bool) -> bool {
        if !self.lanes.iter().any(|lane| lane.has_news() || lane.warms_up()) {
            return false;
        }
        let wait_ms = MEASURE_MS.max(self.measuring_ms / MEASURE_SHARE);
        still || self.measured.is_none_or(|at| at.elapsed().as_secs_f64() * 1e3 >= wait_ms)
    }
}

impl ChapterRun for McmcRun {
    /// A step is one transition of every chain; in a race as many of each lane as keep them level in evaluations. A warm-up
    /// goes on until one step that was asked for is taken.
    fn advance(&mut self, steps: u32, _walk: u32, budget_ms: f32) -> Answer<'_, Frame> {
        Box::pin(async move {
            let begin = Instant::now();
            let budget_ms = f64::from(budget_ms);
            let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
            while !self.reference.is_done() && elapsed() < budget_ms {
                self.reference.advance();
            }
            let share = if self.owed || steps > 0 { WEIGHING_SHARE } else { 1.0 };
            let log_z = self.weigh(share * budget_ms, &elapsed);
            self.owed |= steps > 0;
            let taken = if self.owed { self.walk(steps.max(1), budget_ms, &elapsed) } else { 0 };
            self.owed &= taken == 0;
            self.step = self.step.saturating_add(taken);
            let measure = self.measurement_is_due(steps == 0);
            let since = Instant::now();
            let frame = McmcFrame {
                reference: self.reference.take(),
                log_z,
                lanes: self.lanes.iter_mut().map(|lane| lane.report(measure)).collect(),
                bug: self.settings.bug,
            };
            if measure {
                self.measuring_ms = since.elapsed().as_secs_f64() * 1e3;
                self.measured = Some(Instant::now());
            }
            Ok(Frame {
                run: self.id,
                step: self.step,
                more: self.owed
                    || !self.reference.is_sent()
                    || self.weighs()
                    || self.lanes.iter().any(|lane| lane.has_news()),
                halt: None,
                content: frame.into(),
            })
        })
    }

    fn draws(&self) -> Option<Vec<LaneDraws>> {
        Some(self.lanes.iter().map(|lane| lane.draws()).collect())
    }

    /// Chains stay where they are.
    fn tune(&mut self, experiment: &Experiment) {
        let Experiment::Mcmc(settings) = experiment else { return };
        let settings = &McmcSettings { bug: self.settings.bug, ..settings.clone() };
        let plan = |settings: &McmcSettings| (settings.log_z, Plan::new(settings.sampler, settings));
        if plan(settings) != plan(&self.settings) {
            self.log_z = start::log_z(self.seed, &self.data, settings);
        }
        self.settings = settings.clone();
        let mut changed = false;
        for (lane, sampler) in self.lanes.iter_mut().zip(settings.lanes()) {
            changed |= lane.tune(sampler, settings);
        }
        if changed {
            // The lanes go on level, and how fast is not known any more.
            self.race.level(&self.lanes);
            self.stride = 1;
        }
    }

    fn place(&mut self, at: [f32; 2]) {
        if at.iter().all(|coordinate| coordinate.is_finite()) {
            self.lanes.iter_mut().for_each(|lane| lane.place(at.map(f64::from)));
            self.race.level(&self.lanes);
        }
    }
}
