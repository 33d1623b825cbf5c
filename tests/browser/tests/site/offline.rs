//! The page as one file: from a disk, and in a frame that may run scripts but has no origin.

use crate::boot::{POLICY, trouble};
use crate::{SMALL, seconds, site};
use browser_tests::{Browser, Options, Page, Server, site_dir};

/// Three training steps on the CPU engine, with no error.
fn assert_trains(page: &Page) {
    page.wait_for_engine("cpu");
    for _ in 0..3 {
        page.step();
    }
    page.assert_no_errors();
}

#[test]
fn one_file_trains_from_a_disk() {
    // Alone in a folder with a name that an address has to escape.
    let folder = std::env::temp_dir().join(format!("a course, {}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the copy");
    let file = folder.join("offline.html");
    std::fs::copy(site_dir().join("offline.html"), &file).expect("the site has a copy in one file");
    let address = format!("file://{}?engine=gpu&seed=9&{SMALL}", file.display()).replace(' ', "%20");
    let browser = Browser::start(Options::WEBGPU);
    browser.open(&address);
    let page = Page::in_browser(browser);
    assert_trains(&page);
    assert_eq!(page.input("seed"), "9");
    assert!(page.text("engine-why").contains("only the CPU engine"), "{}", page.text("engine-why"));
    const ASKED: &str = "return performance.getEntriesByType('resource').map(entry => entry.name)
        .filter(name => !/^(blob|data):/.test(name))";
    assert_eq!(page.browser().script(ASKED, &[]), serde_json::json!([]));
    std::fs::remove_dir_all(&folder).expect("the copy can be removed");
}

#[test]
fn the_page_itself_turns_to_the_one_file_from_a_disk() {
    let browser = Browser::start(Options::default());
    let page = std::fs::canonicalize(site_dir().join("index.html")).expect("the site has a page");
    browser.open(&format!("file://{}?engine=cpu&{SMALL}", page.display()));
    assert_trains(&Page::in_browser(browser));
}

#[test]
fn a_sandboxed_frame_of_another_page_trains() {
    let site = site();
    let browser = Browser::start(Options::default());
    browser.open_in_sandbox(&site.url(&format!("?engine=cpu&seed=9&{SMALL}")));
    let page = Page::in_browser(browser);
    assert_trains(&page);
    assert_eq!(page.input("seed"), "9");
    let asked = site.requests();
    assert!(!asked.iter().any(|file| file.contains("engine") || file.contains(".wasm")), "{asked:?}");
}

#[test]
fn a_sandboxed_frame_of_a_site_whose_policy_blocks_the_one_file_says_so_and_links_to_the_page() {
    let site = Server::start_with_header(site_dir(), &[], POLICY);
    let browser = Browser::start(Options::default());
    browser.open_in_sandbox(&site.url("?embed&show=seed&engine=cpu&seed=9"));
    let words = trouble(&browser);
    assert!(words.contains("sandboxed frame") && words.contains("the whole page"), "{words}");
    let link = browser.script("return document.querySelector('#trouble a').href", &[]);
    assert!(link.as_str().is_some_and(|link| link.ends_with("?engine=cpu&seed=9")), "{link}");
    assert!(!site.requests().contains(&"offline.html".to_string()));
}

#[test]
fn a_browser_that_cannot_unpack_it_is_told_so() {
    let site = site();
    let browser = Browser::start(Options::default());
    browser.before_each_document("delete globalThis.DecompressionStream");
    browser.open(&site.url("offline.html"));
    let words = || browser.script("return document.getElementById('trouble').textContent", &[]).to_string();
    for _ in 0..100 {
        if words().contains("too old") {
            return;
        }
        std::thread::sleep(seconds(1) / 10);
    }
    panic!("the page says only {}", words());
}
