//! What of a chapter lives from frame to frame.

use super::card::Card;
use super::handle::Handle;
use super::keeps::Keeps;
use crate::protocol::Frame;
use crate::protocol::weights::Weights;
use crate::settings::Chapter;
use crate::ui::engine_client::workers::Workers;
use crate::ui::engine_client::{Effect, EngineClient};
use crate::ui::store::Store;
use crate::ui::weights_file::download;
use leptos::prelude::*;

/// The chapters that are not shown.
pub type Others = [(Chapter, Handle<dyn ChapterSession>)];

/// The session of one of them; none of the chapter shown.
pub fn among(others: &Others, wanted: Chapter) -> Option<Handle<dyn ChapterSession>> {
    others.iter().find(|(chapter, _)| *chapter == wanted).map(|(_, session)| *session)
}

/// What of a chapter lives from frame to frame: its engines and what they have told.
///
/// A chapter that is not shown is given no frames. It asks its engine for nothing then, and goes on where it
/// was when it is shown again.
pub trait ChapterSession: Keeps {
    fn client(&mut self) -> &mut EngineClient;

    fn workers(&mut self) -> &mut Workers;

    /// Takes in a frame of the present run.
    fn take(&mut self, frame: Frame);

    /// A new run: what is held of the one before is over.
    fn begin(&mut self, store: &Store);

    /// Draws what has changed after `seconds` more, at `now` in ms of the page's clock.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    fn draw(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String>;

    /// Updates the read-outs.
    fn publish(&mut self, store: &Store);

    /// Updates what screen readers may ask for.
    fn announce(&self);

    /// The chapter is not shown any more: lets go of its canvases, which are gone from the page.
    fn unmount(&mut self);

    /// Training steps, or transitions, a second.
    fn rate(&self) -> Option<f32>;

    /// The reader has asked for steps and wants to see them.
    fn show_steps(&mut self) {}

    /// Numbers that a host page may ask for, by name.
    fn metrics(&self) -> Vec<(&'static str, f64)>;

    /// What it has learned, for another chapter to show beside its own.
    fn card(&self) -> Card<'_> {
        Card::default()
    }

    /// A few times a second, before read-outs are updated: looks at what the others have.
    fn look_around(&mut self, _others: &Others, _now: f64, _store: &Store) {}

    /// With every frame, `seconds` after the last: takes from the others what it waits for.
    fn receive(&mut self, _others: &Others, _seconds: f64, _store: &Store) {}

    /// Moves the timeline, from noise (0) to data (1). False where there is none.
    fn seek(&mut self, share: f64) -> bool {
        self.timeline().map(|playhead| playhead.seek(share)).is_some()
    }

    /// Trains or runs, or pauses, whatever it does now.
    fn go(&mut self, run: bool, store: &Store) {
        if self.client().phase().trains() != run {
            self.toggle(store);
        }
    }

    /// An arrow key that no control has used: to the right or to the left.
    fn arrow(&mut self, right: bool, store: &Store);

    /// One animation frame: hears the engine, draws, and only then asks for more.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    fn frame(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        self.hear(store);
        store.settings.with_untracked(|settings| self.client().follow(settings));
        self.client().pass(seconds);
        self.carry_out(store);
        self.draw(now, seconds.min(0.1), store)?;
        self.client().pump();
        self.carry_out(store);
        Ok(())
    }

    /// Takes in what the engine has said since the last time.
    fn hear(&mut self, store: &Store) {
        for input in self.workers().take_inputs() {
            if let Some(frame) = self.client().handle(input) {
                self.take(frame);
            }
            self.carry_out_effects(store);
        }
    }

    /// While another chapter is shown that waits for this one's weights: its engine is heard and asked.
    fn work_unseen(&mut self, seconds: f64, store: &Store) {
        self.hear(store);
        self.client().pass(seconds);
        self.client().pump();
        self.carry_out_effects(store);
    }

    /// Nobody looks at the page: the engine ends, once it has handed out what was trained, or is asked for nothing more where
    /// there is nothing to hand out. Until [`EngineClient::is_at_rest`] says that it is done,
    /// [`work_unseen`](Self::work_unseen) must be called now and then: a page that is not seen is given no frames.
    fn rest(&mut self, store: &Store) {
        self.client().rest();
        self.carry_out_effects(store);
    }

    /// Somebody looks again: with the next frames of the chapter it goes on where it was.
    fn wake(&mut self) {
        self.client().wake();
    }

    /// Goes on from weights of an earlier run, standing still. The settings in the store are theirs.
    fn restore(&mut self, weights: Box<Weights>, store: &Store) {
        store.settings.with_untracked(|settings| self.client().follow(settings));
        self.client().restore(weights);
        self.show_steps();
        self.carry_out(store);
    }

    /// Carries out what the client has decided; call it after every action on the client.
    fn carry_out(&mut self, store: &Store) {
        self.carry_out_effects(store);
        let phase = self.client().phase();
        if store.phase.with_untracked(|shown| shown != phase) {
            store.phase.set(phase.clone());
        }
    }

    /// The same of a chapter that may not be shown: whose phase is nobody's concern.
    fn carry_out_effects(&mut self, store: &Store) {
        for effect in self.client().take_effects() {
            match self.workers().carry_out(effect) {
                Some(Effect::Notice(words)) => store.notice.set(words),
                Some(Effect::NewRun) => self.begin(store),
                Some(Effect::Keep(weights)) => download::offer(&weights, store),
                Some(Effect::RaiseGoal(steps)) => {
                    let (_, _, experiment) = self.client().trained();
                    store.settings.update(|settings| experiment.set_goal_of(settings, steps));
                }
                _ => {}
            }
        }
    }

    /// What the button Train, Run or Pause does.
    fn toggle(&mut self, store: &Store) {
        // What was said before is about what came before.
        store.notice.set(String::new());
        // A setting changed in this very frame counts.
        store.settings.with_untracked(|settings| self.client().follow(settings));
        self.client().toggle_train();
        if self.client().phase().trains() {
            self.show_steps();
        }
        self.carry_out(store);
    }

    /// What the key Space does.
    fn space(&mut self, store: &Store) {
        self.toggle(store);
    }

    /// One step, then pause.
    fn step(&mut self, store: &Store) {
        store.notice.set(String::new());
        store.settings.with_untracked(|settings| self.client().follow(settings));
        self.client().step_once();
        self.show_steps();
        self.carry_out(store);
    }

    /// A new run with the same settings, standing still.
    fn reset(&mut self, store: &Store) {
        store.notice.set(String::new());
        self.client().reset();
        self.carry_out(store);
    }

    /// Runs with the settings just set, from the start.
    fn try_out(&mut self, store: &Store) {
        self.restart(store);
        if !self.client().phase().trains() {
            self.client().toggle_train();
            self.carry_out(store);
        }
    }

    /// A new run with the settings as they are now, even if they are the same.
    fn restart(&mut self, store: &Store) {
        store.notice.set(String::new());
        store.settings.with_untracked(|settings| self.client().restart(settings));
        self.carry_out(store);
    }
}
