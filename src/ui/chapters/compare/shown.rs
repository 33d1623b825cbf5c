//! What the three stages show at the playhead, and where that goes.

use super::painter::{self, Scene};
use super::readouts::Column;
use super::session::CompareSession;
use super::timeline;
use crate::settings::{CompareClock, Family, Settings};
use crate::ui::browser;

impl CompareSession {
    /// The cost at which the last column arrives.
    pub(super) fn end(&self, clock: CompareClock) -> f64 {
        timeline::end(self.model.recordings(), clock)
    }

    /// What the timeline shows.
    pub fn cost(&self, clock: CompareClock) -> f64 {
        timeline::cost_at(clock, self.end(clock), self.playhead.position())
    }

    /// To the next state of any column, or the one before.
    pub fn nudge(&mut self, forward: bool, clock: CompareClock) {
        let (cost, end) = (self.cost(clock), self.end(clock));
        if let Some(next) = timeline::next(self.model.recordings(), clock, cost, forward) {
            self.playhead.scrub(timeline::share_of(clock, end, next));
        }
        self.playhead.stand();
    }

    /// Back to the start, and off again if it was moving or motion is welcome.
    pub fn rewind(&mut self) {
        self.playhead.scrub(0.0);
        self.playhead.play(!browser::prefers_less_motion());
    }

    /// On arrival the stage moves by itself, unless motion is unwelcome: then it shows where walkers end.
    pub(super) fn arrive(&mut self) {
        if browser::prefers_less_motion() {
            self.playhead.show_samples();
        } else if !self.playhead.by_reader() {
            self.playhead.play(true);
        }
    }

    /// What each stage shows; none where a column has no walkers yet.
    pub(super) fn scenes(&self, settings: &Settings) -> [Option<Scene<'_>>; 3] {
        let clock = settings.compare.clock;
        let (cost, square) = (self.cost(clock), settings.data.stage());
        let model = &self.model;
        [0, 1, 2].map(|index| {
            let recording = model.columns[index].as_ref()?;
            let state = timeline::state_at(timeline::costs(recording, clock), cost);
            Some(Scene {
                square,
                family: Family::ALL[index],
                reference: model.reference.as_ref(),
                learned: model.learned_energy().filter(|_| Family::ALL[index] == Family::Energy),
                points: timeline::points(recording, state),
                backdrop_version: model.backdrop_version,
                points_version: (model.columns_version, state),
            })
        })
    }

    pub(super) fn draw_stages(&mut self, settings: &Settings, dark: bool) -> Result<(), String> {
        let mut stages = std::mem::take(&mut self.stages);
        let drawn = stages.iter_mut().zip(self.scenes(settings)).try_for_each(|pair| match pair {
            (Some(stage), Some(scene)) => painter::draw(stage, &scene, &settings.view, dark)
                .map_err(|error| format!("a stage could not be drawn: {error:?}")),
            _ => Ok(()),
        });
        self.stages = stages;
        drawn
    }

    /// Every column as it is shown.
    pub(super) fn columns(&self, clock: CompareClock) -> [Option<Column>; 3] {
        let cost = self.cost(clock);
        self.model.columns.each_ref().map(|column| Some(Column::at(column.as_ref()?, clock, cost)))
    }
}
