//! How soon a reader sees something on a slow machine and a slow line: `first_look <site folder>`.
//!
//! Chromium slows the page's own thread; workers run as fast as the machine does.

use browser_tests::{Browser, LineSpeed, Options, Server};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Times as slow as this machine.
const SLOWDOWN: u32 = 4;
/// 10 Mbit/s.
const LINE: LineSpeed = LineSpeed { bytes_per_second: 10e6 / 8.0, latency: Duration::from_millis(40) };
const RUNS: usize = 3;
const LIMIT: Duration = Duration::from_secs(120);

/// Seconds: of what is measured, what is aimed at where there is an aim.
const ROWS: [(&str, &str, Option<f64>); 6] = [
    ("text", "first text", Some(0.3)),
    ("stage", "first moving stage", Some(2.0)),
    ("step", "first step after Train", None),
    ("tasks", "long tasks until it moves", None),
    ("blocked", "seconds in them", None),
    ("longest", "the longest", None),
];

/// In the page, `firstLook` fills as things happen. The stage moves once its picture has changed three times; then Train
/// is pressed.
const WATCH: &str = "
    const look = globalThis.firstLook = {}, tasks = [], small = new OffscreenCanvas(48, 48);
    const pen = small.getContext('2d', { willReadFrequently: true });
    new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
    const find = id => document.querySelector(`[data-testid='${id}']`);
    let last, changes = 0, pressed;
    const picture = () => {
        const stage = find('stage');
        if (!stage || !stage.width) return undefined;
        pen.clearRect(0, 0, 48, 48);
        pen.drawImage(stage, 0, 0, 48, 48);
        return pen.getImageData(0, 0, 48, 48).data.join();
    };
    const watch = () => {
        const now = performance.now() / 1000;
        if (look.stage === undefined) {
            const seen = picture();
            if (last !== undefined && seen !== last) changes += 1;
            last = seen;
            if (changes >= 3) {
                look.stage = now;
                look.tasks = tasks.length;
                look.blocked = tasks.reduce((sum, task) => sum + task.duration / 1000, 0);
                look.longest = Math.max(0, ...tasks.map(task => task.duration / 1000));
            }
        } else if (pressed === undefined) {
            pressed = now;
            find('train').click();
        } else if (Number(find('step-count').dataset.value) > 0) {
            look.text = performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000;
            look.step = now - pressed;
            return;
        }
        requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);";

fn main() {
    let site = PathBuf::from(std::env::args_os().nth(1).expect("usage: first_look <site folder>"));
    let site = Server::start_slow(site, LINE);
    let looks: Vec<Value> = (0..RUNS).map(|_| look(&site)).collect();
    println!("{SLOWDOWN} times slower, 10 Mbit/s, {} ms, gzip:", LINE.latency.as_millis());
    for (key, name, aim) in ROWS {
        let mut values: Vec<f64> = looks.iter().filter_map(|look| look[key].as_f64()).collect();
        values.sort_by(f64::total_cmp);
        let aim = aim.map_or(String::new(), |aim| format!("   aim {aim:.1}"));
        println!("{name:<26} {:>7.2}{aim}   (of {values:.2?})", values[values.len() / 2]);
    }
}

/// One visit of a browser that has never been here.
fn look(site: &Server) -> Value {
    let browser = Browser::start(Options::EVERY_FRAME);
    browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOWDOWN }));
    browser.before_each_document(WATCH);
    // Where chains move by themselves.
    browser.open(&site.url("?v=2"));
    let start = Instant::now();
    loop {
        let look = browser.script("return firstLook", &[]);
        if look["step"].is_f64() {
            return look;
        }
        assert!(start.elapsed() < LIMIT, "no training step within {} s: {look}", LIMIT.as_secs());
        std::thread::sleep(Duration::from_millis(500));
    }
}
