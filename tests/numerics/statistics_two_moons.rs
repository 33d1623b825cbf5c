//! Sampler, moments and density of two moons agree with each other and with closed forms.

use crate::common::{Point, assert_all_close, assert_close, mean_and_error, moons};
use mcmc_to_diffusion::numerics::dataset::{Law, Standardise, TwoMoons};
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity, PlaneDensity};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{first_share, off_share};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use std::f64::consts::PI;

const DRAWS: usize = 200_000;

fn draw(noise: f64) -> Vec<Point> {
    TwoMoons::new(noise).independent(DRAWS, &mut Rng::new(11, Stream::Data))
}

#[test]
fn sampler_has_the_exact_moments() {
    for noise in [0.02, 0.05, 0.5] {
        let (points, law) = (draw(noise), moons(noise));
        for axis in 0..2 {
            let values: Vec<f64> = points.iter().map(|point| point[axis]).collect();
            let (mean, error) = mean_and_error(&values);
            assert_close(mean, law.mean()[axis], 4.0 * error, &format!("mean of axis {axis} at {noise}"));
            let squares: Vec<f64> = values.iter().map(|value| (value - law.mean()[axis]).powi(2)).collect();
            let (variance, error) = mean_and_error(&squares);
            let exact = law.std()[axis].powi(2);
            assert_close(variance, exact, 4.0 * error, &format!("variance of axis {axis} at {noise}"));
            // Control: without the blur, or with twice as much, the variance is another one.
            if noise == 0.5 {
                assert!((variance - (exact - noise * noise)).abs() > 4.0 * error);
                assert!((variance - (exact + noise * noise)).abs() > 4.0 * error);
            }
        }
        assert_close(
            first_share(&points, &law),
            0.5,
            4.0 * (0.25 / DRAWS as f64).sqrt(),
            "share of the upper moon",
        );
    }
}

#[test]
fn sampler_without_noise_has_the_exact_quantiles() {
    let points = draw(0.0);
    assert_eq!(off_share(&points, &moons(1e-12)), 0.0, "a point lies off the arcs");
    // Of the upper arc, x ≤ q where θ ≥ arccos q.
    let below = |q: f64| 1.0 - q.clamp(-1.0, 1.0).acos() / PI;
    for q in [-0.9, -0.5, 0.3, 0.8, 1.2, 1.9] {
        let exact = 0.5 * below(q) + 0.5 * below(q - 1.0);
        let seen = points.iter().filter(|point| point[0] <= q).count() as f64 / DRAWS as f64;
        let error = (exact * (1.0 - exact) / DRAWS as f64).sqrt();
        assert_close(seen, exact, 4.0 * error, &format!("P(x ≤ {q})"));
        // Control: an arc whose x, not whose angle, is uniform.
        let flat = |q: f64| 0.5 * (1.0 + q.clamp(-1.0, 1.0));
        let wrong = 0.5 * flat(q) + 0.5 * flat(q - 1.0);
        assert!((seen - wrong).abs() > 4.0 * error, "P(x ≤ {q}) cannot tell: {seen} and {wrong}");
    }
}

#[test]
fn density_is_that_of_the_sampler() {
    // Pearson's χ² over cells of the plane; cells in which few are expected are put together.
    let chi_square = |points: &[Point], density: &DataDensity| {
        const SIDE: usize = 12;
        const FINE: usize = 24;
        let (low, cell) = ([-2.0, -1.5], 5.0 / SIDE as f64);
        let mut seen = [[0.0; SIDE]; SIDE];
        let mut outside = 0.0;
        for point in points {
            let index = [0, 1].map(|axis| ((point[axis] - low[axis]) / cell).floor());
            match index.iter().all(|&index| (0.0..SIDE as f64).contains(&index)) {
                true => seen[index[0] as usize][index[1] as usize] += 1.0,
                false => outside += 1.0,
            }
        }
        let step = cell / FINE as f64;
        let (mut sum, mut cells, mut rare) = (0.0, 0, (outside, 0.0));
        let mut total = 0.0;
        for (i, column) in seen.iter().enumerate() {
            for (j, &seen) in column.iter().enumerate() {
                let middles = (0..FINE * FINE).map(|k| {
                    let x = low[0] + i as f64 * cell + ((k / FINE) as f64 + 0.5) * step;
                    let y = low[1] + j as f64 * cell + ((k % FINE) as f64 + 0.5) * step;
                    density.log_density(&[x, y]).exp()
                });
                let mass = middles.sum::<f64>() * step * step;
                total += mass;
                let expected = mass * points.len() as f64;
                if expected < 20.0 {
                    rare = (rare.0 + seen, rare.1 + expected);
                } else {
                    sum += (seen - expected).powi(2) / expected;
                    cells += 1;
                }
            }
        }
        rare.1 += (1.0 - total) * points.len() as f64;
        sum += (rare.0 - rare.1).powi(2) / rare.1.max(1.0);
        // In units of the standard deviation of χ² with as many degrees of freedom.
        (sum - f64::from(cells)) / (2.0 * f64::from(cells)).sqrt()
    };
    let points = draw(0.1);
    let excess = chi_square(&points, &DataDensity::new(&TwoMoons::new(0.1).into()));
    assert!(excess < 4.0, "χ² is {excess} deviations too large");
    // Control: a blur one tenth larger.
    let wrong = chi_square(&points, &DataDensity::new(&TwoMoons::new(0.11).into()));
    assert!(wrong > 40.0, "χ² cannot tell .1 from .11: {wrong}");
}

