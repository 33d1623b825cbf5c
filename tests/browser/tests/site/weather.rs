//! Bad weather that is nobody's fault: hosts, clocks, tabs and screens that are not as one expects. Training goes on, and what
//! was set and learned stays.

use crate::{SMALL, seconds, site, site_with};
use browser_tests::{Browser, Options, Page, Rule, Server};
use serde_json::json;

const LONG_RUN: &str = "chapter=denoise&engine=cpu&seed=5&train_steps=100000";

/// The page after some training steps.
fn training(site: &Server, browser: Browser) -> Page {
    browser.open(&site.url(&format!("?{LONG_RUN}&{SMALL}")));
    let page = Page::in_browser(browser);
    page.wait_for_engine("cpu");
    page.click("train");
    assert_goes_on(&page);
    page
}

/// It trains, further than it was.
fn assert_goes_on(page: &Page) {
    let steps = page.value("step-count").unwrap_or(0.0);
    page.wait("more steps", seconds(60), |page| page.value("step-count") > Some(steps + 20.0));
    assert_eq!(page.attribute("phase", "data-phase").as_deref(), Some("running"));
    assert_eq!(page.input("seed"), "5");
}

#[test]
fn programs_that_a_host_calls_plain_text_run() {
    let site = site_with("engine_cpu_bg.wasm", Rule::As("text/plain"));
    let page = training(&site, Browser::start(Options::default()));
    page.assert_no_errors();
}

#[test]
fn nothing_is_stored_so_it_does_not_matter_where_nothing_can_be() {
    let browser = Browser::start(Options::default());
    browser.before_each_document(
        "for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
            Object.defineProperty(globalThis, name, { get() { throw new DOMException('blocked', 'SecurityError') } });
        }",
    );
    training(&site(), browser).assert_no_errors();
}

#[test]
fn a_clock_that_jumps_is_not_believed() {
    let browser = Browser::start(Options::default());
    browser.before_each_document(
        "let [slept, set] = [0, 0];
        globalThis.sleepFor = ms => slept += ms;
        globalThis.setBy = ms => set += ms;
        const [now, date] = [performance.now.bind(performance), Date.now];
        performance.now = () => now() + slept;
        Date.now = () => date() + slept + set;
        const ask = requestAnimationFrame.bind(globalThis);
        globalThis.requestAnimationFrame = callback => ask(time => callback(time + slept));",
    );
    let page = training(&site(), browser);
    for jump in ["sleepFor(3600e3)", "setBy(-7200e3)", "sleepFor(24 * 3600e3)"] {
        page.browser().script(jump, &[]);
        assert_goes_on(&page);
    }
    assert_eq!(page.text("notice"), "");
    page.assert_no_errors();
}

#[test]
fn a_reader_who_leaves_and_comes_back_finds_the_page_as_it_was_set() {
    let site = site();
    let page = training(&site, Browser::start(Options::default()));
    page.set("set-schedule", "linear");
    page.wait("the address", seconds(10), |page| {
        let search = page.browser().script("return location.search", &[]);
        search.as_str().is_some_and(|search| search.contains("schedule=linear"))
    });
    page.browser().open(&site.url("examples/course.html"));
    page.browser().script("history.back()", &[]);
    page.wait_for_controls();
    page.wait_for_engine("cpu");
    assert_eq!(page.input("set-schedule"), "linear");
    if page.attribute("train", "aria-pressed").as_deref() != Some("true") {
        page.click("train");
    }
    assert_goes_on(&page);
    page.assert_no_errors();
}

#[test]
fn a_second_tab_takes_nothing_from_the_first_which_nobody_sees_meanwhile() {
    let site = site();
    let page = training(&site, Browser::start(Options::default()));
    let steps = page.value("step-count");
    let first = page.browser().open_tab(&site.url(&format!("?{LONG_RUN}&{SMALL}")));
    page.wait_for_controls();
    page.wait_for_engine("cpu");
    page.click("train");
    assert_goes_on(&page);
    std::thread::sleep(seconds(20));
    page.browser().to_tab(first);
    assert!(page.value("step-count") >= steps, "it began again");
    assert_goes_on(&page);
}

#[test]
fn at_400_percent_it_can_be_read_and_trained() {
    let browser = Browser::start(Options::default());
    let zoomed = json!({ "width": 320, "height": 225, "deviceScaleFactor": 4, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &zoomed);
    let page = training(&site(), browser);
    const OVERHANG: &str = "return document.documentElement.scrollWidth - innerWidth";
    assert!(page.browser().script(OVERHANG, &[]).as_f64() <= Some(0.0));
    page.assert_no_errors();
}
