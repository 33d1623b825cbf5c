//! A Gaussian with independent coordinates: what noise is drawn from, and where annealing starts.

use super::normal_cdf::HALF_LN_2PI;
use super::{LogDensity, SideBySide};
use crate::numerics::kernel::lanes::{LANES, Lanes};
use crate::numerics::{Position, Rng};

/// N(m, diag s²).
#[derive(Clone, Debug, PartialEq)]
pub struct DiagonalGaussian<P> {
    mean: P,
    std: P,
    log_mass: f64,
}

impl<P: Position> DiagonalGaussian<P> {
    /// Standard deviations must be positive.
    pub fn new(mean: P, std: P) -> Self {
        let log_mass = std.as_ref().iter().map(|std| HALF_LN_2PI + std.ln()).sum();
        Self { mean, std, log_mass }
    }

    pub fn mean(&self) -> &P {
        &self.mean
    }

    pub fn std(&self) -> &P {
        &self.std
    }

    /// log ∫ of the exponential alone: what the density is divided by.
    pub fn log_mass(&self) -> f64 {
        self.log_mass
    }

    pub fn draw(&self, rng: &mut Rng) -> P {
        let mut x = self.mean.clone();
        for (x, std) in x.as_mut().iter_mut().zip(self.std.as_ref()) {
            *x += std * rng.normal();
        }
        x
    }
}

impl<P: Position> LogDensity for DiagonalGaussian<P> {
    type Position = P;

    /// Normalised.
    fn log_density(&self, x: &P) -> f64 {
        self.log_density_and_score(x).0
    }

    fn log_density_and_score(&self, x: &P) -> (f64, P) {
        let mut score = x.clone();
        let mut square = 0.0;
        let parts = score.as_mut().iter_mut().zip(self.mean.as_ref()).zip(self.std.as_ref());
        for ((part, mean), std) in parts {
            let away = (*part - mean) / std;
            square += away * away;
            *part = -away / std;
        }
        (square * -0.5 - self.log_mass, score)
    }

    fn side_by_side(&self) -> Option<&dyn SideBySide<P>> {
        Some(self)
    }
}

impl<P: Position> SideBySide<P> for DiagonalGaussian<P> {
    fn log_densities_and_scores(&self, x: &P::Lanes) -> (Lanes<LANES>, P::Lanes) {
        let mut scores = x.clone();
        let mut square = Lanes::splat(0.0);
        let parts = scores.as_mut().iter_mut().zip(self.mean.as_ref()).zip(self.std.as_ref());
        for ((part, &mean), &std) in parts {
            let away = (*part - mean) / std;
            square += away * away;
            *part = -away / std;
        }
        (square * -0.5 - self.log_mass, scores)
    }

    fn scores(&self, x: &P::Lanes) -> P::Lanes {
        self.log_densities_and_scores(x).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Point;
    use crate::numerics::density::PlaneRule;
    use crate::numerics::estimate::Estimate;
    use crate::numerics::rng::Stream;

    #[test]
    fn it_is_normalised_and_its_draws_have_its_moments() {
        let gaussian: DiagonalGaussian<Point> = DiagonalGaussian::new([0.3, -1.0], [0.5, 2.0]);
        let rule = PlaneRule::of(&gaussian, [-4.0, -17.0], [5.0, 15.0], 200);
        assert!(rule.log_mass.abs() < 1e-9, "{}", rule.log_mass);
        let mut rng = Rng::new(1, Stream::Data);
        let draws: Vec<Point> = (0..4000).map(|_| gaussian.draw(&mut rng)).collect();
        for (axis, (mean, std)) in [(0.3, 0.5), (-1.0, 2.0_f64)].into_iter().enumerate() {
            let of = |f: &dyn Fn(f64) -> f64| {
                Estimate::mean(draws.iter().map(|x| f(x[axis])).collect::<Vec<_>>().into_iter())
            };
            let (first, second) = (of(&|x| x), of(&|x| (x - mean).powi(2)));
            assert!((first.value - mean).abs() < 4.0 * first.error, "{first:?} for {mean}");
            assert!((second.value - std * std).abs() < 4.0 * second.error, "{second:?} for {}", std * std);
        }
    }

    #[test]
    fn its_score_is_its_slope() {
        let gaussian = DiagonalGaussian::new(vec![0.3, -1.0, 2.0], vec![0.5, 2.0, 1.0]);
        let x = vec![0.7, 0.4, -0.3];
        let score = gaussian.score(&x);
        for axis in 0..3 {
            let at = |by: f64| {
                let mut moved = x.clone();
                moved[axis] += by;
                gaussian.log_density(&moved)
            };
            let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
            assert!((score[axis] - slope).abs() < 1e-8, "{} for {slope}", score[axis]);
        }
    }
}
