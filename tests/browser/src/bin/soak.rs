//! Uses the page for a long time, and tells each minute what it holds in memory and how fast it trains: `soak <site folder>
//! <minutes>`. Fails where memory or speed leaves what it was after the first minutes.

use browser_tests::{Options, Page, Rule, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Minutes in which everything is opened for the first time; as many are compared.
const SETTLING: usize = 5;
/// Share by which memory may grow, and speed fall, after that.
const DRIFT: f64 = 0.05;

struct Minute {
    /// MB that the page's scripts and elements hold, and that all processes that show pages do: the page's program and its
    /// workers.
    heap: f64,
    processes: f64,
    /// Elements and texts, and what listens to events: what the page forgets to give back shows here first, and to the last one.
    nodes: f64,
    listeners: f64,
    /// Training steps a second of the default diffusion model.
    rate: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [site, minutes] = arguments.as_slice() else { panic!("usage: soak <site folder> <minutes>") };
    let minutes: usize = minutes.parse().expect("a number of minutes");
    // When garbage is collected is the browser's choice. What the page holds, its driver collects; what workers hold, they do.
    let collect = Rule::Prelude("setInterval(gc, 10_000);".into());
    let page = Page::open(
        &Server::start(site, &[("engine_cpu_loader.js", collect)]),
        "v=2&chapter=denoise&engine=cpu&train_steps=100000",
        Options::EVERY_FRAME,
    );
    println!("minute   heap MB   all MB   nodes   listeners   steps/s");
    let mut all = Vec::new();
    for minute in 1..=minutes {
        let now = use_it(&page);
        let Minute { heap, processes, nodes, listeners, rate } = now;
        println!("{minute:>6} {heap:>9.2} {processes:>8.0} {nodes:>7} {listeners:>11} {rate:>9.1}");
        all.push(now);
        page.assert_no_errors();
    }
    if all.len() > 2 * SETTLING {
        // When garbage is collected is the browser's choice: of five minutes the least is what is held.
        let (first, last) = (least(&all[SETTLING..2 * SETTLING]), least(&all[all.len() - SETTLING..]));
        let drifts = [
            ("heap", last.heap / first.heap - 1.0),
            ("all", last.processes / first.processes - 1.0),
            ("nodes", last.nodes / first.nodes - 1.0),
            ("listeners", last.listeners / first.listeners - 1.0),
            ("time of a step", first.rate / last.rate - 1.0),
        ];
        let told = drifts.map(|(name, drift)| format!("{name} {drift:+.3}")).join(", ");
        println!("since the minutes after {SETTLING}, as a share of what it was: {told}");
        assert!(drifts.iter().all(|(_, drift)| *drift <= DRIFT), "more than {DRIFT} in {minutes} minutes");
    }
}

/// The least memory, and the best speed, of some minutes.
fn least(minutes: &[Minute]) -> Minute {
    let of =
        |number: fn(&Minute) -> f64, better: fn(f64, f64) -> f64| minutes.iter().map(number).reduce(better);
    let least = |number| of(number, f64::min).unwrap_or(f64::NAN);
    Minute {
        heap: least(|one| one.heap),
        processes: least(|one| one.processes),
        nodes: least(|one| one.nodes),
        listeners: least(|one| one.listeners),
        rate: of(|one| one.rate, f64::max).unwrap_or(f64::NAN),
    }
}

/// A minute: trains both models, changes samplers under way, compares, resets.
fn use_it(page: &Page) -> Minute {
    let begin = Instant::now();
    open(page, "learn-an-energy");
    press(page, "train");
    pause(10);
    press(page, "reset");
    open(page, "sample");
    for sampler in ["hmc", "mala", "hmc"] {
        press(page, &format!("sampler-{sampler}"));
        pause(3);
    }
    open(page, "compare");
    pause(5);
    open(page, "denoise");
    press(page, "reset");
    page.set("set-diffusion_sampler", "ddim");
    press(page, "train");
    pause(5);
    let steps = || page.value("step-count").unwrap_or(0.0);
    let (from, since) = (steps(), Instant::now());
    pause(8);
    let rate = (steps() - from) / since.elapsed().as_secs_f64();
    page.set("set-diffusion_sampler", "ddpm");
    press(page, "train");
    std::thread::sleep(Duration::from_secs(60).saturating_sub(begin.elapsed()));
    page.browser().devtools("HeapProfiler.collectGarbage", &json!({}));
    // To the byte, while what pages are told of themselves (`performance.memory`) is rounded to a few per cent.
    let heap = page.browser().devtools("Runtime.getHeapUsage", &json!({}));
    let counts = page.browser().devtools("Memory.getDOMCounters", &json!({}));
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    Minute {
        heap: (number(&heap["usedSize"]) + number(&heap["embedderHeapUsedSize"])) / 1e6,
        processes: page.browser().memory(),
        nodes: number(&counts["nodes"]),
        listeners: number(&counts["jsEventListeners"]),
        rate,
    }
}

fn open(page: &Page, chapter: &str) {
    press(page, &format!("chapter-{chapter}"));
    pause(1);
}

/// By a script: a driver keeps what it has found to press, and with it the page of each chapter that was left.
fn press(page: &Page, id: &str) {
    page.browser().script(&format!("document.querySelector(`[data-testid='{id}']`).click()"), &[]);
}

fn pause(seconds: u64) {
    std::thread::sleep(Duration::from_secs(seconds));
}
