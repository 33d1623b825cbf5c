//! The diffusion chapter on the CPU engine, from arrival to reload.

use crate::{SMALL, draws_from_network, seconds, site, site_with};
use browser_tests::{Options, Page, Rule};

#[test]
fn text_is_there_before_any_engine() {
    let site = site_with("engine_cpu_bg.wasm", Rule::Delay(seconds(6)));
    let page = Page::open(&site, "engine=cpu", Options::default());
    assert_eq!(page.attribute("engine", "data-backend").as_deref(), Some("none"));
    assert_eq!(page.attribute("phase", "data-phase").as_deref(), Some("loading"));
    page.wait_for_engine("cpu");
    page.assert_no_errors();
}

#[test]
fn a_reader_trains_scrubs_reads_resets_and_reloads() {
    let site = site();
    let page =
        Page::open(&site, "engine=cpu&seed=7&network=residual-mlp&train_steps=100000", Options::default());
    page.wait_for_engine("cpu");

    // The stage moves before anything was trained.
    assert_eq!(page.attribute("phase", "data-phase").as_deref(), Some("idle"));
    assert_eq!(page.exact("cloud-source"), "ideal");
    let before = page.pixels("stage");
    page.wait("the stage to move", seconds(20), |page| page.pixels("stage") != before);
    assert_eq!(page.value("step-count"), Some(0.0));
    assert!(page.value("loss-ideal").is_some_and(|loss| loss > 0.0 && loss < 1.0));

    // Training halves the loss, and the samples come to look like the data.
    page.step();
    let first = page.value("loss").expect("a smoothed loss");
    page.click("train");
    page.wait("training", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("running")
    });
    page.wait("half of the first loss", seconds(120), |page| page.value("loss") < Some(first / 2.0));
    page.wait("samples of the network", seconds(60), draws_from_network);
    page.wait("samples closer to the data than a Gaussian blob", seconds(120), |page| {
        page.value("mmd2").zip(page.value("mmd2-blob")).is_some_and(|(samples, blob)| samples < blob)
    });
    let scores = ["mmd2-0.1", "mmd2-0.25", "mmd2-0.5", "mmd2-1", "mmd2-biased", "mmd2-band"];
    for id in scores.into_iter().chain(["sliced-wasserstein", "energy-distance", "first-share", "off-share"])
    {
        assert!(page.value(id).is_some(), "{id} is not a number\n{}", page.state());
    }
    page.wait("the rate", seconds(20), |page| {
        page.value("rate") > Some(0.0) && page.value("time-left") > Some(0.0)
    });

    // Paused, the number of steps stays, once the slice under way has been answered.
    page.click("train");
    page.wait("the pause", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    std::thread::sleep(seconds(2));
    let steps = page.value("step-count");
    std::thread::sleep(seconds(1));
    assert_eq!(page.value("step-count"), steps);

    // The slider goes from noise to data.
    page.set("scrub", "0");
    page.wait("noise", seconds(5), |page| page.value("t-value") == Some(100.0));
    let noise = page.pixels("stage");
    let end = page.attribute("scrub", "max").expect("the slider has an end");
    page.set("scrub", &end);
    page.wait("data", seconds(5), |page| page.value("t-value") == Some(0.0) && page.pixels("stage") != noise);
    assert!(page.attribute("scrub", "aria-valuetext").is_some_and(|words| !words.is_empty()));

    page.click("reset");
    page.wait("a new run", seconds(30), |page| {
        page.value("step-count") == Some(0.0)
            && page.attribute("phase", "data-phase").as_deref() == Some("idle")
    });

    // What the reader set is in the address.
    page.set("set-schedule", "linear");
    page.wait("the address", seconds(10), |page| {
        page.browser()
            .script("return location.search", &[])
            .as_str()
            .is_some_and(|query| query.contains("schedule=linear"))
    });
    page.reload();
    page.wait_for_engine("cpu");
    let kept = ["seed", "set-network", "set-schedule", "engine-choice"].map(|id| page.input(id));
    assert_eq!(kept, ["7", "residual-mlp", "linear", "cpu"]);

    let gpu: Vec<String> =
        site.requests().into_iter().filter(|file| file.starts_with("engine_gpu")).collect();
    assert!(gpu.is_empty(), "the GPU engine was fetched without being used: {gpu:?}");
    page.assert_no_errors();
}

#[test]
fn the_same_seed_gives_the_same_run_bit_for_bit() {
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    let losses = |seed: u32| {
        page.go(&site, &format!("engine=cpu&seed={seed}&{SMALL}"));
        page.wait_for_engine("cpu");
        let losses: Vec<String> = (0..6)
            .map(|_| {
                page.step();
                page.exact("loss-raw")
            })
            .collect();
        losses
    };
    let once = losses(5);
    assert_eq!(once, losses(5));
    assert_ne!(once, losses(6));
    page.assert_no_errors();
}

#[test]
fn live_settings_act_without_a_new_run_and_others_start_one() {
    let site = site();
    let page = Page::open(&site, &format!("engine=cpu&{SMALL}"), Options::default());
    page.wait_for_engine("cpu");
    page.step();
    page.set("set-spacing", "leading");
    page.step();
    assert_eq!(page.value("step-count"), Some(2.0));
    page.set("set-network", "residual-mlp");
    page.wait("a new run", seconds(30), |page| page.value("step-count") == Some(0.0));
    page.assert_no_errors();
}
