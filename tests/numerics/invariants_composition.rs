//! Compositions against quadrature, closed forms, finite differences and Monte Carlo.

use crate::common::composition_run::{Levels, truth};
use crate::common::{Point, assert_all_close, assert_close, mean_and_error, moons};
use mcmc_to_diffusion::numerics::compose::{
    Composed, Composition, CompositionGrid, Factor, NoisedComposition, NoisedFactor,
};
use mcmc_to_diffusion::numerics::dataset::{Part, Standardise};
use mcmc_to_diffusion::numerics::density::{DataDensity, HalfPlane, LogDensity};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DiffusionSettings, ScheduleKind};
use std::f64::consts::TAU;

pub const SIGMA: f64 = 0.05;
const ALPHA_BARS: [f64; 5] = [0.999, 0.9, 0.5, 0.05, 0.001];

pub fn tilted() -> HalfPlane {
    HalfPlane::through([0.4, 0.1], 0.5, 0.2)
}

fn factors() -> [(&'static str, Factor); 3] {
    [
        ("half-plane", Factor::HalfPlane(tilted())),
        ("ring", Factor::ring([0.0, -0.2], 0.8, 0.15)),
        ("two Gaussians", Factor::gaussians(&[[-0.6, 0.6], [1.4, -0.2]], 0.3)),
    ]
}

/// Noised points of the moons, standardised.
pub fn places(alpha_bar: f64, count: usize, rng: &mut Rng) -> Vec<Point> {
    let (law, units) = (moons(SIGMA), moons(SIGMA).units());
    let noised = |x: Point| {
        units.to_standard(x).map(|x| alpha_bar.sqrt() * x + (1.0 - alpha_bar).sqrt() * rng.normal())
    };
    law.independent(count, &mut Rng::new(9, Stream::Data)).into_iter().map(noised).collect()
}

/// Central differences of fourth order.
pub fn gradient(f: impl Fn(Point) -> f64, x: Point, step: f64) -> Point {
    [0, 1].map(|axis| {
        let at = |by: f64| {
            let mut moved = x;
            moved[axis] += by * step;
            f(moved)
        };
        (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * step)
    })
}

fn normal(x: f64) -> f64 {
    (-0.5 * x * x).exp() / TAU.sqrt()
}

#[test]
fn a_noised_half_plane_is_the_mean_over_the_noise() {
    let (units, half_plane) = (moons(SIGMA).units(), tilted());
    for alpha_bar in ALPHA_BARS {
        let noised = half_plane.noised(&units, alpha_bar);
        let (signal, spread) = (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt());
        let mut worst: f64 = 0.0;
        for y in places(alpha_bar, 8, &mut Rng::new(1, Stream::Data)) {
            // Only noise across the edge changes anything: along the standardised normal.
            let across = [0, 1].map(|axis| half_plane.normal[axis] * units.std[axis]);
            let length = across[0].hypot(across[1]);
            let step = 1e-3;
            let mean: f64 = (-9000..=9000)
                .map(|index| {
                    let draw = f64::from(index) * step;
                    let clean = [0, 1].map(|axis| (y[axis] - spread * draw * across[axis] / length) / signal);
                    step * normal(draw) * half_plane.log_density(&units.to_data_units(clean)).exp()
                })
                .sum();
            assert_close(noised.log_density(&y).exp(), mean, 1e-9, &format!("ᾱ {alpha_bar} at {y:?}"));
            let unnoised = half_plane.log_density(&units.to_data_units(y.map(|y| y / signal))).exp();
            worst = worst.max((unnoised - mean).abs());
            let slope = gradient(|x| noised.log_density(&x), y, 1e-3);
            assert_all_close(&noised.score(&y), &slope, |_| 1e-6, "its slope");
            let both = noised.log_density(&y).exp()
                + half_plane.flipped().noised(&units, alpha_bar).log_density(&y).exp();
            assert_close(both, 1.0, 1e-12, "both sides make the plane");
        }
        // Control: the edge as it is without noise is another.
        assert!(worst > if alpha_bar < 0.95 { 0.02 } else { 1e-5 }, "ᾱ {alpha_bar}: {worst}");
    }
}

#[test]
fn a_noised_ring_is_a_sum_over_its_circle() {
    let units = moons(SIGMA).units();
    let (centre, radius, width) = ([0.0, -0.2], 0.8, 0.15);
    let ring = Factor::ring(centre, radius, width);
    for alpha_bar in ALPHA_BARS {
        let noised = ring.noised(&units, alpha_bar);
        for y in places(alpha_bar, 8, &mut Rng::new(2, Stream::Data)) {
            let count = 4000;
            let sum: f64 = (0..count)
                .map(|index| {
                    let (sin, cos) = (TAU * f64::from(index) / f64::from(count)).sin_cos();
                    let on_circle = [centre[0] + radius * cos, centre[1] + radius * sin];
                    let middle = units.to_standard(on_circle);
                    let factors = [0, 1].map(|axis| {
                        let blur = alpha_bar * (width / units.std[axis]).powi(2) + 1.0 - alpha_bar;
                        normal((y[axis] - alpha_bar.sqrt() * middle[axis]) / blur.sqrt()) / blur.sqrt()
                    });
                    factors[0] * factors[1] / f64::from(count)
                })
                .sum();
            assert_close(noised.log_density(&y), sum.ln(), 1e-8, &format!("ᾱ {alpha_bar} at {y:?}"));
        }
    }
}

#[test]
fn composed_scores_are_slopes_of_composed_logarithms() {
    let settings =
        DiffusionSettings { schedule: ScheduleKind::RescaledLinear, ..DiffusionSettings::default() };
    for (name, factor) in factors() {
        for composition in
            [Composition::Product, Composition::Negation { power: 0.3 }, Composition::Mixture { share: 0.3 }]
        {
            let levels = Levels::new(&moons(SIGMA), &factor, composition, &settings);
            for t in [0, 20, 60, 99] {
                let composed = levels.composed(Some(t));
                let alpha_bar = levels.path.level(t).alpha_bar();
                for y in places(alpha_bar, 20, &mut Rng::new(3, Stream::Data)) {
                    let (log, score) = composed.log_density_and_score(&y);
                    assert_eq!(log, composed.log_density(&y));
                    let slope = gradient(|x| composed.log_density(&x), y, 1e-4);
                    for axis in 0..2 {
                        let tolerance = 1e-5 * score[axis].abs().max(1.0);
                        let what = format!("{composition:?} with {name}, t = {t}, at {y:?}");
                        assert_close(score[axis], slope[axis], tolerance, &what);
                    }
                }
            }
        }
    }
}

/// (p f)_t of the moons and a half-plane without a grid: given its place on an arc, a clean point has a Gaussian law, also when
/// its noised place is known, and a half-plane's mean under that is a normal distribution function. Not normalised, and its mass.
fn product_with_a_half_plane(half_plane: &HalfPlane, alpha_bar: f64, y: Point) -> (f64, f64) {
    const NODES: u32 = 20_000;
    let (law, units) = (moons(SIGMA), moons(SIGMA).units());
    let (square, signal, noise) = (SIGMA * SIGMA, alpha_bar.sqrt(), 1.0 - alpha_bar);
    let keeps = |x: Point, variance: Point| {
        let [nx, ny] = half_plane.normal;
        let spread = half_plane.width.powi(2) + nx * nx * variance[0] + ny * ny * variance[1];
        let wider = HalfPlane { width: spread.sqrt(), ..*half_plane };
        wider.log_density(&x).exp()
    };
    let (mut height, mut mass) = (0.0, 0.0);
    for (weight, part) in law.parts() {
        let Part::Spiral { centre, radii, angles } = part else { unreachable!("moons are arcs") };
        for index in 0..NODES {
            let share = (f64::from(index) + 0.5) / f64::from(NODES);
            let c = Part::on_spiral(*centre, *radii, *angles, share);
            let each = weight / f64::from(NODES);
            mass += each * keeps(c, [square; 2]);
            let (mut likelihood, mut mean, mut variance) = (each, [0.0; 2], [0.0; 2]);
            for axis in 0..2 {
                let (std, middle) = (units.std[axis], units.mean[axis]);
                let blur = alpha_bar * square / (std * std) + noise;
                let away = y[axis] - signal * (c[axis] - middle) / std;
                likelihood *= normal(away / blur.sqrt()) / blur.sqrt();
                variance[axis] = 1.0 / (1.0 / square + alpha_bar / (std * std * noise));
                let seen = signal / (std * noise) * (y[axis] + signal * middle / std);
                mean[axis] = variance[axis] * (c[axis] / square + seen);
            }
            height += likelihood * keeps(mean, variance);
        }
    }
    (height, mass)
}

#[test]
fn a_noised_product_with_a_half_plane_has_a_closed_form() {
    let (law, half_plane) = (moons(SIGMA), tilted());
    let factor = Factor::HalfPlane(half_plane);
    for alpha_bar in ALPHA_BARS {
        let exact = NoisedComposition::new(&law, &factor, Composition::Product, &law.units(), alpha_bar);
        for y in places(alpha_bar, 12, &mut Rng::new(4, Stream::Data)) {
            let (height, mass) = product_with_a_half_plane(&half_plane, alpha_bar, y);
            let what = format!("ᾱ {alpha_bar} at {y:?}");
            assert_close(exact.log_mass, mass.ln(), 1e-8, "log Z");
            assert_close(exact.log_density(&y), (height / mass).ln(), 1e-7, &what);
            let step = 1e-2 * (1.0 - alpha_bar).sqrt();
            let slope = gradient(|y| product_with_a_half_plane(&half_plane, alpha_bar, y).0.ln(), y, step);
            assert_all_close(&exact.score(&y), &slope, |slope| 1e-4 * slope.abs().max(1.0), &what);
        }
    }
}

#[test]
fn noised_compositions_agree_with_monte_carlo() {
    const DRAWS: usize = 200_000;
    let (law, units) = (moons(SIGMA), moons(SIGMA).units());
    let clean = law.independent(DRAWS, &mut Rng::new(5, Stream::Data));
    for (name, factor) in factors() {
        let plain = factor.noised(&Standardise::NONE, 1.0);
        for composition in [Composition::Product, Composition::Negation { power: 0.3 }] {
            let power = if composition == Composition::Product { 1.0 } else { -0.3 };
            let weights: Vec<f64> = clean.iter().map(|x| (power * plain.log_density(x)).exp()).collect();
            let mass = weights.iter().sum::<f64>() / DRAWS as f64;
            // Where the composition is: draws of it by rejection.
            let (most, mut rng) =
                (weights.iter().fold(0.0, |a: f64, &b| a.max(b)), Rng::new(6, Stream::Data));
            let drawn = clean.iter().zip(&weights).filter(|(_, w)| most * rng.uniform() < **w);
            let drawn: Vec<Point> = drawn.map(|(x, _)| units.to_standard(*x)).take(4).collect();
            for alpha_bar in [0.9, 0.4, 0.02] {
                let exact = NoisedComposition::new(&law, &factor, composition, &units, alpha_bar);
                let noise = 1.0 - alpha_bar;
                for x in &drawn {
                    let y = x.map(|x| alpha_bar.sqrt() * x + noise.sqrt() * rng.normal());
                    let kernel = |x: &Point| {
                        let middle = units.to_standard(*x);
                        let square: f64 = [0, 1]
                            .map(|axis| (y[axis] - alpha_bar.sqrt() * middle[axis]).powi(2))
                            .iter()
                            .sum();
                        (-0.5 * square / noise).exp() / (TAU * noise)
                    };
                    let density = exact.log_density(&y).exp();
                    // Of the ratio of two means: of w (k − density), by the delta method.
                    let terms: Vec<f64> =
                        clean.iter().zip(&weights).map(|(x, w)| w * (kernel(x) - density) / mass).collect();
                    let (off, error) = mean_and_error(&terms);
                    let what = format!("{composition:?} with {name}, ᾱ {alpha_bar}");
                    assert!(off.abs() < 4.5 * error, "{what}: off by {off} ± {error} of {density}");
                    assert!(error < 0.1 * density, "{what}: ± {error} of {density} tells little");
                }
            }
        }
    }
}

/// Root of the mean squared difference of the two scores over noised points, as a share of that of the exact one.
fn difference(factor: &Factor, composition: Composition, alpha_bar: f64) -> f64 {
    let (law, units) = (moons(SIGMA), moons(SIGMA).units());
    let exact = NoisedComposition::new(&law, factor, composition, &units, alpha_bar);
    let (base, factor): (_, NoisedFactor) =
        (DataDensity::noised(&law, &units, alpha_bar), factor.noised(&units, alpha_bar));
    let composed = Composed { base: &base, factor: &factor, composition };
    let (mut squares, mut off) = (0.0, 0.0);
    for y in places(alpha_bar, 100, &mut Rng::new(7, Stream::Data)) {
        let [exact, sum] = [exact.score(&y), composed.score(&y)];
        squares += exact[0].powi(2) + exact[1].powi(2);
        off += (exact[0] - sum[0]).powi(2) + (exact[1] - sum[1]).powi(2);
    }
    (off / squares).sqrt()
}

#[test]
fn adding_scores_is_wrong_where_there_is_noise_and_mixing_densities_is_not() {
    for (name, factor) in factors() {
        for composition in [Composition::Product, Composition::Negation { power: 0.3 }] {
            let off = ALPHA_BARS.map(|alpha_bar| difference(&factor, composition, alpha_bar));
            println!("{composition:?} with {name}: {off:.4?} at {ALPHA_BARS:?}");
            // Where noise hides the data the two are far from each other; they come closer as it goes.
            assert!(off[4] > 0.1 && off[0] < 0.3 * off[4], "{composition:?} with {name}: {off:?}");
        }
    }
    for (name, factor) in &factors()[1..] {
        for alpha_bar in ALPHA_BARS {
            let off = difference(factor, Composition::Mixture { share: 0.3 }, alpha_bar);
            assert!(off < 1e-6, "mixture with {name}, ᾱ {alpha_bar}: {off}");
        }
    }
}

#[test]
fn half_of_the_moons_is_kept_by_an_edge_through_their_centre() {
    // The moons are each other's point reflection about (½, ¼), which also swaps what is kept and what is not.
    for (angle, width) in [(0.0, 0.15), (0.7, 0.02), (2.0, 0.4)] {
        let factor = Factor::HalfPlane(HalfPlane::through([0.5, 0.25], angle, width));
        let truth = truth(&moons(SIGMA), &factor, Composition::Product, 300);
        assert_close(truth.log_mass, 0.5_f64.ln(), 1e-8, &format!("log Z at {angle}, {width}"));
    }
    // A sharp upright edge there keeps the third of the upper moon with |θ| < π/3, and two thirds of the lower one.
    let law = moons(0.02);
    let factor = Factor::HalfPlane(HalfPlane::through([0.5, 0.25], 0.0, 0.02));
    let truth = truth(&law, &factor, Composition::Product, 600);
    let upper = truth.mean(|x| f64::from(u8::from(law.mode_of(x) == 0)));
    assert_close(upper, 1.0 / 3.0, 2e-3, "share of the upper moon");
    let kept = truth.mean(|x| f64::from(u8::from(x[0] > 0.5)));
    assert!(kept > 0.95 && kept < 1.0, "{kept}");
}

#[test]
fn a_grid_filled_in_slices_is_the_same() {
    let law = moons(SIGMA);
    let (factor, units) = (Factor::HalfPlane(tilted()), law.units());
    let whole = NoisedComposition::new(&law, &factor, Composition::Product, &units, 0.5);
    let mut grid = CompositionGrid::new(&law, &factor, Composition::Product, &units, 0.5);
    let mut slices = 1;
    while grid.advance(1000) {
        slices += 1;
    }
    assert_eq!(slices, grid.cells().div_ceil(1000));
    let sliced = grid.finish();
    for y in places(0.5, 5, &mut Rng::new(8, Stream::Data)) {
        assert_eq!(whole.log_density_and_score(&y), sliced.log_density_and_score(&y));
    }
}
