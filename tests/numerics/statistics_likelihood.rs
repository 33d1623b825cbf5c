//! The likelihood by the probability-flow ODE against closed forms, the exact density, and what a wrong denoiser must get.

use crate::common::diffusion_model::Model;
use crate::common::{Point, assert_close, moons};
use mcmc_to_diffusion::numerics::dataset::{Law, Part, Standardise};
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity, PlaneRule};
use mcmc_to_diffusion::numerics::diffusion::divergence::{BESIDE, NoiseAt, of_stencil, stencil};
use mcmc_to_diffusion::numerics::diffusion::{IdealDenoiser, Likelihood, Path, Schedule};
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{Clip, DiffusionSettings, ScheduleKind};
use std::f64::consts::PI;

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
const POINTS: usize = 300;
/// Nats a point.
const CLAIM: f64 = 0.02;

fn cosine(timesteps: usize) -> Path {
    Path::diffused(&Schedule::new(ScheduleKind::Cosine, timesteps))
}

/// log p of `points` in data units, of what `denoiser` says.
fn log_densities(
    path: &Path,
    units: &Standardise,
    points: &[Point],
    denoiser: impl Fn(usize, Point) -> NoiseAt,
) -> Vec<f64> {
    let standard: Vec<Point> = points.iter().map(|&x| units.to_standard(x)).collect();
    let mut likelihood = Likelihood::new(path, &standard);
    assert_eq!((likelihood.progress(), likelihood.log_densities()), ([0, path.timesteps()], None));
    while let Some(query) = likelihood.query() {
        let answers: Vec<NoiseAt> = query.x.iter().map(|&x| denoiser(query.t, x)).collect();
        likelihood.advance(&answers);
    }
    assert_eq!(likelihood.progress(), [path.timesteps(); 2]);
    let log_densities = likelihood.log_densities().expect("it has come to noise");
    log_densities.into_iter().map(|log_density| log_density - units.log_volume()).collect()
}

/// The same of the exact denoiser of `law`.
fn exact(law: &Law, units: &Standardise, path: &Path, points: &[Point]) -> Vec<f64> {
    let ideal = IdealDenoiser::new(law, units, path);
    log_densities(path, units, points, |t, x| ideal.noise_at(t, x))
}

fn differences(found: &[f64], density: &DataDensity, points: &[Point]) -> Vec<f64> {
    found.iter().zip(points).map(|(found, x)| found - density.log_density(x)).collect()
}

fn worst(differences: &[f64]) -> f64 {
    differences.iter().fold(0.0, |worst, off| if off.abs() <= worst { worst } else { off.abs() })
}

/// One round Gaussian, whose ODE has the solution x √(a² s² + b²) / s.
#[test]
fn of_one_gaussian_it_is_the_formula_and_better_with_more_levels() {
    let law = Law::of_parts(vec![(1.0, Part::Points(vec![[0.2, -0.1]]))], vec!["one".into()], true, 0.1);
    let points = law.independent(50, &mut Rng::new(1, Stream::FreshData));
    let formula = |x: &Point| {
        let square = (x[0] - 0.2).powi(2) + (x[1] + 0.1).powi(2);
        -0.5 * square / 0.01 - (2.0 * PI * 0.01).ln()
    };
    for path in [cosine, Path::straight] {
        let worst = |timesteps: usize| {
            let found =
                exact(&law, &Standardise { mean: [0.2, -0.1], std: [1.0; 2] }, &path(timesteps), &points);
            let off: Vec<f64> = found.iter().zip(&points).map(|(found, x)| found - formula(x)).collect();
            worst(&off)
        };
        let [coarse, fine, finer] = [50, 100, 200].map(worst);
        println!("50, 100, 200 levels: {coarse:.6} {fine:.6} {finer:.6}");
        assert!(fine < 0.002 && finer < 0.6 * fine && fine < 0.4 * coarse);
    }
}

#[test]
fn of_the_exact_denoiser_it_is_minus_the_entropy_of_the_law() {
    let law = moons(0.05);
    let (units, density) = (law.units(), DataDensity::new(&law));
    let entropy = PlaneRule::of(&density, [-1.5, -1.0], [2.5, 1.5], 400).entropy();
    let (blurred, path) = (moons(0.1), cosine(100));
    let [right, wrong] = [&law, &blurred].map(|law| IdealDenoiser::new(law, &units, &path));
    for seed in SEEDS {
        let points = law.independent(POINTS, &mut Rng::new(seed, Stream::FreshData));
        let of = |ideal: &IdealDenoiser| log_densities(&path, &units, &points, |t, x| ideal.noise_at(t, x));
        let found = of(&right);
        let off = differences(&found, &density, &points);
        let (mean, gap) = (Estimate::mean(found.iter().copied()), Estimate::mean(off.iter().copied()));
        println!("seed {seed}: {mean:?} for {:.4}, off by {gap:?}, at worst {:.4}", -entropy, worst(&off));
        // The same points under the exact density: what is left is not their number.
        assert!(gap.value.abs() < CLAIM, "{gap:?}");
        assert!((mean.value + entropy).abs() < CLAIM + 3.0 * mean.error, "{mean:?} for {}", -entropy);
        // Controls. The denoiser of another law gives that law. Where moons are long and thin, this is what it costs.
        let found = of(&wrong);
        let cost = 2_f64.ln() + 1.0 / 8.0 - 0.5;
        let of_its_law = worst(&differences(&found, &DataDensity::new(&blurred), &points));
        let lost = Estimate::mean(differences(&found, &density, &points).into_iter());
        assert!(of_its_law < CLAIM, "{of_its_law}");
        assert!((lost.value + cost).abs() < 0.05 + 3.0 * lost.error, "{lost:?}");
        // What changes volumes left out.
        let still = log_densities(&path, &units, &points, |t, x| NoiseAt {
            divergence: 2.0 * path.level(t).noise_rate,
            ..right.noise_at(t, x)
        });
        let still = Estimate::mean(differences(&still, &density, &points).into_iter());
        assert!(still.value.abs() > 10.0 * CLAIM, "{still:?}");
    }
}

