//! Markov chains side by side on a density, in units of work of a few milliseconds.

use super::departure::Lane;
use crate::engine::ebm::walk::{Energy, temperature};
use crate::numerics::mcmc::{Kernel, Sampler, State, init};
use crate::numerics::{Point, Rng};
use crate::settings::EbmSettings;

/// Evaluations of the density in one unit of work, at least, and the walkers that move side by side in it.
const EVALUATIONS: u64 = 500;
const BLOCK: usize = 64;

pub struct Chains {
    density: Energy,
    kernel: Kernel<Point>,
    /// Where they are annealed: how they cool down.
    cooling: Option<EbmSettings>,
    walkers: Vec<(State<Point>, Rng)>,
    /// The walker whose turn it is.
    turn: usize,
    /// Transitions of every walker.
    sweeps: usize,
    /// Of all walkers together.
    evaluations: u64,
    /// Sum of the acceptance probabilities of this sweep.
    acceptance: f64,
}

impl Chains {
    /// Chains at `starts`, data units; each has a stream of noise of its own.
    pub fn new(density: Energy, kernel: Kernel<Point>, starts: &[Point], seed: u32, lane: Lane) -> Self {
        let begin = |(index, &x)| (init(&*density, x), Rng::of_chain(seed, lane as usize, index));
        Self {
            walkers: starts.iter().enumerate().map(begin).collect(),
            density,
            kernel,
            cooling: None,
            turn: 0,
            sweeps: 0,
            evaluations: 0,
            acceptance: 0.0,
        }
    }

    /// The same annealed, as these settings say.
    pub fn annealed(mut self, cooling: EbmSettings) -> Self {
        self.cooling = Some(cooling);
        self
    }

    /// One unit of work: some walkers take a transition. Whether all have now taken as many.
    pub fn advance(&mut self) -> bool {
        if self.turn == 0 {
            self.acceptance = 0.0;
            if let Some(cooling) = &self.cooling {
                self.kernel = self.kernel.clone().with_temperature(temperature(cooling, self.sweeps));
            }
        }
        let limit = self.evaluations + EVALUATIONS;
        for block in self.walkers[self.turn..].chunks_mut(BLOCK) {
            let mut turns: Vec<_> = block.iter_mut().map(|(state, rng)| (state, rng)).collect();
            for transition in self.kernel.step_all(&*self.density, &mut turns) {
                self.evaluations += u64::from(transition.evaluations);
                self.acceptance += transition.acceptance;
            }
            self.turn += block.len();
            if self.evaluations >= limit {
                break;
            }
        }
        let all = self.turn == self.walkers.len();
        if all {
            self.turn = 0;
            self.sweeps += 1;
        }
        all
    }

    /// Data units.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = &Point> {
        self.walkers.iter().map(|(state, _)| &state.x)
    }

    /// Of all walkers together.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Mean acceptance probability of the last sweep.
    pub fn acceptance(&self) -> f64 {
        self.acceptance / self.walkers.len() as f64
    }

    pub fn set_kernel(&mut self, kernel: Kernel<Point>) {
        self.kernel = kernel;
    }
}
