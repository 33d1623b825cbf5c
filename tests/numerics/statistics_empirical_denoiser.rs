//! The ideal denoiser of a set of points against direct sums, Tweedie's formula, another density of the same, and its limits.

use crate::common::{Point, assert_close, moons};
use mcmc_to_diffusion::numerics::buckets::Buckets;
use mcmc_to_diffusion::numerics::dataset::{Law, Part};
use mcmc_to_diffusion::numerics::diffusion::{EmpiricalDenoiser, IdealDenoiser, Level, Path, Schedule};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::ScheduleKind;

/// Numbers of points that fill buckets and those of buckets, and that do not.
const SIZES: [usize; 10] = [1, 2, 7, 8, 9, 63, 64, 65, 300, 5000];

fn cosine() -> Path {
    Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100))
}

/// Standardised draws of the moons.
fn draws(count: usize, seed: u32) -> Vec<Point> {
    let law = moons(0.05);
    let units = law.units();
    let points = law.independent(count, &mut Rng::new(seed, Stream::Data));
    points.into_iter().map(|x| units.to_standard(x)).collect()
}

/// Some of the points noised, and places where none is.
fn places(points: &[Point], level: Level, rng: &mut Rng) -> Vec<Point> {
    let mut noised = |_| {
        let clean = points[rng.below(points.len())];
        clean.map(|clean| level.signal_rate * clean + level.noise_rate * rng.normal())
    };
    let noised: Vec<Point> = (0..20).map(&mut noised).collect();
    [noised, vec![[0.0, 0.0], [0.3, -0.4], [-3.0, 2.0], [30.0, 5.0], [-1e-3, -40.0]]].concat()
}

fn exponents(points: &[Point], level: Level, x: Point) -> Vec<f64> {
    let square =
        |point: &Point| (0..2).map(|axis| (x[axis] - level.signal_rate * point[axis]).powi(2)).sum::<f64>();
    points.iter().map(|point| -0.5 * square(point) / level.noise_rate.powi(2)).collect()
}

/// E[x₀ | x_t = x] as it is defined.
fn direct(points: &[Point], level: Level, x: Point) -> Point {
    let exponents = exponents(points, level, x);
    let most = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = exponents.into_iter().map(|exponent| (exponent - most).exp()).collect();
    let mass: f64 = weights.iter().sum();
    [0, 1].map(|axis| {
        weights.iter().zip(points).map(|(weight, point)| weight * point[axis]).sum::<f64>() / mass
    })
}

/// log p̂_t(x), up to a constant.
fn log_density(points: &[Point], level: Level, x: Point) -> f64 {
    let exponents = exponents(points, level, x);
    let most = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    most + exponents.into_iter().map(|exponent| (exponent - most).exp()).sum::<f64>().ln()
}

#[test]
fn it_is_the_softmax_over_all_points() {
    let mut rng = Rng::new(1, Stream::Excess);
    for (size, path) in SIZES.into_iter().flat_map(|size| [(size, cosine()), (size, Path::straight(100))]) {
        let points = draws(size, 1);
        let denoiser = EmpiricalDenoiser::new(&points, &path);
        for t in [0, 1, 5, 20, 50, 90, 99] {
            let level = path.level(t);
            for x in places(&points, level, &mut rng) {
                let (answer, exact) = (denoiser.answer(t, x), direct(&points, level, x));
                for axis in 0..2 {
                    // Far out at little noise, exponents are some millions, and rounded.
                    let tolerance = if x[0].hypot(x[1]) > 4.0 { 1e-7 } else { 1e-10 };
                    let what = format!("{size} points, t = {t}, {x:?}");
                    assert_close(answer.x0[axis], exact[axis], tolerance, &what);
                    let both = level.signal_rate * answer.x0[axis] + level.noise_rate * answer.eps[axis];
                    assert_close(both, x[axis], 1e-12 * x[axis].abs().max(1.0), &what);
                }
            }
        }
    }
}

#[test]
fn it_is_tweedies() {
    let points = draws(200, 2);
    let path = cosine();
    let denoiser = EmpiricalDenoiser::new(&points, &path);
    let mut rng = Rng::new(2, Stream::Excess);
    for t in [0, 3, 10, 40, 80, 95] {
        let level = path.level(t);
        for x in places(&points, level, &mut rng).into_iter().take(20) {
            let eps = denoiser.answer(t, x).eps;
            for axis in 0..2 {
                let step = 1e-4 * level.noise_rate;
                let at = |sign: f64| {
                    let mut moved = x;
                    moved[axis] += sign * step;
                    log_density(&points, level, moved)
                };
                // ε = −b ∇ log p̂_t.
                let slope = -level.noise_rate * (at(1.0) - at(-1.0)) / (2.0 * step);
                assert_close(eps[axis], slope, 1e-6, &format!("t = {t}, {x:?}"));
            }
        }
    }
}

