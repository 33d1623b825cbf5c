//! Of every data set: sampler, moments, shares and density agree with each other.

use crate::common::{Point, assert_close, mean_and_error};
use mcmc_to_diffusion::numerics::dataset::Law;
use mcmc_to_diffusion::numerics::density::{DataDensity, PlaneRule};
use mcmc_to_diffusion::numerics::diffusion::{IdealDenoiser, Path, Schedule};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{off_share, shares};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DataSet, DataSettings, ScheduleKind};

const DRAWS: usize = 40_000;
const SIGMA: f64 = 0.1;
/// So many standard errors are allowed: of some two hundred numbers hardly one is farther off.
const ALLOWED: f64 = 4.5;

fn laws(sigma: f64) -> impl Iterator<Item = (String, Law)> {
    let far = DataSettings { gap: 0.8, ..DataSettings::default() };
    let sets = DataSet::ALL.into_iter().map(|set| DataSettings { set, ..DataSettings::default() });
    sets.chain([far]).map(move |data| (format!("{:?} {}", data.set, data.gap), Law::new(&data, sigma)))
}

fn draw(law: &Law) -> Vec<Point> {
    law.independent(DRAWS, &mut Rng::new(21, Stream::Data))
}

/// Smooth functions that feel every place.
fn waves() -> Vec<impl Fn(&Point) -> f64> {
    let numbers = [[1.1, 0.3], [0.4, -2.0], [2.5, 2.5], [-4.0, 1.0], [5.0, 6.0], [9.0, -8.0], [0.5, 12.0]];
    numbers.into_iter().map(|[a, b]| move |x: &Point| (a * x[0] + b * x[1] + 0.7).cos()).collect()
}

#[test]
fn the_sampler_has_the_moments_and_shares_of_the_law() {
    for (name, law) in laws(SIGMA) {
        let points = draw(&law);
        let of = |f: &dyn Fn(&Point) -> f64| mean_and_error(&points.iter().map(f).collect::<Vec<_>>());
        let (mean, std) = (law.mean(), law.std());
        for axis in 0..2 {
            let (seen, error) = of(&|x| x[axis]);
            assert_close(seen, mean[axis], ALLOWED * error, &format!("{name}, mean {axis}"));
            let (seen, error) = of(&|x| (x[axis] - mean[axis]).powi(2));
            assert_close(seen, std[axis].powi(2), ALLOWED * error, &format!("{name}, variance {axis}"));
            // Control: with twice the blur the variance is another.
            assert!(
                (seen - std[axis].powi(2) - 3.0 * SIGMA * SIGMA).abs() > ALLOWED * error,
                "{name} {axis}"
            );
        }
        let (seen, error) = of(&|x| (x[0] - mean[0]) * (x[1] - mean[1]));
        assert_close(seen, law.covariance(), ALLOWED * error, &format!("{name}, covariance"));
        for (part, (seen, exact)) in shares(&points, &law).into_iter().zip(law.shares()).enumerate() {
            let error = (exact * (1.0 - exact) / DRAWS as f64).sqrt();
            assert_close(seen, exact, ALLOWED * error + 0.003, &format!("{name}, share of part {part}"));
        }
        assert!(off_share(&points, &law) < 0.001, "{name}: {} off", off_share(&points, &law));
        let reach = law.reach();
        let inside =
            points.iter().filter(|x| (0..2).all(|axis| (x[axis] - mean[axis]).abs() <= reach * std[axis]));
        assert!(inside.count() > DRAWS - 10, "{name} reaches farther than {reach}");
    }
}

#[test]
fn the_density_is_that_of_the_sampler() {
    let wider: Vec<Law> = laws(2.0 * SIGMA).map(|(_, law)| law).collect();
    for ((name, law), wider) in laws(SIGMA).zip(wider) {
        let points = draw(&law);
        let rule = |law: &Law| PlaneRule::of(&DataDensity::new(law), [-3.5; 2], [3.5; 2], 140);
        let (right, wrong) = (rule(&law), rule(&wider));
        assert_close(right.log_mass, 0.0, 1e-6, &format!("{name}: log of all mass"));
        let mut told = 0;
        for wave in waves() {
            let (seen, error) = mean_and_error(&points.iter().map(&wave).collect::<Vec<_>>());
            assert_close(seen, right.mean(|x| wave(&x)), ALLOWED * error, &name);
            told += usize::from((seen - wrong.mean(|x| wave(&x))).abs() > ALLOWED * error);
        }
        // Control: twice the blur is another density.
        assert!(told > 0, "{name}: no wave tells the blurs apart");
    }
}

#[test]
fn the_ideal_denoiser_leaves_no_error_that_could_be_known() {
    // E[(ε − E[ε | x_t]) E[ε | x_t]] = 0. Control: twice the prediction.
    let path = Path::diffused(&Schedule::new(ScheduleKind::Cosine, 20));
    for (name, law) in laws(SIGMA) {
        let units = law.units();
        let denoiser = IdealDenoiser::new(&law, &units, &path);
        let mut rng = Rng::new(9, Stream::Forward);
        for t in [1, 8, 15] {
            let level = path.level(t);
            let rows: Vec<[f64; 2]> = law
                .independent(4_000, &mut rng)
                .into_iter()
                .map(|x| {
                    let epsilon = [rng.normal(), rng.normal()];
                    let clean = units.to_standard(x);
                    let x =
                        [0, 1].map(|axis| level.signal_rate * clean[axis] + level.noise_rate * epsilon[axis]);
                    let predicted = denoiser.answer(t, x, None).eps;
                    let product = |gain: f64| {
                        (0..2).map(|axis| (epsilon[axis] - gain * predicted[axis]) * predicted[axis]).sum()
                    };
                    [product(1.0), product(2.0)]
                })
                .collect();
            let of = |column: usize| mean_and_error(&rows.iter().map(|row| row[column]).collect::<Vec<_>>());
            let (right, error) = of(0);
            assert_close(right, 0.0, ALLOWED * error, &format!("{name}, t = {t}"));
            let (wrong, error) = of(1);
            assert!(wrong.abs() > ALLOWED * error, "{name}, t = {t}: {wrong}");
        }
    }
}
