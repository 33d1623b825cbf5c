//! The page: mounts [`mcmc_to_diffusion::ui::app::App`], nothing else.

use mcmc_to_diffusion::ui::{app::App, browser};
use wasm_bindgen::JsCast;

fn main() {
    browser::report_panics();
    let document = web_sys::window().and_then(|window| window.document()).expect("a page has a document");
    let place = document.get_element_by_id("app").expect("index.html has an element #app");
    // The words that stood there while the page loaded.
    place.set_text_content(None);
    leptos::mount::mount_to(place.unchecked_into(), App).forget();
    let root = document.document_element().expect("a document has a root");
    let _ = root.set_attribute("data-started", "");
}
