//! Single steps of the samplers against blackjax.

use crate::common::{assert_close, cases, list, load, moons_of_grid, number, numbers, point, points};
use mcmc_to_diffusion::numerics::Point;
use mcmc_to_diffusion::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, LogDensity, RezendeMohamed, Ring,
};
use mcmc_to_diffusion::numerics::mcmc::tempering::log_swap_ratio;
use mcmc_to_diffusion::numerics::mcmc::{Mala, Phase, init, leapfrog};
use mcmc_to_diffusion::settings::SamplerBug;
use serde_json::Value;

/// Thirteen digits are printed.
fn tolerance(expected: f64) -> f64 {
    1e-8 * expected.abs().max(1.0)
}

fn density(case: &Value) -> Box<dyn LogDensity<Position = Point>> {
    let parameter = |key: &str| number(&case["params"][key]);
    match case["target"].as_str() {
        Some("rezende_u1") => Box::new(RezendeMohamed::turned(parameter("theta"))),
        Some("moons_kde") => {
            let per_moon = parameter("K_per_moon") as usize;
            Box::new(DataDensity::new(&moons_of_grid(parameter("sigma"), per_moon)))
        }
        Some("banana") => {
            Box::new(Banana { length: parameter("a"), bend: parameter("b"), width: parameter("s") })
        }
        Some("funnel") => Box::new(Funnel { spread: parameter("s") }),
        Some("ring") => Box::new(Ring { radius: parameter("R"), width: parameter("w") }),
        Some("gaussians8") => Box::new(EightGaussians::new(parameter("R"), parameter("sigma"))),
        Some("gaussian") => {
            let covariance = points(&case["params"]["cov"]);
            Box::new(CorrelatedGaussian::new(point(&case["params"]["mean"]), [covariance[0], covariance[1]]))
        }
        other => panic!("no density {other:?}"),
    }
}

#[test]
fn leapfrog_paths_and_their_energy_errors() {
    for case in cases("mcmc_steps.json", "leapfrog") {
        let target = density(&case);
        let what = format!("{} {}", case["target"], case["params"]);
        // r = s p and s² is the diagonal of M⁻¹.
        let inverse_mass_sqrt = point(&case["inverse_mass_diag"]).map(f64::sqrt);
        let whitened = |p: Point| [p[0] * inverse_mass_sqrt[0], p[1] * inverse_mass_sqrt[1]];
        let begin =
            Phase { state: init(&*target, point(&case["q0"])), momentum: whitened(point(&case["p0"])) };
        assert_close(begin.energy(), number(&case["H0"]), tolerance(begin.energy()), &what);
        let (positions, momenta) = (points(&case["positions"]), points(&case["momenta"]));
        let errors = numbers(&case["energy_error"]);
        assert!(!errors.is_empty() && errors.len() == positions.len() && errors.len() == momenta.len());
        let mut phase = begin.clone();
        let mut done = 0;
        // Of long paths not every step is listed.
        for (step, index) in list(&case["step_index"]).iter().enumerate() {
            let index = index.as_u64().expect("a step's number");
            while done < index {
                phase = leapfrog(&*target, &phase, number(&case["eps"]), &inverse_mass_sqrt);
                done += 1;
            }
            let (x, r) = (positions[step], whitened(momenta[step]));
            let close = |found: Point, expected: Point, name: &str| {
                for (found, expected) in found.into_iter().zip(expected) {
                    assert_close(
                        found,
                        expected,
                        tolerance(expected),
                        &format!("{what}: {name} after {index}"),
                    );
                }
            };
            close(phase.state.x, x, "x");
            close(phase.momentum, r, "r");
            let error = phase.energy() - begin.energy();
            assert_close(
                error,
                errors[step],
                tolerance(begin.energy()),
                &format!("{what}: energy after {step}"),
            );
        }
    }
}

#[test]
fn mala_proposals_and_hastings_ratios() {
    for case in cases("mcmc_steps.json", "mala") {
        let target = density(&case);
        let what = format!("{} {}", case["target"], case["params"]);
        // h = ε²/2.
        let mala = Mala {
            step_size: (2.0 * number(&case["h"])).sqrt(),
            inverse_mass_sqrt: [1.0, 1.0],
            bug: SamplerBug::Off,
        };
        assert!(!list(&case["proposals"]).is_empty());
        for proposal in list(&case["proposals"]) {
            let from = init(&*target, point(&proposal["x"]));
            let to = init(&*target, point(&proposal["y"]));
            let (mean, expected) = (mala.proposal_mean(&from), point(&proposal["proposal_mean"]));
            for axis in 0..2 {
                assert_close(mean[axis], expected[axis], tolerance(expected[axis]), &what);
            }
            assert_close(mala.step_size, number(&proposal["proposal_sd"]), 1e-12, &what);
            let log_ratio = number(&proposal["log_accept_ratio"]);
            assert_close(mala.log_ratio(&from, &to), log_ratio, tolerance(log_ratio), &what);
        }
    }
}

#[test]
fn random_walk_ratios() {
    for case in cases("mcmc_steps.json", "rwm") {
        let target = density(&case);
        let (from, to) = (points(&case["x"]), points(&case["y"]));
        let expected = numbers(&case["log_accept_ratio"]);
        assert!(!expected.is_empty());
        for ((from, to), expected) in from.iter().zip(&to).zip(expected) {
            let ratio = target.log_density(to) - target.log_density(from);
            assert_close(ratio, expected, tolerance(expected), &case["target"].to_string());
        }
    }
}

#[test]
fn swap_ratios_of_tempered_replicas() {
    let file: Value = load("mcmc_steps.json");
    let case = &file["swap"];
    let target = density(case);
    let inverse_temperature = [number(&case["beta_cold"]), number(&case["beta_hot"])];
    let (cold, hot) = (points(&case["x_cold"]), points(&case["x_hot"]));
    let expected = numbers(&case["log_swap_ratio"]);
    assert!(!expected.is_empty());
    for ((cold, hot), expected) in cold.iter().zip(&hot).zip(expected) {
        let ratio = log_swap_ratio(inverse_temperature, [target.log_density(cold), target.log_density(hot)]);
        assert_close(ratio, expected, tolerance(expected), "swap");
    }
}