#[test]
fn any_schedule_that_ends_in_noise_will_do_and_few_levels_will_not() {
    let law = moons(0.05);
    let (units, density) = (law.units(), DataDensity::new(&law));
    let points = law.independent(POINTS, &mut Rng::new(1, Stream::FreshData));
    let off = |path: &Path| {
        Estimate::mean(differences(&exact(&law, &units, path, &points), &density, &points).into_iter())
    };
    let rescaled = |timesteps| Path::diffused(&Schedule::new(ScheduleKind::RescaledLinear, timesteps));
    for path in [Path::straight(100), rescaled(100), cosine(50), cosine(101)] {
        let off = off(&path);
        println!("{off:?}");
        assert!(off.value.abs() < CLAIM, "{off:?}");
    }
    let few = off(&rescaled(25));
    println!("25 levels: {few:?}");
    assert!(few.value.abs() > 5.0 * CLAIM, "{few:?}");
    // It ends at p_T, and is said to end at N(0, I): what that costs is KL(p_T ‖ N(0, I)).
    let linear = Path::diffused(&Schedule::new(ScheduleKind::Linear, 25));
    let ideal = IdealDenoiser::new(&law, &units, &linear);
    let rule = PlaneRule::of(ideal.density(24), [-5.0, -5.0], [5.0, 5.0], 300);
    let kl = -rule.entropy() + rule.mean(|[x, y]| 0.5 * (x * x + y * y)) + (2.0 * PI).ln();
    let lost = off(&linear);
    println!("linear: {lost:?} for {:.4}", -kl);
    assert!(kl > 5.0 * CLAIM && (lost.value + kl).abs() < CLAIM + 3.0 * lost.error, "{lost:?} for {}", -kl);
}

#[test]
fn a_stencil_finds_the_divergence_of_the_exact_noise() {
    let law = moons(0.05);
    for path in [cosine(100), Path::straight(100)] {
        let ideal = IdealDenoiser::new(&law, &law.units(), &path);
        let mut rng = Rng::new(3, Stream::FreshData);
        for t in [0, 3, 20, 60, 95] {
            let level = path.level(t);
            let places: Vec<Point> = (law.independent(40, &mut rng).into_iter())
                .map(|x| {
                    law.units()
                        .to_standard(x)
                        .map(|x| level.signal_rate * x + level.noise_rate * rng.normal())
                })
                .collect();
            let rows = stencil(&places, BESIDE);
            let eps = rows.as_chunks::<2>().0.iter();
            let eps: Vec<f32> =
                eps.flat_map(|x| ideal.noise_at(t, x.map(f64::from)).eps.map(|eps| eps as f32)).collect();
            for (found, x) in of_stencil(&eps, BESIDE).iter().zip(&places) {
                let exact = ideal.noise_at(t, *x);
                assert_close(
                    found.divergence,
                    exact.divergence,
                    0.02 * exact.divergence.abs().max(1.0),
                    "divergence",
                );
                assert_close(found.eps[0], exact.eps[0], 1e-4, "noise");
            }
        }
    }
}

#[test]
fn points_do_not_know_of_each_other() {
    let law = moons(0.1);
    let path = cosine(21);
    let points = law.independent(7, &mut Rng::new(2, Stream::FreshData));
    let together = exact(&law, &law.units(), &path, &points);
    let one_by_one = points.iter().flat_map(|x| exact(&law, &law.units(), &path, &[*x]));
    assert_eq!(together, one_by_one.collect::<Vec<_>>());
}

/// Whatever a denoiser says, its likelihood is a density: its mass over the plane is 1.
#[test]
fn of_a_network_it_is_a_density() {
    let settings = DiffusionSettings { width: 16, depth: 2, timesteps: 40, ..DiffusionSettings::default() };
    for (settings, steps) in
        [(settings.clone(), 400), (DiffusionSettings { clip: Clip::Off, ..settings }, 100)]
    {
        let model = Model::train(&settings, 1, steps);
        let (side, low, length) = (70, [-3.0, -2.5], [7.0, 5.5]);
        let area = length[0] * length[1] / (side * side) as f64;
        let along = |axis: usize, index: usize| low[axis] + length[axis] * (index as f64 + 0.5) / side as f64;
        let cells: Vec<Point> =
            (0..side * side).map(|index| [along(0, index % side), along(1, index / side)]).collect();
        let log_densities = model.log_densities(&settings, &cells);
        let mass: f64 = log_densities.iter().map(|log_density| area * log_density.exp()).sum();
        let highest = log_densities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!("{steps} steps, {:?}: mass {mass:.4}, highest {highest:.2}", settings.clip);
        assert_close(mass, 1.0, 0.02, "mass");
        assert!(highest > -1.5, "as flat as noise: {highest}");
    }
}
