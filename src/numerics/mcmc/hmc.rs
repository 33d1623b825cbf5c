//! Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011): a fresh momentum, a leapfrog path, and one decision at
//! its end.

use super::leapfrog::{Leaps, Phase};
use super::vectors::{add, normals, product};
use super::{
    DIVERGENCE, Observer, Sampler, State, Transition, Turn, accept_or_reject, init, take_unless_lost,
};
use crate::numerics::Rng;
use crate::numerics::density::{LogDensity, SideBySide};
use crate::numerics::kernel::lanes::LANES;
use crate::numerics::position::{Position, side_by_side};
use crate::settings::SamplerBug;
use std::cmp::Reverse;

#[derive(Clone, Debug, PartialEq)]
pub struct Hmc<P> {
    /// ε of one leapfrog step.
    pub step_size: f64,
    /// L, at most.
    pub leapfrog_steps: usize,
    /// In [0, 1]: the number of steps is drawn uniformly from ⌈(1 − jitter) L⌉ to L, at least 1. Paths of one length can
    /// come back to where they began, again and again (Neal 2011, §5.3.3).
    pub jitter: f64,
    pub inverse_mass_sqrt: P,
    pub bug: SamplerBug,
}

/// Leapfrog steps to take, from where.
type Begin<P> = (usize, Phase<P>);

impl<P: Position> Sampler for Hmc<P> {
    type Position = P;

    fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        rng: &mut Rng,
        observer: &mut impl Observer<P>,
    ) -> (State<P>, Transition<P>) {
        let (steps, begin) = self.begin(state, rng);
        let end = self.path(target, &begin, steps, observer);
        self.decide(&begin, end, steps, rng)
    }

    /// Paths that are about as long go side by side where the density can.
    fn step_all<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        chains: &mut [Turn<P>],
    ) -> Vec<Transition<P>> {
        let begins: Vec<_> = chains.iter_mut().map(|(state, rng)| self.begin(state, rng)).collect();
        let ends = match target.side_by_side() {
            Some(lanes) if begins.len() > 1 => self.all_paths(lanes, &begins),
            _ => begins.iter().map(|(steps, begin)| self.path(target, begin, *steps, &mut ())).collect(),
        };
        let decide = |((state, rng), ((steps, begin), end)): (&mut Turn<P>, (&Begin<P>, Phase<P>))| {
            let (next, transition) = self.decide(begin, end, *steps, rng);
            **state = next;
            transition
        };
        chains.iter_mut().zip(begins.iter().zip(ends)).map(decide).collect()
    }
}

impl<P: Position> Hmc<P> {
    /// A length and a momentum.
    fn begin(&self, state: &State<P>, rng: &mut Rng) -> Begin<P> {
        let steps = self.draw_steps(rng);
        (steps, Phase { momentum: normals(&state.x, rng), state: state.clone() })
    }

    fn decide(
        &self,
        begin: &Phase<P>,
        end: Phase<P>,
        steps: usize,
        rng: &mut Rng,
    ) -> (State<P>, Transition<P>) {
        let log_ratio = match self.bug {
            SamplerBug::NoCorrection => return take_unless_lost(&begin.state, end.state, steps as u32),
            SamplerBug::EnergySign => end.energy() - begin.energy(),
            _ => begin.energy() - end.energy(),
        };
        let (next, mut transition) =
            accept_or_reject(&begin.state, end.state, log_ratio, rng.uniform(), steps as u32);
        transition.divergent |= log_ratio < -DIVERGENCE;
        (next, transition)
    }

    fn draw_steps(&self, rng: &mut Rng) -> usize {
        let most = self.leapfrog_steps.max(1);
        let least = (((1.0 - self.jitter) * most as f64).ceil() as usize).clamp(1, most);
        if least == most { most } else { least + rng.below(most - least + 1) }
    }

    fn path<D: LogDensity<Position = P> + ?Sized, W: Observer<P>>(
        &self,
        target: &D,
        begin: &Phase<P>,
        steps: usize,
        observer: &mut W,
    ) -> Phase<P> {
        observer.velocity(&product(&self.inverse_mass_sqrt, &begin.momentum));
        observer.path(&begin.state.x, 0.0);
        let leaps = Leaps::new(self.step_size, &self.inverse_mass_sqrt);
        let (mut x, mut leap) = (begin.state.x.clone(), leaps.first(begin));
        for _ in 1..steps {
            add(&mut x, &leap);
            let score = if W::SEES_PATH {
                let phase = leaps.phase(init(target, x.clone()), &leap);
                observer.path(&x, phase.energy() - begin.energy());
                phase.state.score
            } else {
                target.score(&x)
            };
            leaps.next(&mut leap, &score);
        }
        add(&mut x, &leap);
        let end = leaps.phase(init(target, x), &leap);
        observer.path(&end.state.x, end.energy() - begin.energy());
        end
    }

    /// Where paths end that go side by side, those of about the same length together.
    fn all_paths(&self, lanes: &dyn SideBySide<P>, begins: &[Begin<P>]) -> Vec<Phase<P>> {
        let mut longest_first: Vec<_> = (0..begins.len()).collect();
        longest_first.sort_by_key(|&chain| Reverse(begins[chain].0));
        let mut ends: Vec<_> = begins.iter().map(|(_, begin)| begin.clone()).collect();
        for group in longest_first.chunks(LANES) {
            self.paths(lanes, begins, group, &mut ends);
        }
        ends
    }

    /// The paths of one group of chains, the longest first. A lane whose path has ended goes on, and nobody looks.
    fn paths(
        &self,
        lanes: &dyn SideBySide<P>,
        begins: &[Begin<P>],
        mut group: &[usize],
        ends: &mut [Phase<P>],
    ) {
        let leaps = Leaps::new(self.step_size, &self.inverse_mass_sqrt);
        let firsts: Vec<_> = group.iter().map(|&chain| leaps.first(&begins[chain].1)).collect();
        let mut x = side_by_side(group.iter().map(|&chain| &begins[chain].1.state.x));
        let mut leap = side_by_side(firsts.iter());
        for taken in 1.. {
            add(&mut x, &leap);
            let Some(&last) = group.last() else { return };
            if begins[last].0 > taken {
                leaps.next(&mut leap, &lanes.scores(&x));
                continue;
            }
            let (log_densities, scores) = lanes.log_densities_and_scores(&x);
            while let Some((&chain, others)) = group.split_last()
                && begins[chain].0 == taken
            {
                let lane = others.len();
                let state = State {
                    x: P::of_lane(&x, lane),
                    log_density: log_densities.0[lane],
                    score: P::of_lane(&scores, lane),
                };
                ends[chain] = leaps.phase(state, &P::of_lane(&leap, lane));
                group = others;
            }
            leaps.next(&mut leap, &scores);
        }
    }
}
