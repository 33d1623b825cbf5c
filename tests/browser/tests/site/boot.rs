//! How the page starts: when, with which words where it cannot, and under a strict content security policy.

use crate::{SMALL, seconds, site, site_with};
use browser_tests::{Browser, Options, Page, Rule, Server, site_dir};
use std::time::Instant;

/// What a careful host allows: nothing inline but styles, nothing from elsewhere.
pub const POLICY: &str = "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' blob:";

/// The page's program as the site names it: its script or its wasm.
fn program(end: &str) -> String {
    let html = std::fs::read_to_string(site_dir().join("index.html")).expect("the site has a page");
    let (_, rest) = html.split_once(&format!("data-{end}=\"./")).expect("the page names its program");
    rest.split('"').next().unwrap_or_default().to_string()
}

/// The words for trouble, once there are some.
pub fn trouble(browser: &Browser) -> String {
    let start = Instant::now();
    loop {
        let words = browser.script(
            "const p = document.getElementById('trouble'); return p.hidden ? '' : p.textContent",
            &[],
        );
        match words.as_str() {
            Some(words) if !words.is_empty() => return words.to_string(),
            _ => assert!(start.elapsed() < seconds(30), "the page says nothing"),
        }
        std::thread::sleep(seconds(1) / 10);
    }
}

fn heading(browser: &Browser) -> String {
    let text = browser.script("return document.querySelector('h1').textContent", &[]);
    text.as_str().unwrap_or_default().to_string()
}

#[test]
fn a_program_that_cannot_be_loaded_ends_in_words() {
    for end in ["page", "wasm"] {
        let site = site_with(&program(end), Rule::Missing);
        let browser = Browser::start(Options::default());
        browser.open(&site.url(""));
        assert!(trouble(&browser).contains("could not be started"), "{end}: {}", trouble(&browser));
        assert_eq!(heading(&browser), "From MCMC to diffusion");
    }
}

#[test]
fn over_a_slow_line_the_reader_is_asked_to_wait_and_the_page_starts() {
    let site = Server::start(
        site_dir(),
        &[
            // Twenty seconds are two in this script.
            (
                "boot.js",
                Rule::Prelude(
                    "{ const later = setTimeout; setTimeout = (what, ms) => later(what, ms / 10) }".into(),
                ),
            ),
            (&program("wasm"), Rule::Delay(seconds(6))),
            ("engine_cpu_bg.wasm", Rule::Delay(seconds(20))),
        ],
    );
    let browser = Browser::start(Options::default());
    browser.open(&site.url("?engine=cpu"));
    assert!(trouble(&browser).contains("Please wait"));
    let page = Page::in_browser(browser);
    page.wait("words on the engine", seconds(30), |page| page.text("notice").contains("still on its way"));
    // Words that go after seven seconds.
    page.wait("the end of these words", seconds(30), |page| page.text("notice").contains("has come"));
    page.wait_for_engine("cpu");
    page.assert_no_errors();
}

/// What of the document's words a reader sees.
fn seen(browser: &Browser) -> Vec<String> {
    const SEEN: &str =
        "return [...document.querySelectorAll('#boot p:not(.lead)')].filter(words => words.checkVisibility({
        visibilityProperty: true })).map(words => words.textContent)";
    let words = browser.script(SEEN, &[]);
    words.as_array().into_iter().flatten().filter_map(|words| words.as_str().map(String::from)).collect()
}

#[test]
fn a_script_that_does_not_come_ends_in_one_sentence() {
    let site = site_with("boot.js", Rule::Missing);
    let browser = Browser::start(Options::default());
    browser.open(&site.url(""));
    assert!(matches!(&seen(&browser)[..], [loading] if loading.contains("loading")), "{:?}", seen(&browser));
    std::thread::sleep(seconds(10));
    assert!(matches!(&seen(&browser)[..], [words] if words.contains("cannot start")), "{:?}", seen(&browser));
}

#[test]
fn without_scripts_the_page_says_what_it_needs_and_nothing_else() {
    let site = site();
    let browser = Browser::start(Options::default());
    let disable = |value: bool| {
        browser.devtools("Emulation.setScriptExecutionDisabled", &serde_json::json!({ "value": value }))
    };
    disable(true);
    browser.open(&site.url(""));
    // The test itself looks by a script; the page has been read without.
    disable(false);
    assert!(
        matches!(&seen(&browser)[..], [words] if words.contains("needs JavaScript")),
        "{:?}",
        seen(&browser)
    );
}

#[test]
fn a_browser_without_what_the_page_needs_is_told_so() {
    let site = site();
    let browser = Browser::start(Options::default());
    browser.before_each_document("delete globalThis.WebAssembly");
    browser.open(&site.url(""));
    assert!(trouble(&browser).contains("no WebAssembly"), "{}", trouble(&browser));
    assert!(!site.requests().contains(&program("wasm")));
}

#[test]
fn a_frame_far_down_a_page_loads_nothing_until_it_is_scrolled_to() {
    let site = site();
    let lesson = format!(
        "<!doctype html><title>Lesson</title><p>Read this first.</p><div style='height: 20000px'></div>\
        <iframe src='{}' width='600' height='500'></iframe>",
        site.url(&format!("?embed&engine=cpu&{SMALL}"))
    );
    // Another port is another origin.
    let school = Server::start(site_dir(), &[("lesson.html", Rule::Instead(lesson))]);
    let browser = Browser::start(Options::default());
    browser.open(&school.url("lesson.html"));
    // Longer than a page that does not wait takes to ask for its program.
    std::thread::sleep(seconds(3));
    let asked = site.requests();
    assert!(asked.contains(&"boot.js".to_string()), "{asked:?}");
    let heavy = |file: &String| *file != "boot.js" && (file.contains(".js") || file.contains(".wasm"));
    assert!(!asked.iter().any(heavy), "{asked:?}");
    browser.enter_frame("iframe");
    assert_eq!(heading(&browser), "From MCMC to diffusion");
    browser.leave_frame();
    browser.script("scrollTo(0, document.body.scrollHeight)", &[]);
    browser.enter_frame("iframe");
    let start = Instant::now();
    while browser.script("return document.documentElement.hasAttribute('data-started')", &[]) != true {
        assert!(start.elapsed() < seconds(60), "the frame does not start: {:?}", site.requests());
        std::thread::sleep(seconds(1) / 10);
    }
}

#[test]
fn a_strict_policy_is_kept_and_nothing_is_stored_or_asked_of_others() {
    const LISTEN: &str = "globalThis.violations = [];
        addEventListener('securitypolicyviolation', event =>
            violations.push(event.violatedDirective + ' ' + event.blockedURI));";
    const LEFT_BEHIND: &str = "return (async () => [
        violations, document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        performance.getEntriesByType('resource').map(entry => entry.name)
            .filter(name => !name.startsWith(location.origin) && !/^(blob|data):/.test(name)),
    ])()";
    let site = Server::start_with_header(site_dir(), &[], POLICY);
    for engine in ["cpu", "gpu"] {
        let browser = Browser::start(Options { webgpu: engine == "gpu", ..Options::default() });
        browser.before_each_document(LISTEN);
        browser.open(&site.url(&format!("?engine={engine}&{SMALL}")));
        let page = Page::in_browser(browser);
        page.wait_for_engine(engine);
        for _ in 0..3 {
            page.step();
        }
        let left = page.browser().script(LEFT_BEHIND, &[]);
        assert_eq!(left, serde_json::json!([[], "", 0, 0, 0, []]));
        page.assert_no_errors();
    }
}
