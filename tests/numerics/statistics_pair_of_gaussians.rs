//! Two Gaussians in d dimensions: a mixture in the plane, and the same in any number of dimensions.

use crate::common::{assert_all_close, assert_close};
use mcmc_to_diffusion::numerics::density::{
    CorrelatedGaussian, GaussianMixture, Landscape, LogDensity, PairOfGaussians, Probabilities,
};
use mcmc_to_diffusion::numerics::{Rng, Stream};

/// Central difference of fourth order.
fn slope(f: impl Fn(f64) -> f64) -> f64 {
    let step = 1e-3;
    (8.0 * (f(step) - f(-step)) - (f(2.0 * step) - f(-2.0 * step))) / (12.0 * step)
}

#[test]
fn the_pair_is_a_mixture_in_the_plane() {
    let (offset, variance) = (PairOfGaussians::OFFSET, PairOfGaussians::WIDTH.powi(2));
    let part = |x: f64| (0.5, CorrelatedGaussian::new([x, 0.0], [[variance, 0.0], [0.0, variance]]));
    let mixture = GaussianMixture::new([part(-offset), part(offset)]);
    let pair = PairOfGaussians::new(2);
    let mut rng = Rng::new(5, Stream::Data);
    for _ in 0..300 {
        let x = [8.0 * rng.uniform() - 4.0, 8.0 * rng.uniform() - 4.0];
        let (expected, expected_score) = mixture.log_density_and_score(&x);
        let (actual, score) = pair.log_density_and_score(&x.to_vec());
        assert_close(actual, expected, 1e-12 * expected.abs().max(1.0), &format!("pair at {x:?}"));
        assert_all_close(&score, &expected_score, |slope| 1e-11 * slope.abs().max(1.0), "score of the pair");
        assert_eq!(pair.along(&x.to_vec()), Some(x[1]));
    }
    for axis in 0..2 {
        for [low, high] in [[-1.0, 0.3], [-2.5, 2.5], [1.0, f64::INFINITY]] {
            let expected = mixture.between(axis, low, high);
            assert_close(pair.between(axis, low, high), expected, 1e-14, "pair between");
        }
    }
    assert_eq!(pair.shares(), [0.5, 0.5]);
}

#[test]
fn the_pair_in_many_dimensions() {
    let (pair, mut noise) = (PairOfGaussians::new(50), Rng::new(3, Stream::Data));
    assert_eq!(pair.heart(0).len(), 50);
    let mut x: Vec<f64> = (0..50).map(|_| 0.6 * noise.normal()).collect();
    for first in [-3.0, -0.1, 0.0, 0.4, 2.0] {
        x[0] = first;
        let (log_density, score) = pair.log_density_and_score(&x);
        assert_eq!(log_density, pair.log_density(&x));
        for axis in 0..50 {
            let moved = |by: f64| {
                let mut moved = x.clone();
                moved[axis] += by;
                pair.log_density(&moved)
            };
            assert_close(score[axis], slope(moved), 1e-8, &format!("axis {axis} at {first}"));
        }
    }
    // Normalised: in other dimensions than two the factor is that of independent coordinates.
    let line = |x: f64| pair.log_density(&vec![x]).exp();
    let mass: f64 = (-600..=600).map(|index| 0.01 * line(0.01 * f64::from(index))).sum();
    assert_close(mass, 1.0, 1e-10, "mass in one dimension");
}

#[test]
fn hearts_are_peaks_of_their_modes() {
    let pair = PairOfGaussians::new(7);
    for mode in 0..2 {
        let heart = pair.heart(mode);
        assert_eq!((heart.len(), pair.mode_of(&heart)), (7, mode));
        assert!(pair.score(&heart).iter().all(|slope| slope.abs() < 1e-4));
    }
}

#[test]
fn what_is_not_finite_is_not_dense() {
    let pair = PairOfGaussians::new(3);
    assert!(pair.log_density(&vec![0.0, f64::NAN, 0.0]).is_nan());
    assert_eq!(pair.log_density(&vec![f64::INFINITY, 0.0, 0.0]), f64::NEG_INFINITY);
}
