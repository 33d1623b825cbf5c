//! A corrector for a density of which only the score can be asked, many points at a time: that of a denoising network.
//!
//! Without an energy there is no Metropolis step, and the unadjusted Langevin algorithm is wrong by its step size. But along the
//! segment from a place to a proposal the score adds up to a difference of log densities,
//! log p(x') − log p(x) = ∫₀¹ ∇log p(x + τ (x' − x)) · (x' − x) dτ
//! (Sjöberg et al. 2023, arXiv:2307.14012), here by Simpson's rule. Up to the error of the rule that is exact where the score is
//! a gradient. A network's score need not be one: then a step forth and the same step back are still judged alike, but what the
//! chain samples is known only as far as the score is nearly a gradient.

use super::corrector::LANE;
use crate::numerics::mcmc::{OneEvaluation, State, Transition};
use crate::numerics::{Point, Rng};

/// One chain a point, moved by a sampler `S` that evaluates its proposal alone: MALA, or ULA, whose decision asks for no energy.
pub struct ScoreCorrector<S> {
    sampler: S,
    /// Parts of a segment: 1 for the trapezoidal rule, an even number for Simpson's.
    intervals: usize,
    states: Vec<State<Point>>,
    rngs: Vec<Rng>,
    asked: Vec<Point>,
    /// Whether what is asked are the places themselves.
    arriving: bool,
}

impl<S: OneEvaluation<Position = Point>> ScoreCorrector<S> {
    /// # Panics
    /// If `intervals` is neither 1 nor even.
    pub fn new(points: usize, seed: u32, sampler: S, intervals: usize) -> Self {
        assert!(intervals == 1 || (intervals > 0 && intervals.is_multiple_of(2)), "1 or even");
        let rngs = (0..points).map(|chain| Rng::of_chain(seed, LANE, chain)).collect();
        Self { sampler, intervals, states: Vec::new(), rngs, asked: Vec::new(), arriving: true }
    }

    /// The chains are at `places`, one each, of a new level, where `sampler` moves them; units as of
    /// [`Corrector`](super::Corrector).
    ///
    /// # Panics
    /// If there are more or fewer places than chains.
    pub fn enter(&mut self, sampler: S, places: Vec<Point>) {
        assert_eq!(places.len(), self.rngs.len(), "one place a chain");
        (self.sampler, self.asked, self.arriving) = (sampler, places, true);
    }

    /// Where the score is needed next: at the places entered, then along the segments to the proposals, all first thirds (or
    /// whatever the parts are), then all seconds, the proposals last.
    pub fn query(&self) -> &[Point] {
        &self.asked
    }

    /// Goes on with the scores at the last [`query`](Self::query): decides about the proposals there were, and makes new ones.
    ///
    /// # Panics
    /// If there is not one score for each point asked.
    pub fn advance(&mut self, scores: &[Point]) -> Vec<Transition<Point>> {
        assert_eq!(scores.len(), self.asked.len(), "one score a point");
        let transitions = if self.arriving {
            let state = |(&x, &score): (&Point, &Point)| State { x, log_density: 0.0, score };
            self.states = self.asked.iter().zip(scores).map(state).collect();
            self.arriving = false;
            Vec::new()
        } else {
            self.decide(scores)
        };
        self.propose();
        transitions
    }

    fn decide(&mut self, scores: &[Point]) -> Vec<Transition<Point>> {
        let (chains, last) = (self.states.len(), (self.intervals - 1) * self.states.len());
        let decide = |(chain, (state, rng)): (usize, (&mut State<Point>, &mut Rng))| {
            let to = self.asked[last + chain];
            let along = |score: Point| score[0] * (to[0] - state.x[0]) + score[1] * (to[1] - state.x[1]);
            let sum: f64 = (0..=self.intervals)
                .map(|node| {
                    let score = match node {
                        0 => state.score,
                        _ => scores[(node - 1) * chains + chain],
                    };
                    weight(node, self.intervals) * along(score)
                })
                .sum();
            let proposed = State { x: to, log_density: state.log_density + sum, score: scores[last + chain] };
            let (next, transition) = self.sampler.decide(state, proposed, rng);
            *state = next;
            transition
        };
        self.states.iter_mut().zip(&mut self.rngs).enumerate().map(decide).collect()
    }

    fn propose(&mut self) {
        let propose = |(state, rng): (&State<Point>, &mut Rng)| self.sampler.propose(state, rng, &mut ());
        let ends: Vec<Point> = self.states.iter().zip(&mut self.rngs).map(propose).collect();
        let intervals = self.intervals;
        let on_the_way = |part: usize| {
            let share = part as f64 / intervals as f64;
            let between = move |(state, end): (&State<Point>, &Point)| {
                [0, 1].map(|axis| state.x[axis] + share * (end[axis] - state.x[axis]))
            };
            self.states.iter().zip(&ends).map(between)
        };
        self.asked = (1..intervals).flat_map(on_the_way).collect();
        self.asked.extend(ends);
    }

    /// Where the chains are.
    pub fn places(&self) -> Vec<Point> {
        self.states.iter().map(|state| state.x).collect()
    }
}

/// Weight of a node of the rule on [0, 1].
fn weight(node: usize, intervals: usize) -> f64 {
    let is_end = node == 0 || node == intervals;
    match intervals {
        1 => 0.5,
        _ => {
            let times = if is_end {
                1.0
            } else if node % 2 == 1 {
                4.0
            } else {
                2.0
            };
            times / (3.0 * intervals as f64)
        }
    }
}
