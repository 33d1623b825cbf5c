//! What a chapter's settings stand in: folded on a phone, with a way back to the defaults.

use super::framed::embed;
use super::setting::{Remarks, control};
use super::{Restarts, standing, wide};
use crate::settings::embed::SETTINGS;
use crate::settings::setting::Place;
use crate::settings::{Settings, all};
use crate::ui::store::Store;
use leptos::prelude::*;

#[component]
pub fn SettingsPanel(
    /// What stands under single controls.
    remarks: Remarks,
) -> impl IntoView {
    let store = Store::get();
    let defaults = move |_| store.settings.update(|settings| settings.take_own(Settings::default()));
    // An embed that names single settings shows these alone, unfolded.
    let (there, whole, locks) = embed(|embed| {
        (
            embed.shows_any(SETTINGS, all().map(|setting| setting.key)),
            embed.shows_part(SETTINGS),
            !embed.locked.is_empty(),
        )
    });
    if !there {
        return ().into_any();
    }
    view! {
        <details class="panel" class:chosen=!whole open=!whole || wide()>
            <summary>"Settings"</summary>
            {controls(Place::First, remarks)}
            {controls(Place::Walkers, remarks).map(|controls| view! { <More open=true title="Walkers">{controls}</More> })}
            {controls(Place::More, remarks).map(|controls| view! { <More>{controls}</More> })}
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

/// The controls of the chapter shown that stand in a place, if there are any.
fn controls(place: Place, remarks: Remarks) -> Option<AnyView> {
    // What is sampled comes before what the data are, and the seed is last.
    let rank = |key: &str| match key {
        "target" => 0,
        "seed" => 2,
        _ => 1,
    };
    let here = standing(place, rank);
    let controls: Vec<_> = here.into_iter().map(|setting| control(setting, remarks)).collect();
    (!controls.is_empty()).then(|| view! { <div class="controls">{controls}</div> }.into_any())
}

/// Settings that are folded away, unless an embed has named which it shows.
#[component]
fn More(
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