#[test]
fn it_is_the_denoiser_of_the_law_of_its_points_where_their_blur_vanishes() {
    let units = moons(0.05).units();
    let path = cosine();
    let points = draws(300, 3);
    let denoiser = EmpiricalDenoiser::new(&points, &path);
    let part = Part::Points(points.iter().map(|&x| units.to_data_units(x)).collect());
    let mut rng = Rng::new(3, Stream::Excess);
    let [mut blurred, mut sharp] = [0.0_f64; 2];
    for (most, sigma) in [(&mut blurred, 0.05), (&mut sharp, 1e-6)] {
        let law = Law::of_parts(vec![(1.0, part.clone())], vec!["all".to_owned()], false, sigma);
        let ideal = IdealDenoiser::new(&law, &units, &path);
        for t in [0, 2, 10, 50, 90, 99] {
            for x in places(&points, path.level(t), &mut rng).into_iter().take(22) {
                let (answer, other) = (denoiser.answer(t, x), ideal.answer(t, x, None));
                for axis in 0..2 {
                    *most = most.max((answer.x0[axis] - other.x0[axis]).abs());
                }
            }
        }
    }
    assert!(sharp < 1e-7, "off by {sharp}");
    // Control: a blur makes another law of them.
    assert!(blurred > 0.05, "a blur of .05 changes no more than {blurred}");
}

#[test]
fn with_no_noise_it_is_the_nearest_point_and_with_no_signal_their_mean() {
    let points = draws(500, 4);
    let mean = [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / 500.0);
    let path = Path::straight(1_000_000);
    let denoiser = EmpiricalDenoiser::new(&points, &path);
    for x in [[0.3, -0.4], [1.2, 0.7], [-2.0, 1.0], points[17], [90.0, -70.0]] {
        let far = |point: &Point| (point[0] - x[0]).hypot(point[1] - x[1]);
        let nearest = points.iter().copied().min_by(|one, other| far(one).total_cmp(&far(other))).unwrap();
        let (first, last) = (denoiser.answer(0, x), denoiser.answer(path.timesteps() - 1, x));
        for axis in 0..2 {
            assert_close(first.x0[axis], nearest[axis], 1e-12, "no noise");
            // A tilt by a x / b² moves it by about as much.
            assert_close(last.x0[axis], mean[axis], 3e-4 * x[0].hypot(x[1]), "no signal");
        }
    }
    let lost = [[f64::NAN, 0.0], [0.0, f64::INFINITY]].map(|x| denoiser.answer(10, x));
    let none = EmpiricalDenoiser::new(&[], &cosine()).answer(10, [0.0; 2]);
    assert!(lost.iter().chain([&none]).all(|answer| answer.x0.iter().all(|x| x.is_nan())));
}

#[test]
fn buckets_know_the_nearest_point_and_all_near_ones() {
    let mut rng = Rng::new(5, Stream::Excess);
    for size in SIZES {
        // Some are there twice.
        let mut points = draws(size, 5);
        (0..size / 3).for_each(|index| points[index] = points[size - 1 - index]);
        let buckets = Buckets::new(&points);
        for x in places(&points, cosine().level(30), &mut rng) {
            let mut squares: Vec<f64> =
                points.iter().map(|[a, b]| (a - x[0]) * (a - x[0]) + (b - x[1]) * (b - x[1])).collect();
            squares.sort_by(f64::total_cmp);
            assert_eq!(buckets.nearest(x), squares[0], "{size} points, {x:?}");
            for rank in [0, size / 2, size - 1] {
                let found = buckets.within(x, squares[rank]).flat_map(|[a, b]| {
                    a.0.into_iter().zip(b.0).map(move |(a, b)| (a - x[0]).powi(2) + (b - x[1]).powi(2))
                });
                let mut found: Vec<f64> = found.filter(|square| *square <= squares[rank]).collect();
                found.sort_by(f64::total_cmp);
                let near = squares.partition_point(|square| *square <= squares[rank]);
                assert_eq!(found, squares[..near], "{size} points, {x:?}");
            }
        }
        let lost = [[f64::NAN; 2], [f64::INFINITY, 0.0]].map(|x| buckets.nearest(x));
        assert_eq!(lost, [f64::INFINITY; 2]);
    }
    assert_eq!(Buckets::new(&[]).nearest([0.0; 2]), f64::INFINITY);
}
