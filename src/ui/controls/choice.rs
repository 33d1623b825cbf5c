//! A drop-down for a setting with a few named values, greyed with the reason where it does not apply.

use super::Restarts;
use super::framed::Framed;
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
    /// What an option is called under these settings, where that is not its name.
    #[prop(optional)]
    rename: Option<fn(&Settings, &T) -> Option<String>>,
    /// Why it does not apply now; empty where it does.
    #[prop(into, default = Signal::stored(""))]
    why_not: Signal<&'static str>,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Sync + 'static,
{
    let named = NamedSetting {
        options: options
            .iter()
            .map(|(option, words)| (url::name_of(option), words_of(option, words, rename)))
            .collect(),
        get: Box::new(move |settings| url::name_of(of(&mut settings.clone()))),
        set: Box::new(move |settings, name| {
            if let Some(wanted) = url::named(name) {
                *of(settings) = wanted;
            }
        }),
    };
    drop_down(id, label, help, named, live, why_not)
}

/// What an option is called, whatever the settings become.
fn words_of<T: Sync>(
    option: &'static T,
    words: &'static str,
    rename: Option<fn(&Settings, &T) -> Option<String>>,
) -> Signal<String> {
    let Some(rename) = rename else { return Signal::stored(words.to_owned()) };
    let settings = Store::get().settings;
    Memo::new(move |_| settings.with(|settings| rename(settings, option)).unwrap_or_else(|| words.to_owned()))
        .into()
}

/// A setting by the names of its values: one view serves settings of every type, which keeps the program small.
struct NamedSetting {
    options: Vec<(String, Signal<String>)>,
    get: Box<Get>,
    set: Box<Set>,
}

type Get = dyn Fn(&Settings) -> String + Send + Sync;
type Set = dyn Fn(&mut Settings, &str) + Send + Sync;

fn drop_down(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    NamedSetting { options, get, set }: NamedSetting,
    live: bool,
    why_not: Signal<&'static str>,
) -> AnyView {
    let framed = Framed::of(id);
    if framed == Framed::Hidden {
        return ().into_any();
    }
    let why_not = framed.why_not(why_not);
    let store = Store::get();
    let value = Memo::new(move |_| store.settings.with(&get));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        store.settings.update(|settings| set(settings, &event.target().value()));
    };
    let options = options.into_iter().map(|(name, words)| {
        let selected = value.get_untracked() == name;
        view! { <option value=name selected=selected>{words}</option> }
    });
    let greyed = move || !why_not.with(|why| why.is_empty());
    view! {
        <div class="control" class:greyed=greyed>
            <label for=id title=help>
                {label}
                {(!live).then(|| view! { <Restarts/> })}
            </label>
            <select id=id data-testid=id title=help prop:value=value disabled=greyed on:change:target=choose>
                {options.collect_view()}
            </select>
            <p class="why-not">{why_not}</p>
        </div>
    }
    .into_any()
}
