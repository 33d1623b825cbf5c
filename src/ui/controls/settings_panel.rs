//! What a chapter's settings stand in: folded on a phone, with a way back to the defaults.

use super::data_set::take_default;
use super::framed::embed;
use super::{Restarts, wide};
use crate::settings::embed::SETTINGS;
use crate::settings::{Settings, url};
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
    // An embed that names single settings shows these alone, unfolded.
    let (there, whole, locks) = embed(|embed| {
        (embed.shows_any(SETTINGS, url::keys()), embed.shows_part(SETTINGS), !embed.locked.is_empty())
    });
    if !there {
        return ().into_any();
    }
    view! {
        <details class="panel" class:chosen=!whole open=!whole || wide()>
            <summary>"Settings"</summary>
            {children()}
            <p class="panel-foot">
                <span><Restarts/>" starts a new run; the others act at once."</span>
                {(whole && !locks).then(|| view! {
                    <button type="button" class="quiet" data-testid="defaults" on:click=defaults>"Defaults"</button>
                })}
            </p>
        </details>
    }
    .into_any()
}

/// Settings that are folded away, unless an embed has named which it shows.
#[component]
pub fn More(
    #[prop(optional)] open: bool,
    #[prop(default = "More")] title: &'static str,
    children: Children,
) -> impl IntoView {
    let open = open || !embed(|embed| embed.shows_part(SETTINGS));
    view! {
        <details class="more" open=open>
            <summary>{title}</summary>
            {children()}
        </details>
    }
}
