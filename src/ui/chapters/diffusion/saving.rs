//! What a reader keeps of the chapter.

use super::charts::{CHARTS, Plotted};
use super::painter::DiffusionStagePainter;
use super::samples;
use super::session::DiffusionSession;
use crate::settings::Settings;
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::playhead::Playhead;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::words::diffusion as names;

impl Keeps for DiffusionSession {
    fn shots(&self) -> Vec<Shot<'_>> {
        let name = |lane| self.model.label(lane);
        Shot::all(self.stages.iter().map(|stage| stage.as_ref().map(DiffusionStagePainter::canvas)), name)
    }

    fn chart(&self, index: usize, settings: &Settings, palette: &Palette) -> Option<Chart> {
        let settings = &settings.diffusion;
        let (names, comparable) = (names::runs(settings), names::comparable(settings));
        let of = Plotted { model: &self.model, t: self.t(), names, comparable };
        CHARTS.get(index).map(|chart| chart(&of, palette))
    }

    fn samples(&self, settings: &Settings) -> Option<String> {
        samples::text(&self.model, &settings.diffusion, self.t())
    }

    fn timeline(&mut self) -> Option<&mut Playhead> {
        Some(&mut self.model.playhead)
    }
}
