//! What of the chapter on sampling lives from frame to frame: engine, chains, painters and plots.

use super::caption;
use super::model::Model;
use super::names;
use super::plots::{CHARTS, PLOTS};
use super::readouts::Readouts;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings, Target};
use crate::ui::browser;
use crate::ui::chapters::ChapterSession;
use crate::ui::curve::{self, Curve};
use crate::ui::engine_client::EngineClient;
use crate::ui::engine_client::workers::Workers;
use crate::ui::plot::chains::LaneView;
use crate::ui::plot::mcmc_stage::{McmcStagePainter, Scene, is_followed};
use crate::ui::plot::transition;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::prelude::*;

/// Seconds in which a single step is shown, and the longest in which any is.
const SHOWN_STEP: f64 = 0.9;
/// Share of the time between two transitions in which the inside of one is shown; then it rests.
const SHOWN_SHARE: f64 = 0.8;
/// Above this pace, in transitions a second, the inside of a transition is shown all at once.
const TOO_FAST: f64 = 12.0;

pub struct McmcSession {
    client: EngineClient,
    workers: Workers,
    model: Model,
    readings: Readings<Readouts>,
    /// One for each lane.
    pub stages: [Option<McmcStagePainter>; 2],
    pub plots: [Option<Curve>; PLOTS],
    /// How much of the last transition has been shown, 0 to 1.
    progress: f64,
    /// The density of the present run.
    target: Target,
    /// Transitions a second that are asked for; none for as many as the engine can do.
    pace: Option<f64>,
}

impl McmcSession {
    /// Chains run on arrival, unless motion is unwelcome.
    pub fn new(settings: &Settings, readings: Readings<Readouts>) -> Self {
        let mut client = EngineClient::new(Chapter::Sample, settings);
        if !browser::prefers_less_motion() {
            client.toggle_train();
        }
        Self {
            client,
            workers: Workers::default(),
            model: Model::default(),
            readings,
            stages: [None, None],
            plots: [const { None }; PLOTS],
            progress: 1.0,
            target: settings.mcmc.target,
            pace: settings.mcmc.shown_pace(),
        }
    }

    /// Runs with the settings as they are now, from the start.
    pub fn run_anew(&mut self, store: &Store) {
        self.restart(store);
        if !self.client.phase().trains() {
            self.client.toggle_train();
            self.carry_out(store);
        }
    }

    /// The distance, in CSS pixels, from a point of a stage to the first chain on it.
    pub fn distance_to_chain(&self, lane: usize, pixel: [f64; 2]) -> Option<f64> {
        let stage = self.stages[lane].as_ref()?;
        let here = self.model.lanes.get(lane)?.lane.positions.first_chunk::<2>()?;
        let square = self.target.stage();
        let [left, right] = [0.0, 1.0].map(|x| stage.data_at(x, 0.0, square)[0]);
        let unit = f64::from(right - left).max(f64::MIN_POSITIVE);
        let at = stage.data_at(pixel[0], pixel[1], square);
        Some(f64::from(at[0] - here[0]).hypot(f64::from(at[1] - here[1])) / unit)
    }

    /// Puts the first chain under a point of a lane's stage, in CSS pixels.
    pub fn drag(&mut self, lane: usize, pixel: [f64; 2]) {
        if let Some(stage) = &self.stages[lane] {
            self.place(stage.data_at(pixel[0], pixel[1], self.target.stage()));
        }
    }

    /// Moves the first chain by parts of the square's side.
    pub fn nudge(&mut self, lane: usize, parts: [f64; 2]) {
        let here = self.model.lanes.get(lane).and_then(|lane| lane.lane.positions.first_chunk::<2>());
        if let Some(&[x, y]) = here {
            let side = self.target.stage().side;
            self.place([x + (parts[0] * side) as f32, y + (parts[1] * side) as f32]);
        }
    }

    /// Inside the square: a chain that cannot be seen cannot be taken hold of again.
    fn place(&mut self, at: [f32; 2]) {
        if at.iter().all(|place| place.is_finite()) {
            let square = self.target.stage();
            let within = |place: f32, low: f64| f64::from(place).clamp(low, low + square.side) as f32;
            let at = [within(at[0], square.x), within(at[1], square.y)];
            self.model.place(at);
            self.client.place(at);
        }
    }

