//! The page in another one: what is shown, what is locked, what it costs out of sight, and what it says to its host.

use crate::{SMALL, seconds, site};
use browser_tests::{Browser, Options, Page, Rule, Server, site_dir};
use serde_json::{Value, json};

fn count(page: &Page, css: &str) -> u64 {
    let script = format!("return document.querySelectorAll(`{css}`).length");
    page.browser().script(&script, &[]).as_u64().unwrap_or_default()
}

#[test]
fn an_embed_shows_the_stage_and_what_is_named() {
    let site = site();
    let page = Page::open(&site, &format!("embed&engine=cpu&{SMALL}"), Options::default());
    page.wait("the stage", seconds(60), |page| count(page, "canvas[data-testid=stage]") == 1);
    for css in ["header", "footer", ".panel", ".guide", ".plots", ".try", ".layers input", ".lead"] {
        assert_eq!(count(&page, css), 0, "{css}");
    }
    assert_eq!(count(&page, "h1"), 1, "its name is there for those who hear it");
    page.go(&site, &format!("embed&show=network,layers&lock=network&prose&title&engine=cpu&{SMALL}"));
    assert_eq!((count(&page, ".panel .control"), count(&page, ".plots")), (1, 0));
    assert!(count(&page, ".layers input") > 3 && count(&page, ".lead") == 1);
    assert!(page.attribute("set-network", "disabled").is_some(), "locked");
    page.go(&site, &format!("embed&hide=plots,seed&engine=cpu&{SMALL}"));
    assert_eq!((count(&page, ".plots"), count(&page, "#seed")), (0, 0));
    assert!(count(&page, ".panel .control") > 10 && count(&page, ".guide") == 1);
    page.assert_no_errors();
}

#[test]
fn a_locked_setting_stays_whatever_changes_it() {
    let query = format!("embed&hide=&lock=schedule,width&schedule=cosine&engine=cpu&{SMALL}");
    let page = Page::open(&site(), &query, Options::default());
    // A preset that sets the schedule.
    page.click("preset-rescaled");
    page.wait("the preset", seconds(10), |page| page.input("set-batch_size-number") == "256");
    assert_eq!(page.input("set-schedule"), "cosine");
    assert_eq!(page.exact("val-width"), "16");
}

#[test]
fn an_embed_fits_into_320_pixels() {
    for chapter in ["sample", "learn-an-energy", "denoise", "compare"] {
        let query = format!("embed&hide=&chapter={chapter}&engine=cpu&{SMALL}");
        let page = Page::open(&site(), &query, Options { window: (320, 700), ..Options::default() });
        let wide = page.browser().script(
            "return [...document.querySelectorAll('body *')]
                .filter(element => element.getBoundingClientRect().right > 321 && !element.closest('.scroll, .singles, [tabindex=\"0\"]'))
                .map(element => element.outerHTML.slice(0, 100))",
            &[],
        );
        let width = page.browser().script("return document.scrollingElement.scrollWidth", &[]);
        assert!(width.as_u64() <= Some(320), "{chapter} is {width} wide: {wide}");
    }
}

#[test]
fn colours_are_as_the_link_says() {
    let site = site();
    let page = Page::open(&site, "embed&theme=dark&engine=cpu", Options::default());
    let theme = |page: &Page| page.browser().script("return document.documentElement.dataset.theme", &[]);
    assert_eq!(theme(&page), "dark");
    page.go(&site, "embed&theme=light&engine=cpu");
    assert_eq!(theme(&page), "light");
}

/// A page of another origin that holds the embed, and keeps what it is told in `heard`.
fn host(site: &Server, query: &str, above: u32) -> (Server, Browser) {
    let page = format!(
        "<!doctype html><title>Lesson</title>
        <script>heard = []; addEventListener('message', event => heard.push(event.data))</script>
        <div style='height: {above}px'></div>
        <iframe src='{}' width='1000' height='700'></iframe>",
        site.url(&format!("?{query}"))
    );
    let school = Server::start(site_dir(), &[("lesson.html", Rule::Instead(page))]);
    let browser = Browser::start(Options::default());
    browser.open(&school.url("lesson.html"));
    (school, browser)
}

/// The newest message of a type for which `condition` holds.
fn wait_for(browser: &Browser, kind: &str, condition: &str) -> Value {
    let script = format!(
        "return heard.findLast(m => m.from === 'mcmc-to-diffusion' && m.type === '{kind}' && ({condition})) ?? null"
    );
    for _ in 0..1200 {
        let found = browser.script(&script, &[]);
        if !found.is_null() {
            return found;
        }
        std::thread::sleep(seconds(1) / 10);
    }
    panic!("no {kind} with {condition}; heard {}", browser.script("return heard.slice(-5)", &[]));
}

fn ask(browser: &Browser, message: Value) {
    browser.script(
        "frames[0].postMessage({ to: 'mcmc-to-diffusion', version: 1, ...arguments[0] }, '*')",
        &[message],
    );
}

