//! A checkbox for a setting, greyed with the reason where it does not apply.

use super::Restarts;
use super::framed::why_not;
use crate::settings::setting::{Kind, Place, Setting};
use crate::ui::store::Store;
use crate::ui::words::controls::words_in;
use leptos::prelude::*;

#[component]
pub fn Tick(
    setting: &'static Setting,
    /// Why it does not apply now, where its row does not know.
    #[prop(optional_no_strip)]
    otherwise: Option<Signal<&'static str>>,
) -> impl IntoView {
    let Kind::Switch { get, set } = setting.kind else { return ().into_any() };
    let settings = Store::get().settings;
    let is_layer = setting.place == Place::Layers;
    let id = if is_layer {
        format!("layer-{}", setting.key.replace('_', "-"))
    } else {
        format!("set-{}", setting.key)
    };
    let (label, help) = words_in(setting, settings.with_untracked(|settings| settings.chapter));
    let why_not = why_not(setting, otherwise);
    let greyed = move || !why_not.get().is_empty();
    let value = Memo::new(move |_| settings.with(get));
    let toggle = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let checked = event.target().checked();
        settings.update(|settings| set(settings, checked));
    };
    view! {
        <label class="switch" class:greyed=greyed title=move || if greyed() { why_not.get() } else { help }>
            <input type="checkbox" data-testid=id prop:checked=value disabled=greyed on:change:target=toggle/>
            {is_layer.then(|| view! { <i class=format!("swatch {}", swatch(setting.key)) aria-hidden="true"></i> })}
            <span>{label}{(!setting.live).then(|| view! { <Restarts/> })}</span>
            {move || greyed().then(|| view! { <span class="unseen">" (" {why_not.get()} ")"</span> })}
        </label>
    }
    .into_any()
}

/// The class that has the colour a layer is drawn in.
fn swatch(key: &'static str) -> &'static str {
    match key {
        "contours" => "trails",
        "proposals" => "samples",
        "noise_arrows" => "noise",
        other => other,
    }
}
