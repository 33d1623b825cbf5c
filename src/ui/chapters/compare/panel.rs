//! What is to be said of settings that are not here.

use leptos::prelude::*;

pub fn remarks(key: &str) -> Option<AnyView> {
    (key == "repeats").then(elsewhere)
}

fn elsewhere() -> AnyView {
    view! {
        <p class="hint">
            "Everything else is as set in the families' own chapters: step sizes and leapfrog steps in 1, objective and chains in \
             2, network, schedule and sampler steps in 3."
        </p>
    }
    .into_any()
}
