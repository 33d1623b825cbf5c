//! The path from a density that is known to one that is not: q^(1 − β) f^β, the geometric path of Neal 2001 and Gelman & Meng 1998.
//!
//! Parallel tempering's f^β ([`super::tempering`]) is flat at β = 0 and has no mass to begin with: at no rung is its log Z known.
//! With a Gaussian q the mass at β = 0 is 1, and draws of it are at hand.

use super::State;
use super::tempering::ladder;
use crate::numerics::Position;
use crate::numerics::density::{DiagonalGaussian, LogDensity, SideBySide};
use crate::numerics::kernel::lanes::{LANES, Lanes};

/// The density of a rung, unnormalised.
pub struct Annealed<'a, D: LogDensity + ?Sized> {
    /// q.
    pub reference: &'a DiagonalGaussian<D::Position>,
    /// f.
    pub target: &'a D,
    /// β.
    pub inverse_temperature: f64,
}

/// β of each rung, rising: 0, where the reference alone is, then parallel tempering's [`ladder`] from `hottest` to 1.
pub fn rising(rungs: usize, hottest: f64) -> Vec<f64> {
    [0.0].into_iter().chain(ladder(rungs, hottest).into_iter().rev()).collect()
}

impl<D: LogDensity + ?Sized> Annealed<'_, D> {
    /// The state at a place where those of target and reference are known.
    pub fn mixed(&self, target: &State<D::Position>, reference: State<D::Position>) -> State<D::Position> {
        let mut score = reference.score;
        for (part, of_target) in score.as_mut().iter_mut().zip(target.score.as_ref()) {
            *part = self.mix(*part, *of_target);
        }
        let log_density = self.mix(reference.log_density, target.log_density);
        State { x: reference.x, log_density, score }
    }

    /// log f(x) − log q(x), from a state of this density; β must not be 0.
    pub fn log_ratio(&self, state: &State<D::Position>) -> f64 {
        (state.log_density - self.reference.log_density(&state.x)) / self.inverse_temperature
    }

    /// `step_size` at the target, shortened for a rung: precisions add up along the path. Where the reference alone is, a step as
    /// long as its least standard deviation.
    pub fn step_size(&self, step_size: f64) -> f64 {
        let least = self.reference.std().as_ref().iter().copied().fold(f64::INFINITY, f64::min);
        self.mix(least.powi(-2), step_size.powi(-2)).powf(-0.5)
    }

    fn mix(&self, reference: f64, target: f64) -> f64 {
        (1.0 - self.inverse_temperature) * reference + self.inverse_temperature * target
    }

    fn mix_lanes(&self, reference: Lanes<LANES>, target: Lanes<LANES>) -> Lanes<LANES> {
        reference.zip(target, |reference, target| self.mix(reference, target))
    }

    fn lanes(&self) -> &dyn SideBySide<D::Position> {
        self.target.side_by_side().expect("else nobody asks")
    }
}

impl<D: LogDensity + ?Sized> LogDensity for Annealed<'_, D> {
    type Position = D::Position;

    fn log_density(&self, x: &D::Position) -> f64 {
        self.mix(self.reference.log_density(x), self.target.log_density(x))
    }

    fn log_density_and_score(&self, x: &D::Position) -> (f64, D::Position) {
        let (log_density, of_target) = self.target.log_density_and_score(x);
        let (reference, mut score) = self.reference.log_density_and_score(x);
        for (part, of_target) in score.as_mut().iter_mut().zip(of_target.as_ref()) {
            *part = self.mix(*part, *of_target);
        }
        (self.mix(reference, log_density), score)
    }

    fn side_by_side(&self) -> Option<&dyn SideBySide<D::Position>> {
        self.target.side_by_side().map(|_| self as _)
    }
}

impl<D: LogDensity + ?Sized> SideBySide<D::Position> for Annealed<'_, D> {
    fn log_densities_and_scores(
        &self,
        x: &<D::Position as Position>::Lanes,
    ) -> (Lanes<LANES>, <D::Position as Position>::Lanes) {
        let (log_densities, of_target) = self.lanes().log_densities_and_scores(x);
        let (reference, mut scores) = self.reference.log_densities_and_scores(x);
        for (parts, of_target) in scores.as_mut().iter_mut().zip(of_target.as_ref()) {
            *parts = self.mix_lanes(*parts, *of_target);
        }
        (self.mix_lanes(reference, log_densities), scores)
    }

    fn scores(&self, x: &<D::Position as Position>::Lanes) -> <D::Position as Position>::Lanes {
        self.log_densities_and_scores(x).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Point;
    use crate::numerics::density::EightGaussians;
    use crate::numerics::mcmc::init;

    #[test]
    fn it_begins_at_the_reference_and_ends_at_the_target() {
        let (target, reference) = (EightGaussians::default(), DiagonalGaussian::new([0.5, 0.0], [1.0, 2.0]));
        let x = [1.3, 0.4];
        for (inverse_temperature, share) in [(0.0, 0.0), (0.25, 0.25), (1.0, 1.0)] {
            let annealed = Annealed { reference: &reference, target: &target, inverse_temperature };
            let (of_target, of_reference) = (init(&target, x), init(&reference, x));
            let expected = (1.0 - share) * of_reference.log_density + share * of_target.log_density;
            let state: State<Point> = init(&annealed, x);
            assert!((state.log_density - expected).abs() < 1e-12);
            let ratio = of_target.log_density - of_reference.log_density;
            if inverse_temperature > 0.0 {
                assert!((annealed.log_ratio(&state) - ratio).abs() < 1e-12);
            }
            assert_eq!(annealed.mixed(&of_target, of_reference), state);
            for axis in 0..2 {
                let mut ends = [x; 2];
                (ends[0][axis], ends[1][axis]) = (x[axis] - 1e-5, x[axis] + 1e-5);
                let [low, high] = ends.map(|x| annealed.log_density(&x));
                assert!((state.score[axis] - (high - low) / 2e-5).abs() < 1e-7);
            }
        }
        let rungs = rising(3, 0.01);
        assert_eq!((rungs.len(), rungs[0], rungs[1], rungs[3]), (4, 0.0, 0.01, 1.0));
    }

    #[test]
    fn steps_shorten_as_precisions_add_up() {
        let (target, reference) = (EightGaussians::default(), DiagonalGaussian::new([0.0; 2], [1.0, 2.0]));
        let step = |inverse_temperature| {
            Annealed { reference: &reference, target: &target, inverse_temperature }.step_size(0.1)
        };
        assert!((step(0.0) - 1.0).abs() < 1e-12 && (step(1.0) - 0.1).abs() < 1e-12);
        assert!((step(0.5) - (0.5_f64 + 50.0).powf(-0.5)).abs() < 1e-12);
    }
}
