//! What a reader sees and touches: layers, keyboard, a phone, dark colours, links, chapters.

use crate::{SMALL, draws_from_network, seconds, site};
use browser_tests::{Key, Options, Page};
use serde_json::json;

fn open(query: &str, options: Options) -> Page {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}{query}"), options);
    page.wait_for_engine("cpu");
    page
}

/// Stops the animation in the middle of its way.
fn stand_still(page: &Page) {
    page.set("scrub", "2");
    page.wait("the stage to stand still", seconds(20), |page| {
        let before = page.pixels("stage");
        std::thread::sleep(std::time::Duration::from_millis(300));
        page.pixels("stage") == before
    });
}

#[test]
fn every_layer_can_be_switched() {
    // The exact laws arrive one after the other: their contours would change the stage by themselves.
    let page = open("&contours=0", Options::default());
    stand_still(&page);
    for layer in
        ["layer-density", "layer-data", "layer-samples", "layer-trails", "layer-ghosts", "layer-noise-arrows"]
    {
        let before = page.pixels("stage");
        page.click(layer);
        page.wait(&format!("{layer} to change the stage"), seconds(10), |page| {
            page.pixels("stage") != before
        });
        page.click(layer);
        page.wait(&format!("{layer} to change it back"), seconds(10), |page| page.pixels("stage") == before);
    }
    page.step();
    page.wait("samples of the network", seconds(60), draws_from_network);
    stand_still(&page);
    let mut seen = vec![page.pixels("stage")];
    for form in ["arrows", "heatmap"] {
        for layer in ["learned", "exact", "difference"] {
            page.set("layer-score", layer);
            page.wait("the form to be on offer", seconds(10), |page| {
                page.attribute("score-form", "disabled").is_none()
            });
            page.set("score-form", form);
            page.wait(&format!("{layer} as {form}"), seconds(20), |page| {
                !seen.contains(&page.pixels("stage"))
            });
            seen.push(page.pixels("stage"));
        }
    }
    page.set("layer-score", "off");
    let before = page.pixels("stage");
    page.click("layer-contours");
    page.wait("contours of the exact law", seconds(30), |page| page.pixels("stage") != before);
    page.assert_no_errors();
}

#[test]
fn the_keyboard_trains_and_steps_through_time() {
    let page = open("&contours=0", Options::default());
    let press = |key| page.browser().press(key);
    press(Key::Space);
    page.wait("training", seconds(20), |page| page.value("step-count") > Some(0.0));
    press(Key::Space);
    page.wait("the pause", seconds(20), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    stand_still(&page);
    let before = page.value("t-value");
    press(Key::Right);
    page.wait("less noise", seconds(5), |page| page.value("t-value") < before);
    press(Key::Left);
    page.wait("the noise from before", seconds(5), |page| page.value("t-value") == before);
    page.assert_no_errors();
}

#[test]
fn every_control_can_be_reached_and_has_a_name() {
    let page = open("", Options::default());
    let nameless = page.browser().script(
        "return [...document.querySelectorAll('button, input, select')]
            .filter(control => control.tabIndex < 0 && control.type !== 'file' || !(control.labels?.length || control.ariaLabel ||
                control.getAttribute('aria-labelledby') || control.textContent.trim()))
            .map(control => control.outerHTML)",
        &[],
    );
    assert_eq!(nameless, json!([]));
}

#[test]
fn a_phone_never_scrolls_sideways() {
    let page = open("", Options { window: (360, 740), ..Options::default() });
    // A page that is too wide widens a phone's view with it, so the screen's own width is the measure.
    let wide = page.browser().script(
        "const limit = screen.width;
        if (document.scrollingElement.scrollWidth <= limit) return [];
        return [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > limit)
            .map(element => element.outerHTML.slice(0, 100))",
        &[],
    );
    assert_eq!(wide, json!([]), "these reach beyond the screen");
    let widths = page.browser().script("return [document.scrollingElement.scrollWidth, screen.width]", &[]);
    assert_eq!(widths[1], 360);
    assert!(widths[0].as_u64() <= Some(360), "the page is {} pixels wide", widths[0]);
    let stage = page.browser().script(
        "const { left, right, width, height } =
            document.querySelector('[data-testid=stage]').getBoundingClientRect();
        return [left >= 0 && right <= screen.width, Math.abs(width / height - 4 / 3) < 0.02]",
        &[],
    );
    assert_eq!(stage, json!([true, true]), "the stage keeps its shape within the screen");
    page.assert_no_errors();
}

#[test]
fn the_stage_is_sharp_on_a_dense_display() {
    let page = open("", Options::default());
    let metrics = json!({ "width": 1280, "height": 900, "deviceScaleFactor": 2, "mobile": false });
    page.browser().devtools("Emulation.setDeviceMetricsOverride", &metrics);
    let ratio = "const stage = document.querySelector('[data-testid=stage]');
        return Math.abs(stage.width / stage.getBoundingClientRect().width - devicePixelRatio) < 0.02";
    page.wait("two pixels for one", seconds(10), |page| page.browser().script(ratio, &[]) == true);
}

#[test]
fn dark_and_light_follow_the_system_and_the_button() {
    let dark = open("", Options { dark: true, ..Options::default() });
    assert!(brightness(&dark) < 0.3);
    dark.click("theme");
    dark.wait("light colours", seconds(5), |page| brightness(page) > 0.7);
    drop(dark);
    assert!(brightness(&open("", Options::default())) > 0.7);
}

/// Of the page's background, 0 to 1.
fn brightness(page: &Page) -> f64 {
    const MEAN: &str = "
        for (let element of [document.body, document.documentElement]) {
            const [red, green, blue, alpha] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
            if (alpha !== 0) return (red + green + blue) / 3 / 255;
        }
        return matchMedia('(prefers-color-scheme: dark)').matches ? 0 : 1";
    page.browser().script(MEAN, &[]).as_f64().expect("a number")
}

#[test]
fn junk_in_a_link_is_reported_and_the_rest_kept() {
    let page = open("&learning_rate=banana&seed=-5&nonsense=1&network=residual-mlp", Options::default());
    let notice = page.text("notice");
    for word in ["learning_rate", "seed", "nonsense"] {
        assert!(notice.contains(word), "{word} is not in “{notice}”");
    }
    // The nearest seed to −5.
    assert_eq!([page.input("seed"), page.input("set-network")], ["0", "residual-mlp"]);
    page.step();
    page.assert_no_errors();
}
