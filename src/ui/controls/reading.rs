//! A number for people, and in full for whoever reads the page by program.

use crate::ui::readouts::Readouts;
use crate::ui::store::Store;
use leptos::prelude::*;

/// `–` while there is no number, or none that is finite.
#[component]
pub fn Reading(
    id: &'static str,
    value: fn(&Readouts) -> Option<f64>,
    show: fn(f64) -> String,
) -> impl IntoView {
    let readouts = Store::get().readouts;
    let value = Memo::new(move |_| readouts.with(value).filter(|value| value.is_finite()));
    view! {
        <span class="num" data-testid=id data-value=move || value.get().map(|value| value.to_string())>
            {move || value.get().map_or("–".into(), show)}
        </span>
    }
}
