//! Distances between sets against NumPy, SciPy and POT.

use crate::common::assignment::transport_cost;
use crate::common::{
    Point, assert_all_close, assert_close, cases, entries, moons, number, numbers, point, points,
};
use mcmc_to_diffusion::numerics::two_sample::energy_distance::{energy_distance, energy_distance_1d};
use mcmc_to_diffusion::numerics::two_sample::mmd::{Kernel, median_distance, mmd2, mmd2_each};
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{first_share, off_share};
use mcmc_to_diffusion::numerics::two_sample::sliced_wasserstein::{along, sliced_wasserstein};
use serde_json::Value;

const EXACT: f64 = 1e-10;

#[test]
fn every_number_of_every_case() {
    for case in cases("two_sample_metrics.json", "cases") {
        let (x, y) = (points(&case["x"]), points(&case["y"]));
        for (field, value) in entries(&case["expected"]) {
            let what = format!("{} {field}", case["name"]);
            check(field, value, &x, &y, &case["expected"], &what);
        }
    }
}

fn check(field: &str, value: &Value, x: &[Point], y: &[Point], expected: &Value, what: &str) {
    let directions = || points(&expected["projections_unit"]);
    let close = |actual: f64| assert_close(actual, number(value), EXACT, what);
    let all_close = |actual: &[f64]| assert_all_close(actual, &numbers(value), |_| EXACT, what);
    let distance = |i: usize, j: usize| (x[i][0] - y[j][0]).hypot(x[i][1] - y[j][1]);
    let listed = |arc: usize| -> Vec<f64> {
        let law = moons(0.0);
        let distance = |x: Point| law.parts()[arc].1.distance(x);
        y.iter().map(|&point| distance(point)).take(numbers(value).len()).collect()
    };
    match field {
        "median_pairwise_distance_pooled" => close(median_distance(x, y)),
        "mmd2" => {
            assert!(entries(value).count() > 0, "{what}: no kernels");
            for (name, kernel) in entries(value) {
                check_kernel(name, kernel, x, y, &format!("{what} {name}"));
            }
        }
        "projections_unit" => {
            let lengths: Vec<f64> = directions().iter().map(|[x, y]| x.hypot(*y)).collect();
            assert_all_close(&lengths, &vec![1.0; lengths.len()], |_| EXACT, what);
            assert!(!lengths.is_empty(), "{what}: none");
        }
        "w1_per_projection" => {
            all_close(&directions().iter().map(|&v| along(x, y, v).w1).collect::<Vec<_>>());
        }
        "w2_squared_per_projection" => {
            all_close(&directions().iter().map(|&v| along(x, y, v).w2_squared).collect::<Vec<_>>());
        }
        "sliced_w1_mean" => close(sliced_wasserstein(x, y, &directions()).w1),
        "sliced_w2_rootmean" => close(sliced_wasserstein(x, y, &directions()).w2),
        "energy_distance_squared_V" => close(energy_distance(x, y).squared_v),
        "energy_distance_squared_U" => close(energy_distance(x, y).squared_u),
        "energy_distance_root_V" => {
            // Where the square is 0, its rounding is all there is of the root.
            let root = energy_distance(x, y).root_v();
            let rounding = (root * root - number(value).powi(2)).abs() < 1e-14;
            assert!(rounding || (root - number(value)).abs() <= EXACT, "{what}: {root} for {value}");
        }
        "energy_distance_1d_xcoord_scipy" => {
            let first = |points: &[Point]| -> Vec<f64> { points.iter().map(|point| point[0]).collect() };
            close(energy_distance_1d(&first(x), &first(y)));
        }
        "w1_2d_exact" => {
            close(transport_cost(x.len(), y.len(), distance));
            // Projecting moves points no farther.
            assert!(sliced_wasserstein(x, y, &directions()).w1 <= number(value) + EXACT, "{what}");
        }
        "w2_2d_exact" => {
            close(transport_cost(x.len(), y.len(), |i, j| distance(i, j).powi(2)).sqrt());
            assert!(sliced_wasserstein(x, y, &directions()).w2 <= number(value) + EXACT, "{what}");
        }
        "y_dist_outer_arc" => all_close(&listed(0)),
        "y_dist_inner_arc" => all_close(&listed(1)),
        "y_nearest_outer_fraction" => close(first_share(y, &moons(0.05))),
        other => match other.strip_prefix("y_off_arcs_gt_").and_then(|distance| distance.parse::<f64>().ok())
        {
            Some(distance) => close(off_share(y, &moons(0.25 * distance))),
            None => panic!("unknown field {other}"),
        },
    }
}

fn check_kernel(name: &str, expected: &Value, x: &[Point], y: &[Point], what: &str) {
    let terms = points(&expected["terms_weight_gamma"]);
    let kernels: Vec<Kernel> = terms.iter().map(|&[weight, gamma]| Kernel { gamma, weight }).collect();
    assert!(!kernels.is_empty(), "{what}: no terms");
    let actual = mmd2(x, y, &kernels);
    assert_close(actual.biased, number(&expected["biased"]), EXACT, what);
    assert_close(actual.unbiased, number(&expected["unbiased"]), EXACT, what);

    // The named kernels, and all bandwidths of a sum in one pass.
    let named = match name.split_once('=') {
        Some(("sigma", sigma)) => Some(Kernel::rbf(sigma.parse().expect("a number"))),
        Some(("gamma", gamma)) => Some(Kernel { gamma: gamma.parse().expect("a number"), weight: 1.0 }),
        _ if name == "median_heuristic" => Some(Kernel::rbf(median_distance(x, y))),
        _ => None,
    };
    if let Some(kernel) = named {
        assert_all_close(
            &[kernel.weight, kernel.gamma],
            &point(&expected["terms_weight_gamma"][0]),
            |_| EXACT,
            what,
        );
    }
    let sigmas: Vec<f64> = kernels.iter().map(|kernel| (0.5 / kernel.gamma).sqrt()).collect();
    let each = mmd2_each(x, y, &sigmas);
    let sum: f64 = each.iter().zip(&kernels).map(|(one, kernel)| kernel.weight * one.unbiased).sum();
    assert_close(sum, number(&expected["unbiased"]), EXACT, &format!("{what}, one pass"));
}
