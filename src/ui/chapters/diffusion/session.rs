//! What of the diffusion chapter lives from frame to frame: engines, model, playhead and painters.

use super::closing::session::ClosingSession;
use super::clouds;
use super::layers::fate_denoiser;
use super::metrics::metrics;
use super::model::Model;
use super::painter::{self, DiffusionStagePainter, Scene};
use crate::protocol::Frame;
use crate::protocol::diffusion::WALKERS;
use crate::settings::{Chapter, DiffusionSettings, Settings, StageWindow};
use crate::ui::browser;
use crate::ui::chapter::card::Samples;
use crate::ui::chapter::drag::Draggable;
use crate::ui::chapter::playhead::Playhead;
use crate::ui::chapter::session::{Base, ChapterSession, Others, among};
use crate::ui::chapter::time_lapse::{self, LooksBack, TimeLapse};
use crate::ui::engine_client::EngineClient;
use crate::ui::metrics::Metrics;
use crate::ui::store::Store;
use crate::ui::words::diffusion as names;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

pub struct DiffusionSession {
    base: Base,
    pub(super) model: Model,
    /// Of the samples, and of what stands beside them.
    pub(super) stages: [Option<DiffusionStagePainter>; 2],
    /// Set by the transport: its slider follows the playhead.
    pub scrub: Option<HtmlInputElement>,
    /// The same for the slider through training.
    pub past: Option<HtmlInputElement>,
    time_lapse: TimeLapse,
    pub closing: ClosingSession,
}

impl DiffusionSession {
    pub fn new(settings: &Settings) -> Self {
        Self {
            base: Base::new(EngineClient::new(Chapter::Denoise, settings).with_cores(browser::cores())),
            model: Model {
                data: settings.data.clone(),
                playhead: Playhead::put_at(settings.view.t),
                ..Model::default()
            },
            stages: [None, None],
            scrub: None,
            past: None,
            time_lapse: TimeLapse::default(),
            closing: ClosingSession::default(),
        }
    }

    /// On arrival, and after a reset, the stage moves by itself, unless motion is unwelcome.
    fn arrive(&mut self) {
        if browser::prefers_less_motion() || self.base.client.phase().trains() {
            self.model.playhead.show_samples();
        } else if !self.model.playhead.by_reader() {
            self.model.playhead.play(true);
        }
    }

    /// Noise level shown.
    pub(super) fn t(&self) -> f32 {
        self.model.t().unwrap_or_default()
    }

    /// The point in the reader's hand goes.
    pub fn let_go(&mut self) {
        self.model.let_go();
    }

    /// Measures every sampler, or stops it.
    pub fn measure(&mut self, on: bool) {
        self.base.client.measure(on);
    }

    /// Asks where the denoisers send the point in the reader's hand, where the answer will be another.
    fn ask(&mut self) {
        let t = self.t();
        let step = self.model.first().and_then(|lane| lane.learned.as_ref()).map(|cloud| cloud.step);
        if let Some(at) = self.model.probe_point.ask(t, step) {
            self.base.client.probe(at, t);
        }
    }

    fn draw_stages(&mut self, settings: &Settings, dark: bool) -> Result<(), String> {
        let (window, t) = (self.window(), self.t());
        for (index, stage) in self.stages.iter_mut().enumerate() {
            let (Some(stage), Some(lane)) = (stage, self.model.shown(index)) else { continue };
            let beside = self.model.beside(index);
            let scene = Scene {
                window,
                lane,
                lane_index: if beside.is_some() { 0 } else { index },
                beside,
                t,
                fate: fate_denoiser(settings.diffusion.fate),
                held: self.model.probe_point.at(),
            };
            painter::draw(stage, &scene, &settings.view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        Ok(())
    }

    fn draw_sliders(&self) {
        if let Some(scrub) = &self.scrub {
            time_lapse::show_place(scrub, self.model.playhead.position(), self.model.playhead.states() - 1);
        }
        if let Some(past) = &self.past {
            let checkpoints = &self.model.checkpoints;
            time_lapse::show_place(past, self.time_lapse.place(checkpoints) as f64, checkpoints.len());
        }
    }
}

/// The network's newest samples; none before it has any.
fn newest(model: &Model) -> Option<Samples<'_>> {
    let lane = model.first()?;
    let points = &lane.learned.as_ref()?.points;
    let points = &points[points.len().checked_sub(2 * WALKERS)?..];
    Some(Samples { square: model.data.stage(), points, version: lane.version })
}

impl Draggable for DiffusionSession {
    fn window(&self) -> StageWindow {
        self.model.data.window()
    }

