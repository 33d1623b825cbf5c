//! What a reader keeps of the chapter.

use super::charts::Plotted;
use super::painter::DiffusionStagePainter;
use super::plots::{self, PLOTS};
use super::samples;
use super::session::DiffusionSession;
use crate::settings::Settings;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::playhead::Playhead;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::words::diffusion as names;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

impl Keeps for DiffusionSession {
    fn set_stage(&mut self, index: usize, canvas: HtmlCanvasElement) -> Result<(), JsValue> {
        self.stages[index] = Some(DiffusionStagePainter::new(canvas)?);
        Ok(())
    }

    fn shots(&self) -> Vec<Shot<'_>> {
        let name = |lane| self.model.label(lane);
        Shot::all(self.stages.iter().map(|stage| stage.as_ref().map(DiffusionStagePainter::canvas)), name)
    }

    fn chart(&self, index: usize, settings: &Settings, palette: &Palette) -> Option<Chart> {
        let settings = &settings.diffusion;
        let (names, comparable) = (names::runs(settings), names::comparable(settings));
        let of = Plotted { model: &self.model, t: self.t(), names, comparable };
        PLOTS.get(index).map(|plot| (plot.chart)(&of, palette).awaiting(plot.awaits))
    }

    fn chart_version(&self, index: usize, _: &Settings) -> u64 {
        let t = if plots::marks_t(index) { self.t().to_bits() } else { 0 };
        u64::from(self.model.curves_version) << 32 | u64::from(t)
    }

    fn samples(&self, settings: &Settings) -> Option<String> {
        samples::text(&self.model, &settings.diffusion, self.t())
    }

    fn timeline(&mut self) -> Option<&mut Playhead> {
        Some(&mut self.model.playhead)
    }
}
