//! What goes by itself after a while.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Does `then` when the time that `after` tells has passed, counted anew whenever what it reads changes; while it tells none,
/// nothing is done.
pub fn expire(after: impl Fn() -> Option<Duration> + 'static, then: impl Fn() + Copy + 'static) {
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(before) = before.flatten() {
            before.clear();
        }
        set_timeout_with_handle(then, after()?).ok()
    });
}
