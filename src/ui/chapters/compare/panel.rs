//! What is to be said of settings that are not here.

use crate::ui::words::language::say;
use leptos::prelude::*;

pub fn remarks(key: &str) -> Option<AnyView> {
    (key == "repeats").then(elsewhere)
}

fn elsewhere() -> AnyView {
    view! {
        <p class="hint">
            {say("compare.elsewhere")}
        </p>
    }
    .into_any()
}
