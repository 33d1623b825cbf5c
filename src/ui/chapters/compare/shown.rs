//! What the three stages show at the playhead, and where that goes.

use super::column::Column;
use super::model::Model;
use super::painter::{self, Scene};
use super::session::CompareSession;
use super::timeline;
use crate::settings::{Family, Settings};
use crate::ui::browser;

impl Model {
    /// The cost at which the last column arrives.
    pub fn end(&self) -> f64 {
        timeline::end(self.recordings(), self.clock)
    }

    /// What the timeline shows.
    pub fn cost(&self) -> f64 {
        timeline::cost_at(self.clock, self.end(), self.playhead.position())
    }

    /// To the next state of any column, or the one before.
    pub fn nudge(&mut self, forward: bool) {
        if let Some(next) = timeline::next(self.recordings(), self.clock, self.cost(), forward) {
            self.playhead.scrub(timeline::share_of(self.clock, self.end(), next));
        }
        self.playhead.stand();
    }

    /// A column as it is shown.
    pub fn column(&self, index: usize) -> Option<Column> {
        Some(Column::at(self.columns[index].as_ref()?, self.clock, self.cost()))
    }

    /// What each stage shows; none where a column has no walkers yet.
    pub fn scenes(&self, settings: &Settings) -> [Option<Scene<'_>>; 3] {
        let (cost, window) = (self.cost(), settings.data.window());
        [0, 1, 2].map(|index| {
            let recording = self.columns[index].as_ref()?;
            let state = timeline::state_at(timeline::costs(recording, self.clock), cost);
            Some(Scene {
                window,
                family: Family::ALL[index],
                reference: self.reference.as_ref(),
                learned: self.learned_energy().filter(|_| Family::ALL[index] == Family::Energy),
                points: timeline::points(recording, state),
                backdrop_version: self.backdrop_version,
                points_version: (self.columns_version, state),
            })
        })
    }
}

impl CompareSession {
    /// Back to the start, and off again if it was moving or motion is welcome.
    pub fn rewind(&mut self) {
        self.model.playhead.scrub(0.0);
        self.model.playhead.play(!browser::prefers_less_motion());
    }

    /// On arrival the stage moves by itself, unless motion is unwelcome: then it shows where walkers end.
    pub(super) fn arrive(&mut self) {
        if browser::prefers_less_motion() {
            self.model.playhead.show_samples();
        } else if !self.model.playhead.by_reader() {
            self.model.playhead.play(true);
        }
    }

    pub(super) fn draw_stages(&mut self, settings: &Settings, dark: bool) -> Result<(), String> {
        let stages = self.stages.iter_mut();
        stages.zip(self.model.scenes(settings)).try_for_each(|pair| match pair {
            (Some(stage), Some(scene)) => painter::draw(stage, &scene, &settings.view, dark)
                .map_err(|error| format!("a stage could not be drawn: {error:?}")),
            _ => Ok(()),
        })
    }
}
