//! The ideal denoiser against Tweedie's formula, its limits, and least losses found elsewhere.

mod common;

use common::{Point, assert_close, mean_and_error};
use mcmc_to_diffusion::numerics::dataset::{Standardise, TwoMoons};
use mcmc_to_diffusion::numerics::density::{LogDensity, TwoMoonsDensity};
use mcmc_to_diffusion::numerics::diffusion::{IdealDenoiser, Schedule};
use mcmc_to_diffusion::numerics::{Noise, Stream};
use mcmc_to_diffusion::settings::ScheduleKind;

const MOONS: TwoMoons = TwoMoons { noise: 0.05 };

/// Clean points, their noise, and what the two make at timestep `t`, all standardised.
fn noised(schedule: &Schedule, t: usize, count: usize, noise: &mut Noise) -> Vec<(Point, Point, Point)> {
    let units = Standardise::of(&MOONS);
    let (signal, spread) = (schedule.alpha_bar(t).sqrt(), (1.0 - schedule.alpha_bar(t)).sqrt());
    let clean = MOONS.independent(count, noise).into_iter().map(|point| units.to_standard(point));
    let rows = clean.map(|clean| {
        let epsilon = [noise.normal(), noise.normal()];
        (clean, epsilon, [0, 1].map(|axis| signal * clean[axis] + spread * epsilon[axis]))
    });
    rows.collect()
}

#[test]
fn denoiser_is_tweedies() {
    let schedule = Schedule::new(ScheduleKind::Cosine, 100);
    let denoiser = IdealDenoiser::new(&MOONS, &Standardise::of(&MOONS), &schedule);
    for t in [0, 1, 10, 50, 90, 98] {
        let alpha_bar = schedule.alpha_bar(t);
        for (_, _, x) in noised(&schedule, t, 50, &mut Noise::new(2, Stream::Data)) {
            let score = denoiser.density(t).score(&x);
            let (clean, epsilon) = (denoiser.clean(t, x), denoiser.epsilon(t, x));
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
    let units = Standardise::of(&MOONS);
    let (little, much) =
        (TwoMoonsDensity::noised(&MOONS, &units, 1.0 - 1e-9), TwoMoonsDensity::noised(&MOONS, &units, 1e-12));
    for x in [[0.3, -0.4], [1.2, 0.7], [-2.0, 1.0]] {
        for axis in 0..2 {
            // Without noise a point is its own clean point; without signal the mean is all one knows.
            assert_close(little.posterior_mean(x)[axis], x[axis], 1e-5, "ᾱ → 1");
            assert_close(much.posterior_mean(x)[axis], 0.0, 1e-5, "ᾱ → 0");
        }
    }
    let none = TwoMoonsDensity::noised(&MOONS, &units, 0.0);
    assert!(none.posterior_mean([0.3, -0.4]).iter().all(|mean| mean.abs() < 1e-12), "ᾱ = 0");
}

#[test]
fn errors_are_uncorrelated_with_what_is_known() {
    // E[(ε − E[ε | x]) f(x)] = 0 for every f: what makes it the best predictor. Control: twice the prediction.
    let schedule = Schedule::new(ScheduleKind::RescaledLinear, 100);
    let denoiser = IdealDenoiser::new(&MOONS, &Standardise::of(&MOONS), &schedule);
    for t in [5, 30, 70] {
        let rows = noised(&schedule, t, 20_000, &mut Noise::new(3, Stream::Data));
        let products = |gain: f64| -> Vec<f64> {
            let product = |(_, epsilon, x): &(Point, Point, Point)| {
                let predicted = denoiser.epsilon(t, *x);
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
    let units = Standardise::of(&MOONS);
    // Known values, each from a Monte Carlo estimate of a few parts in a thousand.
    for (kind, known) in
        [(ScheduleKind::Linear, 0.580), (ScheduleKind::RescaledLinear, 0.218), (ScheduleKind::Cosine, 0.387)]
    {
        let schedule = Schedule::new(kind, 100);
        let denoiser = IdealDenoiser::new(&MOONS, &units, &schedule);
        let least = denoiser.least_loss(20_000, &mut Noise::new(1, Stream::LeastLoss));
        assert_close(least, known, 0.004, &format!("{kind:?}"));

        // The same by its definition, and what a slightly wrong predictor gets.
        let mut noise = Noise::new(4, Stream::LeastLoss);
        let (mut squares, mut wrong) = (Vec::new(), Vec::new());
        for t in 0..schedule.timesteps() {
            for (_, epsilon, x) in noised(&schedule, t, 400, &mut noise) {
                let predicted = denoiser.epsilon(t, x);
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
