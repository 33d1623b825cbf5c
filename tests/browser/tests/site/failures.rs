//! Each way an engine can fail: the page says so in words, uses the CPU engine and keeps the settings.

use crate::{SMALL, seconds, site, site_with};
use browser_tests::{Browser, Options, Page, Rule, Server};
use std::time::Instant;

/// Lets a test decide when something breaks inside a worker.
const ON_SIGNAL: &str = "new BroadcastChannel('test').onmessage = () => ";
const THROW: &str = "setTimeout(() => { throw new Error('made to fail by the test'); });";
/// Takes all the memory that a program can have. What it needs after that it does not get, as on a phone that has no more.
const FILL: &str = "{
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...program) => {
        const made = await instantiateStreaming(...program);
        new BroadcastChannel('test').onmessage = () => {
            for (let pages = 1 << 15; pages >= 1;) {
                try { made.instance.exports.memory.grow(pages); } catch { pages /= 2; }
            }
        };
        return made;
    };
}";
const REFUSE: &str = "navigator.gpu.requestAdapter = async () => null;";
const LOSE: &str = "{
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...options) {
        const device = await request.apply(this, options);
        new BroadcastChannel('test').onmessage = () => device.destroy();
        return device;
    };
}";

/// Lets a test see the page's workers, and end them as a browser does that needs memory: without a word to the page.
const WATCH: &str = "
    globalThis.alive = new Set();
    const Native = Worker;
    globalThis.Worker = class extends Native {
        constructor(...options) { super(...options); alive.add(this); }
        terminate() { alive.delete(this); super.terminate(); }
    };
    globalThis.killAll = () => alive.forEach(worker => Native.prototype.terminate.call(worker));";

/// Opens the page with settings of its own and its workers in sight.
fn watched(site: &Server, query: &str) -> Page {
    let browser = Browser::start(Options::default());
    browser.before_each_document(WATCH);
    browser.open(&site.url(&format!("?{query}")));
    Page::in_browser(browser)
}

/// Opens the page with settings of its own, asking for WebGPU.
fn open(site: &Server, options: Options) -> Page {
    Page::open(site, &format!("engine=gpu&seed=9&{SMALL}"), options)
}

fn signal(page: &Page) {
    page.browser().script("new BroadcastChannel('test').postMessage('now')", &[]);
}

/// The CPU engine serves, with these words and the reader's settings, and can train.
fn assert_served_by_cpu(page: &Page, words: &str) {
    page.wait(&format!("the words “{words}”"), seconds(120), |page| {
        let said = format!("{} {}", page.text("notice"), page.text("engine-why"));
        page.attribute("engine", "data-backend").as_deref() == Some("cpu") && said.contains(words)
    });
    let said = format!("{} {}", page.text("notice"), page.text("engine-why"));
    assert!(!said.contains("backtrace") && !said.contains("panicked"), "{said}");
    assert_eq!(
        [page.input("seed"), page.attribute("val-width", "data-value").unwrap_or_default()],
        ["9", "16"]
    );
    page.wait("more training", seconds(60), |page| {
        if page.attribute("phase", "data-phase").as_deref() != Some("running") {
            page.click("train");
        }
        page.value("step-count") > Some(20.0)
    });
}

#[test]
fn without_webgpu() {
    let site = site();
    let page = open(&site, Options::default());
    assert_served_by_cpu(&page, "WebGPU");
    assert!(
        site.requests().iter().all(|file| !file.starts_with("engine_gpu")),
        "the GPU engine was fetched for nothing"
    );
    page.assert_no_errors();
}

#[test]
fn an_adapter_that_is_refused_inside_the_worker() {
    let site = site_with("engine_gpu_loader.js", Rule::Prelude(REFUSE.into()));
    assert_served_by_cpu(&open(&site, Options::WEBGPU), "WebGPU");
}

#[test]
fn a_gpu_engine_that_does_not_load() {
    for file in ["engine_gpu_loader.js", "engine_gpu_bg.wasm"] {
        assert_served_by_cpu(&open(&site_with(file, Rule::Missing), Options::WEBGPU), "WebGPU");
    }
}

#[test]
fn a_gpu_engine_that_throws_in_the_middle_of_a_run() {
    let site = site_with("engine_gpu_loader.js", Rule::Prelude(format!("{ON_SIGNAL}{THROW}")));
    let page = open(&site, Options::WEBGPU);
    page.wait_for_engine("gpu");
    page.step();
    signal(&page);
    assert_served_by_cpu(&page, "made to fail by the test");
}

#[test]
fn a_device_that_is_lost_in_the_middle_of_a_run() {
    let site = site_with("engine_gpu_loader.js", Rule::Prelude(LOSE.into()));
    let page = open(&site, Options::WEBGPU);
    page.wait_for_engine("gpu");
    page.step();
    signal(&page);
    page.click("step");
    assert_served_by_cpu(&page, "WebGPU");
}

