//! Runs the benchmark cases, in the site's own engine or in a native process, and prints a table.
//!
//! On the CPU each run is followed by one of its limit (its matrix products alone; for Markov chains, plain JavaScript), and
//! a case that does less than [`LEAST_RATIO`] of it fails.
//!
//! `bench [--case C]... [--backend cpu|gpu] [--seconds N] [--warmup N] [--runs N] [--seed N] [--native]`

use browser_tests::{Browser, Options, Server, site_dir};
use serde_json::Value;
use std::fmt::{self, Display, Formatter};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const CASES: [&str; 9] =
    ["w1.A.256", "w1.A.1024", "w1.B.256", "w1.B.1024", "w2.A", "w2.B", "w3", "w4.1", "w4.64"];

/// The least share of its limit that a case must do.
const LEAST_RATIO: f64 = 0.6;

struct Plan {
    cases: Vec<String>,
    backend: String,
    seconds: f64,
    warmup: f64,
    runs: usize,
    seed: u32,
    native: bool,
}

/// Where the engine runs.
enum Place {
    Native,
    Browser(Box<Browser>, Server),
}

fn main() -> ExitCode {
    match Plan::parse(std::env::args().skip(1)).and_then(|plan| plan.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

impl Plan {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Self {
            cases: Vec::new(),
            backend: "cpu".into(),
            seconds: 4.0,
            warmup: 1.5,
            runs: 3,
            seed: 1,
            native: false,
        };
        while let Some(flag) = arguments.next() {
            if flag == "--native" {
                plan.native = true;
                continue;
            }
            let value = arguments.next().ok_or(format!("{flag} needs a value"))?;
            match flag.as_str() {
                "--case" => plan.cases.push(value),
                "--backend" if value == "cpu" || value == "gpu" => plan.backend = value,
                "--seconds" => plan.seconds = number(&flag, &value)?,
                "--warmup" => plan.warmup = number(&flag, &value)?,
                "--runs" => plan.runs = number::<usize>(&flag, &value)?.max(1),
                "--seed" => plan.seed = number(&flag, &value)?,
                _ => return Err(format!("{flag} {value} is not understood")),
            }
        }
        if plan.cases.is_empty() {
            plan.cases = CASES.map(String::from).to_vec();
        }
        Ok(plan)
    }

    fn run(&self) -> Result<(), String> {
        let out = std::env::var_os("BENCH_OUT").map_or_else(|| PathBuf::from("bench.jsonl"), PathBuf::from);
        let mut lines = std::fs::File::create(&out)
            .map_err(|error| format!("cannot write {}: {error}", out.display()))?;
        let place = if self.native {
            Place::Native
        } else {
            let options = Options { webgpu: self.backend == "gpu", ..Options::EVERY_FRAME };
            Place::Browser(Box::new(Browser::start(options)), Server::start(site_dir(), &[]))
        };
        println!("{:<12} {:<14} {:>12} {:>12} {:>6}   runs", "case", "unit", "median", "limit", "ratio");
        let mut failures = Vec::new();
        for case in &self.cases {
            let (mut results, mut limits) = (Vec::new(), Vec::new());
            for _ in 0..self.runs {
                results.push(self.measure(&place, case)?);
                if self.has_limit(case) {
                    limits.push(self.measure(&place, &format!("limit.{case}"))?);
                }
            }
            for line in results.iter().chain(&limits) {
                writeln!(lines, "{line}")
                    .map_err(|error| format!("cannot write {}: {error}", out.display()))?;
            }
            match Summary::of(&results, &limits) {
                Ok(summary) => {
                    println!("{case:<12} {summary}");
                    failures.extend(summary.shortfall().map(|why| format!("{case} {why}")));
                }
                Err(why) => {
                    println!("{case:<12} {:<14} {:>12}   {why}", "", "failed");
                    failures.push(format!("{case} failed"));
                }
            }
        }
        println!("the lines are in {}", out.display());
        if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
    }

    /// Only what the CPU does has one; for Markov chains it needs a browser.
    fn has_limit(&self, case: &str) -> bool {
        self.backend == "cpu" && !case.starts_with("limit.") && !(self.native && case.starts_with("w4."))
    }

    fn measure(&self, place: &Place, case: &str) -> Result<Value, String> {
        match place {
            Place::Native => self.measure_native(case),
            Place::Browser(browser, site) => self.measure_in(browser, site, case),
        }
    }

    fn measure_in(&self, browser: &Browser, site: &Server, case: &str) -> Result<Value, String> {
        let Self { seconds, warmup, seed, backend, .. } = self;
        let query = format!("case={case}&seconds={seconds}&warmup={warmup}&seed={seed}&backend={backend}");
        browser.open(&site.url(&format!("bench.html?{query}")));
        let limit = Duration::from_secs_f64(600.0 + seconds + warmup);
        let start = Instant::now();
        while start.elapsed() < limit {
            let read = "return document.querySelector('[data-testid=bench-result]').textContent";
            let line = browser.script(read, &[]);
            if let Some(line) = line.as_str().filter(|line| !line.is_empty()) {
                return parse(line);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(format!("{case} gave no result within {} s", limit.as_secs()))
    }

    fn measure_native(&self, case: &str) -> Result<Value, String> {
        let program =
            std::env::var_os("BENCH_NATIVE").ok_or("run this through `cargo xtask bench --native`")?;
        let numbers = [self.seconds.to_string(), self.warmup.to_string(), self.seed.to_string()];
        let output = Command::new(&program)
            .args(["--case", case, "--backend", &self.backend])
            .args(["--seconds", &numbers[0], "--warmup", &numbers[1], "--seed", &numbers[2]])
            .output()
            .map_err(|error| format!("{} could not be started: {error}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        match text.lines().find_map(|line| line.strip_prefix("PEERS_RESULT ")) {
            Some(line) => parse(line),
            None => Err(format!("{case} failed: {}", String::from_utf8_lossy(&output.stderr).trim())),
        }
    }
}

fn parse(line: &str) -> Result<Value, String> {
    serde_json::from_str(line).map_err(|error| format!("{line} is not JSON: {error}"))
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{flag} {value} is not a number"))
}

/// What the runs of one case come to.
struct Summary {
    unit: String,
    values: Vec<f64>,
    /// Of the runs of its limit, each beside a run of the case; none where it has none.
    limits: Vec<f64>,
}

impl Summary {
    /// # Errors
    /// Why the first run that failed did so.
    fn of(results: &[Value], limits: &[Value]) -> Result<Self, String> {
        Ok(Self {
            unit: results[0]["unit"].as_str().unwrap_or_default().to_owned(),
            values: values(results)?,
            limits: values(limits).map_err(|why| format!("its limit: {why}"))?,
        })
    }

    /// Each run against the limit right after it: a machine that slows down meanwhile changes little.
    fn ratio(&self) -> Option<f64> {
        let ratios: Vec<f64> =
            self.values.iter().zip(&self.limits).map(|(value, limit)| value / limit).collect();
        median(&ratios)
    }

    /// Words for a case that does too little of its limit.
    fn shortfall(&self) -> Option<String> {
        let ratio = self.ratio().filter(|ratio| *ratio < LEAST_RATIO)?;
        Some(format!("does {ratio:.3} of its limit, less than {LEAST_RATIO}"))
    }
}

impl Display for Summary {
    fn fmt(&self, line: &mut Formatter) -> fmt::Result {
        let shown =
            |number: Option<f64>, digits| number.map_or("-".into(), |number| format!("{number:.digits$}"));
        let [median, limit] = [&self.values, &self.limits].map(|values| shown(median(values), 1));
        write!(line, "{:<14} {median:>12} {limit:>12} {:>6}  ", self.unit, shown(self.ratio(), 2))?;
        self.values.iter().try_for_each(|value| write!(line, " {value:.1}"))
    }
}

/// Units a second of each run.
fn values(results: &[Value]) -> Result<Vec<f64>, String> {
    let value = |result: &Value| match result["value"].as_f64() {
        Some(value) if result["check"]["ok"] == true => Ok(value),
        Some(_) => Err(format!("the work is not what it should be: {}", result["check"])),
        None => Err(result["error"].as_str().unwrap_or("no value").to_string()),
    };
    results.iter().map(value).collect()
}

/// None of nothing.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let [low, high] = [sorted.len().checked_sub(1)? / 2, sorted.len() / 2];
    Some(f64::midpoint(sorted[low], sorted[high]))
}

#[cfg(test)]
mod tests {
    use super::{Summary, median};
    use serde_json::{Value, json};

    fn results(values: &[f64]) -> Vec<Value> {
        values
            .iter()
            .map(|value| json!({ "value": value, "unit": "steps/s", "check": { "ok": true } }))
            .collect()
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn one_failed_run_fails_the_case() {
        let mut failed = results(&[3.0]);
        failed.push(json!({ "value": null, "check": { "ok": false }, "error": "no adapter" }));
        assert_eq!(Summary::of(&failed, &[]).err(), Some("no adapter".to_string()));
        assert!(Summary::of(&results(&[3.0]), &failed).is_err_and(|why| why.contains("limit")));
        let wrong = json!({ "value": 5.0, "check": { "ok": false }, "error": null });
        assert!(Summary::of(&[wrong], &[]).is_err());
    }

    #[test]
    fn each_run_is_held_against_the_limit_beside_it() {
        // The machine is half as fast in the second run: the medians alone would say .41.
        let summary = Summary::of(&results(&[80.0, 40.0, 41.0]), &results(&[100.0, 50.0, 100.0])).unwrap();
        assert_eq!(summary.ratio(), Some(0.8));
        assert_eq!(summary.shortfall(), None);
        assert_eq!(summary.to_string(), "steps/s                41.0        100.0   0.80   80.0 40.0 41.0");
    }

    #[test]
    fn less_than_six_tenths_of_the_limit_falls_short() {
        let shortfall = |value| Summary::of(&results(&[value]), &results(&[100.0])).unwrap().shortfall();
        assert!(shortfall(59.9).is_some_and(|why| why.contains("0.599")));
        assert_eq!([shortfall(60.0), shortfall(140.0)], [None, None]);
        let without = Summary::of(&results(&[1.0]), &[]).unwrap();
        assert_eq!((without.ratio(), without.shortfall()), (None, None));
        assert!(without.to_string().contains(" - "));
    }
}
