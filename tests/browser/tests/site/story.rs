//! The story as a first-time reader walks it: with the pointer and the keyboard, on a laptop and on a phone, in both languages.

use crate::accessible::violations;
use crate::{seconds, site};
use browser_tests::{HostPage, Key, Options, Page};
use serde_json::{Value, json};

const STEPS: u8 = 12;
/// The table, and the steps after it that a reader may leave out.
const TABLE: u8 = STEPS + 1;
const EXTRAS: [u8; 5] = [14, 15, 16, 17, 18];
/// Steps that ask for a number, and for one of three.
const NUMBERS: [u8; 10] = [2, 3, 6, 7, 10, 11, 14, 15, 16, 17];
const CHOICES: [(u8, &str); 3] = [(4, "guess-unknown"), (12, "guess-diffusion"), (18, "guess-none")];

/// Controls in sight: buttons, fields and menus that are on the screen and not folded away. The way back to what a step has
/// replaced comes and goes.
const IN_SIGHT: &str = "
    const is_seen = element => {
        const { width, height, top, bottom } = element.getBoundingClientRect();
        return width > 1 && height > 1 && top < innerHeight && bottom > 0 && element.checkVisibility({ visibilityProperty: true });
    };
    return [...document.querySelectorAll('button, select, input, textarea, summary')]
        .filter(element => is_seen(element) && !element.closest('.undo')).length";

