//! The layers of the stage, as the table of settings has them for the chapter shown.

use super::framed::Framed;
use super::standing;
use super::tick::Tick;
use crate::settings::setting::{Place, Setting};
use leptos::prelude::*;

/// A switch for each layer. A chapter says why one has nothing to show now, and brings controls of its own in place of
/// switches.
pub fn layers(
    why_not: &dyn Fn(&str) -> Option<Signal<&'static str>>,
    own: &dyn Fn(&str) -> Option<AnyView>,
) -> impl IntoView + use<> {
    let here = standing(Place::Layers, |key| u8::from(!matches!(key, "density" | "picture")));
    let layer = |setting: &'static Setting| {
        let otherwise = why_not(setting.key);
        own(setting.key).unwrap_or_else(|| view! { <Tick setting otherwise/> }.into_any())
    };
    let shown = here.into_iter().filter(|setting| Framed::of(setting) != Framed::Hidden);
    view! {
        <fieldset class="layers">
            <legend class="unseen">"Layers of the stage"</legend>
            {shown.map(layer).collect::<Vec<_>>()}
        </fieldset>
    }
}
