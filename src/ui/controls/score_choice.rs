//! Which score the stage draws, greyed where nothing is learned yet, and what is drawn.

use super::layer_choice::LayerChoice;
use crate::settings::{ScoreLayer, find};
use crate::ui::store::Store;
use crate::ui::words::controls::label;
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
    has_learned: Memo<bool>,
    has_exact: Memo<bool>,
    /// What is drawn.
    #[prop(into)]
    words: Signal<&'static ScoreWords>,
) -> impl IntoView {
    let store = Store::get();
    let why = move || {
        let layer = store.settings.with(|settings| settings.view.score);
        match layer {
            ScoreLayer::Off => "",
            ScoreLayer::Learned | ScoreLayer::Difference if !has_learned.get() => {
                "Nothing is learned yet. Press Train to see this."
            }
            ScoreLayer::Exact | ScoreLayer::Difference if !has_exact.get() => {
                "The exact field is being computed."
            }
            ScoreLayer::Learned => words.get().learned,
            ScoreLayer::Exact => words.get().exact,
            ScoreLayer::Difference => words.get().difference,
        }
    };
    let title = Signal::derive(move || words.get().title);
    view! {
        <LayerChoice key="score" id="layer-score" offers=&["off", "learned", "exact", "difference"]
            of_learned=&["learned", "difference"] has_learned=Some(has_learned) title>
            <i class="swatch score" aria-hidden="true"></i>
            {find("score").map(label)}" "
        </LayerChoice>
        <p class="layer-why">{why}</p>
    }
}
