//! What an embed makes of a control or a part of the page: shown, locked, or not there.

use crate::settings::embed::{EmbedSettings, LAYERS, SETTINGS};
use crate::ui::store::Store;
use leptos::prelude::*;

/// Why a locked control is greyed.
pub const LOCKED: &str = "Set by the page that shows this.";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Framed {
    Hidden,
    Locked,
    Free,
}

impl Framed {
    /// How the control with this id stands: `set-…` in the settings, `layer-…` among the layers, then the setting's key.
    pub fn of(id: &str) -> Self {
        let (part, key) = match id.strip_prefix("layer-") {
            Some(key) => (LAYERS, key.replace('-', "_")),
            None => (SETTINGS, id.strip_prefix("set-").unwrap_or(id).to_owned()),
        };
        Self::within(part, &key)
    }

    /// How the setting of this key stands that is shown in a part of its own.
    pub fn within(part: &str, key: &str) -> Self {
        embed(|embed| match (embed.shows(key, part), embed.locks(key)) {
            (false, _) => Self::Hidden,
            (true, true) => Self::Locked,
            (true, false) => Self::Free,
        })
    }

    /// Why the control does not act; the lock before all else.
    pub fn why_not(self, otherwise: Signal<&'static str>) -> Signal<&'static str> {
        if self == Self::Locked { Signal::stored(LOCKED) } else { otherwise }
    }
}

/// How the page stands in another one: as its address said when it was opened.
pub fn embed<T>(of: impl FnOnce(&EmbedSettings) -> T) -> T {
    Store::get().settings.with_untracked(|settings| of(&settings.embed))
}

/// A part of the page, which an embed may leave out.
#[component]
pub fn Part(name: &'static str, children: Children) -> impl IntoView {
    embed(|embed| embed.shows_part(name)).then(children)
}

/// The chapter's name and the sentence that leads into it. An embed has them only if it asks; its name is always there for
/// those who hear the page.
#[component]
pub fn Lead(title: &'static str, children: Children) -> impl IntoView {
    let (on, has_title, has_prose) = embed(|embed| (embed.on, embed.title, embed.prose));
    view! {
        {on.then(|| view! { <h1 class="embed-title" class:unseen=!has_title>{title}</h1> })}
        {(!on || has_prose).then(|| view! { <p class="lead">{children()}</p> })}
    }
}
