//! Samplers that propose a place, evaluate the density there and decide.

use super::{Observer, Sampler, State, Transition, Turn, init, init_all};
use crate::numerics::density::LogDensity;
use crate::numerics::{Position, Rng};

pub trait OneEvaluation {
    type Position: Position;

    fn propose(
        &self,
        state: &State<Self::Position>,
        rng: &mut Rng,
        observer: &mut impl Observer<Self::Position>,
    ) -> Self::Position;

    fn decide(
        &self,
        state: &State<Self::Position>,
        proposed: State<Self::Position>,
        rng: &mut Rng,
    ) -> (State<Self::Position>, Transition<Self::Position>);
}

impl<P: Position, S: OneEvaluation<Position = P>> Sampler for S {
    type Position = P;

    fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        rng: &mut Rng,
        observer: &mut impl Observer<P>,
    ) -> (State<P>, Transition<P>) {
        let x = self.propose(state, rng, observer);
        self.decide(state, init(target, x), rng)
    }

    fn step_all<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        chains: &mut [Turn<P>],
    ) -> Vec<Transition<P>> {
        let places = chains.iter_mut().map(|(state, rng)| self.propose(state, rng, &mut ())).collect();
        let decide = |((state, rng), proposed): (&mut Turn<P>, State<P>)| {
            let (next, transition) = self.decide(state, proposed, rng);
            **state = next;
            transition
        };
        chains.iter_mut().zip(init_all(target, places)).map(decide).collect()
    }
}
