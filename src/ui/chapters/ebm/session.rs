//! What of the chapter on learning an energy lives from frame to frame: engine, energies, walkers, painters, plots.

use super::card;
use super::model::Model;
use super::painter::{self, EbmStagePainter, Scene};
use super::plots::PLOTS;
use super::samples;
use super::stage_words;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings, StageSquare};
use crate::ui::browser;
use crate::ui::chapter::card::{Card, Samples};
use crate::ui::chapter::drag::Graspable;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::live::{Shows, Versions, version_of};
use crate::ui::chapter::plot_canvas::PlotCanvas;
use crate::ui::chapter::plots;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::chapter::time_lapse::{self, LooksBack, TimeLapse};
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

pub struct EbmSession {
    client: EngineClient,
    workers: Workers,
    model: Model,
    versions: Versions,
    /// One for each lane.
    stages: [Option<EbmStagePainter>; 2],
    plots: Vec<PlotCanvas>,
    /// Set by the transport: its slider follows the weights shown.
    pub scrub: Option<web_sys::HtmlInputElement>,
    time_lapse: TimeLapse,
    /// How much of the walkers' last transition has been shown, 0 to 1.
    progress: f64,
}

impl EbmSession {
    pub fn new(settings: &Settings) -> Self {
        Self {
            client: EngineClient::new(Chapter::LearnAnEnergy, settings).with_cores(browser::cores()),
            workers: Workers::default(),
            model: Model::new(&settings.data),
            versions: Versions::default(),
            stages: [None, None],
            plots: Vec::new(),
            scrub: None,
            time_lapse: TimeLapse::default(),
            progress: 1.0,
        }
    }

    /// Puts the walkers back to where they start.
    pub fn gather(&mut self) {
        self.client.gather();
    }

    fn draw_stages(&mut self, store: &Store, dark: bool) -> Result<(), String> {
        let (view, picture) =
            store.settings.with_untracked(|settings| (settings.view.clone(), settings.ebm.picture));
        let (model, square) = (&self.model, self.square());
        let stages = self.stages.iter_mut().zip(&model.lanes).enumerate();
        for (lane_index, (stage, lane)) in stages {
            let Some(stage) = stage else { continue };
            let scene = Scene {
                square,
                reference: model.reference.as_ref(),
                learned: lane.learned(),
                picture,
                backdrop_version: [model.reference_version, model.maps_version],
                // Weights of before had other negatives.
                negatives: if model.looking_at.is_none() { &lane.negatives } else { &[] },
                walk: Walk {
                    lane: &lane.walkers.lane,
                    visited: &lane.walkers.visited,
                    trail: &lane.walkers.trail,
                    progress: self.progress,
                    lane_index,
                },
                version: model.version,
            };
            painter::draw(stage, &scene, &view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }
}

impl Graspable for EbmSession {
    fn square(&self) -> StageSquare {
        self.model.data.stage()
    }

    fn css_side(&self, lane: usize) -> Option<f64> {
        self.stages[lane].as_ref().map(EbmStagePainter::css_side)
    }

    fn grip(&self, lane: usize) -> Option<[f32; 2]> {
        self.model.lanes.get(lane)?.walkers.lane.positions.first_chunk().copied()
    }

    fn put(&mut self, at: [f32; 2]) {
        self.model.place(at);
        self.client.place(at);
    }
}

impl LooksBack for EbmSession {
    fn look_back(&mut self) -> (&mut TimeLapse, &[u32]) {
        (&mut self.time_lapse, &self.model.kept)
    }
}

impl Keeps for EbmSession {
    fn set_stage(&mut self, index: usize, canvas: HtmlCanvasElement) -> Result<(), JsValue> {
        self.stages[index] = Some(EbmStagePainter::new(canvas)?);
        Ok(())
    }

    fn shots(&self) -> Vec<Shot<'_>> {
        let name = |lane| stage_words::label(&self.model, lane).unwrap_or_default();
        Shot::all(self.stages.iter().map(|stage| stage.as_ref().map(EbmStagePainter::canvas)), name)
    }

    fn plots(&mut self) -> &mut Vec<PlotCanvas> {
        &mut self.plots
    }

    fn chart(&self, index: usize, _: &Settings, palette: &Palette) -> Option<Chart> {
        PLOTS.get(index).map(|plot| (plot.chart)(&self.model, palette))
    }

    fn chart_version(&self, _: usize, _: &Settings) -> u64 {
        self.model.curves_version.into()
    }

    fn samples(&self, settings: &Settings) -> Option<String> {
        samples::text(&self.model, &settings.view)
    }
}

impl Shows<Model> for EbmSession {
    fn model(&self) -> &Model {
        &self.model
    }

    fn versions(&self) -> Versions {
        self.versions
    }
}

impl ChapterSession for EbmSession {
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
        store.settings.with_untracked(|settings| self.model.begin(&settings.data));
        self.time_lapse = TimeLapse::default();
        self.progress = 1.0;
    }

    fn draw(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        let dark = store.dark.get_untracked();
        let pace = store.settings.with_untracked(|settings| settings.ebm.pace);
        let showing = transition::showing(Some(pace), pace > 0.0);
        self.progress = if showing > 0.0 { (self.progress + seconds / showing).min(1.0) } else { 1.0 };
        self.draw_stages(store, dark)?;
        if let Some(scrub) = &self.scrub {
            let kept = &self.model.kept;
            time_lapse::show_place(scrub, self.time_lapse.place(kept) as f64, kept.len());
        }
        store.settings.with_untracked(|settings| plots::draw_next(self, now, settings, dark))
    }

    fn publish(&mut self, _store: &Store) {
        self.versions.publish(version_of(self.model.version));
    }

    fn announce(&self) {
        self.versions.announce();
    }

    fn unmount(&mut self) {
        self.stages = [None, None];
        self.plots.clear();
        self.scrub = None;
    }

    fn rate(&self) -> Option<f32> {
        Some(self.model.steps_per_second).filter(|&rate| rate > 0.0)
    }

    fn show_steps(&mut self) {
        self.show_now();
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let Some(lane) = self.model.lanes.first() else { return Vec::new() };
        let of = |name, value: Option<f64>| value.map(|value| (name, value));
        let all = [
            of("loss", lane.losses.smoothed().map(f64::from)),
            of("last_loss", lane.losses.last().map(f64::from)),
            of("kl", lane.judged().map(|judged| judged.kl)),
            of("mmd2", lane.score.map(|score| score.walkers.mmd2)),
        ];
        all.into_iter().flatten().collect()
    }

    /// Its samples are the walkers on the learned energy.
    fn card(&self) -> Card<'_> {
        let lane = self.model.lanes.first().filter(|lane| lane.learned().is_some());
        let samples = lane.map(|lane| Samples {
            square: self.square(),
            points: &lane.walkers.lane.positions,
            version: self.model.version,
        });
        Card { numbers: card::numbers(&self.model), samples }
    }

    fn arrow(&mut self, right: bool, store: &Store) {
        let place = self.time_lapse.place(&self.model.kept);
        self.scrub_to(if right { place + 1 } else { place.saturating_sub(1) }, store);
        self.release(store);
    }
}
