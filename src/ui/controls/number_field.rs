//! A number as text, beside its slider: any value of the range, to the digit, with its unit.

use super::position;
use crate::settings::setting::Setting;
use crate::ui::store::Store;
use crate::ui::words::{controls as words, format};
use leptos::prelude::*;

#[component]
pub fn NumberField(setting: &'static Setting, value: Memo<f64>, disabled: Signal<bool>) -> impl IntoView {
    let store = Store::get();
    let (key, number, label) = (setting.key, setting.number(), words::label(setting));
    let commit =
        move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| match position::typed(
            number,
            &event.target().value(),
        ) {
            Ok(wanted) => store.settings.update(|settings| number.apply(settings, wanted)),
            Err(why) => {
                let stays = value.get_untracked();
                store.notice.set(format!("{label}: {why}. It stays {}.", format::setting(stays)));
                event.target().set_value(&stays.to_string());
            }
        };
    view! {
        <span class="number-field">
            <input type="number" inputmode="decimal" data-testid=format!("set-{key}-number") aria-label=label
                min=number.min.to_string() max=number.max.to_string() step=position::typed_step(number).to_string()
                disabled=disabled prop:value=move || value.get().to_string() on:change:target=commit/>
            <span class="unit" data-testid=format!("val-{key}") data-value=move || value.get().to_string()>
                {words::unit(setting)}
            </span>
        </span>
    }
}
