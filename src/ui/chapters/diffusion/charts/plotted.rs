//! What the charts of the chapter are drawn from.

use crate::ui::chapters::diffusion::levels::last_level;
use crate::ui::chapters::diffusion::model::Model;
use crate::ui::plot::lines::{Chart, Line, Stroke};
use crate::ui::plot::palette::{Palette, Rgb};
use crate::ui::plot::series::looked_at;

/// What the charts are drawn from.
pub struct Plotted<'a> {
    pub model: &'a Model,
    /// Noise level that the stage shows.
    pub t: f32,
    /// What the two runs differ in, where there are two; empty otherwise.
    pub names: Vec<&'static str>,
    /// Whether the losses of two runs are of one kind.
    pub comparable: bool,
}

impl Plotted<'_> {
    /// What a lane's line is called, where it has to be told from another.
    pub fn name(&self, lane: usize) -> Option<String> {
        self.names.get(lane).map(|&name| name.to_owned())
    }

    pub fn steps(&self) -> u32 {
        self.model.lanes.iter().map(|lane| lane.losses.steps()).fold(self.model.step, u32::max)
    }

    /// From no noise to the last noise level.
    pub fn time_axis(&self) -> [f64; 2] {
        let last = self.model.first().and_then(|lane| lane.reference()).map_or(1.0, last_level);
        [0.0, last.max(1.0)]
    }

    /// With a mark at the training step that is looked back at.
    pub fn with_look_back(&self, chart: Chart, palette: &Palette) -> Chart {
        let marker = self.model.looking_at.map(|step| looked_at(step, chart.y, palette));
        Chart { lines: chart.lines.into_iter().chain(marker).collect(), ..chart }
    }

    /// An upright line at the noise level shown.
    pub fn marker(&self, [low, high]: [f64; 2], palette: &Palette) -> Line {
        let t = f64::from(self.t);
        Line {
            points: vec![(t, low), (t, high)],
            colour: palette.faint,
            stroke: Stroke::Reference,
            label: None,
        }
    }
}

/// Losses have their own hue; the second run's is its samples'.
pub fn loss_colour(lane: usize, palette: &Palette) -> Rgb {
    if lane == 0 { palette.loss } else { palette.rival }
}
