//! The pages of `docs/examples`, which the site carries along, and the links of the guide.

use crate::{seconds, site};
use browser_tests::{HostPage, Key, Options, Page};
use serde_json::json;

/// What the guide and the MyST page write for the site.
const SITE: &str = "https://example.org/mcmc/?";

#[test]
fn the_three_embeds_of_the_course_page_are_ready() {
    let site = site();
    let page = HostPage::open(&site, "examples/course.html", Options::default());
    page.wait_until_ready(0);
    assert_eq!(
        page.ask(2, "return embed.state ?? null", json!(null)),
        json!(null),
        "loaded before it is near"
    );
    for (index, chapter) in ["sample", "learn-an-energy", "denoise"].iter().enumerate() {
        page.wait_until_ready(index);
        assert_eq!(page.ask(index, "return embed.state.chapter", json!(null)), *chapter);
    }
    page.assert_no_errors();
}

#[test]
fn buttons_of_the_course_page_speak_to_its_embed() {
    let page = HostPage::open(&site(), "examples/course.html", Options::default());
    page.wait_until_ready(2);
    let steps = "return Number(document.getElementById('steps').value) > 0 && embed.metrics?.step > 0";
    page.ask(2, "document.getElementById('train').click()", json!(null));
    page.wait("steps that the page tells", seconds(60), 2, steps);
    page.ask(2, "document.getElementById('pause').click()", json!(null));
    page.wait("the pause", seconds(20), 2, "return embed.state.phase === 'paused'");
    assert_eq!(page.ask(2, "return embed.state.settings.schedule", json!(null)), "linear");
    let choose = "
        const schedule = document.getElementById('schedule');
        schedule.value = 'cosine';
        schedule.dispatchEvent(new Event('change'))";
    page.ask(2, choose, json!(null));
    // The default: a link, and a state, hold what differs from it.
    page.wait("the other schedule", seconds(20), 2, "return !('schedule' in embed.state.settings)");
    page.assert_no_errors();
}

#[test]
fn an_embed_on_a_slide_loads_when_its_slide_is_shown_and_rests_when_it_is_left() {
    let site = site();
    let page = HostPage::open(&site, "examples/slides.html", Options::default());
    let loaded = || site.requests().iter().any(|file| file.ends_with(".wasm"));
    let next = || page.browser().press(Key::Right);
    page.wait("the deck", seconds(20), 0, "return Reveal.isReady()");
    std::thread::sleep(seconds(2));
    assert!(!loaded(), "a program was fetched for a slide that is not shown: {:?}", site.requests());
    next();
    std::thread::sleep(seconds(2));
    assert!(!loaded(), "a program was fetched one slide too early: {:?}", site.requests());
    next();
    page.wait("training that starts by itself", seconds(90), 0, "return embed.metrics?.step > 0");
    next();
    std::thread::sleep(seconds(2));
    let step = || page.ask(0, "return embed.metrics.step", json!(null));
    let left = step();
    std::thread::sleep(seconds(2));
    assert_eq!(step(), left, "trains although its slide is not shown");
    page.assert_no_errors();
}

/// Queries of the links to the site in a text.
fn links(text: &str) -> Vec<&str> {
    let ends = ['"', '`', ')', ' ', '\n'];
    text.split(SITE).skip(1).filter_map(|rest| rest.split(ends).next()).collect()
}

#[test]
fn every_link_of_the_guide_and_the_lesson_is_understood() {
    let guide = links(include_str!("../../../../docs/embedding.md"));
    let lesson = links(include_str!("../../../../docs/examples/lesson.md"));
    assert!(guide.len() >= 6 && lesson.len() == 2, "{guide:?} {lesson:?}");
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    for query in guide.into_iter().chain(lesson) {
        page.go(&site, query);
        // What a link says that the page does not know.
        let notice = "return document.querySelector('[data-testid=notice]')?.textContent.trim() ?? ''";
        let words = page.browser().script(notice, &[]).to_string();
        assert!(!words.contains("not understood"), "{query}: {words}");
    }
    page.assert_no_errors();
}
