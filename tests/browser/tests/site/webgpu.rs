//! The GPU engine on Chromium's software adapter.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};

const WEBGPU: Options = Options { webgpu: true, window: (1280, 900), dark: false };
const STEPS: usize = 20;
/// What the engines' losses may differ by.
const RELATIVE: f64 = 1e-3;

#[test]
fn both_engines_agree_over_the_first_steps() {
    let site = site();
    let page = Page::open(&site, &format!("engine=gpu&{SMALL}"), WEBGPU);
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
    let page = Page::open(&site, &format!("seed=9&{SMALL}"), WEBGPU);
    page.wait_for_engine("gpu");
    page.set("engine-choice", "cpu");
    page.wait_for_engine("cpu");
    page.step();
    assert_eq!([page.input("seed"), page.input("engine-choice")], ["9", "cpu"]);
    page.assert_no_errors();
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
