//! The layers of the stage, as the table of settings has them for the chapter shown.

use super::framed::Framed;
use super::tick::Tick;
use crate::settings::all;
use crate::settings::setting::{Place, Setting};
use crate::ui::store::Store;
use leptos::prelude::*;

/// A switch for each layer. A chapter says why one has nothing to show now, and brings controls of its own in place of
/// switches.
pub fn layers(
    why_not: &dyn Fn(&str) -> Option<Signal<&'static str>>,
    own: &dyn Fn(&str) -> Option<AnyView>,
) -> impl IntoView + use<> {
    let chapter = Store::get().settings.with_untracked(|settings| settings.chapter);
    let mut here: Vec<_> =
        all().filter(|setting| setting.place == Place::Layers && setting.is_in(chapter)).collect();
    here.sort_by_key(|setting| !matches!(setting.key, "density" | "picture"));
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
