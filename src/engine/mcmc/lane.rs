//! One sampler's chains: what moves them, what they show of it, and what they measure.

use super::any_lane::AnyLane;
use super::chain::{Chain, Moved, step_all};
use super::measure::{Draw, Measure};
use super::plan::Plan;
use super::trace::{Watched, detail, outcome, plane, with_first_two};
use super::visits::Visits;
use crate::numerics::Rng;
use crate::numerics::density::Landscape;
use crate::numerics::mcmc::tempering::ladder;
use crate::numerics::mcmc::tuning::Tuning;
use crate::numerics::mcmc::{Kernel, State, Transition, init};
use crate::protocol::draws::LaneDraws;
use crate::protocol::mcmc::{Cost, Lane};
use crate::settings::{Mass, McmcSettings, Sampler, StageSquare};
use std::rc::Rc;

/// Chains that move at a time: enough to find paths of the same length, few enough to look at the clock in between.
const BLOCK: usize = 64;

/// The chains of one lane on the density `D`.
pub struct Chains<D: Landscape + ?Sized> {
    target: Rc<D>,
    plan: Plan,
    epoch: u32,
    /// β of each rung, the coldest first.
    inverse_temperature: Vec<f64>,
    kernels: Vec<Kernel<D::Position>>,
    tuning: Option<Tuning<D::Position>>,
    chains: Vec<Chain<D::Position>>,
    /// The first chain of those whose turn it is.
    turn: usize,
    /// Times that all chains have moved, which decide which pairs of rungs are offered a swap.
    sweeps: usize,
    /// Of each chain that has moved.
    last: Vec<Transition<D::Position>>,
    trace: Option<Watched<D::Position>>,
    visits: Visits,
    cost: Cost,
    measure: Measure,
}

impl<D: Landscape + ?Sized + 'static> Chains<D> {
    /// Chains at `starts`, one noise stream each.
    pub fn new(
        target: Rc<D>,
        sampler: Sampler,
        settings: &McmcSettings,
        square: StageSquare,
        seed: u32,
        lane: usize,
        starts: &[D::Position],
    ) -> Self {
        let begin = |(index, x): (usize, &D::Position)| {
            Chain::new(&*target, x.clone(), Rng::of_chain(seed, lane, index))
        };
        let chains: Vec<_> = starts.iter().enumerate().map(begin).collect();
        let mut lane = Self {
            plan: Plan::new(sampler, settings),
            epoch: 0,
            inverse_temperature: Vec::new(),
            kernels: Vec::new(),
            tuning: None,
            turn: 0,
            sweeps: 0,
            last: Vec::new(),
            trace: None,
            visits: Visits::default(),
            cost: Cost::default(),
            measure: Measure::new(square, target.modes().len(), chains.len()),
            target,
            chains,
        };
        lane.begin();
        lane
    }

    /// The epoch to begin with, where this lane follows another.
    pub fn with_epoch(mut self, epoch: u32) -> Self {
        self.epoch = epoch;
        self
    }

    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Another density with the same modes under chains that stay where they are. What was measured was of the one before,
    /// but for their transitions and crossings.
    pub fn retarget(&mut self, target: Rc<D>) {
        self.target = target;
        self.stand_on_rungs();
        self.cost = Cost { transitions: self.cost.transitions, ..Cost::default() };
        (self.trace, self.turn) = (None, 0);
        self.measure.retarget();
    }

    /// The temperature of the transitions to come, of a sampler that knows any but its target's.
    pub fn set_temperature(&mut self, temperature: f64) {
        let kernels = std::mem::take(&mut self.kernels);
        self.kernels = kernels.into_iter().map(|kernel| kernel.with_temperature(temperature)).collect();
    }

    /// A new sampler takes over where the chains are: nothing measured before counts.
    fn begin(&mut self) {
        let settings = &self.plan.settings;
        self.inverse_temperature = ladder(settings.rungs, settings.hottest);
        let like = &self.chains[0].cold().x;
        self.tuning = self
            .plan
            .target_acceptance()
            .map(|target| Tuning::new(self.plan.step_size(), target, settings.mass == Mass::Diagonal, like));
        self.stand_on_rungs();
        self.last.clear();
        self.visits.clear();
        self.set_kernels();
        self.measure_afresh();
    }

    fn stand_on_rungs(&mut self) {
        for chain in &mut self.chains {
            chain.stand_on(&*self.target, &self.inverse_temperature);
        }
    }

    fn measure_afresh(&mut self) {
        self.cost = Cost::default();
        self.trace = None;
        self.turn = 0;
        let modes = self.chains.iter().map(|chain| self.target.mode_of(&chain.cold().x)).collect();
        self.measure.start(modes);
    }

    /// A sampler for each rung. Hot rungs are flatter, so their steps are longer, by 1/√β: their curvature is β times
    /// that of the coldest.
    fn set_kernels(&mut self) {
        let (step_size, inverse_mass_sqrt) = match &self.tuning {
            Some(tuning) => (tuning.step_size(), tuning.inverse_mass_sqrt().clone()),
            None => {
                let mut ones = self.chains[0].cold().x.clone();
                ones.as_mut().fill(1.0);
                (self.plan.step_size(), ones)
            }
        };
        let coldest = Kernel::new(self.plan.sampler, &self.plan.settings, step_size, inverse_mass_sqrt);
        let rung = |inverse_temperature: &f64| {
            coldest.clone().with_step_size(step_size / inverse_temperature.sqrt())
        };
        self.kernels = self.inverse_temperature.iter().map(rung).collect();
    }

    /// Learns from a sweep of the warm-up; nothing of it is measured.
    fn learn(&mut self) {
        let Some(tuning) = &mut self.tuning else { return };
        let acceptance = self.last.iter().map(|transition| transition.acceptance).sum::<f64>();
        let places = self.chains.iter().map(|chain| &chain.cold().x);
        tuning.update(acceptance / self.last.len() as f64, places);
        let done = tuning.is_done();
        self.set_kernels();
        if done {
            self.measure_afresh();
        }
    }
}

