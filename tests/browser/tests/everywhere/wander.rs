//! Somebody presses, moves and chooses whatever is there, faster than anybody can: the page goes on, and says no error.

use crate::{LONG, SMALL, open};
use browser_tests::Page;
use browser_tests::browser::RANDOM;
use serde_json::json;
use std::time::{Duration, Instant};

/// Does `count` things to controls that can be seen, drawn by [`RANDOM`], one in every frame; then `window.wandered` is the
/// generator's state. Nothing that leaves the page, opens a file or keeps one.
const WANDER: &str = "
    const fire = (element, ...kinds) => kinds.forEach(kind => element.dispatchEvent(new Event(kind, { bubbles: true })));
    const put = (element, value) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value').set.call(element, value);
        fire(element, 'input', 'change');
    };
    const seen = element => element.getClientRects().length && !element.disabled
        && !/^(save|load)-/.test(element.dataset.testid ?? '') && element.type !== 'file';
    const junk = ['', '-1', '1e99', 'NaN', '0', '7', '<b>'];
    const act = element => {
        if (element.matches('select')) put(element, one([...element.options]).value);
        else if (element.matches('[type=range]')) put(element, String(Number(element.min) + below(1001) / 1000 * (element.max - element.min)));
        else if (element.matches('canvas')) {
            const { left, top, width, height } = element.getBoundingClientRect();
            const at = () => ({ clientX: left + below(width), clientY: top + below(height), bubbles: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1 });
            for (const kind of ['pointerdown', 'pointermove', 'pointermove', 'pointerup']) element.dispatchEvent(new PointerEvent(kind, at()));
        }
        else if (element.matches('input:not([type=checkbox])')) put(element, one(junk));
        else element.click();
    };
    const turn = left => {
        const controls = [...document.querySelectorAll('button, input, select, summary, canvas')].filter(seen);
        act(one(controls));
        return left ? new Promise(requestAnimationFrame).then(() => turn(left - 1)) : state;
    };
    window.wandered = null;
    turn(count).then(state => window.wandered = state, why => window.wandered = String(why))";

/// For so long; `WANDER_SECONDS` for another time.
fn time() -> Duration {
    let seconds = std::env::var("WANDER_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(30))
}

fn is_alive(page: &Page) {
    // In the story there are no tabs.
    page.browser().script("document.querySelector('[data-testid=story-close]')?.click()", &[]);
    for chapter in ["sample", "learn-an-energy", "denoise", "compare"] {
        page.click(&format!("chapter-{chapter}"));
        page.wait(&format!("{chapter} to open"), LONG, |page| {
            page.attribute(&format!("chapter-{chapter}"), "aria-current").as_deref() == Some("page")
        });
    }
    page.assert_no_errors();
}

#[test]
fn whatever_is_pressed_the_page_goes_on() {
    let page = open(SMALL);
    page.browser().script("window.open = () => null", &[]);
    let script = format!("let [count, state] = arguments; {RANDOM} {WANDER}");
    let begin = Instant::now();
    let mut seed = json!(1);
    while begin.elapsed() < time() {
        page.browser().script(&script, &[json!(40), seed.clone()]);
        let wandered = |page: &Page| page.browser().script("return window.wandered", &[]);
        page.wait("forty things done", LONG, |page| !wandered(page).is_null());
        seed = wandered(&page);
        assert!(seed.is_number(), "{seed}");
    }
    is_alive(&page);
}