#[test]
fn density_integrates_to_one_at_every_noise_level() {
    for (noise, alpha_bar) in [(0.05, 1.0), (0.5, 1.0), (0.05, 0.99), (0.05, 0.5), (0.3, 1e-4)] {
        let law = moons(noise);
        let units = law.units();
        let density = DataDensity::noised(&law, &units, alpha_bar);
        // Standardised arcs lie within ±2, and the greatest blur is less than twice the least. A midpoint
        // rule is exact to rounding when cells are narrower than the blur.
        let blur = least_blur(&law, &units, alpha_bar);
        let half = 2.0 + 16.0 * blur;
        let side = (2.0 * half / (0.7 * blur)).ceil() as usize;
        let step = 2.0 * half / side as f64;
        let middle = |index: usize| -half + (index as f64 + 0.5) * step;
        let sum: f64 = (0..side)
            .flat_map(|i| (0..side).map(move |j| [middle(i), middle(j)]))
            .map(|x| density.log_density(&x).exp())
            .sum();
        assert_close(sum * step * step, 1.0, 1e-10, &format!("noise {noise}, ᾱ {alpha_bar}"));
    }
}

#[test]
fn nodes_suffice_on_the_arcs_and_far_from_them() {
    for noise in [0.02, 0.05, 0.2, 0.5] {
        for alpha_bar in [1.0, 0.9, 1e-2] {
            let law = moons(noise);
            let units = law.units();
            let density = DataDensity::noised(&law, &units, alpha_bar);
            let signal = alpha_bar.sqrt();
            for x in stage() {
                let x = units.to_standard(x).map(|x| signal * x);
                let exact = by_many_nodes(&law, &units, alpha_bar, x);
                let (log_density, score) = density.log_density_and_score(&x);
                let what = format!("noise {noise}, ᾱ {alpha_bar}, at {x:?}");
                assert_close(log_density, exact.0, 1e-10 * exact.0.abs().max(1.0), &what);
                let steepest = 1.0 / least_blur(&law, &units, alpha_bar);
                let tolerance = |exact: f64| 1e-9 * exact.abs().max(steepest);
                assert_all_close(&score, &exact.1, tolerance, &format!("{what}, score"));
            }
        }
    }
}

/// The least standard deviation of the noised law's Gaussians.
fn least_blur(law: &Law, units: &Standardise, alpha_bar: f64) -> f64 {
    (alpha_bar * (law.sigma() / units.std[0]).powi(2) + 1.0 - alpha_bar).sqrt()
}

/// Points all over the stage, data units.
fn stage() -> impl Iterator<Item = Point> {
    (0..15).flat_map(|i| (0..15).map(move |j| [-2.0 + f64::from(i) * 0.36, -2.25 + f64::from(j) * 0.36]))
}

