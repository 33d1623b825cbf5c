//! A number for people, and in full for whoever reads the page by program.

use crate::ui::words::language::number;
use leptos::prelude::*;

/// `–` while there is no number, or none that is finite.
#[component]
pub fn Reading(
    #[prop(into)] id: String,
    #[prop(into)] value: Signal<Option<f64>>,
    show: fn(f64) -> String,
) -> impl IntoView {
    let value = Memo::new(move |_| value.get().filter(|value| value.is_finite()));
    view! {
        <span class="num" data-testid=id data-value=move || value.get().map(|value| value.to_string())>
            {move || value.get().map_or("–".into(), |value| number(&show(value)))}
        </span>
    }
}
