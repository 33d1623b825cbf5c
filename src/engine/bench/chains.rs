//! HMC transitions on a known density.

use crate::numerics::density::RezendeMohamed;
use crate::numerics::mcmc::{Hmc, Sampler, State, init};
use crate::numerics::{Point, Rng};
use crate::protocol::BenchSlice;
use crate::settings::SamplerBug;
use web_time::Instant;

/// Transitions of each chain between two looks at the clock; their states are kept.
const BLOCK: usize = 500;

pub struct ChainWork {
    target: RezendeMohamed,
    sampler: Hmc<Point>,
    chains: Vec<(State<Point>, Rng)>,
    /// States of one block, `[BLOCK, chains]`.
    kept: Vec<Point>,
    transitions: f64,
    accepted: f64,
}

impl ChainWork {
    pub fn new(chains: usize, seed: u32) -> Self {
        let target = RezendeMohamed::default();
        let begin = |chain| (init(&target, [2.0, 0.0]), Rng::of_chain(seed, 0, chain));
        Self {
            sampler: Hmc {
                step_size: 0.1,
                leapfrog_steps: 20,
                jitter: 0.0,
                inverse_mass_sqrt: [1.0, 1.0],
                bug: SamplerBug::Off,
            },
            chains: (0..chains).map(begin).collect(),
            kept: Vec::with_capacity(BLOCK * chains),
            target,
            transitions: 0.0,
            accepted: 0.0,
        }
    }

    /// Works for about `budget_ms`.
    pub fn advance(&mut self, budget_ms: f64, slice: &mut BenchSlice) {
        let begin = Instant::now();
        while begin.elapsed().as_secs_f64() * 1e3 < budget_ms {
            self.kept.clear();
            for _ in 0..BLOCK {
                let mut turns: Vec<_> = self.chains.iter_mut().map(|(state, rng)| (state, rng)).collect();
                for transition in self.sampler.step_all(&self.target, &mut turns) {
                    self.accepted += f64::from(u8::from(transition.accepted));
                }
                self.kept.extend(self.chains.iter().map(|(state, _)| state.x));
            }
            slice.units += self.kept.len() as f64;
        }
        self.transitions += slice.units;
        slice.unit = "transitions/s".to_owned();
        // Steps this short are nearly always accepted, and chains stay near the crescents.
        let near = self.kept.iter().all(|[x, y]| x.hypot(*y) < 4.5);
        slice.ok = near && self.accepted > 0.9 * self.transitions;
    }
}
