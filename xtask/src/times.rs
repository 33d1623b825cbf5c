//! A plan of steps that takes minutes: what is being done, how long it took the last time on this machine and what is left.

use crate::tools::cache;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// So often a step that is under way says so again: what it runs writes too, and scrolls the last words away.
const AGAIN: Duration = Duration::from_secs(15);

/// Seconds each step took the last time, by its name.
type Times = BTreeMap<String, f64>;

pub struct Plan {
    /// Names of the steps that are not done, in order.
    left: Vec<&'static str>,
    times: Times,
    /// Where the times are kept, in a line for each: seconds, a space, the name.
    file: PathBuf,
}

impl Plan {
    /// # Errors
    /// If this user has no folder for caches.
    pub fn new(steps: &[&'static str]) -> Result<Self, String> {
        let file = cache()?.join("times");
        let times = parse(&fs::read_to_string(&file).unwrap_or_default());
        Ok(Self { left: steps.to_vec(), times, file })
    }

    /// Does the next step, and keeps how long it took.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn step<T>(&mut self, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        let name = self.left.remove(0);
        let start = Instant::now();
        let say = |gone| status(name, gone, &self.left, &self.times);
        println!("\n==> {}", say(None));
        let (done, is_done) = channel::<()>();
        let outcome = std::thread::scope(|scope| {
            scope.spawn(move || {
                while is_done.recv_timeout(AGAIN) == Err(RecvTimeoutError::Timeout) {
                    println!("    {}", say(Some(start.elapsed())));
                }
            });
            let outcome = work();
            drop(done);
            outcome
        })?;
        println!("    {name}: done in {}", words(start.elapsed()));
        self.times.insert(name.into(), start.elapsed().as_secs_f64());
        // A record that cannot be written costs the next run its forecast, and nothing else.
        let _ = fs::create_dir_all(self.file.with_file_name(""))
            .and_then(|()| fs::write(&self.file, text(&self.times)));
        Ok(outcome)
    }
}

fn parse(text: &str) -> Times {
    let line = |line: &str| {
        let (seconds, name) = line.split_once(' ')?;
        Some((name.to_string(), seconds.parse().ok().filter(|seconds: &f64| *seconds >= 0.0)?))
    };
    text.lines().filter_map(line).collect()
}

fn text(times: &Times) -> String {
    times.iter().map(|(name, seconds)| format!("{seconds:.1} {name}\n")).collect()
}

/// One line on where the plan stands; `gone` is how long the step has been under way.
fn status(name: &str, gone: Option<Duration>, left: &[&str], times: &Times) -> String {
    let last = |name: &str| times.get(name).map(|seconds| words(Duration::from_secs_f64(*seconds)));
    let mut line = name.to_string();
    if let Some(gone) = gone {
        line += &format!(": {}", words(gone));
    }
    line += &last(name)
        .map_or(" (not timed on this machine yet)".into(), |time| format!(" ({time} the last time)"));
    if !left.is_empty() {
        let left = left.iter().map(|name| last(name).map_or((*name).into(), |time| format!("{name} {time}")));
        line += &format!("; then {}", left.collect::<Vec<_>>().join(", "));
    }
    line
}

fn words(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_were_written() {
        let times = Times::from([("page".into(), 61.5), ("GPU engine".into(), 0.2)]);
        assert_eq!(parse(&text(&times)), times);
        assert!(parse("nonsense\n-1 page\nx page").is_empty());
    }

    #[test]
    fn a_status_holds_the_step_its_last_time_and_what_is_left() {
        let times = Times::from([("page".into(), 61.5), ("GPU engine".into(), 400.0)]);
        assert_eq!(
            status("page", Some(Duration::from_secs(15)), &["CPU engine", "GPU engine"], &times),
            "page: 15 s (1 min 1 s the last time); then CPU engine, GPU engine 6 min 40 s"
        );
        assert_eq!(status("CPU engine", None, &[], &times), "CPU engine (not timed on this machine yet)");
    }

    #[test]
    fn a_step_that_fails_is_not_timed_and_one_that_passes_is_kept() {
        let file = std::env::temp_dir().join(format!("xtask-times-{}", std::process::id()));
        let mut plan = Plan { left: vec!["a", "b"], times: Times::new(), file: file.clone() };
        assert_eq!(plan.step(|| Ok(1)), Ok(1));
        assert_eq!(plan.step(|| Err::<(), _>("no".into())), Err("no".to_string()));
        let kept = parse(&fs::read_to_string(&file).unwrap());
        fs::remove_file(&file).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["a"]);
    }
}
