//! The little the page asks of the browser around it: address, theme, motion, and words when all else fails.

use crate::settings::url::trouble::Trouble;
use crate::settings::{Settings, url};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MediaQueryList;

thread_local! {
    // Asked once: the answers stay up to date, and a list for every frame would be litter that the browser has to collect.
    static DARK: Option<MediaQueryList> = media("(prefers-color-scheme: dark)");
    static LESS_MOTION: Option<MediaQueryList> = media("(prefers-reduced-motion: reduce)");
}

fn media(query: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}

pub fn prefers_dark() -> bool {
    DARK.with(|list| list.as_ref().is_some_and(MediaQueryList::matches))
}

pub fn prefers_less_motion() -> bool {
    LESS_MOTION.with(|list| list.as_ref().is_some_and(MediaQueryList::matches))
}

/// Processor cores, as far as the browser tells: at least one.
pub fn cores() -> usize {
    web_sys::window().map_or(1, |window| window.navigator().hardware_concurrency().max(1.0) as usize)
}

/// The settings of the page's address, and what in it was not understood. A copy that has no address of its own has its
/// query on its first tag.
pub fn settings_from_address() -> (Settings, Vec<Trouble>) {
    let given = element("html").and_then(|root| root.get_attribute("data-query"));
    let search = given.or_else(|| web_sys::window()?.location().search().ok());
    url::from_query(&search.unwrap_or_default())
}

/// Puts the settings into the address, so that a reload or a copied link keeps them; `anew` as a further entry of the
/// history, to which the back button comes back.
pub fn write_address(settings: &Settings, anew: bool) {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (Ok(path), Ok(hash), Ok(history)) = (location.pathname(), location.hash(), window.history()) else {
        return;
    };
    let address = with_query(&path, &url::to_query(settings)) + &hash;
    // A sandboxed frame may refuse; the page works without.
    let _ = if anew {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// The page's own address with this query, or the one that its first tag says its links lead to.
pub fn link(query: &str) -> String {
    if let Some(home) = element("html").and_then(|root| root.get_attribute("data-home")) {
        return with_query(&home, query);
    }
    let location = web_sys::window().map(|window| window.location());
    let part = |of: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| of(location).ok()).unwrap_or_default()
    };
    part(web_sys::Location::origin) + &with_query(&part(web_sys::Location::pathname), query)
}

fn with_query(path: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{query}")
}

/// Puts `text` on the clipboard; tells whether that was allowed. Without a secure context there is no clipboard.
pub fn copy(text: String, told: impl FnOnce(bool) + 'static) {
    let navigator = web_sys::window().map(|window| window.navigator());
    let has = |navigator: &web_sys::Navigator| {
        js_sys::Reflect::get(navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object())
    };
    let Some(navigator) = navigator.filter(has) else { return told(false) };
    let written = navigator.clipboard().write_text(&text);
    wasm_bindgen_futures::spawn_local(async move {
        told(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
    });
}

/// Milliseconds on the clock that frames are timed by.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Does something after so many milliseconds, also in a page that is given no frames.
pub fn later(milliseconds: i32, what: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let what = Closure::once_into_js(what);
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(what.unchecked_ref(), milliseconds);
    }
}

/// Marks the document as light or dark for the style sheet.
pub fn show_theme(dark: bool) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
    }
}

/// Tells the browser, and those who read the page aloud, what it speaks.
pub fn show_language(code: &str) {
    if let Some(root) = element("html") {
        let _ = root.set_attribute("lang", code);
    }
}

/// What a selector names.
pub fn element(selector: &str) -> Option<web_sys::Element> {
    web_sys::window()?.document()?.query_selector(selector).ok().flatten()
}

/// Scrolls to the stage.
pub fn show_stage() {
    show(".theatre");
}

/// Scrolls to what a selector names; at once where motion is unwelcome.
pub fn show(selector: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let root = document.document_element().and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    let (Some(root), Ok(Some(element))) = (root, document.query_selector(selector)) else { return };
    // Smooth for this once: a rule in the style sheet would slow every jump of the keyboard as well.
    if !prefers_less_motion() {
        let _ = root.style().set_property("scroll-behavior", "smooth");
    }
    element.scroll_into_view();
    let _ = root.style().remove_property("scroll-behavior");
}

/// Words for a page that cannot go on; `index.html` has the place for them.
pub fn show_trouble(words: &str) {
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("trouble"));
    if let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) {
        place.set_hidden(false);
        place.set_text_content(Some(words));
    }
}

/// Makes a panic of the page visible in words, beside the console's details.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        show_trouble(&format!(
            "The page has stopped because of a mistake in it: {panic}. Reload it to start again."
        ));
    }));
}
