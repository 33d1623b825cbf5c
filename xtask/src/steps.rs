//! A list of steps: each says what it does, how long it took and, when it fails, what mends it.

use std::time::{Duration, Instant};

enum Outcome {
    Passed,
    Failed(String),
    NotRun,
}

struct Step {
    name: String,
    outcome: Outcome,
    took: Duration,
    /// Share of the machine's processor time that was used meanwhile, where the system tells.
    busy: Option<f64>,
}

/// Ticks of all processors since the machine was started: those used, and all.
#[derive(Clone, Copy)]
struct Ticks {
    used: u64,
    all: u64,
}

#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
}

impl Steps {
    /// Runs one step and says whether it passed. A failure is remembered, so that the steps which
    /// do not depend on this one still run.
    pub fn step(
        &mut self,
        name: impl Into<String>,
        mend: &str,
        work: impl FnOnce() -> Result<(), String>,
    ) -> bool {
        let name = name.into();
        println!("\n==> {name}");
        let (start, before) = (Instant::now(), Ticks::now());
        let result = work();
        let took = start.elapsed();
        let busy = before.zip(Ticks::now()).and_then(|(before, after)| after.busy_since(before));
        let outcome = match result {
            Ok(()) => {
                println!("    done in {}", seconds(took));
                Outcome::Passed
            }
            Err(why) => {
                println!("    FAILED after {}: {why}\n    mend: {mend}", seconds(took));
                Outcome::Failed(why)
            }
        };
        let passed = matches!(outcome, Outcome::Passed);
        self.done.push(Step { name, outcome, took, busy });
        passed
    }

    /// Notes a step that had to be left out because one before it failed.
    pub fn not_run(&mut self, name: impl Into<String>) {
        self.done.push(Step {
            name: name.into(),
            outcome: Outcome::NotRun,
            took: Duration::ZERO,
            busy: None,
        });
    }

    /// Prints the table of times and the summary.
    ///
    /// # Errors
    /// When a step failed.
    pub fn finish(self) -> Result<(), String> {
        println!();
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        for step in &self.done {
            let (word, why) = match &step.outcome {
                Outcome::Passed => ("passed", ""),
                Outcome::Failed(why) => ("FAILED", why.lines().next().unwrap_or_default()),
                Outcome::NotRun => ("not run", ""),
            };
            let share = 100.0 * step.took.div_duration_f64(total.max(Duration::from_nanos(1)));
            // A step that leaves processors idle could share its time with another.
            let busy = step.busy.map_or(String::new(), |busy| format!("busy {:>3.0} %", 100.0 * busy));
            println!(
                "{:<28} {word:<8} {:>9} {share:>4.0} %  {busy:<10}  {why}",
                step.name,
                seconds(step.took)
            );
        }
        let passed = self.done.iter().filter(|step| matches!(step.outcome, Outcome::Passed)).count();
        let failed = self.done.len() - passed;
        println!("{:<28} {:<8} {:>9}\n", "total", "", seconds(total));
        let summary = format!("{passed} passed, {failed} failed");
        if failed == 0 {
            println!("{summary}");
            Ok(())
        } else {
            Err(summary)
        }
    }
}

impl Ticks {
    /// As Linux tells: see proc_stat(5). None elsewhere.
    fn now() -> Option<Self> {
        Self::read(&std::fs::read_to_string("/proc/stat").ok()?)
    }

    fn read(stat: &str) -> Option<Self> {
        let ticks = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
        // Guests' ticks, from the ninth on, are counted among users' already.
        let ticks: Vec<u64> = ticks.take(8).map(str::parse).collect::<Result<_, _>>().ok()?;
        let [_, _, _, idle, waiting, ..] = ticks[..] else { return None };
        let all = ticks.iter().sum();
        Some(Self { used: all - idle - waiting, all })
    }

    fn busy_since(self, before: Self) -> Option<f64> {
        let all = self.all.checked_sub(before.all).filter(|&all| all > 0)?;
        Some(self.used.saturating_sub(before.used) as f64 / all as f64)
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_is_the_share_of_ticks_that_are_not_idle() {
        let read = |stat| Ticks::read(stat).expect("a line of ticks");
        let before = read("cpu  10 0 10 60 20 0 0 0 5 0\ncpu0 1 1 1 1");
        let after = read("cpu  40 0 40 100 20 0 0 0 9 0\n");
        assert_eq!((before.used, before.all), (20, 100));
        assert_eq!(after.busy_since(before), Some(0.6));
        assert!(before.busy_since(before).is_none() && Ticks::read("intr 5").is_none());
    }
}
