//! The page's controls and read-outs, each with a label, a test id and words that explain it.

pub mod choice;
pub mod number;
pub mod position;
pub mod reading;
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
