//! Every density of the reference file against automatic differentiation, quadrature and closed forms.

use crate::common::{
    Point, assert_all_close, assert_close, cases, entries, list, moons, moons_of_grid, number, numbers,
    point, points,
};
use mcmc_to_diffusion::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, PlaneDensity, PlaneRule, Probabilities,
    RezendeMohamed, Ring,
};
use serde_json::Value;
use std::f64::consts::PI;

trait Target: PlaneDensity + Probabilities {}

impl<D: PlaneDensity + Probabilities> Target for D {}

/// The file's densities, with its parameters.
fn targets() -> Vec<(Box<dyn Target>, Value)> {
    cases("targets.json", "targets").into_iter().map(|target| (density(&target), target)).collect()
}

/// # Panics
/// If the density is unknown, or one of its parameters: left out, it would be another density.
fn density(target: &Value) -> Box<dyn Target> {
    let parameters = &target["params"];
    let parameter = |key: &str| number(&parameters[key]);
    let name = target["name"].as_str().expect("a name");
    let known: &[&str] = match name {
        "rezende_u1" => &["theta"],
        "moons_kde" => &["K_per_moon", "sigma"],
        "banana" => &["a", "b", "s"],
        "funnel" => &["s"],
        "ring" => &["R", "w"],
        "gaussians8" => &["R", "sigma", "weights"],
        "gaussian" => &["cov", "mean"],
        other => panic!("unknown density {other}"),
    };
    let stranger = entries(parameters).map(|(key, _)| key).find(|key| !known.contains(key));
    assert_eq!(stranger, None, "a parameter of {name} that is not known");
    match name {
        "rezende_u1" => Box::new(RezendeMohamed::turned(parameter("theta"))),
        "moons_kde" => {
            let per_moon = parameters["K_per_moon"].as_u64().expect("K_per_moon") as usize;
            Box::new(DataDensity::new(&moons_of_grid(parameter("sigma"), per_moon)))
        }
        "banana" => Box::new(Banana { length: parameter("a"), bend: parameter("b"), width: parameter("s") }),
        "funnel" => Box::new(Funnel { spread: parameter("s") }),
        "ring" => Box::new(Ring { radius: parameter("R"), width: parameter("w") }),
        "gaussians8" => {
            assert_eq!(parameters["weights"], "equal", "eight Gaussians of other weights are not known");
            Box::new(EightGaussians::new(parameter("R"), parameter("sigma")))
        }
        "gaussian" => {
            let covariance = points(&parameters["cov"]).try_into().expect("two rows");
            Box::new(CorrelatedGaussian::new(point(&parameters["mean"]), covariance))
        }
        _ => unreachable!("its parameters are known"),
    }
}

fn name(target: &Value) -> String {
    format!("{} {}", target["name"], target["params"])
}

#[test]
fn log_density_score_and_hessian_at_points() {
    // Eleven digits are printed.
    let tolerance = |expected: f64| 1e-9 * expected.abs().max(1.0);
    for (density, target) in targets() {
        let at = points(&target["points"]);
        assert!(!at.is_empty(), "{}: no points", name(&target));
        let what = |quantity: &str| format!("{} {quantity}", name(&target));
        let values: Vec<f64> = at.iter().map(|x| density.log_density(x)).collect();
        assert_all_close(&values, &numbers(&target["logdensity"]), tolerance, &what("log density"));
        let scores: Vec<f64> = at.iter().flat_map(|x| density.score(x)).collect();
        assert_all_close(&scores, points(&target["grad"]).as_flattened(), tolerance, &what("score"));
        let hessians: Vec<f64> = at.iter().flat_map(|x| density.hessian(x)).flatten().collect();
        let expected: Vec<f64> = list(&target["hessian"]).iter().flat_map(points).flatten().collect();
        assert_all_close(&hessians, &expected, tolerance, &what("Hessian"));
        for x in &at {
            assert_eq!(density.log_density_and_score(x), (density.log_density(x), density.score(x)));
        }
    }
}

/// The defaults are the parameters of this crate's own file, so that what is tested here is what the page samples.
#[test]
fn defaults_are_the_files() {
    let own: Value = serde_json::from_str(include_str!("../fixtures/targets.json")).expect("the file");
    let same = |default: &dyn Target, key: &str| {
        let target = list(&own["targets"]).iter().find(|target| target["name"] == key).expect(key);
        let density = density(target);
        for x in points(&target["points"]) {
            assert_eq!(default.log_density(&x), density.log_density(&x), "{key} at {x:?}");
        }
    };
    same(&RezendeMohamed::default(), "rezende_u1");
    same(&Banana::default(), "banana");
    same(&Funnel::default(), "funnel");
    same(&Ring::default(), "ring");
    same(&EightGaussians::default(), "gaussians8");
    same(&CorrelatedGaussian::default(), "gaussian");
}

#[test]
fn integrals_over_the_plane() {
    let mut checked = 0;
    for (density, target) in targets() {
        // The funnel reaches farther than any grid: see below. The Gaussian's box is 10 deviations.
        if target["name"] == "funnel" {
            continue;
        }
        let bounds = match &target["quadrature_meta"]["box"] {
            Value::Null => vec![[-10.0, 10.0]; 2],
            bounds => points(bounds),
        };
        let (low, high) = ([bounds[0][0], bounds[1][0]], [bounds[0][1], bounds[1][1]]);
        let rule = PlaneRule::of(&*density, low, high, 500);
        for group in ["quadrature", "closed_form"] {
            for (field, value) in target[group].as_object().into_iter().flatten() {
                check(&rule, field, value, &format!("{} {field}", name(&target)), angle(&target));
                checked += 1;
            }
        }
    }
    assert!(checked > 0, "no field");
}

