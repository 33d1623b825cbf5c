//! A checkbox for a setting, greyed with the reason where it does not apply.

use super::Restarts;
use super::framed::Framed;
use crate::settings::Settings;
use crate::ui::store::Store;
use leptos::prelude::*;

#[component]
pub fn Switch(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    /// The setting's place.
    of: fn(&mut Settings) -> &mut bool,
    /// Class of the coloured mark before the label.
    #[prop(optional)]
    swatch: &'static str,
    /// A change starts a new run.
    #[prop(optional)]
    restarts: bool,
    /// Why it does not apply now; empty where it does.
    #[prop(default = Signal::stored(""))]
    why_not: Signal<&'static str>,
) -> impl IntoView {
    let framed = Framed::of(id);
    if framed == Framed::Hidden {
        return ().into_any();
    }
    let why_not = framed.why_not(why_not);
    let store = Store::get();
    let value = Memo::new(move |_| store.settings.with(|settings| *of(&mut settings.clone())));
    let toggle = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let checked = event.target().checked();
        store.settings.update(|settings| *of(settings) = checked);
    };
    let greyed = move || !why_not.get().is_empty();
    view! {
        <label class="switch" class:greyed=greyed title=move || if greyed() { why_not.get() } else { help }>
            <input type="checkbox" data-testid=id prop:checked=value disabled=greyed on:change:target=toggle/>
            {(!swatch.is_empty()).then(|| view! { <i class=format!("swatch {swatch}") aria-hidden="true"></i> })}
            <span>{label}{restarts.then(|| view! { <Restarts/> })}</span>
            {move || greyed().then(|| view! { <span class="unseen">" (" {why_not.get()} ")"</span> })}
        </label>
    }
    .into_any()
}
