//! The page's controls and read-outs, each with a label, a test id and words that explain it.

pub mod data_set;
pub mod drop_down;
pub mod framed;
pub mod layer_choice;
pub mod layers;
pub mod marked;
pub mod number_field;
pub mod position;
pub mod reading;
pub mod score_choice;
pub mod seed;
pub mod setting;
pub mod settings_panel;
pub mod slider;
pub mod speed;
pub mod terms;
pub mod tick;

use super::store::Store;
use super::words::language::say;
use crate::settings::all;
use crate::settings::setting::{Place, Setting};
use leptos::prelude::*;

/// The settings of the chapter shown that stand in a place, by the rank of their keys.
fn standing(place: Place, rank: fn(&str) -> u8) -> Vec<&'static Setting> {
    let chapter = Store::get().settings.with_untracked(|settings| settings.chapter);
    let mut here: Vec<_> = all().filter(|setting| setting.place == place && setting.is_in(chapter)).collect();
    here.sort_by_key(|setting| rank(setting.key));
    here
}

/// Calls `release` when the pointer is let go wherever it is, also off the control it was pressed on; as long as the component
/// is there.
pub fn on_let_go(release: impl Fn() + Copy + 'static) {
    let on_up = window_event_listener(leptos::ev::pointerup, move |_| release());
    let on_cancel = window_event_listener(leptos::ev::pointercancel, move |_| release());
    on_cleanup(move || {
        on_up.remove();
        on_cancel.remove();
    });
}

/// Calls `close` when Escape is pressed, as long as the component is there.
pub fn on_escape(close: impl Fn() + 'static) {
    let on_key = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            close();
        }
    });
    on_cleanup(move || on_key.remove());
}

/// The mark of a control whose change starts a new run.
#[component]
pub fn Restarts() -> impl IntoView {
    view! {
        <span class="restarts" title=say("restarts")>
            <span aria-hidden="true">"↻"</span>
            <span class="unseen">{say("restarts.aside")}</span>
        </span>
    }
}
