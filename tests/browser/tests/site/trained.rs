//! The trained models that come with the page: one press, and the run stands where their training ended.

use crate::{draws_from_network, seconds, site, site_with};
use browser_tests::{Options, Page, Rule, site_dir};

/// Settings of no trained model.
const OTHER: &str = "width=16&depth=1&energy_width=16&energy_depth=1&energy_points=256&points=256";

fn open(query: &str) -> Page {
    Page::open(&site(), &format!("engine=cpu&{query}"), Options::default())
}

fn is_offered(page: &Page) -> bool {
    page.has("see-trained")
}

fn see(page: &Page) {
    page.wait("the offer", seconds(30), is_offered);
    page.click("see-trained");
}

/// What it is is said, before that message goes by itself.
fn hear(page: &Page) {
    page.wait("what it is", seconds(60), |page| page.text("notice").contains("4,000 training steps"));
}

/// The run stands at the end of its training, and goes on from there.
fn assert_trained(page: &Page) {
    page.wait("the steps of the file", seconds(60), |page| page.value("step-count") == Some(4000.0));
    // The page knows the step from the file, before an engine that is slow to load has taken it.
    page.wait("its end", seconds(60), |page| {
        page.attribute("phase", "data-phase").as_deref() == Some("paused")
    });
    page.wait("the offer to go", seconds(10), |page| !is_offered(page));
    page.click("step");
    page.wait("one more step", seconds(60), |page| page.value("step-count") == Some(4001.0));
    page.assert_no_errors();
}

#[test]
fn a_trained_energy_is_one_press_away_whatever_was_set() {
    let page = open(&format!("chapter=learn-an-energy&{OTHER}"));
    see(&page);
    hear(&page);
    page.wait("the learned energy", seconds(90), |page| {
        page.attribute("stage-shows-0", "data-value").as_deref() == Some("learned")
            && page.attribute("stage-shows-0", "data-step").as_deref() == Some("4000")
    });
    assert_eq!(page.value("val-energy_width"), Some(64.0));
    assert!(page.value("kl-0") < Some(0.1), "{}", page.state());
    assert_trained(&page);
}

#[test]
fn a_trained_denoiser_is_one_press_away_and_keeps_the_sampler() {
    let page = open("chapter=denoise&diffusion_sampler=ddim&sampler_steps=20");
    see(&page);
    hear(&page);
    page.wait("samples of the network", seconds(90), draws_from_network);
    assert_eq!([page.input("set-diffusion_sampler"), page.exact("val-sampler_steps")], ["ddim", "20"]);
    assert_trained(&page);
}

#[test]
fn a_comparison_that_it_ends_can_be_brought_back() {
    let page = open("chapter=denoise&diffusion_beside=fork&points=256");
    see(&page);
    page.wait("words", seconds(60), |page| page.text("notice").contains("comparison of two has ended"));
    assert_eq!(page.input("set-diffusion_beside"), "nothing");
    page.click("undo");
    page.wait("the comparison", seconds(60), |page| page.input("set-diffusion_beside") == "fork");
    page.wait("its new run", seconds(60), |page| page.value("step-count") == Some(0.0));
    page.assert_no_errors();
}

#[test]
fn where_it_cannot_be_had_it_is_said_and_training_is_as_it_was() {
    let site = site_with("trained/diffusion.safetensors", Rule::Missing);
    let page = Page::open(&site, &format!("engine=cpu&chapter=denoise&{OTHER}"), Options::default());
    see(&page);
    page.wait("words", seconds(30), |page| page.text("notice").contains("comes without it (404)"));
    assert!(is_offered(&page));
    assert_eq!((page.value("step-count"), page.value("val-width")), (Some(0.0), Some(16.0)));
    page.wait_for_engine("cpu");
    page.step();
}

#[test]
fn an_embed_keeps_what_it_has_locked() {
    let page = open("chapter=denoise&embed&lock=width&width=16");
    see(&page);
    page.wait("words", seconds(30), |page| page.text("notice").contains("locked"));
    assert_eq!(page.value("step-count"), Some(0.0));
}

#[test]
fn the_one_file_carries_them() {
    let page =
        std::fs::canonicalize(site_dir().join("offline.html")).expect("the site has a copy in one file");
    let browser = browser_tests::Browser::start(Options::default());
    browser.open(&format!("file://{}?engine=cpu&chapter=denoise", page.display()));
    let page = Page::in_browser(browser);
    see(&page);
    hear(&page);
    assert_trained(&page);
}
