//! A drop-down for a setting with a few named values.

use super::Restarts;
use crate::settings::{Settings, url};
use crate::ui::store::Store;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

#[component]
pub fn Choice<T>(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    options: &'static [(T, &'static str)],
    /// The setting's place.
    of: fn(&mut Settings) -> &mut T,
    #[prop(optional)] live: bool,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Sync + 'static,
{
    let store = Store::get();
    let value = Memo::new(move |_| store.settings.with(|settings| url::name_of(of(&mut settings.clone()))));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(wanted) = url::named(&event.target().value()) {
            store.settings.update(|settings| *of(settings) = wanted);
        }
    };
    let options = options.iter().map(|(option, words)| {
        let name = url::name_of(option);
        view! { <option value=name.clone() selected=value.get_untracked() == name>{*words}</option> }
    });
    view! {
        <div class="control">
            <label for=id title=help>
                {label}
                {(!live).then(|| view! { <Restarts/> })}
            </label>
            <select id=id data-testid=id title=help prop:value=value on:change:target=choose>
                {options.collect_view()}
            </select>
        </div>
    }
}
