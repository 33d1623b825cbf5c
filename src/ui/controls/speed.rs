//! The pace of the timeline's animation.

use super::framed::Framed;
use crate::settings::{View, find};
use crate::ui::store::Store;
use crate::ui::words::controls::{help, label};
use leptos::prelude::*;

#[component]
pub fn Speed() -> impl IntoView {
    let Some(setting) = find("speed") else { return ().into_any() };
    let framed = Framed::of(setting);
    let store = Store::get();
    let speed = Memo::new(move |_| store.settings.with(|settings| settings.view.speed));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Ok(speed) = event.target().value().parse() {
            store.settings.update(|settings| settings.view.speed = speed);
        }
    };
    // A link may name a pace between those on offer.
    let first = speed.get_untracked();
    let further = (!View::SPEEDS.contains(&first)).then_some(first);
    let option = move |pace: f64| {
        view! { <option value=pace.to_string() selected={pace == first}>{words(pace)}</option> }
    };
    view! {
        <div class="control speed">
            <label for="set-speed">{label(setting)}</label>
            <select id="set-speed" data-testid="set-speed" title=help(setting) disabled={framed == Framed::Locked}
                prop:value=move || speed.get().to_string() on:change:target=choose>
                {View::SPEEDS.into_iter().chain(further).map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

fn words(pace: f64) -> String {
    match pace {
        0.25 => "¼ ×".to_owned(),
        0.5 => "½ ×".to_owned(),
        _ => format!("{pace} ×"),
    }
}
