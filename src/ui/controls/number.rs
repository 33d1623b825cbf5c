//! A slider for a number of the settings' table.

use super::{Restarts, position};
use crate::settings::range::Number;
use crate::ui::format;
use crate::ui::store::{Part, Store};
use leptos::prelude::*;

#[component]
pub fn NumberSlider<S: Part>(number: &'static Number<S>) -> impl IntoView {
    let store = Store::get();
    let value = store.part(|settings: &S| (number.get)(settings));
    let [min, max, step] = position::limits(number);
    let slide = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let wanted = position::value_at(number, event.target().value_as_number());
        if wanted != value.get_untracked() {
            store.settings.update(|settings| number.apply(S::of_mut(settings), wanted));
        }
    };
    let id = format!("set-{}", number.key);
    let about = format!("about-{}", number.key);
    view! {
        <div class="control">
            <label for=id.clone() title=number.help>
                {number.label}
                {(!number.live).then(|| view! { <Restarts/> })}
            </label>
            <output class="num" data-testid=format!("val-{}", number.key) data-value=move || value.get().to_string()>
                {move || format::setting(value.get())}
            </output>
            <input
                type="range"
                id=id.clone()
                data-testid=id.clone()
                min=min.to_string()
                max=max.to_string()
                step=step.to_string()
                title=number.help
                aria-describedby=about.clone()
                aria-valuetext=move || format::setting(value.get())
                prop:value=move || position::place_of(number, value.get()).to_string()
                on:input:target=slide
            />
            <p class="about" id=about>{number.help}</p>
        </div>
    }
}
