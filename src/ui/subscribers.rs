//! Who is told when a signal changes.
//!
//! A signal keeps an entry for every view and memo that has ever read it, also for those that have left the page: `reactive_graph`
//! drops an entry only when its reader reads again. Signals that outlive views would grow with every chapter that is opened.

use leptos::prelude::*;
use leptos::reactive::graph::{Source, ToAnySource};

/// Drops the entries of those that have left the page. The others are told as if the signal had changed, and are entered again
/// as they read it.
pub fn forget_gone(signal: &(impl Notify + ToAnySource)) {
    signal.notify();
    signal.to_any_source().clear_subscribers();
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::reactive::graph::{AnySource, AnySubscriber, ReactiveNode, Subscriber};
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    use std::sync::{Arc, Weak};

    /// A reader that never reads again.
    #[derive(Default)]
    struct Reader {
        told: AtomicU32,
    }

    impl ReactiveNode for Reader {
        fn mark_dirty(&self) {
            self.told.fetch_add(1, Relaxed);
        }

        fn mark_check(&self) {}

        fn mark_subscribers_check(&self) {}

        fn update_if_necessary(&self) -> bool {
            false
        }
    }

    impl Subscriber for Reader {
        fn add_source(&self, _: AnySource) {}

        fn clear_sources(&self, _: &AnySubscriber) {}
    }

    #[test]
    fn who_is_gone_is_forgotten_and_who_stays_is_told_and_follows() {
        let owner = Owner::new();
        owner.set();
        let signal = RwSignal::new(1);
        let reader = Arc::new(Reader::default());
        let weak: Weak<dyn Subscriber + Send + Sync> = Arc::downgrade(&reader) as _;
        signal.to_any_source().add_subscriber(AnySubscriber(Arc::as_ptr(&reader) as usize, weak));
        let double = Memo::new(move |_| 2 * signal.get());
        assert_eq!(double.get_untracked(), 2);
        signal.set(2);
        assert_eq!((Arc::weak_count(&reader), double.get_untracked()), (1, 4), "a change forgets nobody");
        forget_gone(&signal);
        assert_eq!((Arc::weak_count(&reader), reader.told.load(Relaxed)), (0, 2));
        assert_eq!(double.get_untracked(), 4);
        signal.set(3);
        assert_eq!(double.get_untracked(), 6);
    }
}
