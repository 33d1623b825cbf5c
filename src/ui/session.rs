//! What lives from frame to frame: engines, model, playhead and painters.

use super::engine_client::workers::Workers;
use super::engine_client::{Effect, EngineClient};
use super::model::Model;
use super::playhead::Playhead;
use super::plot::palette::Palette;
use super::plot::stage::StagePainter;
use super::plot::surface::Surface;
use super::plot::{curves, lines};
use super::readouts::Readouts;
use super::store::Store;
use super::{browser, clouds};
use crate::settings::Settings;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Milliseconds between two drawings of a curve, two updates of the read-outs, two updates of
/// what screen readers may ask for, and two writes of the address.
const CURVES_MS: f64 = 200.0;
const READOUTS_MS: f64 = 100.0;
const SPOKEN_MS: f64 = 2500.0;
const ADDRESS_MS: f64 = 500.0;

pub struct Session {
    pub client: EngineClient,
    pub playhead: Playhead,
    workers: Workers,
    model: Model,
    pub stage: Option<StagePainter>,
    pub loss_plot: Option<Curve>,
    pub mmd_plot: Option<Curve>,
    /// Set by the transport: its slider follows the playhead.
    pub scrub: Option<web_sys::HtmlInputElement>,
    written: Settings,
    last: Last,
}

/// When things were done last, in ms of the page's clock.
#[derive(Default)]
struct Last {
    frame: Option<f64>,
    readouts: f64,
    spoken: f64,
    address: f64,
}

/// One of the two small plots.
pub struct Curve {
    surface: Surface,
    /// Version of the curves and theme it shows.
    shown: Option<(u32, bool)>,
    drawn: f64,
}

impl Curve {
    pub fn new(surface: Surface) -> Self {
        Self { surface, shown: None, drawn: f64::NEG_INFINITY }
    }

    fn draw(
        &mut self,
        now: f64,
        model: &Model,
        dark: bool,
        chart: fn(&Model, &Palette) -> lines::Chart,
    ) -> Result<(), String> {
        let wiped = self.surface.fit();
        let stale = self.shown != Some((model.curves_version, dark)) && now - self.drawn >= CURVES_MS;
        if !wiped && !stale {
            return Ok(());
        }
        self.drawn = now;
        self.shown = Some((model.curves_version, dark));
        let palette = Palette::new(dark);
        lines::draw(&self.surface, &chart(model, &palette), &palette)
    }
}

impl Session {
    pub fn new(settings: &Settings) -> Self {
        Self {
            client: EngineClient::new(settings),
            playhead: Playhead::default(),
            workers: Workers::default(),
            model: Model::default(),
            stage: None,
            loss_plot: None,
            mmd_plot: None,
            scrub: None,
            written: settings.clone(),
            last: Last::default(),
        }
    }

    /// One animation frame: hears the engines, draws, and only then asks for more.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    pub fn frame(&mut self, now: f64, store: &Store) -> Result<(), String> {
        let seconds = (now - self.last.frame.replace(now).unwrap_or(now)).max(0.0) / 1000.0;
        self.hear(store);
        store.settings.with_untracked(|settings| self.client.follow(settings));
        self.client.pass(seconds);
        self.carry_out(store);
        self.playhead.advance(seconds.min(0.1));
        self.draw(now, store)?;
        self.tell(now, store);
        self.client.pump();
        self.carry_out(store);
        Ok(())
    }

    fn hear(&mut self, store: &Store) {
        for input in self.workers.take_inputs() {
            let Some(frame) = self.client.handle(input) else {
                self.carry_out(store);
                continue;
            };
            let first = self.model.cloud().is_none();
            self.model.take(frame);
            if let Some(cloud) = self.model.cloud() {
                self.playhead.set_states(clouds::states(cloud));
                if first {
                    self.arrive();
                }
            }
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

    /// Carries out what the client has decided; call it after every action on the client.
    pub fn carry_out(&mut self, store: &Store) {
        for effect in self.client.take_effects() {
            match self.workers.carry_out(effect) {
                Some(Effect::Notice(words)) => store.notice.set(words),
                Some(Effect::NewRun) => {
                    self.model.begin();
                    self.arrive();
                }
                Some(Effect::RaiseTrainSteps(steps)) => {
                    store.settings.update(|settings| settings.diffusion.train_steps = steps);
                }
                _ => {}
            }
        }
        if store.phase.with_untracked(|phase| phase != self.client.phase()) {
            store.phase.set(self.client.phase().clone());
        }
    }

    fn draw(&mut self, now: f64, store: &Store) -> Result<(), String> {
        let dark = store.dark.get_untracked();
        let position = self.playhead.position();
        if let Some(stage) = &mut self.stage {
            let view = store.settings.with_untracked(|settings| settings.view.clone());
            stage.draw(&self.model, position, &view, dark).map_err(|error| drawing(&error))?;
        }
        // One curve a frame: no frame pays for both.
        let loss_turn = self.loss_plot.as_ref().map_or(f64::MAX, |plot| plot.drawn)
            <= self.mmd_plot.as_ref().map_or(f64::MAX, |plot| plot.drawn);
        let (plot, chart): (_, fn(&Model, &Palette) -> lines::Chart) =
            if loss_turn { (&mut self.loss_plot, curves::loss) } else { (&mut self.mmd_plot, curves::mmd) };
        if let Some(plot) = plot {
            plot.draw(now, &self.model, dark, chart)?;
        }
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

    /// Words and numbers, less often than frames.
    fn tell(&mut self, now: f64, store: &Store) {
        if now - self.last.readouts >= READOUTS_MS {
            self.last.readouts = now;
            let train_steps = store.settings.with_untracked(|settings| settings.diffusion.train_steps);
            let readouts = Readouts::gather(&self.model, &self.playhead, train_steps);
            if store.readouts.with_untracked(|shown| *shown != readouts) {
                store.readouts.set(readouts);
            }
            let info = self.client.info();
            if store.engine.with_untracked(|shown| *shown != info) {
                store.engine.set(info);
            }
        }
        if now - self.last.spoken >= SPOKEN_MS {
            self.last.spoken = now;
            let readouts = store.readouts.get_untracked();
            if store.spoken.with_untracked(|shown| *shown != readouts) {
                store.spoken.set(readouts);
            }
        }
        if now - self.last.address >= ADDRESS_MS {
            self.last.address = now;
            let settings = store.settings.get_untracked();
            if settings != self.written {
                browser::write_address(&settings);
                self.written = settings;
            }
        }
    }
}

fn drawing(error: &JsValue) -> String {
    format!("the stage could not be drawn: {error:?}")
}
