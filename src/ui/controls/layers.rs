//! The layers of the stage, as the table of settings has them for the chapter shown.

use super::framed::Framed;
use super::standing;
use super::tick::Tick;
use crate::settings::setting::{Place, Setting};
use crate::ui::words::language::say;
use leptos::prelude::*;

/// A switch for each layer. A chapter says why one has nothing to show now, and brings controls of its own in place of
/// switches.
pub fn layers(
    why_not: &dyn Fn(&str) -> Option<Signal<&'static str>>,
    own: &dyn Fn(&str) -> Option<AnyView>,
) -> impl IntoView + use<> {
    let here = standing(Place::Layers, rank);
    let layer = |setting: &'static Setting| {
        let otherwise = why_not(setting.key);
        own(setting.key).unwrap_or_else(|| view! { <Tick setting otherwise/> }.into_any())
    };
    let mut shown: Vec<_> =
        here.into_iter().filter(|setting| Framed::of(setting) != Framed::Hidden).collect();
    let rest = shown.split_off(IN_SIGHT.min(shown.len()));
    let rest: Vec<_> = rest.into_iter().map(layer).collect();
    view! {
        <fieldset class="layers">
            <legend class="unseen">{say("layers.title")}</legend>
            {shown.into_iter().map(layer).collect::<Vec<_>>()}
            {(!rest.is_empty()).then(|| view! {
                <details class="pop" data-testid="layers">
                    <summary>{say("layers")}</summary>
                    <div class="pop-body">{rest}</div>
                </details>
            })}
        </fieldset>
    }
}

/// As many layers are in sight, the others behind one button.
const IN_SIGHT: usize = 1;

/// Those that matter come first.
fn rank(key: &str) -> u8 {
    ["density", "picture", "samples", "negatives", "trails", "data"]
        .iter()
        .position(|first| *first == key)
        .map_or(u8::MAX, |place| place as u8)
}
