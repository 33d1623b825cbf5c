//! What a link trains in a browser is what it trains natively, to the last bit of the saved weights.

use crate::{seconds, site};
use browser_tests::{Options, Page};
use serde_json::{Value, json};

/// FNV-1a over the numbers of the file that is saved next, after its header: in `window.hash`.
const CATCH: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => {
        blob.arrayBuffer().then(bytes => {
            const header = Number(new DataView(bytes).getBigUint64(0, true));
            const fold = (hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0;
            window.hash = new Uint8Array(bytes, 8 + header).reduce(fold, 0x811c9dc5);
        });
        return make.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => {};";

#[test]
fn weights_after_a_hundred_steps_are_those_of_a_native_run() {
    let cases: Value =
        serde_json::from_str(include_str!("../../../fixtures/trained_weights.json")).expect("cases");
    for case in cases.as_array().expect("a list") {
        let link = case["link"].as_str().expect("a link");
        let page = Page::open(&site(), &format!("{link}&engine=cpu"), Options::default());
        page.wait("the engine", seconds(90), |page| {
            page.attribute("engine", "data-backend").as_deref() == Some("cpu")
        });
        page.browser().script(CATCH, &[]);
        page.click("train");
        page.wait("the end of training", seconds(120), |page| page.value("step-count") == Some(100.0));
        page.click("save-weights");
        let hash = |page: &Page| page.browser().script("return window.hash ?? null", &[]);
        page.wait("the file", seconds(30), |page| !hash(page).is_null());
        assert_eq!(hash(&page), json!(case["hash"]), "{link}");
        page.assert_no_errors();
    }
}
