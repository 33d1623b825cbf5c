//! Uses the page for a long time, and tells each minute what it holds in memory and how fast it trains: `soak <site folder>
//! <minutes>`. Fails where memory or speed leaves what it was after the first minutes.

use browser_tests::{Options, Page, Server};
use serde_json::json;
use std::time::{Duration, Instant};

/// Minutes in which everything is opened for the first time; as many are compared.
const SETTLING: usize = 5;
/// Share by which memory may grow, and speed fall, after that.
const DRIFT: f64 = 0.05;

struct Minute {
    /// MB of the page's own heap, and of all processes that show pages: the page's program and its workers.
    heap: f64,
    processes: f64,
    /// Training steps a second of the default diffusion model.
    rate: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [site, minutes] = arguments.as_slice() else { panic!("usage: soak <site folder> <minutes>") };
    let minutes: usize = minutes.parse().expect("a number of minutes");
    let page = Page::open(
        &Server::start(site, &[]),
        "v=2&chapter=denoise&engine=cpu&train_steps=100000",
        Options::default(),
    );
    println!("minute   heap MB   all MB   steps/s");
    let mut all = Vec::new();
    for minute in 1..=minutes {
        let now = use_it(&page);
        println!("{minute:>6} {:>9.1} {:>8.0} {:>9.1}", now.heap, now.processes, now.rate);
        all.push(now);
        page.assert_no_errors();
    }
    if all.len() > 2 * SETTLING {
        // When garbage is collected is the browser's choice: of five minutes the least is what is held.
        let (first, last) = (least(&all[SETTLING..2 * SETTLING]), least(&all[all.len() - SETTLING..]));
        let [heap, processes, rate] =
            [last.heap / first.heap, last.processes / first.processes, last.rate / first.rate]
                .map(|ratio| ratio - 1.0);
        println!(
            "since the minutes after {SETTLING}: heap {heap:+.3}, all {processes:+.3}, speed {rate:+.3} of what it was"
        );
        assert!(
            heap <= DRIFT && processes <= DRIFT && rate >= -DRIFT,
            "more than {DRIFT} in {minutes} minutes"
        );
    }
}

/// The least memory, and the best speed, of some minutes.
fn least(minutes: &[Minute]) -> Minute {
    let of =
        |number: fn(&Minute) -> f64, better: fn(f64, f64) -> f64| minutes.iter().map(number).reduce(better);
    let [heap, processes, rate] =
        [of(|one| one.heap, f64::min), of(|one| one.processes, f64::min), of(|one| one.rate, f64::max)]
            .map(|number| number.unwrap_or(f64::NAN));
    Minute { heap, processes, rate }
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
    let heap = page.browser().script("return performance.memory.usedJSHeapSize", &[]);
    Minute { heap: heap.as_f64().unwrap_or(f64::NAN) / 1e6, processes: page.browser().memory(), rate }
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
