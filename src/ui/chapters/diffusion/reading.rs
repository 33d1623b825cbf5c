//! A number of the diffusion chapter.

use super::readouts::Readouts;
use crate::ui::chapter::readings::Readings;
use crate::ui::controls::reading;
use leptos::prelude::*;

#[component]
pub fn Reading(
    id: &'static str,
    value: fn(&Readouts) -> Option<f64>,
    show: fn(f64) -> String,
) -> impl IntoView {
    let readouts = Readings::get().now;
    let value = Signal::derive(move || readouts.with(value));
    view! { <reading::Reading id value show/> }
}
