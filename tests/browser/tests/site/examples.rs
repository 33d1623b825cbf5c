//! The pages of `docs/examples`, which the site carries along, and the links of the guide.

use crate::{seconds, site};
use browser_tests::{Browser, HostPage, Key, Options, Page, Rule, Server, site_dir};
use serde_json::json;
use std::time::{Duration, Instant};

/// What the guides write for the site.
const SITE: &str = "https://example.org/mcmc/";

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

#[test]
fn the_guides_are_pages_of_the_site_and_their_links_open_it() {
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    page.click("embed");
    let lessons = page.attribute("embed-lessons", "href").expect("a link");
    page.browser().open(&site.url(&lessons));
    const LINKS: &str = "return [document.querySelector('h1').textContent,
        [...document.links].filter(link => link.search.startsWith('?step=')).map(link => link.href)]";
    let told = page.browser().script(LINKS, &[]);
    assert!(told[0].as_str().is_some_and(|title| title.contains("lessons")), "{told}");
    let first = told[1][0].as_str().expect("a link to the story");
    assert!(first.starts_with(&site.url("?step=")), "{first}");
    page.browser().open(first);
    page.wait_for_controls();
    for guide in ["homework.html", "embedding.html", "reference.html"] {
        page.browser().open(&site.url(guide));
        let parts = "return [document.querySelectorAll('h2').length > 2, document.querySelectorAll('table').length > 0]";
        assert_eq!(page.browser().script(parts, &[]), json!([true, true]), "{guide}");
    }
    page.assert_no_errors();
}

/// The lines for pages of HTML that the guide says to copy, with the address of this site in them.
fn lines(site: &Server) -> Vec<String> {
    let guide = include_str!("../../../../docs/embedding.md");
    let blocks = guide.split("```html\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| block.replace(SITE, &site.url(""))).collect()
}

#[test]
fn every_line_of_the_guide_opens_a_page_that_is_ready() {
    // Notes which frames have said that they are ready; and what reveal.js does with a slide that is shown.
    const AROUND: &str = "<script>
        const ready = [];
        addEventListener('message', ({ source, data }) => data?.type === 'ready' && ready.push(source));
        addEventListener('load', () => document.querySelectorAll('[data-src]').forEach(frame => frame.src = frame.dataset.src));
        </script>";
    let site = Server::start_with_header(site_dir(), &[], "Access-Control-Allow-Origin: *");
    let lines = lines(&site);
    assert!(lines.len() >= 5, "{lines:?}");
    let browser = Browser::start(Options::default());
    for line in lines {
        let lesson = format!("<!doctype html><title>Lesson</title>{AROUND}{line}");
        let school = Server::start(site_dir(), &[("lesson.html", Rule::Instead(lesson))]);
        browser.open(&school.url("lesson.html"));
        let all = "const frames = [...document.querySelectorAll('iframe')].map(frame => frame.contentWindow);
            return frames.length > 0 && frames.every(frame => ready.includes(frame))";
        let start = Instant::now();
        while browser.script(all, &[]) != true {
            assert!(start.elapsed() < seconds(60), "no page is ready in\n{line}");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(browser.errors(), [""; 0], "{line}");
    }
}

/// Queries of the links to the site in a text.
fn links(text: &str) -> Vec<&str> {
    let ends = ['"', '`', ')', ' ', '\n'];
    text.split(&format!("{SITE}?")).skip(1).filter_map(|rest| rest.split(ends).next()).collect()
}

#[test]
fn every_link_of_the_guides_is_understood() {
    let guides = [
        (include_str!("../../../../docs/embedding.md"), 4),
        (include_str!("../../../../docs/reference.md"), 1),
        (include_str!("../../../../docs/teaching.md"), 19),
        (include_str!("../../../../docs/examples/lesson.md"), 2),
    ];
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    for (guide, least) in guides {
        let links = links(guide);
        assert!(links.len() >= least, "{} links: {links:?}", links.len());
        for query in links {
            page.go(&site, query);
            // What a link says that the page does not know.
            let notice = "return document.querySelector('[data-testid=notice]')?.textContent.trim() ?? ''";
            let words = page.browser().script(notice, &[]).to_string();
            assert!(!words.contains("not understood"), "{query}: {words}");
        }
    }
    page.assert_no_errors();
}
