//! The GPU engine on Chromium's software adapter.

use crate::{SMALL, seconds, site};
use browser_tests::{Browser, Options, Page, Server};

/// A network and a batch for which WebGPU can pay.
const WIDE: &str = "width=128&depth=2&batch_size=1024&points=1024&sampler_steps=4";
/// Hides from the page, not from the engine, that the adapter is software.
const DISGUISE: &str = "
    const names = { architecture: 'ampere', description: '', device: '', isFallbackAdapter: false };
    for (const [key, value] of Object.entries(names)) {
        Object.defineProperty(GPUAdapterInfo.prototype, key, { get: () => value });
    }";
const STEPS: usize = 20;
/// What the engines' losses may differ by.
const RELATIVE: f64 = 1e-3;

#[test]
fn both_engines_agree_over_the_first_steps() {
    let site = site();
    let page = Page::open(&site, &format!("engine=gpu&{SMALL}"), Options::WEBGPU);
    page.wait_for_engine("gpu");
    assert!(!page.text("engine-why").is_empty());
    let gpu = losses(&page);
    page.go(&site, &format!("engine=cpu&{SMALL}"));
    page.wait_for_engine("cpu");
    let cpu = losses(&page);
    for (step, (gpu, cpu)) in gpu.iter().zip(&cpu).enumerate() {
        assert!((gpu - cpu).abs() <= RELATIVE * cpu.abs(), "step {step}: {gpu} on WebGPU, {cpu} on the CPU");
    }
    // If every loss were the same number, agreement would mean nothing.
    assert!(cpu.iter().any(|loss| (loss - cpu[0]).abs() > RELATIVE * cpu[0]));
    page.assert_no_errors();
}

#[test]
fn the_reader_can_switch_engines() {
    let site = site();
    let page = Page::open(&site, &format!("engine=gpu&seed=9&{SMALL}"), Options::WEBGPU);
    page.wait_for_engine("gpu");
    page.set("engine-choice", "cpu");
    page.wait_for_engine("cpu");
    page.step();
    assert_eq!([page.input("seed"), page.input("engine-choice")], ["9", "cpu"]);
    page.assert_no_errors();
}

#[test]
fn a_page_left_to_choose_takes_no_software_adapter() {
    let site = site();
    let page = Page::open(&site, WIDE, Options::WEBGPU);
    page.wait_for_engine("cpu");
    page.wait("words on the adapter", seconds(60), |page| page.text("engine-why").contains("software"));
    page.step();
    assert_engines_fetched(&site, false);
    page.assert_no_errors();
}

#[test]
fn a_small_network_fetches_no_webgpu_engine() {
    let site = site();
    let page = Page::open(&site, SMALL, Options::WEBGPU);
    page.wait_for_engine("cpu");
    page.wait("words", seconds(60), |page| page.text("engine-why").contains("larger batches"));
    assert_engines_fetched(&site, false);
}

#[test]
fn a_page_left_to_choose_times_both_engines_and_takes_the_faster() {
    let site = site();
    let browser = Browser::start(Options::WEBGPU);
    browser.before_each_document(DISGUISE);
    browser.open(&site.url(&format!("?{WIDE}")));
    let page = Page::in_browser(browser);
    page.wait_for_engine("cpu");
    // A step while WebGPU loads, which must not be lost.
    page.step();
    let both = |page: &Page| {
        let why = page.text("engine-why");
        why.contains("CPU") && why.contains("· WebGPU") && why.contains("steps/s")
    };
    page.wait("both figures", seconds(180), both);
    assert_eq!(page.attribute("engine", "data-backend").as_deref(), Some("cpu"), "software is slower");
    assert_eq!(page.value("step-count"), Some(1.0));
    assert_engines_fetched(&site, true);
    page.assert_no_errors();
}

fn assert_engines_fetched(site: &Server, gpu: bool) {
    let fetched = |engine: &str| site.requests().iter().any(|file| file.starts_with(engine));
    assert_eq!([fetched("engine_cpu"), fetched("engine_gpu")], [true, gpu]);
}

fn losses(page: &Page) -> Vec<f64> {
    (0..STEPS)
        .map(|_| {
            page.step();
            page.wait("a loss", seconds(30), |page| page.value("loss-raw").is_some());
            page.value("loss-raw").expect("it is there")
        })
        .collect()
}
