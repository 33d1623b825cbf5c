//! What of the chapter on sampling lives from frame to frame: engine, chains, painters and plots.

use super::charts::{LaneView, Plotted};
use super::metrics::metrics;
use super::model::Model;
use super::painter::{self, McmcStagePainter, Scene};
use super::plots::PLOTS;
use super::samples;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings, StageWindow};
use crate::ui::browser;
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::session::{Base, ChapterSession};
use crate::ui::engine_client::EngineClient;
use crate::ui::metrics::Metrics;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::transition;
use crate::ui::plot::walk::Walk;
use crate::ui::store::Store;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

pub struct McmcSession {
    base: Base,
    model: Model,
    /// One for each lane.
    stages: [Option<McmcStagePainter>; 2],
    /// How much of the last transition has been shown, 0 to 1.
    progress: f64,
    /// Transitions a second that are asked for; none for as many as the engine can do.
    pace: Option<f64>,
}

impl McmcSession {
    /// Chains run on arrival, unless motion is unwelcome, or another page or the story decides.
    pub fn new(settings: &Settings) -> Self {
        let mut client = EngineClient::new(Chapter::Sample, settings);
        if !browser::prefers_less_motion() && !settings.embed.on && !settings.story.is_open() {
            client.toggle_train();
        }
        Self {
            base: Base::new(client),
            model: Model::new(settings),
            stages: [None, None],
            progress: 1.0,
            pace: settings.mcmc.shown_pace(),
        }
    }

    fn draw_stages(&mut self, settings: &Settings, dark: bool) -> Result<(), String> {
        let window = self.window();
        let stages = self.stages.iter_mut().zip(&self.model.lanes).enumerate();
        for (lane_index, (stage, lane)) in stages {
            let Some(stage) = stage else { continue };
            let scene = Scene {
                window,
                reference: self.model.reference.as_ref(),
                reference_version: self.model.reference_version,
                walk: Walk {
                    lane: &lane.lane,
                    visited: &lane.visited,
                    trail: &lane.trail,
                    progress: self.progress,
                    lane_index,
                },
                version: self.model.version,
            };
            painter::draw(stage, &scene, &settings.view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }
}

impl Draggable for McmcSession {
    fn window(&self) -> StageWindow {
        self.model.target.window(&self.model.data)
    }

    fn css_width(&self, lane: usize) -> Option<f64> {
        self.stages[lane].as_ref().map(McmcStagePainter::css_width)
    }

    fn drag_handle(&self, lane: usize) -> Option<[f32; 2]> {
        self.model.lanes.get(lane)?.lane.positions.first_chunk().copied()
    }

    fn put(&mut self, at: [f32; 2]) {
        self.model.place(at);
        self.base.client.place(at);
    }
}

impl Keeps for McmcSession {
    fn set_stage(&mut self, index: usize, canvas: HtmlCanvasElement) -> Result<(), JsValue> {
        self.stages[index] = Some(McmcStagePainter::new(canvas)?);
        Ok(())
    }

    fn shots(&self) -> Vec<Shot<'_>> {
        let lane = |lane| self.model.lanes.get(lane);
        let name = |index| lane(index).map(|lane| self.model.name(lane)).unwrap_or_default();
        Shot::all(self.stages.iter().map(|stage| stage.as_ref().map(McmcStagePainter::canvas)), name)
    }

    fn chart(&self, index: usize, _: &Settings, palette: &Palette) -> Option<Chart> {
        let lanes: Vec<_> = self
            .model
            .lanes
            .iter()
            .map(|lane| LaneView {
                name: lane.lane.sampler.name(),
                chains: lane.chains(),
                diagnostics: lane.diagnostics.as_deref(),
                history: &lane.history,
            })
            .collect();
        let of = Plotted {
            lanes: &lanes,
            reference: self.model.reference(),
            log_z: self.model.log_z.as_ref(),
            square: self.window().square,
        };
        PLOTS.get(index).map(|plot| (plot.chart)(&of, palette).awaiting(plot.awaits))
    }

    fn chart_version(&self, _: usize, _: &Settings) -> u64 {
        self.model.curves_version.into()
    }

    fn samples(&self, _: &Settings) -> Option<String> {
        samples::text(&self.model)
    }
}

impl AsRef<Model> for McmcSession {
    fn as_ref(&self) -> &Model {
        &self.model
    }
}

impl ChapterSession for McmcSession {
    fn base(&mut self) -> &mut Base {
        &mut self.base
    }

    fn take(&mut self, frame: Frame) {
        if self.model.take(frame) {
            self.progress = 0.0;
        }
    }

    fn begin(&mut self, settings: &Settings) {
        self.model.begin(settings);
        self.progress = 1.0;
    }

    fn draw(&mut self, seconds: f64, settings: &Settings, dark: bool) -> Result<(), String> {
        self.pace = settings.mcmc.shown_pace();
        let showing = transition::showing(self.pace, self.base.client.phase().trains());
        self.progress = if showing > 0.0 { (self.progress + seconds / showing).min(1.0) } else { 1.0 };
        self.draw_stages(settings, dark)
    }

    fn version(&mut self, settings: &Settings) -> u64 {
        let followed = transition::showing(self.pace, self.base.client.phase().trains()) > 0.0;
        self.model.decided = followed.then(|| transition::decided(self.progress));
        (self.model.chains, self.model.rungs) = (settings.mcmc.chains, settings.mcmc.rungs);
        self.model.version()
    }

    fn unmount(&mut self) {
        self.stages = [None, None];
        self.base.plots.clear();
    }

    fn metrics(&self) -> Metrics {
        metrics(&self.model)
    }

    fn arrow(&mut self, right: bool, store: &Store) {
        if right {
            self.step(store);
        }
    }
}