#[test]
fn the_host_page_sets_trains_steps_seeks_and_is_told() {
    let site = site();
    let (_school, browser) = host(&site, &format!("embed&lock=seed&engine=cpu&{SMALL}"), 0);
    let ready = wait_for(&browser, "ready", "true");
    assert_eq!(ready["state"]["chapter"], "denoise");
    wait_for(&browser, "height", "m.height > 100");
    let told = "return heard.filter(m => typeof m === 'string').map(JSON.parse)
        .some(m => m.subject === 'lti.frameResize' && m.height > 100)";
    assert_eq!(browser.script(told, &[]), true, "as learning platforms read it");
    wait_for(&browser, "state", "m.engine === 'cpu'");
    ask(&browser, json!({ "type": "set", "id": "a", "settings": { "schedule": "linear", "data": true } }));
    let answer = wait_for(&browser, "state", "m.id === 'a'");
    assert_eq!(
        (&answer["settings"]["schedule"], &answer["settings"]["data"]),
        (&json!("linear"), &json!("1"))
    );
    ask(&browser, json!({ "type": "step", "id": "b" }));
    wait_for(&browser, "metrics", "m.step === 1 && m.values.last_loss > 0");
    ask(&browser, json!({ "type": "train" }));
    wait_for(&browser, "state", "m.phase === 'running'");
    wait_for(&browser, "metrics", "m.step > 5");
    ask(&browser, json!({ "type": "pause" }));
    wait_for(&browser, "state", "m.phase === 'paused'");
    ask(&browser, json!({ "type": "seek", "at": 0.5, "id": "c" }));
    assert_eq!(wait_for(&browser, "state", "m.id === 'c'")["at"], json!(0.5));
    ask(&browser, json!({ "type": "reset", "id": "d" }));
    ask(&browser, json!({ "type": "get", "id": "e" }));
    assert_eq!(wait_for(&browser, "state", "m.id === 'e'")["step"], json!(0));
    // What is refused, and changes nothing.
    for (id, message) in [
        ("f", json!({ "type": "explode" })),
        ("g", json!({ "type": "set", "settings": { "seed": 9 } })),
        ("h", json!({ "type": "set", "settings": { "width": {} } })),
        ("i", json!({ "type": "seek", "at": "half" })),
        ("j", json!({ "type": "set", "settings": { "no_such": "<img src=x>" } })),
    ] {
        let mut message = message;
        message["id"] = json!(id);
        ask(&browser, message);
        wait_for(&browser, "error", &format!("m.id === '{id}' && m.message.length > 5"));
    }
    ask(&browser, json!({ "type": "get", "id": "k" }));
    let state = wait_for(&browser, "state", "m.id === 'k'");
    assert!(state["settings"]["seed"].is_null() && state["settings"]["width"] == "16", "{state}");
}

#[test]
fn ten_thousand_messages_hold_no_frame_up_and_the_last_word_counts() {
    const WATCH: &str = "
        globalThis.longest = 0;
        let last = performance.now();
        const frame = now => { longest = Math.max(longest, now - last); last = now; requestAnimationFrame(frame); };
        requestAnimationFrame(frame);";
    const FLOOD: &str = "
        const send = message => frames[0].postMessage({ to: 'mcmc-to-diffusion', version: 1, ...message }, '*');
        send({ type: 'set', id: 'long', settings: { drawing: 'x'.repeat(2e7) } });
        send({ type: 'set', id: 'odd', settings: new Uint8Array(2e7) });
        for (let i = 0; i < 10000; i++) send(i % 2
            ? { type: 'set', settings: { width: 8 + i % 32, seed: i } }
            : { type: i % 4 ? 'train' : 'pause' });
        send({ type: 'get', id: 'end' });";
    let (_school, browser) = host(&site(), &format!("embed&engine=cpu&{SMALL}"), 0);
    wait_for(&browser, "state", "m.engine === 'cpu'");
    browser.enter_frame("iframe");
    browser.script(WATCH, &[]);
    browser.leave_frame();
    browser.script(FLOOD, &[]);
    for id in ["long", "odd"] {
        wait_for(&browser, "error", &format!("m.id === '{id}'"));
    }
    let end = wait_for(&browser, "state", "m.id === 'end'");
    assert_eq!(
        (&end["settings"]["seed"], &end["settings"]["width"]),
        (&json!("9999"), &json!("23")),
        "{end}"
    );
    browser.enter_frame("iframe");
    let longest = browser.script("return longest", &[]).as_f64().expect("milliseconds");
    println!("the longest frame: {longest:.0} ms");
    assert!(longest < 2000.0, "a frame of {longest} ms");
}

#[test]
fn a_page_that_is_not_the_host_is_neither_heard_nor_told() {
    let site = site();
    let (_school, browser) =
        host(&site, &format!("embed&show=engine&host=https://school.example&engine=cpu&{SMALL}"), 0);
    browser.enter_frame("iframe");
    let page = Page::in_browser(browser);
    page.wait("the engine", seconds(60), |page| {
        page.attribute("engine", "data-backend").as_deref() == Some("cpu")
    });
    page.browser().leave_frame();
    ask(page.browser(), json!({ "type": "step", "id": "a" }));
    std::thread::sleep(seconds(2));
    assert_eq!(page.browser().script("return heard.length", &[]), json!(0));
    page.browser().enter_frame("iframe");
    assert_eq!(page.value("step-count"), Some(0.0));
}

#[test]
fn an_embed_plays_when_it_is_seen_pauses_when_it_is_not_and_goes_on() {
    let site = site();
    let (_school, browser) =
        host(&site, &format!("embed&autoplay&engine=cpu&train_steps=100000&{SMALL}"), 3000);
    std::thread::sleep(seconds(2));
    assert_eq!(browser.script("return heard.length", &[]), json!(0), "nothing runs out of sight");
    let scroll = |to: &str| browser.script(&format!("scrollTo(0, {to})"), &[]);
    scroll("3000");
    wait_for(&browser, "metrics", "m.step > 20");
    scroll("0");
    wait_for(&browser, "state", "m.phase === 'paused'");
    let paused = wait_for(&browser, "metrics", "true")["step"].as_u64();
    // Long enough for its engine to be let go.
    std::thread::sleep(seconds(13));
    browser.script("heard.length = 0", &[]);
    scroll("3000");
    let again = wait_for(&browser, "metrics", "m.step > 0");
    assert!(again["step"].as_u64() >= paused, "it goes on from {paused:?}: {again}");
}
