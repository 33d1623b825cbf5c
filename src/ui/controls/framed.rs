//! What an embed makes of a control or a part of the page: shown, locked, or not there.

use crate::settings::embed::EmbedSettings;
use crate::settings::setting::Setting;
use crate::settings::{Settings, find};
use crate::ui::store::Store;
use crate::ui::words::language::find as find_words;
use leptos::prelude::*;

/// Why a locked control is greyed.
pub fn locked_words() -> &'static str {
    find_words("control.locked").unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Framed {
    Hidden,
    Locked,
    Free,
}

impl Framed {
    /// How the control of a setting stands.
    pub fn of(setting: &Setting) -> Self {
        Store::get().settings.with_untracked(|Settings { embed, story, .. }| {
            let is_shown = embed.shows(setting.key, setting.part()) || story.needs(setting.key);
            match (is_shown, embed.locks(setting.key)) {
                (false, _) => Self::Hidden,
                (true, true) => Self::Locked,
                (true, false) => Self::Free,
            }
        })
    }

    /// The same of the setting of this key.
    ///
    /// # Panics
    /// If there is none.
    pub fn of_key(key: &str) -> Self {
        Self::of(find(key).expect("a setting of the table"))
    }
}

/// Why a setting does nothing now: because it is locked, because of what is known only here, or because of other settings.
pub fn why_not(setting: &'static Setting, otherwise: Option<Signal<&'static str>>) -> Signal<&'static str> {
    if Framed::of(setting) == Framed::Locked {
        return Signal::stored(locked_words());
    }
    let settings = Store::get().settings;
    match (otherwise, setting.why_not) {
        (Some(why), _) => why,
        (None, Some(why)) => Memo::new(move |_| settings.with(why)).into(),
        (None, None) => Signal::stored(""),
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
pub fn Lead(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let (on, has_title, has_prose) = embed(|embed| (embed.on, embed.title, embed.prose));
    view! {
        {on.then(|| view! { <h1 class="embed-title" class:unseen=!has_title>{title}</h1> })}
        {(!on || has_prose).then(|| view! { <p class="lead">{children()}</p> })}
    }
}
