//! Where points end, against what two points of one dimension give in closed form and by quadrature.

use crate::common::assert_close;
use mcmc_to_diffusion::numerics::dataset::{Law, Part, Standardise};
use mcmc_to_diffusion::numerics::density::DataDensity;
use mcmc_to_diffusion::numerics::diffusion::fate::{UTurnDraws, chance, speciation};
use mcmc_to_diffusion::numerics::diffusion::{IdealDenoiser, Level, Path, Schedule};
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DataSet, DataSettings, ScheduleKind};
use std::f64::consts::PI;

const SIGMA: f64 = 0.2;
/// Of the left point; the right one has the rest.
const WEIGHT: f64 = 0.3;

/// Points at −1 and 1 of the first axis.
fn pair() -> Law {
    let point = |x: f64| Part::Points(vec![[x, 0.0]]);
    let parts = vec![(WEIGHT, point(-1.0)), (1.0 - WEIGHT, point(1.0))];
    Law::of_parts(parts, vec!["left".into(), "right".into()], false, SIGMA)
}

fn path() -> Path {
    Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100))
}

/// Variance of x_t about a point's place.
fn variance(level: Level) -> f64 {
    (level.signal_rate * SIGMA).powi(2) + level.noise_rate.powi(2)
}

/// P(left | x_t): a logistic curve.
fn left(level: Level, x: f64) -> f64 {
    let odds = WEIGHT / (1.0 - WEIGHT) * (-2.0 * level.signal_rate * x / variance(level)).exp();
    odds / (1.0 + odds)
}

/// E[P(left | x_t)² + P(right | x_t)²] by the midpoint rule.
fn same_by_quadrature(level: Level) -> f64 {
    let (step, v) = (1e-3, variance(level));
    let normal = |x: f64, mean: f64| (-0.5 * (x - mean).powi(2) / v).exp() / (2.0 * PI * v).sqrt();
    let term = |cell: i32| {
        let x = step * (f64::from(cell) + 0.5);
        let p = left(level, x);
        let density = WEIGHT * normal(x, -level.signal_rate) + (1.0 - WEIGHT) * normal(x, level.signal_rate);
        (p * p + (1.0 - p).powi(2)) * density * step
    };
    (-8000..8000).map(term).sum()
}

#[test]
fn the_fate_of_a_pair_is_logistic() {
    let path = path();
    let ideal = IdealDenoiser::new(&pair(), &Standardise::NONE, &path);
    for t in [0, 10, 40, 70, 99] {
        for x in [[-3.0, 0.4], [-0.2, 2.0], [0.0, 0.0], [0.1, -1.0], [5.0, 5.0]] {
            let expected = left(path.level(t), x[0]);
            let name = format!("t = {t} at {x:?}");
            assert_close(ideal.part_probability(t, x, 0), expected, 1e-9, &name);
            assert_close(ideal.part_probability(t, x, 1), 1.0 - expected, 1e-9, &name);
        }
    }
}

#[test]
fn all_parts_together_are_certain() {
    for set in DataSet::ALL {
        let law = Law::new(&DataSettings { set, ..DataSettings::default() }, 0.1);
        let ideal = IdealDenoiser::new(&law, &law.units(), &path());
        let mut rng = Rng::new(3, Stream::Data);
        for t in [0, 30, 99] {
            let x = [2.0 * rng.normal(), 2.0 * rng.normal()];
            let sum: f64 = (0..law.parts().len()).map(|part| ideal.part_probability(t, x, part)).sum();
            assert_close(sum, 1.0, 1e-9, &format!("{set:?}, t = {t}, {x:?}"));
        }
    }
}

#[test]
fn as_many_come_home_as_quadrature_says() {
    let (law, path) = (pair(), path());
    let ideal = IdealDenoiser::new(&law, &Standardise::NONE, &path);
    let draws = UTurnDraws::new(&law, &Standardise::NONE, 20_000, &mut Rng::new(5, Stream::UTurns));
    let levels: Vec<usize> = (0..100).step_by(3).collect();
    let exact = |t: usize| same_by_quadrature(path.level(t));
    let shares: Vec<(f64, Estimate)> =
        levels.iter().map(|&t| (t as f64, draws.same_part(&ideal, &law, t, path.level(t)))).collect();
    for &(t, share) in &shares {
        let off = (share.value - exact(t as usize)).abs();
        assert!(off < 4.5 * share.error + 1e-5, "t = {t}: {share:?}, {}", exact(t as usize));
    }
    let by_chance = chance(&law);
    assert_close(by_chance, WEIGHT.powi(2) + (1.0 - WEIGHT).powi(2), 1e-15, "chance");
    assert_close(shares[33].1.value, by_chance, 1e-3, "at the last level");

    let found = speciation(&shares, by_chance).expect("the pair joins");
    let known: Vec<(f64, Estimate)> =
        levels.iter().map(|&t| (t as f64, Estimate { value: exact(t), error: 0.0 })).collect();
    let expected = speciation(&known, by_chance).expect("the pair joins");
    assert!((found.value - expected.value).abs() < 4.5 * found.error, "{found:?}, {expected:?}");
    // What lies farther apart joins later: the level is no property of the schedule alone.
    let wide = Law::of_parts(
        [-3.0, 3.0].map(|x| (0.5, Part::Points(vec![[x, 0.0]]))).to_vec(),
        law.modes().to_vec(),
        true,
        SIGMA,
    );
    let ideal = IdealDenoiser::new(&wide, &Standardise::NONE, &path);
    let draws = UTurnDraws::new(&wide, &Standardise::NONE, 2_000, &mut Rng::new(5, Stream::UTurns));
    let shares: Vec<(f64, Estimate)> =
        levels.iter().map(|&t| (t as f64, draws.same_part(&ideal, &wide, t, path.level(t)))).collect();
    assert!(speciation(&shares, chance(&wide)).is_some_and(|wide| wide.value > expected.value + 10.0));
}

#[test]
fn points_that_come_back_where_they_were_are_at_home() {
    let (law, path) = (pair(), path());
    let draws = UTurnDraws::new(&law, &Standardise::NONE, 4_000, &mut Rng::new(7, Stream::UTurns));
    let data = DataDensity::noised(&law, &Standardise::NONE, 1.0);
    let home = draws.came_home(&data, draws.noised(Level::DATA));
    assert!(home.value > 0.9999, "{home:?}");
    // Mirrored ends are of the other part.
    let away = draws.came_home(&data, draws.noised(Level::DATA).map(|[x, y]| [-x, y]));
    assert!(away.value < 1e-4, "{away:?}");
    // Ends that know nothing of the beginning come home by chance.
    let ends = draws.noised(path.level(99)).map(|[x, y]| [if x < -0.524 { -1.0 } else { 1.0 }, y]);
    let by_chance = draws.came_home(&data, ends);
    assert!((by_chance.value - chance(&law)).abs() < 4.5 * by_chance.error, "{by_chance:?}");
}