#[test]
fn a_cpu_engine_that_throws_is_started_again() {
    let site = site_with("engine_cpu_loader.js", Rule::Prelude(format!("{ON_SIGNAL}{THROW}")));
    let page = Page::open(&site, &format!("engine=cpu&seed=9&{SMALL}"), Options::default());
    page.wait_for_engine("cpu");
    page.step();
    signal(&page);
    assert_served_by_cpu(&page, "made to fail by the test");
}

#[test]
fn a_cpu_engine_that_never_loads_ends_in_words() {
    let cut = || Rule::Instead("\0asm\u{1}\0\0\0 and no more".into());
    for (file, rule) in [
        ("engine_cpu_loader.js", Rule::Missing),
        ("engine_cpu_bg.wasm", Rule::Missing),
        ("engine_cpu_bg.wasm", cut()),
    ] {
        let page = Page::open(&site_with(file, rule), "engine=cpu&seed=9", Options::default());
        page.wait("the page to give up", seconds(60), |page| {
            page.attribute("phase", "data-phase").as_deref() == Some("failed")
        });
        assert!(page.text("notice").contains("could not be loaded"), "{file}: {}", page.text("notice"));
        assert_eq!(page.input("seed"), "9");
    }
}

#[test]
fn a_worker_that_dies_is_missed_soon_and_the_run_goes_on_from_its_weights() {
    let site = site();
    // So large that it does not come to its end meanwhile.
    let page = watched(&site, "chapter=denoise&engine=cpu&seed=9&train_steps=100000");
    page.wait_for_engine("cpu");
    page.click("train");
    page.wait("a rate", seconds(30), |page| page.value("rate") > Some(0.0));
    // Weights have been handed out by then.
    std::thread::sleep(seconds(6));
    let before = page.value("step-count").expect("steps");
    page.browser().script("killAll()", &[]);
    let died = Instant::now();
    page.wait("the rate to fall silent", seconds(5), |page| page.value("rate").is_none());
    page.wait("words", seconds(30), |page| page.text("notice").contains("has not answered"));
    assert!(died.elapsed() < seconds(20), "{:?}", died.elapsed());
    let words = page.text("notice");
    assert!(words.contains("goes on from step"), "{words}");
    page.wait("more training", seconds(60), |page| page.value("step-count") > Some(before + 20.0));
    page.wait("a rate again", seconds(10), |page| page.value("rate") > Some(0.0));
    assert_eq!(page.input("seed"), "9");
}

#[test]
fn an_engine_that_gets_no_more_memory_is_started_again_with_its_weights() {
    let site = site_with("engine_cpu_loader.js", Rule::Prelude(FILL.into()));
    // A large network, of which more is kept with each look back.
    let page = Page::open(
        &site,
        "chapter=denoise&engine=cpu&seed=9&width=256&depth=6&batch_size=64&train_steps=100000",
        Options::default(),
    );
    page.wait_for_engine("cpu");
    page.click("train");
    page.wait("steps", seconds(60), |page| page.value("step-count") > Some(20.0));
    // Weights have been handed out by then.
    std::thread::sleep(seconds(6));
    let before = page.value("step-count").expect("steps");
    signal(&page);
    page.wait("words", seconds(120), |page| page.text("notice").contains("The CPU engine stopped"));
    let words = page.text("notice");
    page.wait("more training", seconds(60), |page| page.value("step-count") > Some(before + 20.0));
    assert!(words.contains("no more memory") && words.contains("goes on from step"), "{words}");
    assert_eq!(page.input("seed"), "9");
}

#[test]
fn a_gpu_program_that_is_long_in_coming_leaves_the_choice_of_the_cpu() {
    let site = site_with("engine_gpu_bg.wasm", Rule::Delay(seconds(100)));
    let page = open(&site, Options::WEBGPU);
    page.click("train");
    page.wait("words", seconds(30), |page| page.text("notice").contains("still on its way"));
    page.click("use-cpu");
    page.wait("training on the CPU", seconds(20), |page| page.value("step-count") > Some(5.0));
    assert_eq!((page.input("engine-choice").as_str(), page.input("seed").as_str()), ("cpu", "9"));
}

#[test]
fn whatever_is_pressed_no_worker_is_left_behind() {
    // An engine a chapter, and a second one of the chapter shown and of a comparison.
    const MOST: u64 = 6;
    let page = watched(&site(), &format!("engine=cpu&{SMALL}"));
    let alive = || page.browser().script("return alive.size", &[]).as_u64().unwrap_or_default();
    let chapters = ["sample", "learn-an-energy", "denoise", "compare"];
    for round in 0..24 {
        page.click(&format!("chapter-{}", chapters[round % 4]));
        for button in ["train", "reset", "train", "step", "reset", "train"] {
            page.click(button);
        }
        assert!(alive() <= MOST, "{} workers after round {round}", alive());
    }
    std::thread::sleep(seconds(3));
    assert!(alive() <= MOST, "{} workers", alive());
}
