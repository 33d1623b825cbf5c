//! What of the diffusion chapter lives from frame to frame: engines, model, playhead and painters.

use super::clouds;
use super::model::Model;
use super::playhead::Playhead;
use super::readouts::Readouts;
use crate::protocol::Frame;
use crate::settings::{Chapter, Settings};
use crate::ui::browser;
use crate::ui::chapters::ChapterSession;
use crate::ui::curve::{self, Curve};
use crate::ui::engine_client::EngineClient;
use crate::ui::engine_client::workers::Workers;
use crate::ui::plot::curves;
use crate::ui::plot::stage::StagePainter;
use crate::ui::readings::Readings;
use crate::ui::store::Store;
use leptos::prelude::*;

pub struct DiffusionSession {
    client: EngineClient,
    workers: Workers,
    model: Model,
    readings: Readings<Readouts>,
    pub playhead: Playhead,
    pub stage: Option<StagePainter>,
    /// The loss, then the distance to the data.
    pub plots: [Option<Curve>; 2],
    /// Set by the transport: its slider follows the playhead.
    pub scrub: Option<web_sys::HtmlInputElement>,
}

impl DiffusionSession {
    pub fn new(settings: &Settings, readings: Readings<Readouts>) -> Self {
        Self {
            client: EngineClient::new(Chapter::Denoise, settings),
            workers: Workers::default(),
            model: Model::default(),
            readings,
            playhead: Playhead::default(),
            stage: None,
            plots: [None, None],
            scrub: None,
        }
    }

    /// On arrival, and after a reset, the stage moves by itself, unless motion is unwelcome.
    fn arrive(&mut self) {
        if browser::prefers_less_motion() || self.client.phase().trains() {
            self.playhead.show_samples();
        } else if !self.playhead.by_reader() {
            self.playhead.play(true);
        }
    }
}

impl ChapterSession for DiffusionSession {
    fn client(&mut self) -> &mut EngineClient {
        &mut self.client
    }

    fn workers(&mut self) -> &mut Workers {
        &mut self.workers
    }

    fn take(&mut self, frame: Frame) {
        let first = self.model.cloud().is_none();
        self.model.take(frame);
        if let Some(cloud) = self.model.cloud() {
            self.playhead.set_states(clouds::states(cloud));
            if first {
                self.arrive();
            }
        }
    }

    fn begin(&mut self, _store: &Store) {
        self.model.begin();
        self.arrive();
    }

    fn draw(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        self.playhead.advance(seconds);
        let dark = store.dark.get_untracked();
        let position = self.playhead.position();
        if let Some(stage) = &mut self.stage {
            let view = store.settings.with_untracked(|settings| settings.view.clone());
            stage
                .draw(&self.model, position, &view, dark)
                .map_err(|error| format!("the stage could not be drawn: {error:?}"))?;
        }
        let model = &self.model;
        curve::draw_next(&mut self.plots, now, model.curves_version, dark, |index, palette| {
            if index == 0 { curves::loss(model, palette) } else { curves::mmd(model, palette) }
        })?;
        if let Some(scrub) = &self.scrub {
            let most = (self.playhead.states() - 1).to_string();
            if scrub.max() != most {
                scrub.set_max(&most);
            }
            if (scrub.value_as_number() - position).abs() > 1e-3 {
                scrub.set_value_as_number(position);
            }
        }
        Ok(())
    }

    fn tell(&mut self, store: &Store) {
        let train_steps = store.settings.with_untracked(|settings| settings.diffusion.train_steps);
        self.readings.tell(Readouts::gather(&self.model, &self.playhead, train_steps));
    }

    fn speak(&self) {
        self.readings.speak();
    }

    fn leave(&mut self) {
        self.stage = None;
        self.plots = [None, None];
        self.scrub = None;
    }

    fn rate(&self) -> Option<f32> {
        Some(self.model.steps_per_second).filter(|&rate| rate > 0.0)
    }

    fn show_steps(&mut self) {
        self.playhead.show_samples();
    }

    fn arrow(&mut self, right: bool, _store: &Store) {
        self.playhead.nudge(if right { 1 } else { -1 });
    }
}