/// Words in sight, options of a menu that is closed left out.
const WORDS: &str = "
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        if (parentElement.closest('script, style, option, .unseen') || !parentElement.checkVisibility({ visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const { width, top, bottom } = range.getBoundingClientRect();
        if (width > 1 && top < innerHeight && bottom > 0) count += textContent.split(/\\s+/).filter(word => word).length;
    }
    return count";

fn count(page: &Page, script: &str) -> u64 {
    page.browser().script(script, &[]).as_u64().expect("a number")
}

fn step_of(page: &Page) -> Option<u8> {
    page.attribute("strip", "data-step")?.parse().ok()
}

fn wait_for_step(page: &Page, step: u8) {
    page.wait(&format!("step {step}"), seconds(20), |page| step_of(page) == Some(step));
}

fn is_done(page: &Page) -> bool {
    page.attribute("strip", "data-done").as_deref() == Some("true")
}

/// Moves a slider from the keyboard.
fn slide(page: &Page, css: &str, keys: &[Key]) {
    page.browser().script(&format!("document.querySelector(`{css}`).focus()"), &[]);
    keys.iter().for_each(|key| page.browser().press(*key));
}

/// Does what a step asks for.
fn act(page: &Page, step: u8) {
    if NUMBERS.contains(&step) {
        slide(page, "[data-testid=guess]", &[Key::Left, Key::Left, Key::Right]);
        page.click("guess-it");
    } else if let Some((_, choice)) = CHOICES.iter().find(|(of, _)| *of == step) {
        page.click(choice);
    } else if step == 8 {
        // Whatever has been trained with less blur.
        page.wait("the first training to end", seconds(60), |page| page.value("step-count") == Some(400.0));
        slide(page, "#set-blur", &[Key::End]);
    } else if step == 9 {
        page.wait("the bridge", seconds(60), |page| !page.text("strip").contains('…'));
        slide(page, "[data-testid=scrub]", &[Key::Home]);
    } else {
        page.click("train");
    }
    page.wait(&format!("step {step} to be done"), seconds(240), is_done);
}

fn walk(look: Options, language: &str) {
    let site = site();
    let page = Page::open(&site, "", look);
    wait_for_step(&page, 1);
    if language != "en" {
        page.set("language", language);
        page.wait("the language", seconds(10), |page| page.text("story-next") == "Überspringen");
    }
    assert_eq!(page.browser().script("return document.documentElement.lang", &[]), language);
    assert!(count(&page, WORDS) <= 40, "{} words in sight on arrival", count(&page, WORDS));
    for step in 1..=STEPS {
        wait_for_step(&page, step);
        let controls = count(&page, IN_SIGHT);
        assert!(controls <= 6, "{controls} controls at step {step}");
        assert_eq!(violations(page.browser()), [""; 0], "step {step}, {look:?}");
        assert!(!is_done(&page), "step {step} before anything is done");
        act(&page, step);
        let said = page.text("story-done");
        assert!(said.len() > 40 && !said.contains(['…', '{']), "step {step} says {said}");
        assert!(count(&page, IN_SIGHT) <= 6, "controls at step {step}, done");
        page.click("story-next");
    }
    wait_for_step(&page, TABLE);
    assert_eq!(
        count(&page, "return document.querySelectorAll('[data-testid=story-table] tbody tr').length"),
        8
    );
    assert_eq!(violations(page.browser()), [""; 0], "the table, {look:?}");
    // Its link restores it.
    let table = page.text("story-table");
    page.wait("the address", seconds(10), |page| {
        page.browser().script("return location.search.includes('step=13')", &[]) == true
    });
    page.reload();
    page.wait("the table", seconds(60), |page| step_of(page) == Some(TABLE));
    assert_eq!(page.text("story-table"), table);
    page.click("story-close");
    page.wait("the whole page", seconds(20), |page| {
        page.browser().script(
            "return !document.querySelector('.telling') && !!document.querySelector('[data-testid=story]')",
            &[],
        ) == true
    });
    page.assert_no_errors();
}

#[test]
fn a_reader_walks_through_the_story_on_a_laptop() {
    walk(Options::default(), "en");
}

#[test]
fn a_reader_walks_through_the_story_on_a_phone_in_german() {
    walk(Options { window: (390, 844), ..Options::default() }, "de");
}

#[test]
fn each_step_can_be_embedded_alone() {
    let site = site();
    let page = Page::open(&site, "v=2", Options::default());
    for step in EXTRAS.into_iter().chain(1..=STEPS) {
        page.go(&site, &format!("embed&engine=cpu&step={step}"));
        wait_for_step(&page, step);
        let ways = "return document.querySelectorAll('.story-way button, .head').length";
        assert_eq!(count(&page, ways), 0, "step {step} is alone");
        assert_eq!(
            count(&page, "return document.querySelectorAll('.story .control').length"),
            u64::from(step == 8)
        );
        assert_eq!(violations(page.browser()), [""; 0], "step {step}");
    }
    act(&page, 12);
    page.go(&site, "embed&engine=cpu&show=story");
    wait_for_step(&page, 1);
    page.click("story-next");
    wait_for_step(&page, 2);
    page.assert_no_errors();
}

#[test]
fn who_likes_goes_on_after_the_table() {
    let page = Page::open(&site(), "step=13&answers=2:3:0:0", Options::default());
    wait_for_step(&page, TABLE);
    for step in EXTRAS {
        page.click("story-next");
        wait_for_step(&page, step);
        assert!(count(&page, IN_SIGHT) <= 6, "{} controls at step {step}", count(&page, IN_SIGHT));
        assert_eq!(violations(page.browser()), [""; 0], "step {step}");
        act(&page, step);
        let said = page.text("story-done");
        assert!(said.len() > 40 && !said.contains(['…', '{']), "step {step} says {said}");
    }
    assert_eq!((page.has("story-next"), page.has("story-back")), (false, true));
    page.assert_no_errors();
}

/// A busy browser: the trained model is there before the first frame of the chapter that it is for.
#[test]
fn a_model_that_is_there_before_the_next_frame_stands_in() {
    const NONE_FOR_SECONDS: &str = "
        const next = requestAnimationFrame.bind(window);
        window.requestAnimationFrame = callback => setTimeout(() => next(callback), 3000);
        setTimeout(() => window.requestAnimationFrame = next, 3000)";
    let page = Page::open(&site(), "step=13", Options::default());
    wait_for_step(&page, TABLE);
    page.browser().script(NONE_FOR_SECONDS, &[]);
    page.click("story-next");
    wait_for_step(&page, EXTRAS[0]);
    act(&page, EXTRAS[0]);
    page.assert_no_errors();
}

#[test]
fn a_host_page_is_told_of_steps_and_answers() {
    const LISTEN: &str = "globalThis.told = [];
        for (const type of ['step', 'answered']) embed.addEventListener(type, ({ detail }) => told.push({ type, ...detail }))";
    let element = "<mcmc-to-diffusion show='story' step='2' engine='cpu'></mcmc-to-diffusion>";
    let host = HostPage::with(&site(), element);
    host.ask(0, LISTEN, json!(null));
    host.wait_until_ready(0);
    host.browser().enter_frame("iframe");
    host.browser().script("document.querySelector('[data-testid=guess-it]').click()", &[]);
    host.browser().leave_frame();
    host.wait("the answer", seconds(60), 0, "return told.some(({ type }) => type === 'answered')");
    let told: Vec<Value> = host.browser().script("return told", &[]).as_array().cloned().expect("a list");
    let said = |kind: &str| told.iter().filter(|one| one["type"] == kind).collect::<Vec<_>>();
    assert_eq!(
        said("step").first().map(|one| (&one["step"], &one["done"])),
        Some((&json!(2), &json!(false)))
    );
    let answered = said("answered");
    assert_eq!((answered.len(), &answered[0]["claim"], &answered[0]["guess"]), (1, &json!("gap"), &json!(2)));
    assert!(answered[0]["measured"].is_number() && answered[0]["error"] == 0);
    host.assert_no_errors();
}

#[test]
fn motion_that_is_unwelcome_waits_and_old_links_tell_no_story() {
    let site = site();
    let page = Page::open(&site, "v=2&chapter=sample", Options::default());
    assert!(!page.has("strip"));
    page.click("story");
    wait_for_step(&page, 1);
    page.click("story-close");
    page.wait("the chains of the first page", seconds(30), |page| {
        page.value("step-count").is_some_and(|steps| steps > 3.0)
    });
    page.go(&site, "utm_source=mail");
    wait_for_step(&page, 1);
    page.go(&site, "step=13&answers=2:3:0:0,x");
    wait_for_step(&page, TABLE);
    assert!(page.text("story-table").contains('3') && page.text("notice").contains("answers"));
}
