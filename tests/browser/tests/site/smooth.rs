//! What the page's thread does while the engine trains.

use crate::{seconds, site};
use browser_tests::{Options, Page};

const WATCH: &str = "
    window.record = { tasks: [], frames: 0, supported: PerformanceObserver.supportedEntryTypes.includes('longtask') };
    new PerformanceObserver(list => list.getEntries().forEach(task => record.tasks.push(Math.round(task.duration))))
        .observe({ type: 'longtask' });
    const count = () => { record.frames += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);";

/// A record, not a race: how long tasks are depends on the machine, so the numbers are reported.
/// What must hold anywhere is that the page trains and draws while it is watched.
#[test]
fn long_tasks_over_ten_seconds_of_training_are_reported() {
    let site = site();
    let page = Page::open(&site, "engine=cpu", Options::EVERY_FRAME);
    page.wait_for_engine("cpu");
    page.click("train");
    page.wait("training", seconds(30), |page| page.value("step-count") > Some(5.0));
    page.browser().script(WATCH, &[]);
    let before = page.value("step-count").expect("steps");
    std::thread::sleep(seconds(10));
    let steps = page.value("step-count").expect("steps") - before;
    let record = page.browser().script("return record", &[]);
    let tasks = record["tasks"].as_array().expect("a list");
    let longest = tasks.iter().filter_map(serde_json::Value::as_u64).max().unwrap_or(0);
    println!(
        "long tasks over 10 s of training: {} above 50 ms, the longest {longest} ms ({}); {} frames; {steps} steps",
        tasks.len(),
        record["tasks"],
        record["frames"]
    );
    assert_eq!(record["supported"], true);
    assert!(record["frames"].as_u64() > Some(0), "nothing was drawn");
    assert!(steps > 0.0, "nothing was trained");
    page.assert_no_errors();
}
