//! What goes by itself after a while.

use leptos::prelude::*;
use std::time::Duration;

/// Does `then` when the time that `after` tells has passed, counted anew whenever what it reads changes; while it tells none,
/// nothing is done, nor when what called this has left the page.
pub fn expire(after: impl Fn() -> Option<Duration> + 'static, then: impl Fn() + Copy + 'static) {
    Effect::new(move |_| {
        if let Some(timer) = after().and_then(|time| set_timeout_with_handle(then, time).ok()) {
            on_cleanup(move || timer.clear());
        }
    });
}
