//! For everyone: what axe finds, and what the keyboard alone reaches.

use crate::{SMALL, seconds, site};
use browser_tests::{Browser, HostPage, Key, Options, Page};
use serde_json::Value;
use std::collections::HashSet;

const AXE: &str = include_str!("../../vendor/axe/axe.min.js");

const CHAPTERS: [&str; 4] = ["sample", "learn-an-energy", "denoise", "compare"];
const LAPTOP: (u32, u32) = (1280, 900);
const PHONE: (u32, u32) = (390, 800);

/// Both sizes in both colours.
fn looks() -> impl Iterator<Item = Options> {
    [LAPTOP, PHONE]
        .into_iter()
        .flat_map(|window| [false, true].map(|dark| Options { window, dark, ..Options::default() }))
}

/// What axe has against the page, frames apart: each rule with the places that break it.
pub fn violations(browser: &Browser) -> Vec<String> {
    const RUN: &str = "
        const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const options = { iframes: false, runOnly: { type: 'tag', values }, resultTypes: ['violations'] };
        return axe.run(document, options).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`)))";
    browser.script(AXE, &[]);
    let found = browser.script(RUN, &[]);
    found.as_array().expect("a list").iter().map(ToString::to_string).collect()
}

/// With everything unfolded, and no longer loading.
fn show_all(page: &Page) {
    page.wait("the chapter to be there", seconds(60), |page| {
        let loading = "return document.querySelector('[data-testid=phase]')?.dataset.phase === 'loading'";
        page.browser().script(loading, &[]) == false
    });
    page.browser()
        .script("document.querySelectorAll('details').forEach(details => details.open = true)", &[]);
}

#[test]
fn axe_finds_nothing_in_any_chapter() {
    let site = site();
    for look in looks() {
        let page = Page::open(&site, "v=2", look);
        for chapter in CHAPTERS {
            page.go(&site, &format!("engine=cpu&{SMALL}&chapter={chapter}&data_set=drawn"));
            show_all(&page);
            assert_eq!(violations(page.browser()), [""; 0], "{chapter} before a run, {look:?}");
            page.browser().press(Key::Escape);
            page.click("train");
            // In the last chapter the button itself says what is going on.
            let phase = if chapter == "compare" { "train" } else { "phase" };
            page.wait("the run", seconds(60), |page| {
                page.attribute(phase, "data-phase").as_deref() != Some("idle")
            });
            assert_eq!(violations(page.browser()), [""; 0], "{chapter} with a run, {look:?}");
        }
    }
}

#[test]
fn axe_finds_nothing_in_an_embed() {
    const ALL: &str = "chapters,engine,samplers,layers,settings,guide,plots,scores,presets,save,link";
    let site = site();
    for look in looks() {
        let page = Page::open(&site, "v=2", look);
        for chapter in CHAPTERS {
            for shown in ["", &format!("&title&prose&show={ALL}"), "&show=seed,guide&lock=seed"] {
                page.go(&site, &format!("engine=cpu&{SMALL}&chapter={chapter}&embed{shown}"));
                show_all(&page);
                assert_eq!(violations(page.browser()), [""; 0], "{chapter}{shown}, {look:?}");
            }
        }
    }
}

#[test]
fn axe_finds_nothing_in_the_examples() {
    let site = site();
    for look in looks() {
        for file in ["examples/course.html", "examples/slides.html", "examples/slides.html#/2"] {
            let page = HostPage::open(&site, file, look);
            let there = "return document.readyState === 'complete' && (!window.Reveal || Reveal.isReady())";
            page.wait("the page", seconds(30), 0, there);
            // Slides fade in.
            std::thread::sleep(seconds(1));
            assert_eq!(violations(page.browser()), [""; 0], "{file}, {look:?}");
        }
    }
}

/// What has the focus: its name, whether its outline is seen, and whether something of it is in the window and not covered.
/// Nothing is in sight while it is where it was; null where nothing has it any more, or what stands before.
const FOCUSED: &str = "
    const { before, document: { activeElement: focused, body } } = window;
    if (focused === before) return {};
    if (!focused || focused === body) return null;
    if (before.isConnected && !(before.compareDocumentPosition(focused) & 4)) return null;
    const style = getComputedStyle(focused);
    const { left, top, right, bottom } = focused.getBoundingClientRect();
    const ours = element => element && (focused.contains(element) || element.contains(focused) && element !== document.body &&
        element !== document.documentElement || [...focused.labels ?? []].some(label => label.contains(element)));
    const part = (low, high, share) => low + (high - low) * share;
    const seen = [0.1, 0.3, 0.5, 0.7, 0.9].some(x => [0.1, 0.3, 0.5, 0.7, 0.9].some(y => {
        const [at, from] = [part(left, right, x), part(Math.max(top, 0), Math.min(bottom, innerHeight), y)];
        return ours(document.elementFromPoint(at, from));
    }));
    return {
        name: focused.dataset.testid ?? focused.dataset.term ?? focused.outerHTML.slice(0, 80),
        on_top: !!focused.closest('.sheet, .pop-body'),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        seen,
    }";

/// Names of what can be used now.
const USABLE: &str = "
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility())
        .map(element => element.dataset.testid ?? element.dataset.term ?? element.outerHTML.slice(0, 80))";

const UNFOLD_ONLY: &str = "document.activeElement.blur();
    document.querySelectorAll('details').forEach(details => details.open = details.matches(arguments[0]))";

#[test]
fn the_keyboard_alone_reaches_everything_in_the_order_of_the_page() {
    let site = site();
    for window in [LAPTOP, PHONE] {
        let page = Page::open(&site, "v=2", Options { window, ..Options::STILL });
        for chapter in CHAPTERS {
            page.go(&site, &format!("engine=cpu&{SMALL}&chapter={chapter}&data_set=drawn"));
            show_all(&page);
            let usable = page.browser().script(USABLE, &[]);
            let wanted: HashSet<&str> =
                usable.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
            let mut reached = HashSet::new();
            // What lies over the page covers it while it is open.
            for open in ["details:not(.drawer, .pop)", ".drawer, .drawer details", ".pop"] {
                let is_page = open.starts_with("details");
                page.browser().script(UNFOLD_ONLY, &[open.into()]);
                loop {
                    page.browser().script("window.before = document.activeElement", &[]);
                    page.browser().press(Key::Tab);
                    let look = || page.browser().script(FOCUSED, &[]);
                    let is_in_sight =
                        |focused: &Value| focused["seen"] == true || focused["on_top"] == is_page;
                    let mut focused = look();
                    // A page that is at work takes the key later, and while it is filled, what is below moves.
                    for _ in 0..20 {
                        if focused.is_null() || is_in_sight(&focused) {
                            break;
                        }
                        std::thread::sleep(std::time::Duration::from_millis(50));
                        focused = look();
                    }
                    // After the last one comes the browser's own frame, or the first again.
                    if focused.is_null() {
                        break;
                    }
                    let name = focused["name"].as_str().unwrap_or_default().to_owned();
                    assert_eq!(focused["outlined"], true, "{name} in {chapter} shows no focus");
                    assert!(
                        is_in_sight(&focused),
                        "{name} in {chapter} is out of sight or covered, {window:?}"
                    );
                    reached.insert(name);
                }
            }
            let missed: Vec<_> = wanted.iter().filter(|name| !reached.contains(**name)).collect();
            assert!(missed.is_empty(), "not reached in {chapter}: {missed:?}");
        }
    }
}

#[test]
fn data_are_drawn_without_a_pointer() {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}&data_set=drawn"), Options::default());
    show_all(&page);
    let before = page.attribute("draw-board", "aria-label");
    page.browser().script("document.querySelector('[data-testid=draw-heart]').focus()", &[]);
    page.browser().press(Key::Space);
    page.wait("the heart", seconds(10), |page| page.attribute("draw-board", "aria-label") != before);
}
