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
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
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
        self.done.push(Step { name, outcome, took });
        passed
    }

    /// Notes a step that had to be left out because one before it failed.
    pub fn not_run(&mut self, name: impl Into<String>) {
        self.done.push(Step { name: name.into(), outcome: Outcome::NotRun, took: Duration::ZERO });
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
            println!("{:<28} {word:<8} {:>9} {share:>4.0} %  {why}", step.name, seconds(step.took));
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

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
