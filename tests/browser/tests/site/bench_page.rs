//! The benchmark page and the line it reports.

use crate::{seconds, site};
use browser_tests::{Browser, Options};
use serde_json::Value;

/// Everything the page wrote to the console until it was done, and its result.
fn measure(query: &str) -> (Vec<String>, Value) {
    let site = site();
    let browser = Browser::start(Options::default());
    browser.open(&site.url(&format!("bench.html?{query}")));
    let mut lines = Vec::new();
    let start = std::time::Instant::now();
    while !lines.iter().any(|line: &String| line.contains("PEERS_RESULT")) {
        assert!(start.elapsed() < seconds(120), "no result: {lines:#?}");
        lines.extend(browser.console().into_iter().map(|message| message.text));
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let shown =
        browser.script("return document.querySelector('[data-testid=bench-result]').textContent", &[]);
    let result = serde_json::from_str(shown.as_str().expect("text")).expect("the page shows the line's JSON");
    (lines, result)
}

fn count(lines: &[String], word: &str) -> usize {
    lines.iter().filter(|line| line.contains(word)).count()
}

#[test]
fn one_case_gives_one_line() {
    let (lines, result) = measure("case=w1.A.256&seconds=1&warmup=0&seed=1&backend=cpu");
    assert_eq!(["start", "end"].map(|mark| count(&lines, &format!("PEERS_MARK {mark}"))), [1, 1]);
    assert_eq!(count(&lines, "PEERS_RESULT"), 1);
    assert_eq!(result["error"], Value::Null, "{result}");
    assert_eq!(result["check"]["ok"], true, "{result}");
    let (value, n, elapsed) = (&result["value"], &result["n"], &result["elapsed_ms"]);
    let [value, n, elapsed] = [value, n, elapsed].map(|number| number.as_f64().expect("a number"));
    assert!(elapsed >= 1000.0);
    assert!((value - n / elapsed * 1000.0).abs() < 1e-6 * value, "{result}");
    let texts =
        ["schema", "case", "unit", "impl", "backend"].map(|key| result[key].as_str().unwrap_or_default());
    assert_eq!(texts, ["peers-bench/1", "w1.A.256", "steps/s", "mcmc-to-diffusion", "cpu"]);
    let manifest = include_str!("../../../../Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = ")).expect("a version");
    assert_eq!(result["version"].to_string(), version);
}

#[test]
fn what_a_case_is_held_against_is_measured_like_it() {
    for (case, unit) in [("limit.w1.A.256", "steps/s"), ("limit.w4.64", "transitions/s")] {
        let (lines, result) = measure(&format!("case={case}&seconds=1&warmup=0&seed=1&backend=cpu"));
        assert_eq!(count(&lines, "PEERS_RESULT"), 1);
        assert_eq!(result["check"]["ok"], true, "{result}");
        assert_eq!([&result["case"], &result["unit"]], [case, unit]);
        assert!(result["value"].as_f64().is_some_and(|value| value > 0.0), "{result}");
    }
}

#[test]
fn a_case_that_does_not_exist_is_an_error_without_a_value() {
    let (lines, result) = measure("case=w9&seconds=1&warmup=0");
    assert_eq!(count(&lines, "PEERS_RESULT"), 1);
    assert_eq!(result["value"], Value::Null);
    assert!(result["error"].as_str().is_some_and(|why| why.contains("w9")), "{result}");
}

#[test]
fn a_backend_that_cannot_be_had_is_an_error_without_a_value() {
    let (_, result) = measure("case=w1.A.256&seconds=1&backend=gpu");
    assert_eq!(result["value"], Value::Null);
    assert!(result["error"].as_str().is_some_and(|why| !why.is_empty()), "{result}");
}