    fn css_width(&self, lane: usize) -> Option<f64> {
        self.stages[lane].as_ref().map(DiffusionStagePainter::css_width)
    }

    fn drag_handle(&self, _lane: usize) -> Option<[f32; 2]> {
        // Moved by the keyboard before it is there, it comes out in the middle.
        let (low, sides) = (self.window().low(), self.window().sides());
        let middle = [0, 1].map(|axis| (low[axis] + 0.5 * sides[axis]) as f32);
        Some(self.model.probe_point.at().unwrap_or(middle))
    }

    fn put(&mut self, at: [f32; 2]) {
        self.model.playhead.stand();
        self.model.probe_point.put(at);
    }

    /// A finger scrolls the page over what is not there yet.
    fn is_seen(&self) -> bool {
        self.model.probe_point.at().is_some()
    }

    fn tap(&mut self, lane: usize, pixel: [f64; 2]) {
        self.drag(lane, pixel);
    }
}

impl LooksBack for DiffusionSession {
    fn look_back(&mut self) -> (&mut TimeLapse, &[u32]) {
        (&mut self.time_lapse, &self.model.checkpoints)
    }
}

impl AsRef<Model> for DiffusionSession {
    fn as_ref(&self) -> &Model {
        &self.model
    }
}

impl ChapterSession for DiffusionSession {
    fn base(&mut self) -> &mut Base {
        &mut self.base
    }

    fn take(&mut self, frame: Frame) {
        let cloud = |model: &Model| model.first().and_then(|lane| lane.cloud()).map(clouds::states);
        let first = cloud(&self.model).is_none();
        self.model.take(frame);
        if let Some(states) = cloud(&self.model) {
            self.model.playhead.set_states(states);
            if first {
                self.arrive();
            }
        }
    }

    fn begin(&mut self, settings: &Settings) {
        self.model.begin(&settings.data);
        // A run that goes on from weights has their steps at once.
        self.model.step = self.base.client.trained().0;
        self.model.probe_point.ask_again();
        self.time_lapse = TimeLapse::default();
        self.arrive();
    }

    fn draw(&mut self, seconds: f64, settings: &Settings, dark: bool) -> Result<(), String> {
        self.model.playhead.advance(seconds * settings.view.speed);
        self.ask();
        self.draw_stages(settings, dark)?;
        self.draw_sliders();
        Ok(())
    }

    fn version(&mut self, settings: &Settings) -> u64 {
        self.model.names = names::runs(&settings.diffusion);
        let runs = settings.diffusion_in_use().runs();
        self.model.sample_as(runs.iter().map(DiffusionSettings::sampling).collect());
        self.model.beside = settings.diffusion.beside;
        self.model.version()
    }

    fn unmount(&mut self) {
        self.stages = [None, None];
        self.base.plots.clear();
        (self.scrub, self.past) = (None, None);
        self.closing.unmount();
    }

    fn show_steps(&mut self) {
        self.model.playhead.show_samples();
        self.show_now();
    }

    fn metrics(&self) -> Metrics {
        metrics(&self.model)
    }

    fn look_around(&mut self, others: &Others, now: f64, store: &Store) {
        let dark = store.dark.get_untracked();
        if let Some(ebm) = among(others, Chapter::LearnAnEnergy) {
            ebm.act(|ebm| self.closing.show_energy(now, ebm.card(), dark));
        }
        self.closing.draw_denoiser(now, newest(&self.model), dark);
    }

    /// The ideal denoiser is seen first.
    fn try_out(&mut self, store: &Store) {
        self.restart(store);
    }

    fn arrow(&mut self, right: bool, _store: &Store) {
        self.model.playhead.nudge(if right { 1 } else { -1 });
    }
}
