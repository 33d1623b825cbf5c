//! A chapter's settings: the few that carry its lesson beside the stage, all others in a drawer, with a way back to the
//! defaults.

use super::framed::embed;
use super::setting::{Remarks, control};
use super::{Restarts, standing};
use crate::settings::embed::SETTINGS;
use crate::settings::setting::{Place, Setting};
use crate::settings::{Chapter, Settings, all};
use crate::ui::store::Store;
use crate::ui::words::language::say;
use leptos::html::Details;
use leptos::prelude::*;

#[component]
pub fn SettingsPanel(
    /// What stands under single controls.
    remarks: Remarks,
) -> impl IntoView {
    // An embed that names single settings shows these alone, unfolded.
    let (there, whole) = embed(|embed| {
        (embed.shows_any(SETTINGS, all().map(|setting| setting.key)), embed.shows_part(SETTINGS))
    });
    there.then(|| {
        view! {
            <section class="panel" class:chosen=!whole aria-label=say("settings")>
                {controls(Place::Rail, remarks)}
                <Drawer remarks/>
            </section>
        }
    })
}

/// All that is not beside the stage, in groups. It lies over the page's edge, and the stage stays in sight.
#[component]
fn Drawer(remarks: Remarks) -> impl IntoView {
    let store = Store::get();
    let chapter = store.settings.with_untracked(|settings| settings.chapter);
    let defaults = move |_| store.settings.update(|settings| settings.take_own(Settings::default()));
    let (embeds, free) = embed(|embed| (embed.on, embed.shows_part(SETTINGS) && embed.locked.is_empty()));
    let drawer = NodeRef::<Details>::new();
    let close = move |_| {
        if let Some(drawer) = drawer.get_untracked() {
            drawer.set_open(false);
        }
    };
    let run = if chapter == Chapter::Sample { "settings.chains" } else { "settings.model" };
    let groups = [
        (Place::Data, "settings.data"),
        (Place::Run, run),
        (Place::Walkers, "settings.walkers"),
        (Place::More, "settings.more"),
    ];
    let group = |(place, title)| {
        controls(place, remarks)
            .map(|controls| view! { <div class="group"><h3>{say(title)}</h3>{controls}</div> })
    };
    view! {
        <details class="drawer" node_ref=drawer open=embeds data-testid="drawer">
            <summary>{say("settings.all")}</summary>
            <div class="sheet">
                <div class="sheet-head">
                    <h2>{say("settings.all")}</h2>
                    <button type="button" class="quiet" aria-label=say("settings.close") on:click=close>"✕"</button>
                </div>
                {groups.into_iter().filter_map(group).collect_view()}
                <Museum remarks/>
                <p class="panel-foot">
                    <span><Restarts/>" "{say("settings.foot")}</span>
                    {free.then(|| view! {
                        <button type="button" class="quiet" data-testid="defaults" on:click=defaults>{say("settings.defaults")}</button>
                    })}
                </p>
            </div>
        </details>
    }
}

/// The museum of bugs: closed while none is on.
#[component]
fn Museum(remarks: Remarks) -> impl IntoView {
    let settings = Store::get().settings;
    let is_on = Memo::new(move |_| {
        let is_set =
            |setting: &&Setting| settings.with(|now| setting.text(now) != setting.text(&Settings::default()));
        standing(Place::Museum, |_| 0).iter().any(is_set)
    });
    controls(Place::Museum, remarks).map(|controls| {
        view! {
            <details class="group museum" open=is_on data-testid="museum">
                <summary>{say("settings.museum")}</summary>
                {controls}
            </details>
        }
    })
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
