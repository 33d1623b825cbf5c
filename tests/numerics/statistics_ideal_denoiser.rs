//! The ideal denoiser against Tweedie's formula, its limits, and least losses found elsewhere.

use crate::common::{Point, assert_close, mean_and_error, moons};
use mcmc_to_diffusion::numerics::dataset::Law;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::diffusion::prediction::squared_gain;
use mcmc_to_diffusion::numerics::diffusion::{IdealDenoiser, Level, Path, Schedule};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{Prediction, ScheduleKind};

fn law() -> Law {
    moons(0.05)
}

/// Clean points, their noise, and what the two make at timestep `t`, all standardised.
fn noised(path: &Path, t: usize, count: usize, rng: &mut Rng) -> Vec<(Point, Point, Point)> {
    let units = law().units();
    let Level { signal_rate: signal, noise_rate: spread } = path.level(t);
    let clean = law().independent(count, rng).into_iter().map(|point| units.to_standard(point));
    let rows = clean.map(|clean| {
        let epsilon = [rng.normal(), rng.normal()];
        (clean, epsilon, [0, 1].map(|axis| signal * clean[axis] + spread * epsilon[axis]))
    });
    rows.collect()
}

#[test]
fn denoiser_is_tweedies() {
    let path = Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100));
    let denoiser = IdealDenoiser::new(&law(), &law().units(), &path);
    for t in [0, 1, 10, 50, 90, 98] {
        let alpha_bar = path.level(t).alpha_bar();
        for (_, _, x) in noised(&path, t, 50, &mut Rng::new(2, Stream::Data)) {
            let score = denoiser.density(t).score(&x);
            let answer = denoiser.answer(t, x, None);
            let (clean, epsilon) = (answer.x0, answer.eps);
            for axis in 0..2 {
                // Tweedie's formula divides what is left of a difference by √ᾱ.
                let tolerance = 1e-12 / alpha_bar.sqrt();
                let tweedie = (x[axis] + (1.0 - alpha_bar) * score[axis]) / alpha_bar.sqrt();
                assert_close(clean[axis], tweedie, tolerance, &format!("t = {t}, x₀ at {x:?}"));
                let recomposed = alpha_bar.sqrt() * clean[axis] + (1.0 - alpha_bar).sqrt() * epsilon[axis];
                assert_close(recomposed, x[axis], 1e-12, &format!("t = {t}, x_t at {x:?}"));
            }
        }
    }
}

#[test]
fn posterior_mean_at_both_ends() {
    let units = law().units();
    let (little, much) =
        (DataDensity::noised(&law(), &units, 1.0 - 1e-9), DataDensity::noised(&law(), &units, 1e-12));
    for x in [[0.3, -0.4], [1.2, 0.7], [-2.0, 1.0]] {
        for axis in 0..2 {
            // Without noise a point is its own clean point; without signal the mean is all one knows.
            assert_close(little.posterior_mean(x)[axis], x[axis], 1e-5, "ᾱ → 1");
            assert_close(much.posterior_mean(x)[axis], 0.0, 1e-5, "ᾱ → 0");
        }
    }
    let none = DataDensity::noised(&law(), &units, 0.0);
    assert!(none.posterior_mean([0.3, -0.4]).iter().all(|mean| mean.abs() < 1e-12), "ᾱ = 0");
}

#[test]
fn errors_are_uncorrelated_with_what_is_known() {
    // E[(ε − E[ε | x]) f(x)] = 0 for every f: what makes it the best predictor. Control: twice the prediction.
    let path = Path::diffused(&Schedule::new(ScheduleKind::RescaledLinear, 100));
    let denoiser = IdealDenoiser::new(&law(), &law().units(), &path);
    for t in [5, 30, 70] {
        let rows = noised(&path, t, 20_000, &mut Rng::new(3, Stream::Data));
        let products = |gain: f64| -> Vec<f64> {
            let product = |(_, epsilon, x): &(Point, Point, Point)| {
                let predicted = denoiser.answer(t, *x, None).eps;
                (epsilon[0] - gain * predicted[0]) * predicted[0]
                    + (epsilon[1] - gain * predicted[1]) * predicted[1]
            };
            rows.iter().map(product).collect()
        };
        let (mean, error) = mean_and_error(&products(1.0));
        assert!(mean.abs() < 4.0 * error, "t = {t}: {mean} ± {error}");
        let (mean, error) = mean_and_error(&products(1.1));
        assert!(
            mean.abs() > 4.0 * error,
            "t = {t} cannot tell a prediction from 1.1 of it: {mean} ± {error}"
        );
    }
}

