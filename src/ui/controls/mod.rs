//! The page's controls and read-outs, each with a label, a test id and words that explain it.

pub mod choice;
pub mod data_set;
pub mod number;
pub mod position;
pub mod reading;
pub mod run_buttons;
pub mod score_choice;
pub mod seed;
pub mod switch;

use leptos::prelude::*;

/// The mark of a control whose change starts a new run.
#[component]
pub fn Restarts() -> impl IntoView {
    view! {
        <span class="restarts" title="A change starts a new run.">
            <span aria-hidden="true">"↻"</span>
            <span class="unseen">" (a change starts a new run)"</span>
        </span>
    }
}

/// Whether settings are open beside the stage, or folded as on a phone.
pub fn wide() -> bool {
    let width =
        web_sys::window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64());
    width.is_none_or(|width| width >= 900.0)
}
