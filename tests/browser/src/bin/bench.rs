//! Runs the benchmark cases, in the site's own engine or in a native process, and prints a table.
//!
//! `bench [--case C]... [--backend cpu|gpu] [--seconds N] [--warmup N] [--runs N] [--seed N] [--native]`

use browser_tests::{Browser, Options, Server, site_dir};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const CASES: [&str; 9] =
    ["w1.A.256", "w1.A.1024", "w1.B.256", "w1.B.1024", "w2.A", "w2.B", "w3", "w4.1", "w4.64"];

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
            let options = Options { webgpu: self.backend == "gpu", ..Options::default() };
            Place::Browser(Box::new(Browser::start(options)), Server::start(site_dir(), &[]))
        };
        println!("{:<12} {:<14} {:>12}   runs", "case", "unit", "median");
        let mut failed = 0;
        for case in &self.cases {
            let mut results = Vec::new();
            for _ in 0..self.runs {
                let result = self.measure(&place, case)?;
                writeln!(lines, "{result}")
                    .map_err(|error| format!("cannot write {}: {error}", out.display()))?;
                results.push(result);
            }
            match median(&results) {
                Ok((median, values)) => {
                    let unit = results[0]["unit"].as_str().unwrap_or_default();
                    let values: Vec<String> = values.iter().map(|value| format!("{value:.1}")).collect();
                    println!("{case:<12} {unit:<14} {median:>12.1}   {}", values.join(" "));
                }
                Err(why) => {
                    failed += 1;
                    println!("{case:<12} {:<14} {:>12}   {why}", "", "failed");
                }
            }
        }
        println!("the lines are in {}", out.display());
        if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} cases failed", self.cases.len())) }
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

/// The median, and the values in the order they were measured.
fn median(results: &[Value]) -> Result<(f64, Vec<f64>), String> {
    let mut values = Vec::new();
    for result in results {
        match result["value"].as_f64() {
            Some(value) if result["check"]["ok"] == true => values.push(value),
            Some(_) => return Err(format!("the work is not what it should be: {}", result["check"])),
            None => return Err(result["error"].as_str().unwrap_or("no value").to_string()),
        }
    }
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    Ok((f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]), values))
}

#[cfg(test)]
mod tests {
    use super::median;
    use serde_json::{Value, json};

    fn results(values: &[f64]) -> Vec<Value> {
        values.iter().map(|value| json!({ "value": value, "check": { "ok": true } })).collect()
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(&results(&[3.0, 1.0, 2.0])), Ok((2.0, vec![3.0, 1.0, 2.0])));
        assert_eq!(median(&results(&[4.0, 1.0])).unwrap().0, 2.5);
    }

    #[test]
    fn one_failed_run_fails_the_case() {
        let mut failed = results(&[3.0]);
        failed.push(json!({ "value": null, "check": { "ok": false }, "error": "no adapter" }));
        assert_eq!(median(&failed), Err("no adapter".to_string()));
        let wrong = json!({ "value": 5.0, "check": { "ok": false }, "error": null });
        assert!(median(&[wrong]).is_err());
    }
}
