//! Every density of the plane: its derivatives, modes and probabilities agree with each other.

use crate::common::{Point, assert_all_close, assert_close, moons};
use mcmc_to_diffusion::numerics::dataset::Law;
use mcmc_to_diffusion::numerics::density::marginal::bins;
use mcmc_to_diffusion::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, Landscape, PlaneDensity, PlaneRule,
    Probabilities, RezendeMohamed, Ring, Squiggle, ThreeGaussians,
};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DataSet, DataSettings, StageSquare, Target};
use std::f64::consts::PI;

trait Plane: PlaneDensity + Probabilities {}

impl<D: PlaneDensity + Probabilities> Plane for D {}

struct Case {
    name: String,
    target: Target,
    /// What the page shows of it.
    stage: StageSquare,
    density: Box<dyn Plane>,
    /// The length over which it varies at its fastest.
    finest: f64,
}

/// Every density of the plane as the page samples it.
fn densities() -> Vec<Case> {
    let fixed: [(Target, Box<dyn Plane>, f64); 9] = [
        (Target::RezendeMohamed, Box::new(RezendeMohamed::default()), 0.3),
        (Target::RezendeMohamed, Box::new(RezendeMohamed::turned(0.7)), 0.3),
        (Target::Banana, Box::new(Banana::default()), 0.3),
        (Target::Funnel, Box::new(Funnel::default()), 1.0),
        (Target::Ring, Box::new(Ring::default()), 0.2),
        (Target::EightGaussians, Box::new(EightGaussians::default()), 0.2),
        (Target::ThreeGaussians, Box::new(ThreeGaussians::default()), 0.25),
        (Target::Squiggle, Box::new(Squiggle::default()), 0.1),
        (Target::CorrelatedGaussian, Box::new(CorrelatedGaussian::default()), 0.2),
    ];
    let fixed = fixed.into_iter().map(|(target, density, finest)| Case {
        name: format!("{target:?}"),
        target,
        stage: target.stage(&DataSettings::default()),
        density,
        finest,
    });
    let far = DataSettings { gap: 1.0, ..DataSettings::default() };
    let moons =
        [0.03, 0.1, 0.5].map(|sigma| (DataSettings::default(), sigma)).into_iter().chain([(far, 0.1)]);
    let others = DataSet::ALL.into_iter().map(|set| (DataSettings { set, ..DataSettings::default() }, 0.08));
    let data = moons.chain(others).map(|(data, sigma)| Case {
        name: format!("{:?}, gap {}, σ {sigma}", data.set, data.gap),
        target: Target::Data,
        stage: data.stage(),
        density: Box::new(DataDensity::new(&Law::new(&data, sigma))),
        finest: sigma,
    });
    fixed.chain(data).collect()
}

/// Points all over a square, and over one three times as wide.
fn scattered(square: &StageSquare, count: usize) -> Vec<Point> {
    let mut rng = Rng::new(5, Stream::Data);
    let mut draw = |low: f64, spread: f64| {
        low - 0.5 * (spread - 1.0) * square.side + spread * square.side * rng.uniform()
    };
    (0..count)
        .map(|index| {
            let spread = if index % 3 == 0 { 3.0 } else { 1.0 };
            [draw(square.x, spread), draw(square.y, spread)]
        })
        .collect()
}

/// Central difference of fourth order of `f` along one coordinate.
fn slope(f: impl Fn(f64) -> f64, step: f64) -> f64 {
    (8.0 * (f(step) - f(-step)) - (f(2.0 * step) - f(-2.0 * step))) / (12.0 * step)
}

#[test]
fn scores_and_hessians_are_derivatives() {
    for Case { name, target, stage, density, finest } in densities() {
        let step = 2e-3 * finest;
        for x in scattered(&stage, 600) {
            // Where the funnel's neck is narrower than a step, differences say nothing.
            if target == Target::Funnel && x[0] < -9.0 {
                continue;
            }
            let (log_density, score) = density.log_density_and_score(&x);
            assert_eq!(log_density, density.log_density(&x), "{name} at {x:?}");
            assert_eq!(score, density.score(&x), "{name} at {x:?}");
            let hessian = density.hessian(&x);
            let steepest = hessian.as_flattened().iter().fold(0.0f64, |most, entry| most.max(entry.abs()));
            for axis in 0..2 {
                let moved = |by: f64| {
                    let mut moved = x;
                    moved[axis] += by;
                    moved
                };
                let what = format!("{name} at {x:?}, axis {axis}");
                let scale = log_density.abs() * 1e-13 / step + 1e-6 * (1.0 + score[0].abs() + score[1].abs());
                assert_close(score[axis], slope(|by| density.log_density(&moved(by)), step), scale, &what);
                for other in 0..2 {
                    let difference = slope(|by| density.score(&moved(by))[other], step);
                    let scale = score[other].abs() * 1e-13 / step + 1e-6 * (1.0 + steepest);
                    assert_close(hessian[axis][other], difference, scale, &what);
                }
            }
        }
    }
}

