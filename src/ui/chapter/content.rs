//! What a view of a chapter shows, worked out of the settings and the chapter's model. Told only when it changes.

use super::live::Live;
use crate::settings::Settings;
use crate::ui::store::Store;
use leptos::prelude::*;

pub fn content<M: 'static, T>(of: fn(&Settings, &M) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let settings = Store::get().settings;
    Live::<M>::get().memo(move |now| settings.with(|settings| of(settings, now)))
}

/// The same for screen readers, who are told seldom.
pub fn announced<M: 'static, T>(of: fn(&Settings, &M) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let settings = Store::get().settings;
    Live::<M>::get().announced(move |now| settings.with(|settings| of(settings, now)))
}
