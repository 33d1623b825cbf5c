//! A slider for a number, with a field beside it, greyed with the reason where it does not apply.

use super::framed::why_not;
use super::number_field::NumberField;
use super::{Restarts, position};
use crate::settings::setting::Setting;
use crate::ui::store::Store;
use crate::ui::words::{controls as words, format};
use leptos::prelude::*;

#[component]
pub fn Slider(
    setting: &'static Setting,
    /// Why it does not apply now, where its row does not know.
    #[prop(optional_no_strip)]
    otherwise: Option<Signal<&'static str>>,
) -> impl IntoView {
    let settings = Store::get().settings;
    let (key, number, help) = (setting.key, setting.number(), words::help(setting));
    let value = Memo::new(move |_| settings.with(number.get));
    let slide = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let wanted = position::value_at(number, event.target().value_as_number());
        if wanted != value.get_untracked() {
            settings.update(|settings| number.apply(settings, wanted));
        }
    };
    let (id, about) = (format!("set-{key}"), format!("about-{key}"));
    let [min, max, step] = position::limits(number).map(|limit| limit.to_string());
    let why_not = why_not(setting, otherwise);
    let greyed = Signal::derive(move || !why_not.get().is_empty());
    let unit = words::unit(setting);
    let spoken = move || format!("{} {unit}", format::setting(value.get())).trim_end().to_owned();
    view! {
        <div class="control" class:greyed=greyed>
            <label for=id.clone() title=help>
                {words::label(setting)}
                {(!setting.live).then(|| view! { <Restarts/> })}
            </label>
            <NumberField setting value disabled=greyed/>
            <input
                type="range"
                id=id.clone()
                data-testid=id
                min=min
                max=max
                step=step
                title=help
                disabled=greyed
                aria-describedby=about.clone()
                aria-valuetext=spoken
                prop:value=move || position::place_of(number, value.get()).to_string()
                on:input:target=slide
            />
            <p class="why-not">{why_not}</p>
            <p class="about" id=about>{help}</p>
        </div>
    }
}
