//! What a view of a chapter shows, worked out of the settings and of what the chapter reads out.

use super::readings::Readings;
use crate::settings::Settings;
use crate::ui::store::Store;
use leptos::prelude::*;

/// Told only when it changes. `of` is given the settings, the numbers as they are now, and those for screen readers.
pub fn content<R, T>(of: fn(&Settings, &R, &R) -> T) -> Memo<T>
where
    R: Clone + Default + PartialEq + Send + Sync + 'static,
    T: PartialEq + Send + Sync + 'static,
{
    let (settings, Readings { now, spoken }) = (Store::get().settings, Readings::<R>::get());
    Memo::new(move |_| settings.with(|all| now.with(|now| spoken.with(|spoken| of(all, now, spoken)))))
}
