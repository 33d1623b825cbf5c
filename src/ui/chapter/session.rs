//! What of a chapter lives from frame to frame.

use super::card::Card;
use super::handle::Handle;
use super::keeps::Keeps;
use super::live::Versions;
use super::plot_canvas::PlotCanvas;
use super::rate::Rate;
use crate::protocol::Frame;
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, Settings};
use crate::ui::browser;
use crate::ui::engine_client::workers::Workers;
use crate::ui::engine_client::{Effect, EngineClient};
use crate::ui::metrics::Metrics;
use crate::ui::store::Store;
use crate::ui::weights_file::download;
use leptos::prelude::*;

/// The chapters that are not shown.
pub type Others = [(Chapter, Handle<dyn ChapterSession>)];

/// The session of one of them; none of the chapter shown.
pub fn among(others: &Others, wanted: Chapter) -> Option<Handle<dyn ChapterSession>> {
    others.iter().find(|(chapter, _)| *chapter == wanted).map(|(_, session)| *session)
}

/// What every chapter's session has.
pub struct Base {
    pub client: EngineClient,
    workers: Workers,
    /// Of its model.
    pub versions: Versions,
    /// The canvases of its plots, as far as they are on the page.
    pub plots: Vec<PlotCanvas>,
    /// Training steps, or transitions, as they arrive.
    rate: Rate,
    /// Seconds of frames so far.
    clock: f64,
}

impl Base {
    pub fn new(client: EngineClient) -> Self {
        let (workers, versions, rate) = Default::default();
        Self { client, workers, versions, plots: Vec::new(), rate, clock: 0.0 }
    }
}

/// What of a chapter lives from frame to frame: its engines and what they have told.
///
/// A chapter that is not shown is given no frames. It asks its engine for nothing then, and goes on where it
/// was when it is shown again.
pub trait ChapterSession: Keeps {
    fn base(&mut self) -> &mut Base;

    fn client(&mut self) -> &mut EngineClient {
        &mut self.base().client
    }

    /// Takes in a frame of the present run.
    fn take(&mut self, frame: Frame);

    /// A new run: what is held of the one before is over.
    fn begin(&mut self, settings: &Settings);

    /// Draws its stages, and whatever else moves with them, after `seconds` more.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    fn draw(&mut self, seconds: f64, settings: &Settings, dark: bool) -> Result<(), String>;

    /// Of its model under these settings: as long as it is the same, so is everything that components read.
    fn version(&mut self, settings: &Settings) -> u64;

    /// Tells its components what is new.
    fn publish(&mut self, store: &Store) {
        let version = store.settings.with_untracked(|settings| self.version(settings));
        self.base().versions.publish(version);
    }

    /// The chapter is not shown any more: lets go of its canvases, which are gone from the page.
    fn unmount(&mut self);

    /// The same, and lets go of what only the chapter shown needs.
    fn leave(&mut self, store: &Store) {
        self.unmount();
        self.client().leave();
        self.carry_out_effects(store);
    }

    /// Training steps, or transitions, a second; none where none arrive.
    fn rate(&mut self) -> Option<f32> {
        let base = self.base();
        base.rate.per_second(base.clock)
    }

    /// The reader has asked for steps and wants to see them.
    fn show_steps(&mut self) {}

    /// Numbers that a host page may ask for, and the story, by name.
    fn metrics(&self) -> Metrics;

    /// What it has learned, for another chapter to show beside its own.
    fn card(&self) -> Card<'_> {
        Card::default()
    }

    /// A few times a second, before what is new is published: looks at what the others have.
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
        self.base().clock += seconds;
        self.hear(store);
        store.settings.with_untracked(|settings| self.client().follow(settings));
        self.client().pass(seconds);
        self.carry_out(store);
        let dark = store.dark.get_untracked();
        store.settings.with_untracked(|settings| {
            self.draw(seconds.min(0.1), settings, dark)?;
            self.draw_plot(now, settings, dark)
        })?;
        self.client().frames.note(1000.0 * seconds, browser::now() - now);
        self.client().pump();
        self.carry_out(store);
        Ok(())
    }

    /// Draws the plot that has waited longest, if any is due: no frame pays for two.
    ///
    /// # Errors
    /// What Plotters reports, in words.
    fn draw_plot(&mut self, now: f64, settings: &Settings, dark: bool) -> Result<(), String> {
        let mut plots = std::mem::take(&mut self.base().plots);
        let due = plots.iter_mut().filter_map(|plot| {
            let shows = (self.chart_version(plot.index, settings), dark);
            plot.is_due(now, shows).then_some((plot, shows))
        });
        let longest = due.min_by(|(one, _), (other, _)| one.drawn.total_cmp(&other.drawn));
        let drawn = longest.map(|(plot, shows)| {
            let index = plot.index;
            plot.draw(now, shows, |palette| self.chart(index, settings, palette))
        });
        self.base().plots = plots;
        drawn.unwrap_or(Ok(()))
    }

    /// Takes in what the engine has said since the last time.
    fn hear(&mut self, store: &Store) {
        for input in self.base().workers.take_inputs() {
            if let Some(frame) = self.client().handle(input) {
                let base = self.base();
                base.rate.note(base.clock, frame.step);
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
    /// there is nothing to hand out. Until [`EngineClient::is_suspended`] says that it is done,
    /// [`work_unseen`](Self::work_unseen) must be called now and then: a page that is not seen is given no frames.
    fn suspend(&mut self, store: &Store) {
        self.client().suspend();
        self.carry_out_effects(store);
    }

    /// Somebody looks again: with the next frames of the chapter it goes on where it was.
    fn resume(&mut self) {
        self.client().resume();
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
            match self.base().workers.carry_out(effect) {
                Some(Effect::Notice(words)) => store.notice.set(words),
                Some(Effect::NewRun) => {
                    self.base().rate = Rate::default();
                    store.settings.with_untracked(|settings| self.begin(settings));
                }
                Some(Effect::Keep(weights)) => download::offer(&weights, store),
                Some(Effect::Replaced(weights)) => {
                    let chapter = self.client().chapter();
                    store.replaced.update(|replaced| replaced.add(chapter, weights.into()));
                }
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
