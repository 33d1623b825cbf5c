//! A number of the diffusion chapter.

use super::model::Model;
use crate::ui::chapter::live::Live;
use crate::ui::controls::reading;
use leptos::prelude::*;

#[component]
pub fn Reading(id: &'static str, value: fn(&Model) -> Option<f64>, show: fn(f64) -> String) -> impl IntoView {
    let value = Live::<Model>::get().memo(value);
    view! { <reading::Reading id value show/> }
}
