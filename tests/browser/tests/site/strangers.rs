//! Two thousand links that nobody of this project wrote, one after the other, in the page.

use crate::{seconds, site};
use browser_tests::browser::RANDOM;
use browser_tests::{Options, Page};
use serde_json::json;

/// Keys of settings, as the guide lists them.
fn keys() -> Vec<&'static str> {
    let (_, table) =
        include_str!("../../../../docs/reference.md").split_once("## All settings").expect("a table");
    table.lines().filter_map(|row| row.strip_prefix("| `")?.split('`').next()).collect()
}

/// Goes to `count` links made of these keys, drawn by [`RANDOM`], as the back button does, a frame for each. Returns the
/// generator's state.
const VISIT: &str = "
    const values = ['0', '1', '-1', '7', '1e9', 'NaN', '', '<img src=x onerror=alert(1)>', '%00', '%E2%82', 'hmc', 'cosine',
        'residual-mlp', 'denoise', 'learn-an-energy', 'compare', 'drawn', 'ring', '\\u202e', 'a'.repeat(3000)];
    const pair = () => (below(10) ? one(keys) : 'x' + below(9)) + '=' + encodeURIComponent(one(values)).slice(below(9) ? 0 : 1);
    const visit = left => {
        const query = Array.from({ length: 1 + below(8) }, pair).join(one(['&', '&', '&&', ';']));
        history.pushState(null, '', '?engine=cpu&' + query);
        dispatchEvent(new PopStateEvent('popstate'));
        return left > 1 ? new Promise(requestAnimationFrame).then(() => visit(left - 1)) : state;
    };
    return visit(count)";

const FOREIGN: &str = "return [...document.querySelectorAll('img, iframe, object, [onerror], script')]
    .filter(element => !element.matches('head script, body > script')).map(element => element.outerHTML)";

#[test]
fn two_thousand_links_of_strangers_break_nothing() {
    let page = Page::open(&site(), "engine=cpu", Options { every_frame: true, ..Options::STILL });
    page.browser().script("window.before = [...document.scripts].length", &[]);
    let script = format!("let [keys, count, state] = arguments; {RANDOM} {VISIT}");
    let mut seed = json!(1);
    for _ in 0..40 {
        seed = page.browser().script(&script, &[json!(keys()), json!(50), seed.clone()]);
        assert!(seed.is_number(), "{seed}");
    }
    assert_eq!(page.browser().script(FOREIGN, &[]), json!([]), "nothing of a link is markup");
    assert_eq!(page.browser().script("return document.scripts.length === window.before", &[]), true);
    page.click("chapter-sample");
    page.set("set-target", "data");
    page.click("train");
    page.wait("chains that move", seconds(60), |page| page.value("n-transitions-0") > Some(3.0));
    page.assert_no_errors();
}