fn angle(target: &Value) -> f64 {
    target["params"]["theta"].as_f64().unwrap_or(0.0)
}

fn check(rule: &PlaneRule, field: &str, value: &Value, what: &str, angle: f64) {
    // The files print eleven digits of what is smooth; kinks and edges cost a midpoint rule about a cell.
    let smooth = |actual: f64| assert_close(actual, number(value), 1e-9 * number(value).abs().max(1.0), what);
    let kinked = |actual: f64| assert_close(actual, number(value), 0.3 * rule.area, what);
    let (mean, covariance) = rule.moments();
    match field {
        "log_Z" => smooth(rule.log_mass),
        "mean" => assert_all_close(&mean, &point(value), |_| 1e-9, what),
        "cov" => {
            assert_all_close(covariance.as_flattened(), points(value).as_flattened(), |_| 1e-9, what);
        }
        "E_x2" => smooth(rule.mean(|x| x[0].powi(2))),
        "E_y2" => smooth(rule.mean(|x| x[1].powi(2))),
        "E_x4" => smooth(rule.mean(|x| x[0].powi(4))),
        "E_r" => kinked(rule.mean(|x| x[0].hypot(x[1]))),
        "E_abs_xy" => kinked(rule.mean(|x| (x[0] * x[1]).abs())),
        "entropy" => smooth(rule.entropy()),
        // Checked through the distribution functions, below.
        "quantile_probs" | "quantiles_x" | "quantiles_y" => {}
        "region_mass" => {
            for (region, mass) in entries(value) {
                let arcs = moons(0.0);
                let inside: Box<dyn Fn(Point) -> bool> = match region {
                    "nearest_outer_arc" => Box::new(move |x| arcs.mode_of(x) == 0),
                    "y>0.25" => Box::new(|x| x[1] > 0.25),
                    "w1>0" => Box::new(|x| angle.cos() * x[0] + angle.sin() * x[1] > 0.0),
                    "x>0" => Box::new(|x| x[0] > 0.0),
                    "quadrant++" => Box::new(|x| x[0] > 0.0 && x[1] > 0.0),
                    "x>0,|y|<x*tan(22.5deg) (mode 0 sector)" => {
                        Box::new(|x| x[0] > 0.0 && x[1].abs() < x[0] * (PI / 8.0).tan())
                    }
                    other => panic!("unknown region {other}"),
                };
                let actual = rule.mean(|x| f64::from(u8::from(inside(x))));
                assert_close(actual, number(mass), 1e-3, &format!("{what} {region}"));
            }
        }
        other => panic!("unknown field {other}"),
    }
}

#[test]
fn marginals_have_the_quantiles() {
    let mut checked = 0;
    for (density, target) in targets().iter().filter(|(_, target)| target.get("quadrature").is_some()) {
        let known = &target["quadrature"];
        let shares = numbers(&known["quantile_probs"]);
        // The file found its quantiles in a grid, and says how much another grid changed them; no density of one
        // coordinate here exceeds 1. The funnel's have all the digits printed.
        let off = target["quadrature_meta"]["max_abs_change_vs_3n_over_4"].as_f64().unwrap_or(1e-10);
        for (axis, key) in ["quantiles_x", "quantiles_y"].into_iter().enumerate() {
            for (&share, quantile) in shares.iter().zip(numbers(&known[key])) {
                let what = format!("{} {key} {share}", name(target));
                let below = density.between(axis, f64::NEG_INFINITY, quantile);
                let above = density.between(axis, quantile, f64::INFINITY);
                assert_close(below, share, off, &what);
                assert_close(above, 1.0 - share, off, &what);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 9 * 14 - 14, "quantiles");
}

#[test]
fn the_funnels_moments_and_tails() {
    let (funnel, target) =
        targets().into_iter().find(|(_, target)| target["name"] == "funnel").expect("the funnel");
    let known = &target["quadrature"];
    let mut fields: Vec<&str> = entries(known).map(|(field, _)| field).collect();
    fields.retain(|field| !field.starts_with("quantile"));
    assert_eq!(fields, ["E_x2", "P_abs_x_lt_1", "log_Z", "mean"], "fields of the funnel");
    assert_close(funnel.between(1, -1.0, 1.0), number(&known["P_abs_x_lt_1"]), 1e-10, "P(|x| < 1)");
    for axis in 0..2 {
        let everything = funnel.between(axis, f64::NEG_INFINITY, f64::INFINITY);
        assert_close(everything.ln(), number(&known["log_Z"]), 1e-13, "log Z");
        let above = funnel.between(axis, 0.0, f64::INFINITY);
        assert_close(above, 0.5, 1e-13, "symmetric, so that the mean is 0");
        assert_eq!(point(&known["mean"])[axis], 0.0);
        // E[x²] = ∫ 2t P(|x| > t) dt, by the trapezoidal rule in log t: the tails carry most of it.
        let step = 0.05;
        let term = |index: i32| {
            let t = (f64::from(index) * step).exp();
            2.0 * t * t * 2.0 * funnel.between(axis, t, f64::INFINITY)
        };
        let square = step * (-300..320).map(term).sum::<f64>();
        let expected = point(&known["E_x2"])[axis];
        assert_close(square, expected, 1e-6 * expected, &format!("E[x²] along axis {axis}"));
    }
}
