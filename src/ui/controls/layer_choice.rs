//! A drop-down among the layers of the stage, for what is not just on or off.

use super::framed::{Framed, locked_words};
use crate::settings::find;
use crate::settings::setting::Kind;
use crate::ui::store::Store;
use crate::ui::words::controls as words;
use crate::ui::words::language::say_with;
use leptos::prelude::*;

#[component]
pub fn LayerChoice(
    /// Of the setting, which is a choice.
    key: &'static str,
    /// Its test id.
    id: &'static str,
    /// Values that are called by their names. Any other is shown as the first of them.
    offers: &'static [&'static str],
    /// Those that need something learned.
    #[prop(optional)]
    of_learned: &'static [&'static str],
    #[prop(optional_no_strip)] has_learned: Option<Memo<bool>>,
    #[prop(into)] title: Signal<&'static str>,
    /// Why none of them does anything now; empty where they do.
    #[prop(into, default = Signal::stored(""))]
    why_not: Signal<&'static str>,
    /// What stands before it.
    children: Children,
) -> impl IntoView {
    let setting = find(key).expect("a setting of the table");
    let Kind::Choice(choice) = &setting.kind else { unreachable!("{key} is a choice") };
    let settings = Store::get().settings;
    let locked = Framed::of(setting) == Framed::Locked;
    let value = Memo::new(move |_| {
        let name = settings.with(choice.get);
        offers.iter().find(|offer| **offer == name).or(offers.first()).copied()
    });
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        settings.update(|settings| {
            (choice.set)(settings, &event.target().value());
        });
    };
    let greyed = move || !why_not.get().is_empty();
    let said = move || match why_not.get() {
        _ if locked => locked_words(),
        "" => title.get(),
        why => why,
    };
    let named = words::options(setting, choice);
    let option = |&name: &&'static str| {
        let called = named.iter().find(|(other, _)| other == name).map_or(name, |(_, words)| words);
        let missing = move || of_learned.contains(&name) && has_learned.is_some_and(|learned| !learned.get());
        let words =
            move || if missing() { say_with("layer.missing", "name", called) } else { called.to_owned() };
        let selected = value.get_untracked() == Some(name);
        view! { <option value=name selected=selected disabled=missing>{words}</option> }
    };
    view! {
        <label class="switch" class:greyed=greyed>
            {children()}
            <select data-testid=id prop:value=value on:change:target=choose disabled=move || locked || greyed()
                title=said>{offers.iter().map(option).collect::<Vec<_>>()}</select>
        </label>
    }
}