#[test]
fn odd_places_are_no_danger() {
    for Case { name, density, .. } in densities() {
        for x in [[0.0, 0.0], [-0.0, 0.0], [1e-200, 0.0], [30.0, -30.0], [-20.0, 3.0], [0.0, 1e3], [1e3, 1e3]]
        {
            let (log_density, score) = density.log_density_and_score(&x);
            let finite =
                score.iter().chain(density.hessian(&x).as_flattened()).all(|value| value.is_finite());
            assert!(finite && log_density.is_finite(), "{name} at {x:?}: {log_density}, {score:?}");
        }
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for x in [[bad, 0.3], [0.3, bad], [bad, bad]] {
                let log_density = density.log_density(&x);
                assert!(log_density.is_nan() || log_density == f64::NEG_INFINITY, "{name} at {x:?}");
                density.hessian(&x);
                density.along(&x);
                assert!(density.mode_of(&x) < density.modes().len(), "{name} at {x:?}");
            }
        }
    }
}

#[test]
fn hearts_are_dense_and_in_their_modes() {
    for Case { name, target, stage, density, .. } in densities() {
        let modes = density.modes().len();
        assert_eq!(density.shares().len(), modes);
        // The highest of many points in each mode.
        let mut highest = vec![f64::NEG_INFINITY; modes];
        for x in scattered(&stage, 20_000) {
            let mode = density.mode_of(&x);
            highest[mode] = highest[mode].max(density.log_density(&x));
        }
        for (mode, highest) in highest.into_iter().enumerate() {
            let heart = density.heart(mode);
            assert_eq!(density.mode_of(&heart), mode, "{name}");
            let below = highest - density.log_density(&heart);
            // The funnel is highest in its neck, where there is little of it, and a spiral where it is narrow.
            let narrows = ["Pinwheel", "Spirals", "SwissRoll"].iter().any(|set| name.starts_with(set));
            let allowed = if target == Target::Funnel || narrows { 1.8 } else { 0.2 };
            assert!(below < allowed, "{name}: the heart of mode {mode} is {below} below the highest");
        }
    }
}

#[test]
fn along_is_continuous_over_a_mode() {
    let mut measured = 0;
    for Case { name, target, stage, density, .. } in densities() {
        let square = stage;
        // Neighbours on a fine grid, both in the same mode and in dense places.
        let cells = 400;
        let step = square.side / f64::from(cells);
        let place = |index: i32| (f64::from(index) + 0.5) * step;
        let peak = density.log_density(&density.heart(0));
        let dense = |x: &Point| density.log_density(x) > peak - 8.0;
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for i in 0..cells * cells {
            let x = [square.x + place(i % cells), square.y + place(i / cells)];
            let Some(here) = density.along(&x) else { continue };
            // Between the inner ends of the spirals the nearest place jumps from one winding to another.
            let hollow = name.starts_with("Spirals") && x[0].hypot(x[1]) < 0.3;
            if !dense(&x) || hollow {
                continue;
            }
            (least, most) = (least.min(here), most.max(here));
            for next in [[x[0] + step, x[1]], [x[0], x[1] + step]] {
                if dense(&next) && density.mode_of(&x) == density.mode_of(&next) {
                    let jump = (density.along(&next).expect("as before") - here).abs();
                    // An angle turns fastest nearest to its centre; only a ring is closed.
                    let closed = (target == Target::Ring || name.starts_with("Circles")) && jump > PI;
                    assert!(jump < 8.0 * step.max(0.03) || closed, "{name}: {jump} from {x:?} to {next:?}");
                }
            }
        }
        if most > least {
            assert!(most - least > 1.0, "{name}: along reaches from {least} to {most} only");
            measured += 1;
        }
    }
    assert_eq!(measured, 15, "densities with a way along");
    // The angles themselves.
    let moons = DataDensity::new(&moons(0.1));
    for angle in [0.0, 0.4, 1.5, PI] {
        let upper = [angle.cos(), angle.sin()];
        assert_close(moons.along(&upper).expect("an angle"), angle, 1e-12, "upper moon");
        let lower = [1.0 - upper[0], 0.5 - upper[1]];
        assert_close(moons.along(&lower).expect("an angle"), angle, 1e-12, "lower moon");
    }
}

