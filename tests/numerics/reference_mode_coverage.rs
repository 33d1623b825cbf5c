//! Shares of points nearest to each of eight Gaussians, against counts made by another program.

use crate::common::{assert_all_close, assert_close, cases, load, number, numbers, point, points};
use mcmc_to_diffusion::numerics::dataset::{Law, Part};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy;
use serde_json::Value;

fn gaussians(file: &Value) -> Law {
    let centres = file["centres"].as_array().expect("centres");
    let weight = 1.0 / centres.len() as f64;
    let parts = centres.iter().map(|centre| (weight, Part::Points(vec![point(centre)])));
    let names = (1..=centres.len()).map(|part| part.to_string());
    Law::of_parts(parts.collect(), names.collect(), true, number(&file["sigma"]))
}

#[test]
fn points_are_counted_for_the_gaussian_they_are_nearest_to() {
    let file = "mode_coverage.json";
    let law = gaussians(&load(file));
    for case in cases(file, "cases") {
        let (x, expected) = (points(&case["x"]), &case["expected"]);
        let what = case["name"].to_string();
        let shares = mode_occupancy::shares(&x, &law);
        assert_all_close(&shares, &numbers(&expected["nearest_mode_fraction"]), |_| 1e-12, &what);
        let even = 1.0 / shares.len() as f64;
        let distance = 0.5 * shares.iter().map(|share| (share - even).abs()).sum::<f64>();
        assert_close(distance, number(&expected["tv_uniform_nearest"]), 1e-12, &what);
        // Within 3σ of some Gaussian, and how many of each.
        let near: Vec<_> = x.iter().filter(|&&x| law.distance(x) <= 3.0 * law.sigma()).collect();
        let count = |part: usize| near.iter().filter(|&&&x| law.mode_of(x) == part).count() as f64;
        let counts: Vec<f64> = (0..shares.len()).map(count).collect();
        assert_all_close(&counts, &numbers(&expected["counts_within_3sigma"]), |_| 0.0, &what);
        let share = near.len() as f64 / x.len() as f64;
        assert_close(share, number(&expected["high_quality_fraction"]), 1e-12, &what);
    }
}
