//! What the page does with every frame, and in which order.

use super::address::Address;
use super::host::HostLine;
use crate::settings::Chapter;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::shown::Chapters;
use crate::ui::chapters::table::session::TableSession;
use crate::ui::saving::Recorder;
use crate::ui::store::Store;
use crate::ui::story::telling::Telling;
use leptos::prelude::*;

/// Milliseconds between two looks at what is new for components, and for screen readers.
const PUBLISHED_MS: f64 = 100.0;
const ANNOUNCED_MS: f64 = 2500.0;
/// Between two times at which signals forget the views that have left the page.
const FORGOTTEN_MS: f64 = 60_000.0;

pub struct Session {
    pub store: Store,
    pub chapters: Chapters,
    pub table: Handle<TableSession>,
    pub telling: Telling,
    pub recorder: Handle<Recorder>,
    pub address: Handle<Address>,
    /// To the page that embeds this one, if one does.
    pub host: Option<Handle<HostLine>>,
    pub last: Last,
}

/// The chapter of the last frame, and when things were done last, in ms of the page's clock.
#[derive(Default)]
pub struct Last {
    chapter: Option<Chapter>,
    frame: Option<f64>,
    published: f64,
    announced: f64,
    forgotten: f64,
}

impl Session {
    /// One animation frame of the chapter shown, and of the table, which goes on whatever is shown.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    pub fn frame(&mut self, now: f64) -> Result<(), String> {
        let Self { store, chapters, table, recorder, .. } = self;
        let seconds = (now - self.last.frame.replace(now).unwrap_or(now)).max(0.0) / 1000.0;
        let chapter = store.settings.with_untracked(|settings| settings.chapter);
        if let Some(left) = self.last.chapter.replace(chapter).filter(|left| *left != chapter) {
            chapters.of(left).act(|left| {
                recorder.act(|recorder| recorder.cancel(left));
                left.leave(store);
            });
            table.act(TableSession::unmount);
            (self.last.published, self.last.announced) = (0.0, 0.0);
        }
        let others = chapters.others();
        chapters.shown().act(|shown| {
            shown.receive(&others, seconds, store);
            shown.frame(now, seconds, store)?;
            recorder
                .act(|recorder| recorder.frame(now, shown, store.dark.get_untracked()))
                .map_err(|error| format!("the stages could not be filmed: {error:?}"))
        })?;
        table.act(|table| table.frame(now, seconds, store))?;
        self.publish(now);
        Ok(())
    }

    /// Words and numbers, less often than frames.
    fn publish(&mut self, now: f64) {
        if now - self.last.published >= PUBLISHED_MS {
            self.last.published = now;
            self.publish_to_components(now);
            self.publish_outside(now);
        }
        if now - self.last.announced >= ANNOUNCED_MS {
            self.last.announced = now;
            self.chapters.shown().act(|shown| shown.base().versions.announce());
        }
        if now - self.last.forgotten >= FORGOTTEN_MS {
            self.last.forgotten = now;
            self.forget_gone();
        }
    }

    /// Of all that outlives the page of a chapter: forgets the readers that have left it.
    fn forget_gone(&self) {
        self.store.forget_gone();
        self.telling.forget_gone();
        self.table.act(|table| table.versions).forget_gone();
        for chapter in self.chapters.all() {
            chapter.act(|chapter| chapter.base().versions).forget_gone();
        }
    }

    fn publish_to_components(&self, now: f64) {
        let (store, others) = (&self.store, self.chapters.others());
        self.chapters.shown().act(|shown| {
            shown.look_around(&others, now, store);
            shown.publish(store);
            self.telling.hear(store, || shown.metrics());
            let (info, rate) = (shown.client().info(), shown.rate());
            if store.engine.with_untracked(|engine| *engine != info) {
                store.engine.set(info);
            }
            if store.rate.get_untracked() != rate {
                store.rate.set(rate);
            }
        });
    }

    /// For those outside the page: the address, and the page around this one.
    fn publish_outside(&self, now: f64) {
        let store = &self.store;
        let put = self.chapters.shown().act(|shown| shown.timeline().map(|playhead| playhead.put()));
        if let Some(put) = put
            && store.settings.with_untracked(|settings| settings.view.t != put)
        {
            store.settings.update(|settings| settings.view.t = put);
        }
        store.settings.with_untracked(|settings| self.address.act(|address| address.follow(now, settings)));
        if let Some(host) = &self.host {
            host.act(|host| host.tell(now));
        }
    }
}
