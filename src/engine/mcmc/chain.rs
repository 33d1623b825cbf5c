//! One chain: its replicas on the rungs of a ladder of temperatures, and the noise that moves them.

use super::inside::Watched;
use crate::numerics::density::LogDensity;
use crate::numerics::mcmc::tempering::{Tempered, swap};
use crate::numerics::mcmc::{Inside, Kernel, State, Transition, init};
use crate::numerics::{Noise, Position};

pub struct Chain<P> {
    /// On each rung, the coldest first; there is one at least.
    rungs: Vec<State<P>>,
    noise: Noise,
}

/// What one step of all rungs did.
pub struct Moved<P> {
    /// Of the coldest rung.
    pub transition: Transition<P>,
    /// Its inside, if it was watched.
    pub watched: Option<Watched<P>>,
    /// Of all rungs.
    pub evaluations: u32,
    /// Swaps of rungs that were offered, and accepted.
    pub swaps: [u32; 2],
}

impl<P: Position> Chain<P> {
    /// A chain of one rung at `x`.
    pub fn new<D: LogDensity<Position = P> + ?Sized>(target: &D, x: P, noise: Noise) -> Self {
        Self { rungs: vec![init(target, x)], noise }
    }

    /// Where the coldest rung is: the chain that is shown and measured.
    pub fn cold(&self) -> &State<P> {
        &self.rungs[0]
    }

    /// Puts the coldest rung elsewhere.
    pub fn put(&mut self, state: State<P>) {
        self.rungs[0] = state;
    }

    /// Evaluates `target` on each rung where it is, of β as in `coldness`; a rung that is new begins where the coldest is.
    pub fn stand_on<D: LogDensity<Position = P> + ?Sized>(&mut self, target: &D, coldness: &[f64]) {
        let rungs = coldness.iter().enumerate().map(|(rung, &coldness)| {
            let x = self.rungs.get(rung).unwrap_or(self.cold()).x.clone();
            init(&Tempered { target, coldness }, x)
        });
        self.rungs = rungs.collect();
    }

    /// Moves every rung by its kernel, then offers swaps to every other pair of neighbours, beginning with the pair `first`.
    pub fn step<D: LogDensity<Position = P> + ?Sized>(
        &mut self,
        target: &D,
        coldness: &[f64],
        kernels: &[Kernel<P>],
        first: usize,
        watch: bool,
    ) -> Moved<P> {
        let (hot_kernels, noise) = (&kernels[1..], &mut self.noise);
        let mut inside = watch.then(|| (self.rungs[0].clone(), Inside::default()));
        let (next, transition) = match &mut inside {
            Some((_, inside)) => kernels[0].step(target, &self.rungs[0], noise, inside),
            None => kernels[0].step(target, &self.rungs[0], noise, &mut ()),
        };
        self.rungs[0] = next;
        let mut evaluations = transition.evaluations;
        for ((state, kernel), &coldness) in self.rungs[1..].iter_mut().zip(hot_kernels).zip(&coldness[1..]) {
            let (next, transition) = kernel.step(&Tempered { target, coldness }, state, noise, &mut ());
            *state = next;
            evaluations += transition.evaluations;
        }
        let swaps = swap(&mut self.rungs, coldness, first, noise);
        let watched = inside.map(|(from, inside)| Watched { from, inside, transition: transition.clone() });
        Moved { transition, watched, evaluations, swaps }
    }
}
