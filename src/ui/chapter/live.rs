//! A chapter's model, read by its components where it is: they are told when there is something new in it, a few times a
//! second for what they show, and seldom for what screen readers may ask for.

use super::handle::Handle;
use crate::ui::subscribers::forget_gone;
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Keeps a session; its components find it with [`Handle::get`], and its model, of which it publishes `versions`, with
/// [`Live::get`].
pub fn provide<M: 'static, S: AsRef<M> + 'static>(session: S, versions: Versions) -> Handle<S> {
    let handle = Handle::provide(session);
    let session: Handle<dyn AsRef<M>> = handle.seen_as(|session| session);
    provide_context(Live { session, versions });
    handle
}

/// Which version of a model was shown last, and which was announced.
#[derive(Clone, Copy, Default)]
pub struct Versions {
    now: RwSignal<u64>,
    announced: RwSignal<u64>,
}

impl Versions {
    /// Tells whoever shows the model, if this is another version of it. The model must not be borrowed.
    pub fn publish(&self, version: u64) {
        turn(self.now, version);
    }

    /// Descriptions of pictures must not change under a screen reader: they are told seldom.
    pub fn announce(&self) {
        turn(self.announced, self.now.get_untracked());
    }

    /// Forgets the readers that have left the page.
    pub fn forget_gone(&self) {
        forget_gone(&self.now);
        forget_gone(&self.announced);
    }
}

fn turn(signal: RwSignal<u64>, version: u64) {
    if signal.get_untracked() != version {
        signal.set(version);
    }
}

/// One number for everything that components read: as long as it is the same, nothing has changed.
pub fn version_of(everything: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    everything.hash(&mut hasher);
    hasher.finish()
}

/// The model of a chapter, for its components.
pub struct Live<M: 'static> {
    session: Handle<dyn AsRef<M>>,
    versions: Versions,
}

impl<M> Clone for Live<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Live<M> {}

impl<M> Live<M> {
    pub fn get() -> Self {
        expect_context()
    }

    /// Reads the model, again with every version that is shown.
    pub fn with<T>(&self, read: impl FnOnce(&M) -> T) -> T {
        self.versions.now.track();
        self.session.read(|session| read(session.as_ref()))
    }

    /// The same, told only when it changes.
    pub fn memo<T>(&self, read: impl Fn(&M) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let live = *self;
        Memo::new(move |_| live.with(&read))
    }

    /// What is said of the model at the time of an announcement; `words` may depend on signals of their own.
    pub fn announced<T>(&self, words: impl Fn(&M) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let live = *self;
        Memo::new(move |_| {
            live.versions.announced.track();
            live.session.read(|session| words(session.as_ref()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counter(u32);

    impl AsRef<u32> for Counter {
        fn as_ref(&self) -> &u32 {
            &self.0
        }
    }

    #[test]
    fn what_is_shown_follows_what_is_published_and_what_is_said_waits_for_an_announcement() {
        let owner = Owner::new();
        owner.set();
        let versions = Versions::default();
        let session = provide(Counter(1), versions);
        let live = Live::<u32>::get();
        let (shown, said) = (live.memo(|count| *count), live.announced(u32::to_string));
        let see = || (shown.get_untracked(), said.get_untracked());
        assert_eq!(see(), (1, "1".into()));
        session.act(|session| session.0 = 2);
        assert_eq!(see(), (1, "1".into()), "not published yet");
        versions.publish(version_of(2));
        assert_eq!(see(), (2, "1".into()));
        versions.announce();
        assert_eq!(see(), (2, "2".into()));
    }
}
