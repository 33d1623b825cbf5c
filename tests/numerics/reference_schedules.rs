//! Noise schedules against diffusers, in f64 and in its own f32.

use crate::common::{assert_all_close, assert_close, cases, entries, list, number, numbers};
use mcmc_to_diffusion::numerics::diffusion::stepper::ddpm::posterior_variance;
use mcmc_to_diffusion::numerics::diffusion::{Level, Path, Schedule};

#[test]
fn schedules_are_those_of_diffusers() {
    for case in cases("schedules.json", "cases") {
        let timesteps = case["T"].as_u64().expect("T") as usize;
        let kind = case["beta_schedule"].as_str().expect("beta_schedule");
        let schedule = match kind {
            "linear" => Schedule::linear(number(&case["beta_start"]), number(&case["beta_end"]), timesteps),
            "scaled_linear" => {
                Schedule::scaled_linear(number(&case["beta_start"]), number(&case["beta_end"]), timesteps)
            }
            "squaredcos_cap_v2" => Schedule::cosine(timesteps),
            other => panic!("unknown schedule {other}"),
        };
        let path = Path::diffused(&schedule);
        assert_eq!(path.timesteps(), timesteps);
        let index: Vec<usize> =
            list(&case["index"]).iter().map(|t| t.as_u64().expect("timestep") as usize).collect();
        assert!(!index.is_empty(), "{kind} {timesteps}: no timesteps");
        let at = |value: &dyn Fn(usize) -> f64| -> Vec<f64> { index.iter().map(|&t| value(t)).collect() };
        let betas = at(&|t| schedule.betas[t]);
        let alpha_bars = at(&|t| schedule.alpha_bars[t]);
        // The files print 12 digits.
        let exact = |expected: f64| 1e-10 * expected.abs().max(1e-2);
        for (field, value) in entries(&case) {
            let what = format!("{kind} T={timesteps} {field}");
            match field {
                "beta_schedule" | "T" | "beta_start" | "beta_end" | "index" => {}
                "betas_f64" => assert_all_close(&betas, &numbers(value), |x| 1e-10 * x, &what),
                "alphas_cumprod_f64" => assert_all_close(&alpha_bars, &numbers(value), |x| 1e-10 * x, &what),
                "posterior_variance_f64" => {
                    let variance = |t: usize| {
                        let before = if t == 0 { Level::DATA } else { path.level(t - 1) };
                        posterior_variance(path.level(t), before)
                    };
                    // What is left of 1 − ᾱ in a level's amplitudes is as exact as ᾱ is near 1.
                    assert_all_close(&at(&variance), &numbers(value), |x| 1e-10 * x.max(1e-2), &what);
                }
                "sigma_f64" => {
                    assert_all_close(&at(&|t| path.level(t).sigma()), &numbers(value), |x| 1e-10 * x, &what);
                }
                "half_log_snr_f64" => {
                    assert_all_close(&at(&|t| path.level(t).half_log_snr()), &numbers(value), exact, &what);
                }
                "betas_diffusers_f32" => {
                    // The cosine's β is a difference of nearly equal f32 numbers there.
                    assert_all_close(&betas, &numbers(value), |x| 2e-7 * x.max(1e-2), &what);
                }
                // What the file says about the error of f32 bounds what we see of it. Twelve digits
                // of ᾱ leave some 1e-12 of rounding.
                "alphas_cumprod_diffusers_f32" => {
                    let bound = number(&case["max_abs_diff_alphas_cumprod"]) * (1.0 + 1e-4);
                    assert_all_close(&alpha_bars, &numbers(value), |_| bound, &what);
                }
                "max_abs_diff_alphas_cumprod" => {
                    let largest = largest_gap(&alpha_bars, &case, |gap, _| gap);
                    check_largest(largest, number(value), index.len() == timesteps, &what);
                }
                "max_rel_diff_alphas_cumprod" => {
                    let largest = largest_gap(&alpha_bars, &case, |gap, value| gap / value);
                    check_largest(largest, number(value), index.len() == timesteps, &what);
                }
                other => panic!("unknown field {other}"),
            }
        }
    }
}

fn largest_gap(alpha_bars: &[f64], case: &serde_json::Value, measure: impl Fn(f64, f64) -> f64) -> f64 {
    let single = numbers(&case["alphas_cumprod_diffusers_f32"]);
    alpha_bars
        .iter()
        .zip(single)
        .map(|(&exact, single)| measure((exact - single).abs(), exact))
        .fold(0.0, f64::max)
}

/// The file's maximum is over all timesteps; where it lists some only, theirs may be less.
fn check_largest(largest: f64, stated: f64, all_listed: bool, what: &str) {
    if all_listed {
        assert_close(largest, stated, 1e-4 * stated, what);
    } else {
        assert!(largest <= stated * (1.0 + 1e-4), "{what}: {largest} above {stated}");
    }
}
