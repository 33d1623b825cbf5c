//! What is to be said of settings that are not here.

use leptos::prelude::*;

pub fn remarks(key: &str) -> Option<AnyView> {
    (key == "repeats").then(elsewhere)
}

fn elsewhere() -> AnyView {
    view! {
        <p class="hint">
            "Everything else is set in the other chapters: step sizes and leapfrog steps in chapter 1, objective \
             and chains in chapter 2, network, schedule and sampler steps in chapter 3."
        </p>
    }
    .into_any()
}
