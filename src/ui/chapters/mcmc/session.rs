//! What of the chapter on sampling lives from frame to frame: engine, chains, painters and plots.

use super::charts::{LaneView, Plotted};
use super::model::Model;
use super::painter::{self, McmcStagePainter, Scene};
use super::plots::PLOTS;
use super::samples;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings, StageSquare};
use crate::ui::browser;
use crate::ui::chapter::drag::Graspable;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::live::{Shows, Versions};
use crate::ui::chapter::plot_canvas::PlotCanvas;
use crate::ui::chapter::plots;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::engine_client::EngineClient;
use crate::ui::engine_client::workers::Workers;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::transition;
use crate::ui::plot::walk::Walk;
use crate::ui::store::Store;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

pub struct McmcSession {
    client: EngineClient,
    workers: Workers,
    model: Model,
    versions: Versions,
    /// One for each lane.
    stages: [Option<McmcStagePainter>; 2],
    plots: Vec<PlotCanvas>,
    /// How much of the last transition has been shown, 0 to 1.
    progress: f64,
    /// Transitions a second that are asked for; none for as many as the engine can do.
    pace: Option<f64>,
}

impl McmcSession {
    /// Chains run on arrival, unless motion is unwelcome or another page decides.
    pub fn new(settings: &Settings) -> Self {
        let mut client = EngineClient::new(Chapter::Sample, settings);
        if !browser::prefers_less_motion() && !settings.embed.on {
            client.toggle_train();
        }
        Self {
            client,
            workers: Workers::default(),
            model: Model::new(settings),
            versions: Versions::default(),
            stages: [None, None],
            plots: Vec::new(),
            progress: 1.0,
            pace: settings.mcmc.shown_pace(),
        }
    }

    fn draw_stages(&mut self, store: &Store, dark: bool) -> Result<(), String> {
        let view = store.settings.with_untracked(|settings| settings.view.clone());
        let square = self.square();
        let stages = self.stages.iter_mut().zip(&self.model.lanes).enumerate();
        for (lane_index, (stage, lane)) in stages {
            let Some(stage) = stage else { continue };
            let scene = Scene {
                square,
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
            painter::draw(stage, &scene, &view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }
}

impl Graspable for McmcSession {
    fn square(&self) -> StageSquare {
        self.model.target.stage(&self.model.data)
    }

    fn css_side(&self, lane: usize) -> Option<f64> {
        self.stages[lane].as_ref().map(McmcStagePainter::css_side)
    }

    fn grip(&self, lane: usize) -> Option<[f32; 2]> {
        self.model.lanes.get(lane)?.lane.positions.first_chunk().copied()
    }

    fn put(&mut self, at: [f32; 2]) {
        self.model.place(at);
        self.client.place(at);
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

    fn plots(&mut self) -> &mut Vec<PlotCanvas> {
        &mut self.plots
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
        let of = Plotted { lanes: &lanes, reference: self.model.reference(), square: self.square() };
        PLOTS.get(index).map(|plot| (plot.chart)(&of, palette))
    }

    fn chart_version(&self, _: usize, _: &Settings) -> u64 {
        self.model.curves_version.into()
    }

    fn samples(&self, _: &Settings) -> Option<String> {
        samples::text(&self.model)
    }
}

impl Shows<Model> for McmcSession {
    fn model(&self) -> &Model {
        &self.model
    }

    fn versions(&self) -> Versions {
        self.versions
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
        store.settings.with_untracked(|settings| self.model.begin(settings));
        self.progress = 1.0;
    }

    fn draw(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        let dark = store.dark.get_untracked();
        self.pace = store.settings.with_untracked(|settings| settings.mcmc.shown_pace());
        let showing = transition::showing(self.pace, self.client.phase().trains());
        self.progress = if showing > 0.0 { (self.progress + seconds / showing).min(1.0) } else { 1.0 };
        self.draw_stages(store, dark)?;
        store.settings.with_untracked(|settings| plots::draw_next(self, now, settings, dark))
    }

    fn publish(&mut self, store: &Store) {
        let settings = store.settings.with_untracked(|settings| settings.mcmc.clone());
        let followed = transition::showing(self.pace, self.client.phase().trains()) > 0.0;
        self.model.decided = followed.then(|| transition::decided(self.progress));
        (self.model.chains, self.model.rungs) = (settings.chains, settings.rungs);
        self.versions.publish(self.model.version());
    }

    fn announce(&self) {
        self.versions.announce();
    }

    fn unmount(&mut self) {
        self.stages = [None, None];
        self.plots.clear();
    }

    /// The engine could do more than it is asked for.
    fn rate(&self) -> Option<f32> {
        let most = self.pace.map_or(f32::INFINITY, |pace| pace as f32);
        Some(self.model.steps_per_second.min(most)).filter(|&rate| rate > 0.0)
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let diagnostics = self.model.lanes.first().and_then(|lane| lane.diagnostics.as_ref());
        diagnostics.map_or_else(Vec::new, |of| {
            vec![
                ("acceptance", of.acceptance),
                ("step_size", of.step_size),
                ("ess_bulk", of.ess_bulk),
                ("r_hat", of.r_hat),
                ("evaluations", of.evaluations),
            ]
        })
    }

    fn arrow(&mut self, right: bool, store: &Store) {
        if right {
            self.step(store);
        }
    }
}