impl<D: Landscape + ?Sized + 'static> AnyLane for Chains<D> {
    fn step(&mut self, watch: bool) -> bool {
        let first = self.turn == 0;
        if first {
            self.visits.leave(plane(&self.chains[0].cold().x));
        }
        let warming_up = self.warms_up();
        let count = self.chains.len();
        let block = self.turn..count.min(self.turn + BLOCK);
        let chains = &mut self.chains[block.clone()];
        let (sweep, watch) = (self.sweeps % 2, watch && first);
        let moved = step_all(chains, &*self.target, &self.inverse_temperature, &self.kernels, sweep, watch);
        self.turn = block.end % count;
        for (index, Moved { transition, watched, evaluations, swaps }) in block.zip(moved) {
            if index == 0 {
                self.trace = watched;
            }
            let State { x, log_density, .. } = self.chains[index].cold();
            self.visits.arrive(index, count, plane(x));
            if !warming_up {
                self.measure.count_swaps(swaps);
                self.cost.evaluations += f64::from(evaluations);
                let (along, mode) = (self.target.along(x), self.target.mode_of(x));
                let draw = Draw { x: plane(x), log_density: *log_density, along, mode };
                self.measure.draw(&draw, &transition);
            }
            match self.last.get_mut(index) {
                Some(last) => *last = transition,
                None => self.last.push(transition),
            }
        }
        if self.turn > 0 {
            return false;
        }
        self.sweeps += 1;
        if warming_up {
            self.learn();
        } else {
            self.cost.transitions += 1.0;
            self.measure.end_of_sweep();
        }
        true
    }

    fn warms_up(&self) -> bool {
        self.tuning.as_ref().is_some_and(|tuning| !tuning.is_done())
    }

    fn evaluations(&self) -> f64 {
        self.cost.evaluations
    }

    fn tune(&mut self, sampler: Sampler, settings: &McmcSettings) -> bool {
        let plan = Plan::new(sampler, settings);
        let changes = plan != self.plan;
        if changes {
            self.plan = plan;
            self.epoch += 1;
            self.begin();
        }
        changes
    }

    fn place(&mut self, at: [f64; 2]) {
        let state = init(&*self.target, with_first_two(self.chains[0].cold().x.clone(), at));
        if state.is_finite() {
            self.chains[0].put(state);
            self.epoch += 1;
            self.visits.clear();
            self.measure_afresh();
        }
    }

    fn note_time(&mut self, seconds: f64) {
        self.cost.seconds += seconds;
    }

    fn report(&mut self, measure: bool) -> Lane {
        let flat = |points: &mut dyn Iterator<Item = [f64; 2]>| -> Vec<f32> {
            points.flatten().map(|coordinate| coordinate as f32).collect()
        };
        let warming_up = self.warms_up();
        let diagnostics = measure.then(|| {
            let mut diagnostics = self.measure.diagnostics(&self.cost);
            diagnostics.warming_up = warming_up;
            diagnostics.step_size = self.kernels[0].step_size();
            Box::new(diagnostics)
        });
        Lane {
            sampler: self.plan.sampler,
            epoch: self.epoch,
            positions: flat(&mut self.chains.iter().map(|chain| plane(&chain.cold().x))),
            proposals: flat(&mut self.last.iter().map(|transition| plane(&transition.proposal))),
            outcomes: self.last.iter().map(|transition| outcome(transition) as u8 as f32).collect(),
            visited: flat(&mut self.visits.take_visited().into_iter()),
            way: flat(&mut self.visits.take_way().into_iter()),
            detail: self.trace.as_ref().map(detail),
            cost: self.cost.clone(),
            diagnostics,
        }
    }

    fn has_news(&self) -> bool {
        self.measure.has_news()
    }

    fn draws(&self) -> LaneDraws {
        LaneDraws { sampler: self.plan.sampler, ..self.measure.draws() }
    }
}