#[test]
fn least_loss_is_the_mean_squared_error() {
    let units = law().units();
    // Known values, each from a Monte Carlo estimate of a few parts in a thousand.
    for (kind, known) in
        [(ScheduleKind::Linear, 0.580), (ScheduleKind::RescaledLinear, 0.218), (ScheduleKind::Cosine, 0.387)]
    {
        let path = Path::diffused(&Schedule::new(kind, 100));
        let denoiser = IdealDenoiser::new(&law(), &units, &path);
        let losses = denoiser.least_losses(20_000, &mut Rng::new(1, Stream::LeastLoss));
        let least = losses.iter().sum::<f64>() / losses.len() as f64;
        assert_close(least, known, 0.004, &format!("{kind:?}"));

        // The same by its definition, and what a slightly wrong predictor gets.
        let mut rng = Rng::new(4, Stream::LeastLoss);
        let (mut squares, mut wrong) = (Vec::new(), Vec::new());
        for t in 0..path.timesteps() {
            for (_, epsilon, x) in noised(&path, t, 400, &mut rng) {
                let predicted = denoiser.answer(t, x, None).eps;
                let loss = |gain: f64| {
                    (0..2).map(|axis| (epsilon[axis] - gain * predicted[axis]).powi(2)).sum::<f64>() / 2.0
                };
                squares.push(loss(1.0));
                wrong.push(loss(1.0) - loss(0.9));
            }
        }
        let (mean, error) = mean_and_error(&squares);
        assert_close(least, mean, 4.0 * error, &format!("{kind:?} by definition"));
        // Control: another predictor does worse.
        let (gain, error) = mean_and_error(&wrong);
        assert!(gain < -4.0 * error, "{kind:?}: .9 of the prediction is no worse: {gain} ± {error}");
    }
}

#[test]
fn one_moon_alone_is_what_bayes_rule_leaves_of_both() {
    // p = ½ p_upper + ½ p_lower, so that scores add up by responsibility; and by the moons' symmetry each arc is the other's
    // reflection.
    let path = Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100));
    let denoiser = IdealDenoiser::new(&law(), &law().units(), &path);
    for t in [5, 40, 80] {
        for (_, _, x) in noised(&path, t, 50, &mut Rng::new(5, Stream::Data)) {
            let [both, upper, lower] = [None, Some(0), Some(1)].map(|arcs| denoiser.answer(t, x, arcs));
            let mirrored = denoiser.answer(t, x.map(|x| -x), Some(0));
            // The share of the upper moon, from one coordinate, must give the other.
            let share = (both.x0[0] - lower.x0[0]) / (upper.x0[0] - lower.x0[0]);
            assert!((-1e-6..=1.0 + 1e-6).contains(&share), "t = {t}, {x:?}: {share}");
            for axis in 0..2 {
                let mixed = share * upper.x0[axis] + (1.0 - share) * lower.x0[axis];
                assert_close(both.x0[axis], mixed, 1e-6, &format!("t = {t}, {x:?}"));
                assert_close(mirrored.x0[axis], -lower.x0[axis], 1e-9, "reflection");
            }
            let guided = denoiser.guided(t, x, 0, 1.0);
            assert_close(guided.eps[0], upper.eps[0], 1e-12, "weight 1 asks for the moon");
        }
    }
}

#[test]
fn a_straight_path_knows_what_a_diffused_one_of_the_same_ratio_knows() {
    let units = law().units();
    let straight = Path::straight(10);
    let denoiser = IdealDenoiser::new(&law(), &units, &straight);
    for t in [2, 5, 9] {
        let level = straight.level(t);
        let same = DataDensity::noised(&law(), &units, level.alpha_bar());
        for (_, _, x) in noised(&straight, t, 20, &mut Rng::new(6, Stream::Data)) {
            let answer = denoiser.answer(t, x, None);
            let clean = same.posterior_mean(x.map(|x| x / level.size()));
            for axis in 0..2 {
                assert_close(answer.x0[axis], clean[axis], 1e-12, "clean");
                let recomposed = level.signal_rate * answer.x0[axis] + level.noise_rate * answer.eps[axis];
                assert_close(recomposed, x[axis], 1e-9, "both halves make x");
            }
        }
    }
}

#[test]
fn the_least_loss_of_each_prediction_is_its_mean_squared_error() {
    use mcmc_to_diffusion::numerics::diffusion::prediction::target;
    let units = law().units();
    let diffused = Path::diffused(&Schedule::new(ScheduleKind::Cosine, 100));
    let straight = Path::straight(100);
    for (prediction, path) in [
        (Prediction::Noise, &diffused),
        (Prediction::Clean, &diffused),
        (Prediction::Velocity, &diffused),
        (Prediction::Flow, &straight),
    ] {
        let denoiser = IdealDenoiser::new(&law(), &units, path);
        for t in [10, 50, 90] {
            let level = path.level(t);
            let least = denoiser.least_loss_at(t, 20_000, &mut Rng::new(7, Stream::LeastLoss))
                * squared_gain(prediction, level);
            let rows = noised(path, t, 20_000, &mut Rng::new(8, Stream::LeastLoss));
            let square = |(clean, noise, x): &(Point, Point, Point)| {
                let answer = denoiser.answer(t, *x, None);
                let error = |axis: usize| {
                    target(prediction, level, clean[axis], noise[axis])
                        - target(prediction, level, answer.x0[axis], answer.eps[axis])
                };
                (error(0).powi(2) + error(1).powi(2)) / 2.0
            };
            let squares: Vec<f64> = rows.iter().map(square).collect();
            let (mean, error) = mean_and_error(&squares);
            assert_close(least, mean, 5.0 * error, &format!("{prediction:?} at t = {t}"));
            assert!(error < 0.1 * mean, "{prediction:?} at t = {t}: {mean} ± {error} tells little");
        }
    }
}
