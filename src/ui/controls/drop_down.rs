//! A drop-down for a setting with a few named values, greyed with the reason where it does not apply.

use super::Restarts;
use super::framed::why_not;
use crate::settings::setting::{Choice, Setting};
use crate::ui::store::Store;
use crate::ui::words::{controls as words, data_words, language};
use leptos::prelude::*;

/// Options of more characters than this have a line of their own, below the label, so that none is cut off.
const LONG: usize = 14;

/// Whether an option is long, or may be: some are named after the data.
fn is_long(setting: &Setting, options: &[(String, &str)]) -> bool {
    data_words::NAMED_BY_DATA.contains(&setting.key)
        || options.iter().any(|(_, words)| words.chars().count() > LONG)
}

#[component]
pub fn DropDown(setting: &'static Setting, choice: &'static Choice) -> impl IntoView {
    let settings = Store::get().settings;
    let (id, help) = (format!("set-{}", setting.key), words::help(setting));
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
        let words = if data_words::NAMED_BY_DATA.contains(&key) && language::is_english() {
            let named = name.clone();
            let own = move |settings: &_| data_words::option(key, &named, settings);
            (move || settings.with(&own).unwrap_or_else(|| words.to_owned())).into_any()
        } else {
            words.into_any()
        };
        view! { <option value=name selected=selected>{words}</option> }
    };
    let options = words::options(setting, choice);
    let long = is_long(setting, &options);
    view! {
        <div class="control" class:greyed=greyed class:long=long>
            <label for=id.clone() title=help>
                {words::label(setting)}
                {(!setting.live).then(|| view! { <Restarts/> })}
            </label>
            <select id=id.clone() data-testid=id title=help prop:value=value disabled=greyed on:change:target=choose>
                {options.into_iter().map(option).collect_view()}
            </select>
            <p class="why-not">{why_not}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::find;
    use crate::settings::setting::Kind;

    #[test]
    fn long_options_have_a_line_of_their_own() {
        let is_long = |key| {
            let setting = find(key).expect("a setting");
            let Kind::Choice(choice) = &setting.kind else { panic!("{key} is no choice") };
            is_long(setting, &(choice.options)())
        };
        assert!(["target", "schedule", "objective", "clip", "layout"].into_iter().all(is_long));
        assert!(!["network", "activation"].into_iter().any(is_long));
    }
}
