//! A drop-down for a setting with a few named values, greyed with the reason where it does not apply.

use super::Restarts;
use super::framed::why_not;
use crate::settings::setting::{Choice, Setting};
use crate::ui::store::Store;
use crate::ui::words::data_words;
use leptos::prelude::*;

#[component]
pub fn DropDown(setting: &'static Setting, choice: &'static Choice) -> impl IntoView {
    let settings = Store::get().settings;
    let (id, help) = (format!("set-{}", setting.key), setting.help);
    let why_not = why_not(setting, None);
    let greyed = move || !why_not.with(|why| why.is_empty());
    let value = Memo::new(move |_| settings.with(choice.get));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        settings.update(|settings| {
            (choice.set)(settings, &event.target().value());
        });
    };
    let option = move |(name, words): (String, &'static str)| {
        let selected = value.get_untracked() == name;
        let key = setting.key;
        let words = if data_words::NAMED_BY_DATA.contains(&key) {
            let named = name.clone();
            let own = move |settings: &_| data_words::option(key, &named, settings);
            (move || settings.with(&own).unwrap_or_else(|| words.to_owned())).into_any()
        } else {
            words.into_any()
        };
        view! { <option value=name selected=selected>{words}</option> }
    };
    view! {
        <div class="control" class:greyed=greyed>
            <label for=id.clone() title=help>
                {setting.label}
                {(!setting.live).then(|| view! { <Restarts/> })}
            </label>
            <select id=id.clone() data-testid=id title=help prop:value=value disabled=greyed on:change:target=choose>
                {(choice.options)().into_iter().map(option).collect_view()}
            </select>
            <p class="why-not">{why_not}</p>
        </div>
    }
}
