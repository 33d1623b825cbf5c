//! A run of the chapter that compares, driven as a page drives it, however slow the machine is.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::chapter_run::ChapterRun;
use mcmc_to_diffusion::engine::compare::CompareRun;
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::protocol::compare::{
    Claim, ClaimKind, CompareRealVsReal, Likelihood, MethodScore, ModelState, Recording, Work,
};
use mcmc_to_diffusion::protocol::estimate::Estimate;
use mcmc_to_diffusion::protocol::exact::Exact;
use mcmc_to_diffusion::protocol::{Content, RunId};
use mcmc_to_diffusion::settings::{ComparePlan, DataSettings, Experiment, Family, Method, Settings};

pub const RUN: RunId = 5;

/// A run and all it has told that still holds.
pub struct Comparison {
    pub run: CompareRun,
    pub slice_ms: f32,
    pub epoch: u32,
    pub references: Vec<Exact>,
    pub models: [ModelState; 2],
    /// The newest of each family, in its order.
    pub columns: [Option<Recording>; 3],
    pub scores: Vec<MethodScore>,
    pub likelihoods: Vec<Likelihood>,
    pub claims: Vec<Claim>,
    pub real_vs_real: Option<CompareRealVsReal>,
    /// Training steps behind the newest map.
    pub mapped: Option<u32>,
    pub work: Vec<Work>,
    pub halts: Vec<String>,
    pub step: u32,
    pub more: bool,
}

impl Comparison {
    pub fn start(seed: u32, data: &DataSettings, plan: &ComparePlan) -> Self {
        Self {
            run: CompareRun::start(RUN, seed, data, plan.clone(), &EngineDevice::cpu()),
            slice_ms: 50.0,
            epoch: 0,
            references: Vec::new(),
            models: <[ModelState; 2]>::default(),
            columns: [None, None, None],
            scores: Vec::new(),
            likelihoods: Vec::new(),
            claims: Vec::new(),
            real_vs_real: None,
            mapped: None,
            work: Vec::new(),
            halts: Vec::new(),
            step: 0,
            more: true,
        }
    }

    pub fn tune(&mut self, plan: ComparePlan) {
        self.run.tune(&Experiment::Compare(Box::new(plan)));
    }

    /// One frame, in which so many training steps may be taken.
    pub fn next(&mut self, steps: u32) {
        let frame = block_on(self.run.advance(steps, 0, self.slice_ms)).expect("the CPU is never lost");
        let Content::Compare(content) = frame.content else { panic!("of another chapter") };
        if content.epoch != self.epoch {
            self.epoch = content.epoch;
            self.scores.clear();
            self.claims.clear();
            self.likelihoods.clear();
        }
        self.references.extend(content.reference);
        self.models = content.models;
        for recording in content.columns {
            let column = &mut self.columns[recording.method.family() as usize];
            *column = Some(recording);
        }
        self.scores.extend(content.scores);
        self.likelihoods.extend(content.likelihoods);
        for claim in content.claims {
            self.claims.retain(|old| old.kind != claim.kind);
            self.claims.push(claim);
        }
        self.real_vs_real = content.real_vs_real.or(self.real_vs_real.take());
        self.mapped = content.map.map(|map| map.step).or(self.mapped);
        self.work.extend(content.work);
        self.halts.extend(frame.halt);
        (self.step, self.more) = (frame.step, frame.more);
    }

    /// Nothing but what is to be done beside training.
    pub fn rest(&mut self) {
        self.next(0);
        while self.more {
            self.next(0);
        }
    }

    /// Trains up to `goal` steps of both models together, in frames of at most `each`.
    pub fn train(&mut self, goal: u32, each: u32) {
        while self.step < goal && self.halts.is_empty() {
            self.next(each.min(goal - self.step));
        }
    }

    /// Measures until all three models are weighed.
    pub fn run_until_weighed(&mut self) {
        self.run.measure(true);
        while self.likelihoods.len() < Family::ALL.len() {
            self.next(0);
            assert!(self.more || self.likelihoods.len() == Family::ALL.len(), "there is nothing left to do");
        }
    }

    pub fn measure(&mut self) {
        self.run.measure(true);
        self.rest();
    }

    /// Mean of a score over the sets of a method that the scoreboard counts.
    pub fn mean(&self, method: Method, of: impl Fn(&MethodScore) -> f32) -> f64 {
        let sets = self.scores.iter().filter(|set| set.at_budget && set.method == method);
        Estimate::of(sets.map(|set| f64::from(of(set)))).expect("it was scored").mean
    }

    pub fn claim(&self, kind: ClaimKind) -> &Claim {
        self.claims.iter().find(|claim| claim.kind == kind).expect("it was tested")
    }

    pub fn column(&self, family: Family) -> &Recording {
        self.columns[family as usize].as_ref().expect("it walked")
    }
}

/// What a run costs a second or two.
pub fn small(data: &DataSettings) -> ComparePlan {
    let mut settings = Settings { data: data.clone(), ..Settings::default() };
    let (compare, ebm, diffusion) = (&mut settings.compare, &mut settings.ebm, &mut settings.diffusion);
    (compare.walkers, compare.budget, compare.repeats, compare.train_steps) = (30, 24, 3, 8);
    (ebm.langevin_steps, settings.mcmc.leapfrog_steps) = (2, 4);
    (diffusion.width, diffusion.depth, diffusion.batch_size, diffusion.points) = (6, 2, 32, 200);
    (diffusion.timesteps, diffusion.sampler_steps) = (12, 12);
    ComparePlan::of(&settings)
}
