//! What a reader does first.

use crate::{LONG, SMALL, browser, is, open, site};
use browser_tests::{HostPage, Key, Page, site_dir};
use serde_json::{Value, json};

fn wait_until_it_moves(page: &Page) {
    let before = page.pixels("stage");
    page.wait("the stage to move", LONG, |page| page.pixels("stage") != before);
}

fn wait_for_steps(page: &Page, count: f64) {
    page.wait(&format!("{count} training steps"), LONG, |page| page.value("step-count") >= Some(count));
}

#[test]
fn chains_move_by_themselves_and_change_their_sampler_under_way() {
    let page = open("v=2");
    page.wait("transitions", LONG, |page| page.value("n-transitions-0") > Some(3.0));
    wait_until_it_moves(&page);
    page.click("sampler-hmc");
    page.wait("HMC, which evaluates more than once", LONG, |page| {
        is(page, "sampler-hmc", "aria-pressed", "true")
            && page.value("evaluations-0") > Some(10.0 * page.value("n-transitions-0").unwrap_or(f64::MAX))
    });
    page.click("sampler-mala");
    page.wait("MALA", LONG, |page| is(page, "sampler-mala", "aria-pressed", "true"));
    page.assert_no_errors();
}

#[test]
fn the_bare_address_tells_the_story() {
    let page = open("");
    let wait_until = |what: &str, name: &'static str, value: &'static str| {
        page.wait(what, LONG, |page| is(page, "strip", name, value));
    };
    wait_until("the first step", "data-step", "1");
    page.click("train");
    wait_until("the first deed", "data-done", "true");
    page.click("story-next");
    wait_until("the second step", "data-step", "2");
    page.click("guess-it");
    wait_until("what was measured", "data-done", "true");
    assert!(page.text("story-done").contains("of 8 crossed"));
    page.click("story-close");
    page.wait("the whole page", LONG, |page| !page.has("strip"));
    page.assert_no_errors();
}

#[test]
fn an_energy_is_learned() {
    let page = open("chapter=learn-an-energy&engine=cpu&energy_steps=1000");
    page.wait("walkers", LONG, |page| page.value("steps-walked-0") > Some(3.0));
    page.click("train");
    page.wait("a first divergence from the data", LONG, |page| page.value("kl-0").is_some());
    let first = page.value("kl-0").expect("a number");
    wait_for_steps(&page, 1000.0);
    page.wait("half of it", LONG, |page| page.value("kl-0") < Some(first / 2.0));
    wait_until_it_moves(&page);
    page.assert_no_errors();
}

#[test]
fn a_denoiser_is_learned_and_its_timeline_scrubbed() {
    let page = open(&format!("chapter=denoise&{SMALL}&train_steps=600"));
    page.wait_for_engine("cpu");
    page.step();
    let first = page.value("loss").expect("a loss");
    page.click("train");
    wait_for_steps(&page, 600.0);
    page.wait("a smaller loss", LONG, |page| page.value("loss") < Some(first));
    page.set("scrub", "0");
    page.wait("noise", LONG, |page| page.value("t-value") == Some(20.0));
    let noise = page.pixels("stage");
    page.set("scrub", &page.attribute("scrub", "max").expect("the slider has an end"));
    page.wait("data", LONG, |page| page.value("t-value") == Some(0.0) && page.pixels("stage") != noise);
    page.assert_no_errors();
}

#[test]
fn three_methods_are_compared() {
    let page = open(&format!(
        "chapter=compare&{SMALL}&compare_steps=100&compare_walkers=60&budget=40&repeats=2&energy_depth=1"
    ));
    page.wait("the columns", LONG, |page| {
        (0..3).all(|column| page.attribute(&format!("column-{column}"), "data-evaluations").is_some())
    });
    page.click("train");
    page.wait("all scores", 2 * LONG, |page| {
        ["exact", "energy", "diffusion"]
            .iter()
            .all(|family| page.value(&format!("score-mmd2-{family}")).is_some())
    });
    page.assert_no_errors();
}

/// What is saved goes into the field for files instead of to a disk.
const CATCH: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { window.saved = blob; return make.call(URL, blob) };
    HTMLAnchorElement.prototype.click = () => {};";

const LOAD: &str = "
    const files = new DataTransfer();
    files.items.add(new File([window.saved], 'weights.safetensors'));
    const field = document.querySelector('[data-testid=load-weights]');
    field.files = files.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));";

#[test]
fn weights_are_saved_and_loaded() {
    let page = open(&format!("chapter=denoise&{SMALL}"));
    page.wait_for_engine("cpu");
    for _ in 0..3 {
        page.step();
    }
    page.browser().script(CATCH, &[]);
    page.click("save-weights");
    page.wait("the file", LONG, |page| page.browser().script("return !!window.saved", &[]) == true);
    page.click("reset");
    page.wait("a new run", LONG, |page| page.value("step-count") == Some(0.0));
    page.browser().script(LOAD, &[]);
    wait_for_steps(&page, 3.0);
    page.assert_no_errors();
}

#[test]
fn a_frame_of_another_origin_that_may_only_run_scripts_trains() {
    let browser = browser();
    browser.open_in_sandbox(&site().url(&format!("?chapter=denoise&embed=1&{SMALL}")));
    let page = Page::in_browser(browser);
    page.click("train");
    page.wait("training", LONG, |page| is(page, "train", "aria-pressed", "true"));
    wait_until_it_moves(&page);
    page.assert_no_errors();
}

#[test]
fn the_course_page_trains_its_embed() {
    let page = HostPage::in_browser(browser(), &site(), "examples/course.html");
    page.wait_until_ready(2);
    page.ask(2, "document.getElementById('train').click()", json!(null));
    page.wait("steps", LONG, 2, "return embed.metrics?.step > 0");
    page.assert_no_errors();
}

#[test]
fn one_file_trains_from_a_disk() {
    let file =
        std::fs::canonicalize(site_dir().join("offline.html")).expect("the site has a copy in one file");
    let browser = browser();
    browser.open(&format!("file://{}?chapter=denoise&{SMALL}", file.display()));
    let page = Page::in_browser(browser);
    page.wait_for_engine("cpu");
    for _ in 0..3 {
        page.step();
    }
}

const FOCUSED: &str =
    "return document.activeElement?.dataset?.testid ?? document.activeElement?.tagName ?? ''";

#[test]
fn the_keyboard_trains_and_reaches_the_buttons() {
    let page = open(&format!("chapter=denoise&{SMALL}&train_steps=100000"));
    page.wait_for_engine("cpu");
    page.browser().press(Key::Space);
    wait_for_steps(&page, 3.0);
    page.browser().press(Key::Space);
    page.wait("the pause", LONG, |page| is(page, "phase", "data-phase", "paused"));
    let mut reached = Vec::new();
    for _ in 0..60 {
        page.browser().press(Key::Tab);
        let focused: Value = page.browser().script(FOCUSED, &[]);
        reached.push(focused);
        if reached.last() == Some(&json!("reset")) {
            break;
        }
    }
    for id in ["chapter-compare", "train", "step", "reset"] {
        assert!(reached.contains(&json!(id)), "{id} is not among {reached:?}");
    }
    page.assert_no_errors();
}
