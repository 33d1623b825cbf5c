//! What lives from frame to frame: a session for each chapter, of which one is shown.

use super::browser;
use super::chapters::ChapterSession;
use super::chapters::compare::session::CompareSession;
use super::chapters::compare::taking;
use super::chapters::diffusion::closing::session::ClosingSession;
use super::chapters::diffusion::session::DiffusionSession;
use super::chapters::diffusion::table::session::TableSession;
use super::chapters::ebm::session::EbmSession;
use super::chapters::mcmc::session::McmcSession;
use super::saving::Recorder;
use super::store::Store;
use crate::settings::{Chapter, Settings};
use leptos::prelude::*;

/// Milliseconds between two updates of the read-outs, two updates of what screen readers may ask for, and two
/// writes of the address.
const READOUTS_MS: f64 = 100.0;
const SPOKEN_MS: f64 = 2500.0;
const ADDRESS_MS: f64 = 500.0;

pub struct Session {
    pub diffusion: DiffusionSession,
    pub mcmc: McmcSession,
    pub ebm: EbmSession,
    pub compare: CompareSession,
    pub table: TableSession,
    pub closing: ClosingSession,
    recorder: Recorder,
    chapter: Chapter,
    written: Settings,
    last: Last,
}

/// When things were done last, in ms of the page's clock.
#[derive(Default)]
struct Last {
    frame: Option<f64>,
    readouts: f64,
    spoken: f64,
    address: f64,
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
        let (chapter, written) = (settings.chapter, settings.clone());
        let (closing, recorder, last) = Default::default();
        Self { diffusion, mcmc, ebm, compare, table, closing, recorder, chapter, written, last }
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
        }
        if now - self.last.spoken >= SPOKEN_MS {
            self.last.spoken = now;
            self.shown().speak();
        }
        if now - self.last.address >= ADDRESS_MS {
            self.last.address = now;
            let settings = store.settings.get_untracked();
            if settings != self.written {
                browser::write_address(&settings);
                self.written = settings;
            }
        }
    }
}
