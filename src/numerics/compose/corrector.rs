//! Markov chains that hold a cloud of points to a known density at one noise level: the corrector of predictor–corrector
//! sampling (Song et al. 2021, arXiv:2011.13456, algorithm 1), with the Metropolis step that an energy allows (Du et al. 2023,
//! arXiv:2302.11552, algorithm 1).
//!
//! A [`Sampling`](crate::numerics::diffusion::sampling::Sampling) is the predictor. Where its cloud is at a level, the corrector
//! [enters](Corrector::enter) that level, makes some [sweeps](Corrector::sweep), and its [places](Corrector::places) go back with
//! [`move_to`](crate::numerics::diffusion::sampling::Sampling::move_to). At the data, after the last stride, it does so once more.

use crate::numerics::density::LogDensity;
use crate::numerics::mcmc::{Sampler, State, Transition, Turn, init_all};
use crate::numerics::{Point, Rng};
use std::ops::Range;

/// The streams of its chains are those of a lane that no race has.
pub const LANE: usize = 1 << 10;

/// One chain a point.
pub struct Corrector {
    states: Vec<State<Point>>,
    rngs: Vec<Rng>,
}

impl Corrector {
    pub fn new(points: usize, seed: u32) -> Self {
        Self { states: Vec::new(), rngs: (0..points).map(|chain| Rng::of_chain(seed, LANE, chain)).collect() }
    }

    /// The chains are at `places`, one each, of a level where `target` is the density. As all here in the units of x_t, divided
    /// by [`Level::size`](crate::numerics::diffusion::Level::size).
    ///
    /// # Panics
    /// If there are more or fewer places than chains.
    pub fn enter<D>(&mut self, target: &D, places: &[Point])
    where
        D: LogDensity<Position = Point> + ?Sized,
    {
        assert_eq!(places.len(), self.rngs.len(), "one place a chain");
        self.states = init_all(target, places.to_vec());
    }

    /// One transition of each of some chains.
    pub fn sweep<D, S>(&mut self, target: &D, sampler: &S, chains: Range<usize>) -> Vec<Transition<Point>>
    where
        D: LogDensity<Position = Point> + ?Sized,
        S: Sampler<Position = Point>,
    {
        let states = self.states[chains.clone()].iter_mut();
        let mut turns: Vec<Turn<Point>> = states.zip(&mut self.rngs[chains]).collect();
        sampler.step_all(target, &mut turns)
    }

    /// Chains.
    pub fn len(&self) -> usize {
        self.rngs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rngs.is_empty()
    }

    /// Where the chains are.
    pub fn places(&self) -> Vec<Point> {
        self.states.iter().map(|state| state.x).collect()
    }
}
