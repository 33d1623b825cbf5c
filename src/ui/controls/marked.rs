//! Words of which some stand out.

use leptos::prelude::*;

/// `*Strong*` words and `_italic_` ones among others.
pub fn marked(words: &str) -> Vec<AnyView> {
    let plain_or_italic = |(at, part): (usize, &str)| {
        let part = part.to_owned();
        if at % 2 == 1 { view! { <i>{part}</i> }.into_any() } else { part.into_any() }
    };
    let parts = words.split('*').enumerate().map(|(at, part)| {
        if at % 2 == 1 {
            vec![view! { <b>{part.to_owned()}</b> }.into_any()]
        } else {
            part.split('_').enumerate().map(plain_or_italic).collect()
        }
    });
    parts.flatten().collect()
}
