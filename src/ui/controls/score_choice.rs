//! Which score the stage draws, greyed where nothing is learned yet, and what is drawn.

use super::framed::{Framed, LOCKED};
use crate::settings::{ScoreLayer, url};
use crate::ui::store::Store;
use leptos::prelude::*;

/// What a chapter draws of the score, in words.
pub struct ScoreWords {
    pub title: &'static str,
    pub learned: &'static str,
    pub exact: &'static str,
    pub difference: &'static str,
}

#[component]
pub fn ScoreChoice(
    #[prop(into)] has_learned: Signal<bool>,
    #[prop(into)] has_exact: Signal<bool>,
    /// What is drawn.
    #[prop(into)]
    words: Signal<&'static ScoreWords>,
) -> impl IntoView {
    let locked = Framed::of_key("score") == Framed::Locked;
    let store = Store::get();
    let value = Memo::new(move |_| store.settings.with(|settings| url::name_of(&settings.view.score)));
    let choose = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlSelectElement>| {
        if let Some(layer) = url::named(&event.target().value()) {
            store.settings.update(|settings| settings.view.score = layer);
        }
    };
    let why = move || {
        let layer = store.settings.with(|settings| settings.view.score);
        match layer {
            ScoreLayer::Off => "",
            ScoreLayer::Learned | ScoreLayer::Difference if !has_learned.get() => {
                "Nothing is learned yet: press Train to see this."
            }
            ScoreLayer::Exact | ScoreLayer::Difference if !has_exact.get() => {
                "The exact field is being computed."
            }
            ScoreLayer::Learned => words.get().learned,
            ScoreLayer::Exact => words.get().exact,
            ScoreLayer::Difference => words.get().difference,
        }
    };
    view! {
        <label class="switch">
            <i class="swatch score" aria-hidden="true"></i>
            "Score "
            <select data-testid="layer-score" prop:value=value on:change:target=choose
                disabled=locked title=move || if locked { LOCKED } else { words.get().title }>
                <option value="off">"off"</option>
                <option value="learned" disabled=move || !has_learned.get()>
                    {move || if has_learned.get() { "learned" } else { "learned (nothing learned yet)" }}
                </option>
                <option value="exact">"exact"</option>
                <option value="difference" disabled=move || !has_learned.get()>
                    {move || if has_learned.get() { "difference" } else { "difference (nothing learned yet)" }}
                </option>
            </select>
        </label>
        <p class="layer-why">{why}</p>
    }
}
