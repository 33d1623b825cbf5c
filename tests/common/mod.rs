//! Where reference numbers are, how they are read, and how they are compared.
// Each test program uses a part of this.
#![allow(dead_code)]

pub mod assignment;
pub mod compare_run;
pub mod composition_run;
pub mod copying;
pub mod diffusion_model;
pub mod diffusion_run;
pub mod energy_model;
pub mod energy_run;
pub mod mcmc_run;
pub mod network;
pub mod numpy;
pub mod shared_run;

use mcmc_to_diffusion::numerics::dataset::two_moons::even_angles;
use mcmc_to_diffusion::numerics::dataset::{Law, Part, TwoMoons};
use mcmc_to_diffusion::settings::DataSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;

pub type Point = [f64; 2];

/// Two moons blurred by `noise`.
pub fn moons(noise: f64) -> Law {
    TwoMoons::new(noise).into()
}

/// The law of scikit-learn's `make_moons` itself: `per_moon` even angles of each arc, both ends included.
pub fn moons_of_grid(noise: f64, per_moon: usize) -> Law {
    let angles = || even_angles(per_moon).map(|angle| (angle.cos(), angle.sin()));
    let upper = Part::Points(angles().map(|(x, y)| [x, y]).collect());
    let lower = Part::Points(angles().map(|(x, y)| [1.0 - x, 0.5 - y]).collect());
    Law::of_parts(vec![(0.5, upper), (0.5, lower)], DataSettings::default().modes(), true, noise)
}

/// `REFERENCE_DIR`, else this crate's own fixtures.
pub fn reference_dir() -> PathBuf {
    match std::env::var_os("REFERENCE_DIR") {
        Some(directory) => directory.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"),
    }
}

/// A reference file. A missing one, or one of another form, fails the test.
pub fn load<T: DeserializeOwned>(file: &str) -> T {
    let path = reference_dir().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The list under `key` of a reference file. One without cases fails the test.
pub fn cases(file: &str, key: &str) -> Vec<Value> {
    let json: Value = load(file);
    let cases = json[key].as_array().unwrap_or_else(|| panic!("{file}: no list {key:?}")).clone();
    assert!(!cases.is_empty(), "{file}: {key:?} is empty");
    cases
}

pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("not an object: {value}"))
        .iter()
        .map(|(key, value)| (key.as_str(), value))
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

pub fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

pub fn point(value: &Value) -> Point {
    numbers(value).try_into().unwrap_or_else(|_| panic!("not a pair of numbers: {value}"))
}

pub fn points(value: &Value) -> Vec<Point> {
    list(value).iter().map(point).collect()
}

/// Fails unless |actual − expected| ≤ `tolerance`; not-a-number always fails.
#[track_caller]
pub fn assert_close(actual: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (actual - expected).abs();
    assert!(error <= tolerance, "{what}: {actual} for {expected}, off by {error:e}, allowed {tolerance:e}");
}

/// [`assert_close`] for each of two lists of one length.
#[track_caller]
pub fn assert_all_close(actual: &[f64], expected: &[f64], tolerance: impl Fn(f64) -> f64, what: &str) {
    assert_eq!(actual.len(), expected.len(), "{what}: lengths differ");
    for (index, (&actual, &expected)) in actual.iter().zip(expected).enumerate() {
        assert_close(actual, expected, tolerance(expected), &format!("{what}[{index}]"));
    }
}

/// Mean and its Monte Carlo standard error.
pub fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}
