//! The teacher's panel: what is ticked is what students get.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};

#[test]
fn the_snippet_holds_what_is_ticked_and_its_link_opens_that() {
    let site = site();
    let page = Page::open(&site, &format!("engine=cpu&seed=4&{SMALL}"), Options::default());
    page.click("embed");
    page.click("embed-part-guide");
    page.click("embed-part-layers");
    page.click("embed-show-schedule");
    page.click("embed-lock-schedule");
    page.click("embed-autoplay");
    // The page is the start state: what is set here is set there.
    page.set("set-schedule", "linear");
    page.wait("the snippet", seconds(5), |page| page.input("embed-snippet").contains("schedule=linear"));
    for target in ["html", "element", "myst", "quarto", "reveal", "lms"] {
        page.set("embed-target", target);
        page.wait(target, seconds(5), |page| {
            let snippet = page.input("embed-snippet").replace("&amp;", "&");
            ["seed=4", "show=schedule", "lock=schedule", "autoplay=1"]
                .iter()
                .all(|part| snippet.contains(part))
        });
    }
    page.set("embed-host", "not an origin");
    page.wait("the reason", seconds(5), |page| {
        page.attribute("embed-host", "aria-invalid").as_deref() == Some("true")
    });
    let link = page.attribute("embed-link", "href").expect("a link");
    let query = link.split_once('?').expect("a query").1;
    page.go(&site, query);
    page.wait("training by itself", seconds(60), |page| page.value("step-count") > Some(0.0));
    assert_eq!(page.input("set-schedule"), "linear");
    assert!(page.attribute("set-schedule", "disabled").is_some());
    let others = page.browser().script("return document.querySelectorAll('.panel .control').length", &[]);
    assert_eq!(others, 1);
    page.assert_no_errors();
}

#[test]
fn a_poster_is_a_picture_of_the_stage_with_its_link() {
    let page = Page::open(&site(), &format!("engine=cpu&{SMALL}"), Options::default());
    page.wait_for_engine("cpu");
    page.browser().script(
        "const create = URL.createObjectURL;
        URL.createObjectURL = blob => { blob.arrayBuffer().then(data => window.poster = [blob.type, data.byteLength]);
            return create.call(URL, blob); }",
        &[],
    );
    page.click("embed");
    page.click("embed-poster");
    page.wait("the poster", seconds(10), |page| {
        let kind = page.browser().script("return window.poster ?? null", &[]);
        kind[0] == "image/png" && kind[1].as_u64() > Some(10_000)
    });
}
