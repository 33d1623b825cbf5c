//! Diagnostics of chains against ArviZ.

use crate::common::{entries, list, load, number, numbers};
use mcmc_to_diffusion::numerics::diagnostics::Draws;
use mcmc_to_diffusion::numerics::diagnostics::autocovariance::autocorrelation;
use mcmc_to_diffusion::numerics::diagnostics::ess::{
    ess_bulk, ess_mad, ess_mean, ess_quantile, ess_sd, ess_tail,
};
use mcmc_to_diffusion::numerics::diagnostics::mcse::{mcse_mean, mcse_sd};
use mcmc_to_diffusion::numerics::diagnostics::r_hat::{
    folded_r_hat, r_hat, rank_r_hat, split_r_hat, whole_r_hat,
};
use serde_json::Value;

const RELATIVE: f64 = 1e-6;

/// ArviZ's errors of quantiles, which we have no use for.
const NOT_OURS: [&str; 2] = ["mcse_quantile_0.05", "mcse_median"];

type Chains = Vec<Vec<f64>>;
type Measure = fn(&Chains) -> f64;

const MEASURES: [(&str, Measure); 18] = [
    ("ess_bulk", |chains| ess_bulk(chains)),
    ("ess_tail", |chains| ess_tail(chains)),
    ("ess_mean", |chains| ess_mean(chains)),
    ("ess_sd", |chains| ess_sd(chains)),
    ("ess_median", |chains| ess_quantile(chains, 0.5)),
    ("ess_mad", |chains| ess_mad(chains)),
    ("ess_quantile_0.05", |chains| ess_quantile(chains, 0.05)),
    ("ess_quantile_0.5", |chains| ess_quantile(chains, 0.5)),
    ("ess_quantile_0.95", |chains| ess_quantile(chains, 0.95)),
    ("rhat_rank", |chains| r_hat(chains)),
    ("rhat_split", |chains| split_r_hat(chains)),
    ("rhat_folded", |chains| folded_r_hat(chains)),
    ("rhat_z_scale", |chains| rank_r_hat(chains)),
    ("rhat_identity", |chains| whole_r_hat(chains)),
    ("mcse_mean", |chains| mcse_mean(chains)),
    ("mcse_sd", |chains| mcse_sd(chains)),
    ("mean", |chains| store(chains).mean()),
    ("sd_ddof1", |chains| standard_deviation(chains)),
];

#[test]
fn every_number_of_every_case() {
    for (name, case) in all_cases() {
        let chains = chains(&case);
        for (field, expected) in entries(&case["expected"]) {
            let what = format!("{name} {field}");
            if field == "autocorr_chain0_first20" {
                let actual = autocorrelation(&chains[..1], list(expected).len());
                assert_eq!(actual.len(), list(expected).len(), "{what}");
                for (&actual, expected) in actual.iter().zip(list(expected)) {
                    // A correlation near 0 is known no better than the variance it is a share of.
                    assert_same(actual, expected, 1e-9, &what);
                }
            } else if !NOT_OURS.contains(&field) {
                let measure = MEASURES.iter().find(|(name, _)| *name == field);
                let (_, measure) = measure.unwrap_or_else(|| panic!("unknown field {field}"));
                assert_same(measure(&chains), expected, 0.0, &what);
            }
        }
    }
}

/// While nothing is thinned, the online store is the plain functions, to the last bit.
#[test]
fn the_store_says_the_same() {
    for (name, case) in all_cases() {
        let chains = chains(&case);
        let store = store(&chains);
        assert!(store.stride() == 1 && store.count() == chains[0].len(), "{name}");
        assert_eq!(store.chains(), chains, "{name}");
        let same = |a: f64, b: f64| assert_eq!(a.to_bits(), b.to_bits(), "{name}");
        same(store.ess_bulk(), ess_bulk(&chains));
        same(store.ess_tail(), ess_tail(&chains));
        same(store.ess_mean(), ess_mean(&chains));
        same(store.r_hat(), r_hat(&chains));
        same(store.mcse(), mcse_mean(&chains));
        same(store.autocorrelation(2)[1], autocorrelation(&chains, 2)[1]);
    }
}

fn all_cases() -> Vec<(String, Value)> {
    let file: Value = load("diagnostics.json");
    let cases: Vec<_> = entries(&file["cases"]).map(|(name, case)| (name.to_owned(), case.clone())).collect();
    assert!(!cases.is_empty(), "no cases");
    cases
}

fn chains(case: &Value) -> Chains {
    list(&case["chains"]).iter().map(numbers).collect()
}

fn store(chains: &Chains) -> Draws {
    let mut store = Draws::new(chains.len());
    for at in 0..chains[0].len() {
        store.push(&chains.iter().map(|chain| chain[at]).collect::<Vec<f64>>());
    }
    store
}

fn standard_deviation(chains: &Chains) -> f64 {
    mcse_mean(chains) * ess_mean(chains).sqrt()
}

#[track_caller]
fn assert_same(actual: f64, expected: &Value, absolute: f64, what: &str) {
    if expected.as_str() == Some("NaN") {
        assert!(actual.is_nan(), "{what}: {actual} for not-a-number");
        return;
    }
    let expected = number(expected);
    let allowed = RELATIVE * expected.abs() + absolute;
    assert!((actual - expected).abs() <= allowed, "{what}: {actual} for {expected}");
}