#[test]
fn between_is_the_integral_of_the_density() {
    for Case { name, target, density, finest, .. } in densities() {
        // No grid holds the funnel: its conditional law is exact by construction, and the file knows its quantiles.
        if target == Target::Funnel {
            continue;
        }
        // Wide enough for the banana's arms; others are smaller.
        let (low, high) = match target {
            Target::Banana => ([-12.0, -5.0], [12.0, 36.0]),
            Target::Data => ([-5.0, -5.0], [6.0, 6.0]),
            _ => ([-9.0; 2], [9.0; 2]),
        };
        let side = ((high[1] - low[1]) / (0.8 * finest)).ceil().max(400.0) as usize;
        let rule = PlaneRule::of(&*density, low, high, side);
        let (mean, covariance) = rule.moments();
        for axis in 0..2 {
            // E[x] and E[x²] of bins as narrow as they need to be, each at its middle, with the share inside a bin.
            let square = StageSquare { x: low[axis], y: low[axis], side: high[axis] - low[axis] };
            let count = 2_000;
            let width = square.side / count as f64;
            let bins = bins(&*density, axis, &square, count);
            let middle = |bin: usize| low[axis] + (bin as f64 + 0.5) * width;
            let moment = |power: i32| {
                let terms =
                    bins.iter().enumerate().map(|(bin, mass)| mass * (middle(bin) - mean[axis]).powi(power));
                terms.sum::<f64>()
            };
            let what = format!("{name}, axis {axis}");
            assert_close(moment(0), 1.0, 1e-8, &what);
            assert_close(moment(1), 0.0, 1e-7, &what);
            // Sheppard's correction.
            let variance = moment(2) - width * width / 12.0;
            assert_close(variance, covariance[axis][axis], 1e-6 * covariance[axis][axis], &what);
            // A smooth function that feels every place.
            let wave = |x: f64| (3.0 * x).sin() + (1.3 * x).cos();
            let by_bins: f64 = bins.iter().enumerate().map(|(bin, mass)| mass * wave(middle(bin))).sum();
            assert_close(by_bins, rule.mean(|x| wave(x[axis])), 2e-4, &what);
        }
    }
}

#[test]
fn bins_of_the_stage_and_tails_are_everything() {
    for Case { name, target, stage, density, .. } in densities() {
        let square = stage;
        for axis in 0..2 {
            let bins = bins(&*density, axis, &square, 64);
            let start = [square.x, square.y][axis];
            let tails = density.between(axis, f64::NEG_INFINITY, start)
                + density.between(axis, start + square.side, f64::INFINITY);
            let inside: f64 = bins.iter().sum();
            let what = format!("{name}, axis {axis}");
            assert_close(inside + tails, 1.0, 1e-8, &what);
            assert!(bins.iter().all(|&bin| bin >= 0.0), "{what}: a bin is negative");
            // The stage shows the density well: nearly all of it, without wasting most of the square.
            let least = if target == Target::Funnel { 0.95 } else { 0.985 };
            assert!(inside > least, "{what}: the stage shows {inside} of it");
            let filled = bins.iter().filter(|&&bin| bin > 1e-4).count();
            assert!(filled > 20, "{what}: only {filled} bins are filled");
        }
    }
}

#[test]
fn shares_are_those_of_the_modes() {
    for Case { name, density, .. } in densities() {
        let shares = density.shares();
        assert_close(shares.iter().sum(), 1.0, 1e-12, &format!("{name}: all modes"));
        if shares.len() == 1 {
            continue;
        }
        // A finer rule than any density's own; its cells are split by the borders between modes.
        let rule = PlaneRule::of(&*density, [-7.0; 2], [7.0; 2], 700);
        for (mode, share) in shares.into_iter().enumerate() {
            let counted = rule.mean(|x| f64::from(u8::from(density.mode_of(&x) == mode)));
            assert_close(counted, share, 5e-4, &format!("{name}, mode {mode}"));
        }
    }
    // Where modes are halves of the plane, marginals say the same.
    let right = RezendeMohamed::default().between(0, 0.0, f64::INFINITY);
    assert_close(right, RezendeMohamed::default().shares()[0], 1e-9, "right crescent");
    // Unequal modes are near their Gaussians' weights, and control: not equal.
    let three = ThreeGaussians::default().shares();
    assert_all_close(&three, &ThreeGaussians::WEIGHTS, |_| 0.02, "three Gaussians");
}