    fn draw_stages(&mut self, store: &Store, dark: bool) -> Result<(), String> {
        let view = store.settings.with_untracked(|settings| settings.view.clone());
        let stages = self.stages.iter_mut().zip(&self.model.lanes).enumerate();
        for (lane_index, (stage, lane)) in stages {
            let Some(stage) = stage else { continue };
            let scene = Scene {
                square: self.target.stage(),
                reference: self.model.reference.as_ref(),
                reference_version: self.model.reference_version,
                lane: &lane.lane,
                visited: &lane.visited,
                trail: &lane.trail,
                progress: self.progress,
                version: self.model.version,
                lane_index,
            };
            stage
                .draw(&scene, &view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }
}

/// Seconds in which the inside of a transition is shown; none where there is no time for it.
fn showing(pace: Option<f64>, running: bool) -> f64 {
    match pace {
        _ if !running => SHOWN_STEP,
        Some(pace) if pace <= TOO_FAST => SHOWN_SHARE / pace,
        _ => 0.0,
    }
}

impl ChapterSession for McmcSession {
    fn client(&mut self) -> &mut EngineClient {
        &mut self.client
    }

    fn workers(&mut self) -> &mut Workers {
        &mut self.workers
    }

    fn take(&mut self, frame: Frame) {
        if self.model.take(frame) {
            self.progress = 0.0;
        }
    }

    fn begin(&mut self, store: &Store) {
        let target = store.settings.with_untracked(|settings| settings.mcmc.target);
        let same_target = std::mem::replace(&mut self.target, target) == target;
        self.model.begin(same_target);
        self.progress = 1.0;
    }

    fn draw(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        let dark = store.dark.get_untracked();
        self.pace = store.settings.with_untracked(|settings| settings.mcmc.shown_pace());
        let showing = showing(self.pace, self.client.phase().trains());
        self.progress = if showing > 0.0 { (self.progress + seconds / showing).min(1.0) } else { 1.0 };
        self.draw_stages(store, dark)?;
        let model = &self.model;
        let square = self.target.stage();
        curve::draw_next(&mut self.plots, now, model.curves_version, dark, |index, palette| {
            let lanes: Vec<_> = model
                .lanes
                .iter()
                .map(|lane| LaneView {
                    name: names::sampler(lane.lane.sampler),
                    chains: lane.lane.positions.len() / 2,
                    diagnostics: lane.diagnostics.as_deref(),
                    history: &lane.history,
                })
                .collect();
            CHARTS[index](&lanes, model.reference(), square, palette)
        })
    }

    fn tell(&mut self, store: &Store) {
        let settings = store.settings.with_untracked(|settings| settings.mcmc.clone());
        let mut readouts = Readouts::gather(&self.model, &settings);
        if showing(self.pace, self.client.phase().trains()) > 0.0 {
            let decided = transition::decided(self.progress);
            let view = store.settings.with_untracked(|settings| settings.view.clone());
            for (readouts, model) in readouts.lanes.iter_mut().zip(&self.model.lanes) {
                let seen = model.lane.detail.as_ref().filter(|_| is_followed(&model.lane, &view));
                readouts.caption = seen.map(|detail| caption::words(model.lane.sampler, detail, decided));
            }
        }
        self.readings.tell(readouts);
    }

    fn speak(&self) {
        self.readings.speak();
    }

    fn leave(&mut self) {
        self.stages = [None, None];
        self.plots = [const { None }; PLOTS];
    }

    /// The engine could do more than it is asked for.
    fn rate(&self) -> Option<f32> {
        let most = self.pace.map_or(f32::INFINITY, |pace| pace as f32);
        Some(self.model.steps_per_second.min(most)).filter(|&rate| rate > 0.0)
    }

    fn arrow(&mut self, right: bool, store: &Store) {
        if right {
            self.step(store);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_motion_shows_the_inside_of_each_transition_before_the_next_comes() {
        for pace in [0.5, 1.0, 8.0] {
            let seconds = showing(Some(pace), true);
            assert!(seconds > 0.0 && seconds < 1.0 / pace, "{seconds} at {pace} a second");
        }
        assert_eq!([showing(Some(200.0), true), showing(None, true)], [0.0, 0.0]);
        assert_eq!(showing(None, false), SHOWN_STEP);
    }
}
