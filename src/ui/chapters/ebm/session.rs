//! What of the chapter on learning an energy lives from frame to frame: engine, energies, walkers, painters, plots.

use super::card;
use super::metrics::metrics;
use super::model::Model;
use super::painter::{self, EbmStagePainter, Scene};
use super::plots::PLOTS;
use super::samples;
use super::stage_words;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings, StageWindow};
use crate::ui::browser;
use crate::ui::chapter::card::{Card, Samples};
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::session::{Base, ChapterSession};
use crate::ui::chapter::time_lapse::{self, LooksBack, TimeLapse};
use crate::ui::engine_client::EngineClient;
use crate::ui::metrics::Metrics;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::plot::transition;
use crate::ui::plot::walk::Walk;
use crate::ui::store::Store;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

pub struct EbmSession {
    base: Base,
    model: Model,
    /// One for each lane.
    stages: [Option<EbmStagePainter>; 2],
    /// Set by the transport: its slider follows the weights shown.
    pub scrub: Option<web_sys::HtmlInputElement>,
    time_lapse: TimeLapse,
    /// How much of the walkers' last transition has been shown, 0 to 1.
    progress: f64,
}

impl EbmSession {
    pub fn new(settings: &Settings) -> Self {
        Self {
            base: Base::new(EngineClient::new(Chapter::LearnAnEnergy, settings).with_cores(browser::cores())),
            model: Model::new(&settings.data),
            stages: [None, None],
            scrub: None,
            time_lapse: TimeLapse::default(),
            progress: 1.0,
        }
    }

    /// Puts the walkers back to where they start.
    pub fn gather(&mut self) {
        self.base.client.gather();
    }

    fn draw_stages(&mut self, settings: &Settings, dark: bool) -> Result<(), String> {
        let (model, window) = (&self.model, self.window());
        let stages = self.stages.iter_mut().zip(&model.lanes).enumerate();
        for (lane_index, (stage, lane)) in stages {
            let Some(stage) = stage else { continue };
            let scene = Scene {
                window,
                reference: model.reference.as_ref(),
                learned: lane.learned(),
                picture: settings.ebm.picture,
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
            painter::draw(stage, &scene, &settings.view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }
}

impl Draggable for EbmSession {
    fn window(&self) -> StageWindow {
        self.model.data.window()
    }

    fn css_width(&self, lane: usize) -> Option<f64> {
        self.stages[lane].as_ref().map(EbmStagePainter::css_width)
    }

    fn drag_handle(&self, lane: usize) -> Option<[f32; 2]> {
        self.model.lanes.get(lane)?.walkers.lane.positions.first_chunk().copied()
    }

    fn put(&mut self, at: [f32; 2]) {
        self.model.place(at);
        self.base.client.place(at);
    }
}

impl LooksBack for EbmSession {
    fn look_back(&mut self) -> (&mut TimeLapse, &[u32]) {
        (&mut self.time_lapse, &self.model.checkpoints)
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

    fn chart(&self, index: usize, _: &Settings, palette: &Palette) -> Option<Chart> {
        PLOTS.get(index).map(|plot| (plot.chart)(&self.model, palette).awaiting(plot.awaits))
    }

    fn chart_version(&self, _: usize, _: &Settings) -> u64 {
        self.model.curves_version.into()
    }

    fn samples(&self, settings: &Settings) -> Option<String> {
        samples::text(&self.model, &settings.view)
    }
}

impl AsRef<Model> for EbmSession {
    fn as_ref(&self) -> &Model {
        &self.model
    }
}

impl ChapterSession for EbmSession {
    fn base(&mut self) -> &mut Base {
        &mut self.base
    }

    fn take(&mut self, frame: Frame) {
        if self.model.take(frame) {
            self.progress = 0.0;
        }
    }

    fn begin(&mut self, settings: &Settings) {
        self.model.begin(&settings.data);
        self.time_lapse = TimeLapse::default();
        self.progress = 1.0;
    }

    fn draw(&mut self, seconds: f64, settings: &Settings, dark: bool) -> Result<(), String> {
        let pace = settings.ebm.pace;
        let showing = transition::showing(Some(pace), pace > 0.0);
        self.progress = if showing > 0.0 { (self.progress + seconds / showing).min(1.0) } else { 1.0 };
        self.draw_stages(settings, dark)?;
        if let Some(scrub) = &self.scrub {
            let checkpoints = &self.model.checkpoints;
            time_lapse::show_place(scrub, self.time_lapse.place(checkpoints) as f64, checkpoints.len());
        }
        Ok(())
    }

    fn version(&mut self, _settings: &Settings) -> u64 {
        self.model.version.into()
    }

    fn unmount(&mut self) {
        self.stages = [None, None];
        self.base.plots.clear();
        self.scrub = None;
    }

    fn show_steps(&mut self) {
        self.show_now();
    }

    fn metrics(&self) -> Metrics {
        metrics(&self.model)
    }

    /// Its samples are the walkers on the learned energy.
    fn card(&self) -> Card<'_> {
        let lane = self.model.lanes.first().filter(|lane| lane.learned().is_some());
        let samples = lane.map(|lane| Samples {
            square: self.window().square,
            points: &lane.walkers.lane.positions,
            version: self.model.version,
        });
        Card { numbers: card::numbers(&self.model), samples }
    }

    fn arrow(&mut self, right: bool, store: &Store) {
        let place = self.time_lapse.place(&self.model.checkpoints);
        self.scrub_to(if right { place + 1 } else { place.saturating_sub(1) }, store);
        self.release(store);
    }
}
