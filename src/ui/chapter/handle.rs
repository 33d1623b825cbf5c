//! How components reach what lives from frame to frame.

use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// A session, for its own components; or that session as one of its traits.
pub struct Handle<S: ?Sized + 'static>(StoredValue<Rc<RefCell<S>>, LocalStorage>);

impl<S: ?Sized> Clone for Handle<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: ?Sized> Copy for Handle<S> {}

impl<S: 'static> Handle<S> {
    /// Keeps a session; its components find it with [`Handle::get`].
    pub fn provide(session: S) -> Self {
        let handle = Self(StoredValue::new_local(Rc::new(RefCell::new(session))));
        provide_context(handle);
        handle
    }

    pub fn get() -> Self {
        expect_context()
    }

    /// The same session as one of its traits: `handle.seen_as(|session| session)`.
    pub fn seen_as<T: ?Sized>(self, coerce: fn(Rc<RefCell<S>>) -> Rc<RefCell<T>>) -> Handle<T> {
        Handle(StoredValue::new_local(coerce(self.0.get_value())))
    }
}

impl<S: ?Sized> Handle<S> {
    /// Acts on the session at once. It must not be at work already: no session reaches itself through its handle.
    pub fn act<T>(&self, action: impl FnOnce(&mut S) -> T) -> T {
        action(&mut self.0.get_value().borrow_mut())
    }

    /// Looks at the session, which must not be at work.
    pub fn read<T>(&self, read: impl FnOnce(&S) -> T) -> T {
        read(&self.0.get_value().borrow())
    }
}
