//! What of the chapter lives from frame to frame: engine, model, playhead, painters.

use super::activity::{Activity, Press, Situation};
use super::board;
use super::metrics::metrics;
use super::model::Model;
use super::painter::CompareStagePainter;
use super::taking::{self, Taking};
use crate::protocol::Frame;
use crate::protocol::compare::ClaimKind;
use crate::protocol::weights::Weights;
use crate::settings::{Chapter, Experiment, Family, Settings};
use crate::ui::browser;
use crate::ui::chapter::playhead::Playhead;
use crate::ui::chapter::session::{Base, ChapterSession, Others};
use crate::ui::chapter::time_lapse;
use crate::ui::engine_client::EngineClient;
use crate::ui::metrics::Metrics;
use crate::ui::store::Store;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// The playhead's own pace is that of chapter 3; three columns are more to follow.
const PACE: f64 = 0.6;

pub struct CompareSession {
    base: Base,
    pub(super) model: Model,
    /// The reader has asked for scores.
    measuring: bool,
    /// One for each column.
    pub(super) stages: [Option<CompareStagePainter>; 3],
    /// Set by the transport: its slider follows the playhead.
    pub scrub: Option<HtmlInputElement>,
}

impl CompareSession {
    pub fn new(settings: &Settings) -> Self {
        let mut playhead = Playhead::put_at(settings.view.t);
        // Positions are shares: from one state, the start, to the other, the end.
        playhead.set_states(2);
        Self {
            base: Base::new(EngineClient::new(Chapter::Compare, settings).with_cores(browser::cores())),
            model: Model { playhead, clock: settings.compare.clock, ..Model::default() },
            measuring: false,
            stages: [None, None, None],
            scrub: None,
        }
    }

    /// What the button that trains and compares does.
    pub fn press(&mut self, store: &Store) {
        store.notice.set(String::new());
        // A setting changed in this very frame counts.
        store.settings.with_untracked(|settings| self.base.client.follow(settings));
        let trained = self.trained();
        match store.settings.with_untracked(|settings| Press::of(self.activity(settings), trained)) {
            Press::Go => self.go(),
            Press::Cancel => self.cancel(),
            Press::TryAgain => self.base.client.toggle_train(),
            Press::Nothing => {}
        }
        self.carry_out(store);
    }

    /// Trains what is to be trained and measures, whatever is under way already.
    pub fn run(&mut self, store: &Store) {
        store.notice.set(String::new());
        store.settings.with_untracked(|settings| self.base.client.follow(settings));
        self.carry_out(store);
        if !self.base.client.phase().trains() {
            self.go();
        }
        self.carry_out(store);
    }

    fn go(&mut self) {
        if !self.trained() {
            self.base.client.toggle_train();
        }
        self.measure(true);
    }

    fn cancel(&mut self) {
        if self.base.client.phase().trains() {
            self.base.client.toggle_train();
        }
        self.measure(false);
    }

    /// Allows scores and claims, or no more of them; what is there is kept.
    pub fn measure(&mut self, on: bool) {
        self.measuring = on;
        self.base.client.measure(on);
        // The engine is asked again, and until it has answered nothing is known to be finished.
        self.model.more |= on;
        self.model.version += 1;
    }

    /// Fetches the model of a family from its own chapter.
    pub fn take_from_chapter(&mut self, family: Family) {
        self.model.taking = Some(Taking::new(family));
    }

    fn take_along(&mut self, family: Family, weights: Box<Weights>) {
        self.model.taken[usize::from(family == Family::Diffusion)] =
            Some(Arc::new(weights.experiment.clone()));
        self.base.client.take_along(weights);
    }

    fn trained(&self) -> bool {
        let (_, _, experiment) = self.base.client.trained();
        experiment.goal().is_some_and(|goal| self.model.step as usize >= goal)
    }

    fn activity(&self, settings: &Settings) -> Activity {
        let (columns, repeats) = (settings.compare.columns(), settings.compare.repeats);
        let complete = self.model.real_vs_real.is_some()
            && self.model.claims.len() == ClaimKind::ALL.len()
            && board::is_complete(columns, &self.model.scores, repeats);
        Activity::of(Situation {
            phase: self.base.client.phase(),
            measuring: self.measuring,
            more: self.model.more,
            complete,
        })
    }
}

impl AsRef<Model> for CompareSession {
    fn as_ref(&self) -> &Model {
        &self.model
    }
}

impl ChapterSession for CompareSession {
    fn base(&mut self) -> &mut Base {
        &mut self.base
    }

    fn take(&mut self, frame: Frame) {
        let moved = self.model.take(frame);
        if moved.arrived {
            self.arrive();
        }
        if moved.other_start && !browser::prefers_less_motion() {
            self.rewind();
        }
    }

    fn begin(&mut self, _settings: &Settings) {
        // Scores go on where training does, and where nothing is trained at all; models that are gone need the reader.
        let goes_on = self.base.client.phase().trains() || self.model.is_perfect();
        self.model.begin();
        let on = self.measuring && goes_on;
        self.measure(on);
    }

    fn draw(&mut self, seconds: f64, settings: &Settings, dark: bool) -> Result<(), String> {
        self.model.clock = settings.compare.clock;
        self.model.playhead.advance(seconds * settings.view.speed * PACE);
        self.draw_stages(settings, dark)?;
        if let Some(scrub) = &self.scrub {
            time_lapse::show_place(scrub, self.model.playhead.position(), 1);
        }
        Ok(())
    }

    fn version(&mut self, settings: &Settings) -> u64 {
        let activity = self.activity(settings);
        if activity == Activity::Done && self.model.activity != Activity::Done {
            self.arrive();
        }
        (self.model.activity, self.model.goal) = (activity, 2 * settings.compare.train_steps);
        self.model.version()
    }

    fn unmount(&mut self) {
        self.stages = [None, None, None];
        self.base.plots.clear();
        self.scrub = None;
    }

    fn metrics(&self) -> Metrics {
        metrics(&self.model)
    }

    fn look_around(&mut self, others: &Others, _now: f64, store: &Store) {
        let offers = store.settings.with_untracked(|settings| taking::offers(others, settings));
        self.model.offers = offers.map(Some);
    }

    fn receive(&mut self, others: &Others, seconds: f64, store: &Store) {
        if let Some((family, weights)) = taking::fetch(&mut self.model.taking, others, seconds, store) {
            self.take_along(family, weights);
        }
    }

    fn try_out(&mut self, store: &Store) {
        self.run(store);
    }

    fn go(&mut self, run: bool, store: &Store) {
        if run {
            self.run(store);
        } else {
            self.cancel();
            self.carry_out(store);
        }
    }

    /// There is no training to see: Space moves the walkers.
    fn space(&mut self, _store: &Store) {
        self.model.playhead.toggle();
    }

    /// Takes a model of an earlier run along. The settings in the store are those of its data.
    fn restore(&mut self, weights: Box<Weights>, store: &Store) {
        store.settings.with_untracked(|settings| self.base.client.follow(settings));
        let is_diffusion = matches!(weights.experiment, Experiment::Diffusion(_));
        self.take_along(if is_diffusion { Family::Diffusion } else { Family::Energy }, weights);
        self.carry_out(store);
    }

    fn reset(&mut self, store: &Store) {
        store.notice.set(String::new());
        self.measuring = false;
        self.base.client.reset();
        self.carry_out(store);
    }

    fn arrow(&mut self, right: bool, _store: &Store) {
        self.model.nudge(right);
    }
}