/// log density and score by Gauss–Legendre on many panels, smallest at the ends of the arcs: far out the nearest
/// end is all that counts.
fn by_many_nodes(law: &Law, units: &Standardise, alpha_bar: f64, x: Point) -> (f64, Point) {
    // Five-point Gauss–Legendre on each of many panels.
    const RULE: [(f64, f64); 5] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (0.906_179_845_938_664, 0.236_926_885_056_189_08),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    ];
    const PANELS: usize = 800;
    let variance = units.std.map(|std| alpha_bar * (law.sigma() / std).powi(2) + 1.0 - alpha_bar);
    let mut terms = Vec::with_capacity(10 * PANELS);
    let edge = |panel: usize| 0.5 * PI * (1.0 - (PI * panel as f64 / PANELS as f64).cos());
    for panel in 0..PANELS {
        let (start, width) = (edge(panel), edge(panel + 1) - edge(panel));
        for (node, weight) in RULE {
            let angle = start + (0.5 + 0.5 * node) * width;
            let upper = [angle.cos(), angle.sin()];
            for centre in [upper, [1.0 - upper[0], 0.5 - upper[1]]] {
                let centre = units.to_standard(centre).map(|centre| alpha_bar.sqrt() * centre);
                let pull = [0, 1].map(|axis| (centre[axis] - x[axis]) / variance[axis]);
                let exponent =
                    -0.5 * (0..2).map(|axis| pull[axis] * pull[axis] * variance[axis]).sum::<f64>();
                terms.push((exponent, weight * width / (4.0 * PI), pull));
            }
        }
    }
    let peak = terms.iter().map(|term| term.0).fold(f64::NEG_INFINITY, f64::max);
    let (mut mass, mut score) = (0.0, [0.0; 2]);
    for (exponent, weight, pull) in terms {
        let weight = weight * (exponent - peak).exp();
        mass += weight;
        score = [score[0] + weight * pull[0], score[1] + weight * pull[1]];
    }
    let height = 2.0 * PI * (variance[0] * variance[1]).sqrt();
    (peak + mass.ln() - height.ln(), score.map(|sum| sum / mass))
}

#[test]
fn score_and_hessian_are_derivatives() {
    for (noise, alpha_bar) in [(0.05, 1.0), (0.2, 1.0), (0.05, 0.9), (0.05, 0.01)] {
        let law = moons(noise);
        let density = DataDensity::noised(&law, &law.units(), alpha_bar);
        for x in [[0.1, 0.2], [-1.7, 0.0], [0.4, 1.6], [1.3, -1.2], [3.0, 3.0]] {
            for axis in 0..2 {
                // Fourth order, so that a step well above rounding will do.
                let step = 1e-3 * noise;
                let at = |steps: f64| {
                    let mut moved = x;
                    moved[axis] += steps * step;
                    density.log_density_and_score(&moved)
                };
                let slope =
                    |f: &dyn Fn(f64) -> f64| (8.0 * (f(1.0) - f(-1.0)) - (f(2.0) - f(-2.0))) / (12.0 * step);
                let what = format!("noise {noise}, ᾱ {alpha_bar}, at {x:?}, axis {axis}");
                let score = density.score(&x)[axis];
                let scale = 1.0 + density.log_density(&x).abs() + score.abs();
                assert_close(score, slope(&|steps| at(steps).0), 1e-7 * scale / noise, &what);
                for other in 0..2 {
                    let hessian = density.hessian(&x)[axis][other];
                    let scale = 1.0 + score.abs() + hessian.abs();
                    assert_close(hessian, slope(&|steps| at(steps).1[other]), 1e-7 * scale / noise, &what);
                }
            }
        }
    }
}

#[test]
fn far_out_everything_stays_finite_and_points_home() {
    let law = moons(0.02);
    let density = DataDensity::new(&law);
    for distance in [10.0, 1e3, 1e6, 1e12, 1e100] {
        for direction in [[1.0, 0.0], [0.0, -1.0], [-0.6, 0.8]] {
            let x = [distance * direction[0], distance * direction[1]];
            let (log_density, score) = density.log_density_and_score(&x);
            assert!(log_density.is_finite() && log_density < 0.0, "log density {log_density} at {x:?}");
            // Far out the score is that of one Gaussian, −x / σ², up to the arcs' size.
            let along = (score[0] * direction[0] + score[1] * direction[1]) * law.sigma().powi(2) / distance;
            assert_close(along, -1.0, 2.0 / distance + 1e-12, &format!("score at {x:?}"));
            assert!(
                density.hessian(&x).as_flattened().iter().all(|entry| entry.is_finite()),
                "Hessian at {x:?}"
            );
        }
    }
    let (log_density, score) = density.log_density_and_score(&[f64::NAN, 0.0]);
    assert!(log_density.is_nan() && score[0].is_nan(), "not-a-number must stay one");
}
