//! What lives from frame to frame: a session for each chapter, of which one is shown.

use super::address::Address;
use super::host::{self, HostLine};
use super::visibility;
use crate::settings::{Chapter, Settings};
use crate::ui::chapter::session::ChapterSession;
use crate::ui::chapters::compare::session::CompareSession;
use crate::ui::chapters::compare::taking;
use crate::ui::chapters::diffusion::closing::session::ClosingSession;
use crate::ui::chapters::diffusion::session::DiffusionSession;
use crate::ui::chapters::ebm::session::EbmSession;
use crate::ui::chapters::mcmc::session::McmcSession;
use crate::ui::chapters::table::session::TableSession;
use crate::ui::saving::Recorder;
use crate::ui::store::Store;
use leptos::prelude::*;

/// Milliseconds between two updates of the read-outs, and two updates of what screen readers may ask for.
const READOUTS_MS: f64 = 100.0;
const SPOKEN_MS: f64 = 2500.0;

pub struct Session {
    pub diffusion: DiffusionSession,
    pub mcmc: McmcSession,
    pub ebm: EbmSession,
    pub compare: CompareSession,
    pub table: TableSession,
    pub closing: ClosingSession,
    pub address: Address,
    /// To the page that embeds this one, if one does.
    pub host: Option<HostLine>,
    recorder: Recorder,
    chapter: Chapter,
    sight: Sight,
    last: Last,
}

/// Whether the page is seen, and what it was doing when it went out of sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Sight {
    /// Not yet: what is to start by itself waits.
    #[default]
    Before,
    Seen,
    Unseen {
        ran: bool,
    },
}

/// When things were done last, in ms of the page's clock.
#[derive(Default)]
struct Last {
    frame: Option<f64>,
    readouts: f64,
    spoken: f64,
}

impl Session {
    pub fn new(
        diffusion: DiffusionSession,
        mcmc: McmcSession,
        ebm: EbmSession,
        compare: CompareSession,
        table: TableSession,
        settings: &Settings,
    ) -> Self {
        let (chapter, address, host) = (settings.chapter, Address::new(settings), None);
        let (closing, recorder, sight, last) = Default::default();
        Self { diffusion, mcmc, ebm, compare, table, closing, recorder, address, host, chapter, sight, last }
    }

    /// The session of the chapter shown.
    pub fn shown(&mut self) -> &mut dyn ChapterSession {
        self.filming().1
    }

    /// What films the chapter shown, with that chapter.
    pub fn filming(&mut self) -> (&mut Recorder, &mut dyn ChapterSession) {
        let shown: &mut dyn ChapterSession = match self.chapter {
            Chapter::Sample => &mut self.mcmc,
            Chapter::LearnAnEnergy => &mut self.ebm,
            Chapter::Denoise => &mut self.diffusion,
            Chapter::Compare => &mut self.compare,
        };
        (&mut self.recorder, shown)
    }

    /// One animation frame of the chapter shown, and of the table, which goes on whatever is shown.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    pub fn frame(&mut self, now: f64, store: &Store) -> Result<(), String> {
        let seconds = (now - self.last.frame.replace(now).unwrap_or(now)).max(0.0) / 1000.0;
        let chapter = store.settings.with_untracked(|settings| settings.chapter);
        if chapter != self.chapter {
            let (recorder, shown) = self.filming();
            recorder.cancel(shown);
            shown.leave();
            self.table.leave();
            self.closing.leave();
            self.chapter = chapter;
            self.last = Last { frame: Some(now), ..Last::default() };
        }
        if self.chapter == Chapter::Compare {
            taking::serve(&mut self.compare, &mut self.ebm, &mut self.diffusion, seconds, store);
        }
        let (recorder, shown) = self.filming();
        shown.frame(now, seconds, store)?;
        recorder
            .frame(now, shown, store.dark.get_untracked())
            .map_err(|error| format!("the stages could not be filmed: {error:?}"))?;
        self.table.frame(now, seconds, store)?;
        self.closing.draw(now, &self.ebm, &self.diffusion, store.dark.get_untracked());
        self.tell(now, store);
        Ok(())
    }

    /// Words and numbers, less often than frames.
    fn tell(&mut self, now: f64, store: &Store) {
        if now - self.last.readouts >= READOUTS_MS {
            self.last.readouts = now;
            if self.chapter == Chapter::Compare {
                taking::look(&mut self.compare, &mut self.ebm, &mut self.diffusion, store);
            }
            let shown = self.shown();
            shown.tell(store);
            let (info, rate) = (shown.client().info(), shown.rate());
            if store.engine.with_untracked(|engine| *engine != info) {
                store.engine.set(info);
            }
            if store.rate.get_untracked() != rate {
                store.rate.set(rate);
            }
            self.tell_outside(now, store);
        }
        if now - self.last.spoken >= SPOKEN_MS {
            self.last.spoken = now;
            self.shown().speak();
        }
    }

    /// Tells those outside the page: the address, and the page around this one.
    fn tell_outside(&mut self, now: f64, store: &Store) {
        if let Some(put) = self.shown().timeline().map(|playhead| playhead.put())
            && store.settings.with_untracked(|settings| settings.view.t != put)
        {
            store.settings.update(|settings| settings.view.t = put);
        }
        store.settings.with_untracked(|settings| self.address.follow(now, settings));
        self.tell_host(now, store);
    }

    fn tell_host(&mut self, now: f64, store: &Store) {
        if let Some(mut line) = self.host.take() {
            let state = host::state_of(self, store);
            line.tell(now, state, || host::metrics_of(self, store));
            self.host = Some(line);
        }
    }

    /// Trains or runs what is shown, or pauses it.
    pub fn go(&mut self, run: bool, store: &Store) {
        self.shown().go(run, store);
    }

    /// Moves the timeline, from noise (0) to data (1). False where the chapter has none.
    pub fn seek(&mut self, share: f64) -> bool {
        let playhead = self.shown().timeline();
        playhead.map(|playhead| playhead.seek(share)).is_some()
    }

    /// The page, in another one, comes into sight or leaves it. True if it has left.
    pub fn be_seen(&mut self, seen: bool, store: &Store) -> bool {
        let before = self.sight;
        match (before, seen) {
            (Sight::Before, true) => {
                self.sight = Sight::Seen;
                if store.settings.with_untracked(|settings| settings.embed.autoplay) {
                    self.go(true, store);
                }
            }
            (Sight::Seen, false) => {
                let ran = self.shown().client().phase().trains();
                self.sight = Sight::Unseen { ran };
                self.go(false, store);
                // No frame will tell of it.
                self.tell_host(self.last.frame.unwrap_or_default(), store);
                return true;
            }
            (Sight::Unseen { ran }, true) => {
                self.sight = Sight::Seen;
                self.chapters().into_iter().for_each(ChapterSession::wake);
                if ran {
                    self.go(true, store);
                }
            }
            _ => {}
        }
        false
    }

    /// Lets the engines go if the page is still out of sight. True while they have something to hand out first.
    pub fn rest(&mut self, store: &Store) -> bool {
        if !matches!(self.sight, Sight::Unseen { .. }) {
            return false;
        }
        let mut falling = false;
        for chapter in self.chapters() {
            chapter.rest(store);
            // Out of sight there are no frames in which its engine would be heard.
            chapter.work_unseen(f64::from(visibility::LOOK_MS) / 1000.0, store);
            falling |= !chapter.client().is_at_rest();
        }
        falling
    }

    fn chapters(&mut self) -> [&mut dyn ChapterSession; 4] {
        [&mut self.mcmc, &mut self.ebm, &mut self.diffusion, &mut self.compare]
    }
}
