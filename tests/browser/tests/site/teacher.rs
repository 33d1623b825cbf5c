//! The teacher's panel: what is ticked is what students get.

use crate::{SMALL, seconds, site};
use browser_tests::{Options, Page};
use serde_json::json;

/// Once the header names the engine: until then its buttons move.
fn press_embed(page: &Page) {
    page.wait("the engine", seconds(60), |page| {
        page.attribute("engine", "data-backend").as_deref() == Some("cpu")
    });
    page.click("embed");
}

#[test]
fn the_snippet_holds_what_is_ticked_and_its_link_opens_that() {
    let site = site();
    let page = Page::open(&site, &format!("engine=cpu&seed=4&{SMALL}"), Options::default());
    press_embed(&page);
    page.click("embed-close");
    assert_eq!(page.attribute("embed", "aria-expanded").as_deref(), Some("false"));
    press_embed(&page);
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
fn a_frame_as_high_as_the_snippet_says_holds_train() {
    let site = site();
    let page = Page::open(&site, "engine=cpu", Options::default());
    let height = |page: &Page| -> f64 {
        let snippet = page.input("embed-snippet");
        let (_, rest) = snippet.split_once("height=\"").expect("a height");
        rest.split_once('"').and_then(|(number, _)| number.parse().ok()).expect("a number")
    };
    for chapter in ["sample", "learn-an-energy", "denoise", "compare"] {
        for parts in [&[][..], &["guide"], &["chapters", "engine", "samplers", "layers"]] {
            page.go(&site, &format!("v=2&engine=cpu&chapter={chapter}"));
            press_embed(&page);
            page.wait("the panel", seconds(20), |page| page.has("embed-part-guide"));
            for part in ["guide", "chapters", "engine", "samplers", "layers"] {
                let (id, wanted) = (format!("embed-part-{part}"), parts.contains(&part).to_string());
                if page.input(&id) != wanted {
                    page.click(&id);
                }
            }
            page.wait("the snippet", seconds(20), |page| {
                let snippet = page.input("embed-snippet");
                let shown = snippet
                    .split_once("show=")
                    .map_or("", |(_, shown)| shown.split('&').next().unwrap_or(""));
                shown.split(',').filter(|part| !part.is_empty()).count() == parts.len()
            });
            let height = height(&page);
            let link = page.attribute("embed-link", "href").expect("a link");
            for width in [360, 700, 1100] {
                let metrics =
                    json!({ "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
                page.browser().devtools("Emulation.setDeviceMetricsOverride", &metrics);
                page.go(&site, link.split_once('?').expect("a query").1);
                let bottom = |page: &Page| {
                    let script = "return document.querySelector('[data-testid=train]').getBoundingClientRect().bottom + scrollY";
                    page.browser().script(script, &[]).as_f64().expect("a number")
                };
                page.wait("Train", seconds(20), |page| page.attribute("train", "type").is_some());
                let bottom = bottom(&page);
                assert!(bottom <= height, "{chapter}, {parts:?}, {width} wide: {bottom} of {height}");
            }
            page.browser().devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
        }
    }
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
    // A poster that is drawn elsewhere leads to where the page says.
    page.browser().script("document.documentElement.dataset.home = 'https://school.example/m2d/'", &[]);
    press_embed(&page);
    let link = page.attribute("embed-link", "href").expect("a link");
    assert!(link.starts_with("https://school.example/m2d/?v=2&"), "{link}");
    page.click("embed-poster");
    page.wait("the poster", seconds(10), |page| {
        let kind = page.browser().script("return window.poster ?? null", &[]);
        kind[0] == "image/png" && kind[1].as_u64() > Some(10_000)
    });
}

/// Every setting that the panel offers has a control in the page, and one that is locked cannot be used.
#[test]
fn what_is_locked_cannot_be_changed_whatever_it_is() {
    const LISTED: &str = "return [...document.querySelectorAll('[data-testid^=embed-lock-]')].map(box => box.dataset.testid.slice(11))";
    // Its control, whatever that is: of a list of buttons or boxes each must be out of use.
    const FREE: &str = "const own = {
            sampler: '[data-testid^=sampler-]', rival: '[data-testid^=rival-]', race: '[data-testid=race]',
            seed: '[data-testid=seed]', score_form: '[data-testid=score-form]', drawing: '[data-testid=board-clear]',
            compare_sampler: '[data-testid=method-of-exact]', compare_walk: '[data-testid=method-of-energy]',
            compare_denoiser: '[data-testid=method-of-diffusion]', compare_start: '[data-testid^=start-]',
            curves: '[data-testid^=tick-]',
        };
        const free = key => {
            const places = own[key] ?? `[data-testid=\"set-${key}\"], [data-testid=\"layer-${key.replaceAll('_', '-')}\"]`;
            const found = [...document.querySelectorAll(places)];
            return found.length === 0 || found.some(control => !control.matches(':disabled'));
        };
        return arguments[0].filter(free)";
    let site = site();
    let page = Page::open(&site, &format!("engine=cpu&{SMALL}"), Options::default());
    for chapter in
        ["sample&race=1&tune=1", "learn-an-energy&beside=rival", "denoise&conditional=1", "compare"]
    {
        page.go(&site, &format!("v=1&chapter={chapter}"));
        press_embed(&page);
        page.wait("the list", seconds(20), |page| {
            page.browser().script(LISTED, &[]).as_array().is_some_and(|keys| keys.len() > 5)
        });
        let keys = page.browser().script(LISTED, &[]);
        let list = keys.as_array().expect("keys").iter().filter_map(|key| key.as_str());
        let list = list.collect::<Vec<_>>().join(",");
        assert!(list.contains("seed"), "{list}");
        page.go(
            &site,
            &format!("v=1&chapter={chapter}&embed&show=settings,layers,samplers,plots,{list}&lock={list}"),
        );
        page.wait("the controls", seconds(20), |page| page.attribute("train", "data-testid").is_some());
        let free = page.browser().script(FREE, std::slice::from_ref(&keys));
        assert_eq!(free.as_array().map(Vec::len), Some(0), "{chapter}: {free} are free, or not there");
    }
}

#[test]
fn a_poster_is_drawn_without_a_window_after_what_its_link_starts() {
    let link = format!(
        "https://example.org/mcmc/?v=2&chapter=denoise&embed&show=schedule&autoplay&train_steps=200&{SMALL}"
    );
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("poster.png");
    let mut poster = std::process::Command::new(env!("CARGO_BIN_EXE_poster"));
    let output =
        poster.arg(browser_tests::site_dir()).arg(&link).arg(&file).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let picture = std::fs::read(&file).expect("the poster");
    let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("four bytes"));
    // A PNG begins with its kind, and then its width and height.
    assert_eq!(&picture[1..4], b"PNG");
    assert!(side(16) >= 1000 && side(20) >= 1000 && picture.len() > 50_000, "{} by {}", side(16), side(20));
}
