//! A slider for a number of the settings' table, greyed with the reason where it does not apply.

use super::framed::Framed;
use super::{Restarts, position};
use crate::settings::range::Number;
use crate::ui::store::{Part, Store};
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn NumberSlider<S: Part>(
    number: &'static Number<S>,
    /// Why it does not apply now; empty where it does.
    #[prop(into, default = Signal::stored(""))]
    why_not: Signal<&'static str>,
) -> impl IntoView {
    let store = Store::get();
    let value = store.part(|settings: &S| (number.get)(settings));
    let slide = move |place: f64| {
        let wanted = position::value_at(number, place);
        if wanted != value.get_untracked() {
            store.settings.update(|settings| number.apply(S::of_mut(settings), wanted));
        }
    };
    let words = [number.key, number.label, number.help];
    let place_of = move |value| position::place_of(number, value);
    let limits = position::limits(number);
    slider(words, number.live, limits, value, Box::new(place_of), Box::new(slide), why_not)
}

/// One view for the numbers of every chapter, which keeps the program small.
fn slider(
    [key, label, help]: [&'static str; 3],
    live: bool,
    [min, max, step]: [f64; 3],
    value: Memo<f64>,
    place_of: Box<dyn Fn(f64) -> f64 + Send + Sync>,
    slide: Box<dyn Fn(f64) + Send + Sync>,
    why_not: Signal<&'static str>,
) -> AnyView {
    let slide = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        slide(event.target().value_as_number());
    };
    let id = format!("set-{key}");
    let framed = Framed::of(&id);
    if framed == Framed::Hidden {
        return ().into_any();
    }
    let why_not = framed.why_not(why_not);
    let about = format!("about-{key}");
    let greyed = move || !why_not.get().is_empty();
    view! {
        <div class="control" class:greyed=greyed>
            <label for=id.clone() title=help>
                {label}
                {(!live).then(|| view! { <Restarts/> })}
            </label>
            <output class="num" data-testid=format!("val-{key}") data-value=move || value.get().to_string()>
                {move || format::setting(value.get())}
            </output>
            <input
                type="range"
                id=id.clone()
                data-testid=id.clone()
                min=min.to_string()
                max=max.to_string()
                step=step.to_string()
                title=help
                disabled=greyed
                aria-describedby=about.clone()
                aria-valuetext=move || format::setting(value.get())
                prop:value=move || place_of(value.get()).to_string()
                on:input:target=slide
            />
            <p class="why-not">{why_not}</p>
            <p class="about" id=about>{help}</p>
        </div>
    }
    .into_any()
}
