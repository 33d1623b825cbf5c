//! What a chapter's settings stand in: folded on a phone, with a way back to the defaults.

use super::data_set::take_default;
use super::{Restarts, wide};
use crate::settings::Settings;
use crate::ui::store::Store;
use leptos::prelude::*;

#[component]
pub fn SettingsPanel(
    /// Brings the chapter's own settings back to their defaults.
    reset: fn(&mut Settings),
    /// The controls.
    children: Children,
) -> impl IntoView {
    let store = Store::get();
    let defaults = move |_| {
        store.settings.update(|settings| {
            reset(settings);
            take_default(settings);
        });
    };
    view! {
        <details class="panel" open=wide()>
            <summary>"Settings"</summary>
            {children()}
            <p class="panel-foot">
                <span><Restarts/>" starts a new run; the others act at once."</span>
                <button type="button" class="quiet" data-testid="defaults" on:click=defaults>"Defaults"</button>
            </p>
        </details>
    }
}
