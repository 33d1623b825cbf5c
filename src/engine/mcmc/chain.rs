//! One chain: its replicas on the rungs of a ladder of temperatures, and the noise that moves them.

use super::trace::Watched;
use crate::numerics::density::LogDensity;
use crate::numerics::mcmc::tempering::{Tempered, swap};
use crate::numerics::mcmc::{Kernel, Sampler, State, StepTrace, Transition, Turn, init};
use crate::numerics::{Position, Rng};

pub struct Chain<P> {
    /// On each rung, the coldest first; there is one at least.
    rungs: Vec<State<P>>,
    rng: Rng,
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
    pub fn new<D: LogDensity<Position = P> + ?Sized>(target: &D, x: P, rng: Rng) -> Self {
        Self { rungs: vec![init(target, x)], rng }
    }

    /// Where the coldest rung is: the chain that is shown and measured.
    pub fn cold(&self) -> &State<P> {
        &self.rungs[0]
    }

    /// Puts the coldest rung elsewhere.
    pub fn put(&mut self, state: State<P>) {
        self.rungs[0] = state;
    }

    /// Moves the coldest rung, watched.
    fn step_cold<D>(&mut self, target: &D, kernel: &Kernel<P>) -> Moved<P>
    where
        D: LogDensity<Position = P> + ?Sized,
    {
        let mut trace = StepTrace::default();
        let (next, transition) = kernel.step(target, &self.rungs[0], &mut self.rng, &mut trace);
        let from = std::mem::replace(&mut self.rungs[0], next);
        Moved {
            evaluations: transition.evaluations,
            watched: Some(Watched { from, trace, transition: transition.clone() }),
            transition,
            swaps: [0, 0],
        }
    }

    /// Evaluates `target` on each rung where it is, of β as in `inverse_temperature`; a rung that is new begins where the coldest is.
    pub fn stand_on<D: LogDensity<Position = P> + ?Sized>(
        &mut self,
        target: &D,
        inverse_temperature: &[f64],
    ) {
        let rungs = inverse_temperature.iter().enumerate().map(|(rung, &inverse_temperature)| {
            let x = self.rungs.get(rung).unwrap_or(self.cold()).x.clone();
            init(&Tempered { target, inverse_temperature }, x)
        });
        self.rungs = rungs.collect();
    }
}

/// Moves every rung of every chain by its kernel, the chains side by side, then offers swaps to every other pair of
/// neighbours, beginning with the pair `first`; `watch` keeps the inside of the first chain's.
pub fn step_all<D: LogDensity + ?Sized>(
    chains: &mut [Chain<D::Position>],
    target: &D,
    inverse_temperature: &[f64],
    kernels: &[Kernel<D::Position>],
    first: usize,
    watch: bool,
) -> Vec<Moved<D::Position>> {
    let (watched, others) = chains.split_at_mut(usize::from(watch));
    let mut moved: Vec<_> = watched.iter_mut().map(|chain| chain.step_cold(target, &kernels[0])).collect();
    let of_one = |transition: Transition<D::Position>| Moved {
        evaluations: transition.evaluations,
        transition,
        watched: None,
        swaps: [0, 0],
    };
    moved.extend(kernels[0].step_all(target, &mut turns(others, 0)).into_iter().map(of_one));
    for (rung, (kernel, &inverse_temperature)) in kernels.iter().zip(inverse_temperature).enumerate().skip(1)
    {
        let transitions =
            kernel.step_all(&Tempered { target, inverse_temperature }, &mut turns(chains, rung));
        for (moved, transition) in moved.iter_mut().zip(transitions) {
            moved.evaluations += transition.evaluations;
        }
    }
    for (chain, moved) in chains.iter_mut().zip(&mut moved) {
        moved.swaps = swap(&mut chain.rungs, inverse_temperature, first, &mut chain.rng);
    }
    moved
}

/// All chains on one rung.
fn turns<P>(chains: &mut [Chain<P>], rung: usize) -> Vec<Turn<'_, P>> {
    chains.iter_mut().map(|chain| (&mut chain.rungs[rung], &mut chain.rng)).collect()
}
