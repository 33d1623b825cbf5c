//! Links: the address follows the page, the back button goes back, junk does no harm.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;

fn search(page: &Page) -> String {
    page.browser().script("return location.search", &[]).as_str().unwrap_or_default().to_string()
}

fn wait_for_address(page: &Page, part: &str) {
    page.wait(&format!("{part} in the address"), seconds(10), |page| search(page).contains(part));
}

#[test]
fn the_back_button_goes_back_through_settings_and_chapters() {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}"), Options::default());
    page.set("set-schedule", "linear");
    wait_for_address(&page, "schedule=linear");
    page.click("chapter-sample");
    wait_for_address(&page, "chapter=sample");
    page.browser().script("history.back()", &[]);
    page.wait("chapter 3", seconds(10), |page| {
        page.attribute("chapter-denoise", "aria-current").is_some() && page.input("set-schedule") == "linear"
    });
    page.browser().script("history.back()", &[]);
    page.wait("the schedule from before", seconds(10), |page| page.input("set-schedule") == "cosine");
    page.browser().script("history.forward()", &[]);
    page.wait("the schedule again", seconds(10), |page| page.input("set-schedule") == "linear");
    page.assert_no_errors();
}

#[test]
fn the_bare_address_opens_chapter_1_which_leads_on_and_links_of_version_1_open_what_they_did() {
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    let shows = |chapter: &'static str| move |page: &Page| page.attribute(chapter, "aria-current").is_some();
    page.wait("chapter 1", seconds(30), shows("chapter-sample"));
    assert_eq!(page.input("set-sigma"), "0.05");
    // The page is as long as it will be once the chains have been measured.
    page.wait("some draws", seconds(60), |page| page.value("step-count") > Some(10.0));
    page.click("next-chapter");
    page.wait("chapter 2", seconds(10), shows("chapter-learn-an-energy"));
    wait_for_address(&page, "v=2&chapter=learn-an-energy");
    page.go(&site, "v=1");
    page.wait("chapter 3", seconds(30), shows("chapter-denoise"));
    page.go(&site, "v=1&chapter=sample");
    page.wait("chapter 1 again", seconds(30), shows("chapter-sample"));
    assert_eq!(page.input("set-sigma"), "0.1");
    page.assert_no_errors();
}

#[test]
fn the_place_on_the_timeline_and_its_pace_are_in_the_link() {
    let site = site();
    let page = Page::open(&site, &format!("engine=cpu&{SMALL}&speed=2"), Options::default());
    page.wait_for_engine("cpu");
    assert_eq!(page.input("set-speed"), "2");
    page.set("scrub", "1");
    wait_for_address(&page, "t=0.25");
    let (t, query) = (page.value("t-value"), search(&page));
    page.go(&site, query.trim_start_matches('?'));
    page.wait_for_engine("cpu");
    page.wait("the same noise level", seconds(10), |page| page.value("t-value") == t);
    assert_eq!(page.attribute("play", "aria-pressed").as_deref(), Some("false"));
}

#[test]
fn what_a_link_says_wrongly_is_told_in_one_line_and_taken_as_near_as_can_be() {
    let query = "engine=cpu&width=9999&network=%3Cimg%20src=x%20onerror=alert(1)%3E&nonsense=1";
    let page = Page::open(&site(), query, Options::default());
    assert_eq!(page.exact("val-width"), "256");
    let words = page.text("notice");
    for part in ["width = 9999 was taken as 256", "is not a value of network", "“nonsense” is not known"]
    {
        assert!(words.contains(part), "{words}");
    }
    let images = page.browser().script("return document.images.length", &[]);
    assert_eq!(images, json!(0), "nothing of a link is markup");
}

#[test]
fn share_gives_the_link_to_this_very_experiment() {
    let page = Page::open(&site(), &format!("engine=cpu&seed=5&{SMALL}"), Options::default());
    page.browser().script(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }",
        &[],
    );
    page.click("share");
    page.wait("the link to be copied", seconds(5), |page| page.text("notice").contains("copied"));
    let copied = page.browser().script("return window.copied", &[]);
    assert!(
        copied.as_str().is_some_and(|link| link.contains("seed=5") && link.starts_with("http")),
        "{copied}"
    );
    // A message that is still there when its chapter is left.
    page.click("chapter-sample");
    std::thread::sleep(seconds(12));
    page.assert_no_errors();
}
