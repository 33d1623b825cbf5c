//! The table as a figure: a row a model, scores along a log axis, beside what a perfect and a simple-minded sampler reach.

use crate::protocol::estimate::Estimate;
use crate::ui::plot::palette::{Palette, Rgb, css, css_alpha};
use crate::ui::plot::surface::Surface;
use crate::ui::words::format;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Ends of the axis; a score below it is drawn at its end.
const LEAST: f64 = 1e-4;
const MOST: f64 = 0.1;
/// CSS pixels: of the text, and around the rows.
const TEXT: f64 = 11.0;
const LEFT: f64 = 108.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 58.0;
const BOTTOM: f64 = 40.0;

/// One model.
pub struct ModelRow {
    pub name: String,
    pub published: f64,
    pub ours: Option<Estimate>,
    /// The score of each run.
    pub runs: Vec<f64>,
    /// The exact denoiser's, with this model's schedule.
    pub exact: Option<f64>,
}

#[derive(Default)]
pub struct Figure {
    pub rows: Vec<ModelRow>,
    /// What a perfect sampler stays under 95 times in 100, and what a Gaussian blob scores.
    pub band: Option<f64>,
    pub gaussian_baseline: Option<f64>,
}

pub struct FigurePainter {
    surface: Surface,
    /// Version of the figure and theme it shows.
    shown: Option<(u32, bool)>,
}

impl FigurePainter {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        Ok(Self { surface: Surface::new(canvas)?, shown: None })
    }

    pub fn canvas(&self) -> &HtmlCanvasElement {
        self.surface.canvas()
    }

    /// Draws if anything has changed since the last call.
    ///
    /// # Errors
    /// What the browser's drawing functions report.
    pub fn draw(&mut self, version: u32, dark: bool, figure: impl FnOnce() -> Figure) -> Result<(), JsValue> {
        let wiped = self.surface.fit();
        if !wiped && self.shown == Some((version, dark)) {
            return Ok(());
        }
        self.shown = Some((version, dark));
        let canvas = self.surface.canvas();
        let size = [canvas.width(), canvas.height()].map(f64::from);
        let ratio = self.surface.ratio();
        let pen = Pen { context: self.surface.context(), palette: Palette::new(dark), size, ratio };
        pen.draw(&figure())
    }
}

/// Draws in device pixels.
struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    palette: Palette,
    size: [f64; 2],
    ratio: f64,
}

impl Pen<'_> {
    fn draw(&self, figure: &Figure) -> Result<(), JsValue> {
        let (context, palette) = (self.context, &self.palette);
        context.set_fill_style_str(&css(palette.paper));
        context.fill_rect(0.0, 0.0, self.size[0], self.size[1]);
        context.set_font(&format!("{}px system-ui, sans-serif", TEXT * self.ratio));
        context.set_text_baseline("middle");
        self.levels(figure)?;
        self.axis()?;
        for (index, row) in figure.rows.iter().enumerate() {
            self.row(row, self.height(index, figure.rows.len()))?;
        }
        self.legend()
    }

    fn css(&self, pixels: f64) -> f64 {
        pixels * self.ratio
    }

    /// Where a score lies.
    fn place(&self, score: f64) -> f64 {
        let (left, right) = (self.css(LEFT), self.size[0] - self.css(RIGHT));
        left + share(score) * (right - left)
    }

    /// The middle of a row.
    fn height(&self, index: usize, rows: usize) -> f64 {
        let (top, bottom) = (self.css(TOP), self.size[1] - self.css(BOTTOM));
        top + (index as f64 + 0.5) / rows as f64 * (bottom - top)
    }

    /// The perfect sampler's band and the blob's line, behind everything.
    fn levels(&self, figure: &Figure) -> Result<(), JsValue> {
        let (top, bottom) = (self.css(TOP - 12.0), self.size[1] - self.css(BOTTOM));
        let label = |words: &str, x: f64, align: &str, colour: Rgb| {
            self.context.set_fill_style_str(&css(colour));
            self.context.set_text_align(align);
            self.context.fill_text(words, x, top - self.css(8.0))
        };
        if let Some(band) = figure.band {
            let (left, right) = (self.place(LEAST), self.place(band));
            self.context.set_fill_style_str(&css_alpha(self.palette.data, 0.16));
            self.context.fill_rect(left, top, right - left, bottom - top);
            label("perfect, 95 %", right, "right", self.palette.data)?;
        }
        if let Some(gaussian_baseline) = figure.gaussian_baseline {
            let x = self.place(gaussian_baseline);
            self.line([x, top], [x, bottom], 1.5, self.palette.gaussian_baseline);
            label("Gaussian blob", x, "left", self.palette.gaussian_baseline)?;
        }
        Ok(())
    }

    fn axis(&self) -> Result<(), JsValue> {
        let (context, bottom) = (self.context, self.size[1] - self.css(BOTTOM));
        self.line([self.place(LEAST), bottom], [self.place(MOST), bottom], 1.0, self.palette.faint);
        context.set_fill_style_str(&css(self.palette.faint));
        context.set_text_align("center");
        for score in [1e-4, 1e-3, 1e-2, 1e-1] {
            let x = self.place(score);
            self.line([x, bottom], [x, bottom + self.css(4.0)], 1.0, self.palette.faint);
            context.fill_text(&format::setting(score), x, bottom + self.css(12.0))?;
        }
        let middle = 0.5 * (self.place(LEAST) + self.place(MOST));
        context.fill_text("MMD², bandwidth 1, biased", middle, bottom + self.css(28.0))
    }

    fn row(&self, row: &ModelRow, y: f64) -> Result<(), JsValue> {
        let palette = &self.palette;
        self.context.set_fill_style_str(&css(palette.ink));
        self.context.set_text_align("left");
        self.context.fill_text(&row.name, 0.0, y)?;
        if let Some(exact) = row.exact {
            self.exact([self.place(exact), y]);
        }
        for &run in &row.runs {
            self.run([self.place(run), y])?;
        }
        if let Some(ours) = row.ours {
            let error = ours.standard_error.unwrap_or_default();
            let ends = [ours.mean - error, ours.mean + error].map(|end| [self.place(end), y]);
            self.line(ends[0], ends[1], 2.0, palette.samples);
            self.ours([self.place(ours.mean), y])?;
        }
        self.published([self.place(row.published), y]);
        Ok(())
    }

    /// Each mark and what it is, in two lines of two.
    fn legend(&self) -> Result<(), JsValue> {
        let half = 0.5 * self.size[0];
        let [first, second] = [10.0, 26.0].map(|y| self.css(y));
        let mark = self.css(7.0);
        let names = ["ours, mean ± standard error", "published, one run", "ours, one run", "exact denoiser"];
        let places = [[0.0, first], [half, first], [0.0, second], [half, second]];
        self.context.set_text_align("left");
        self.context.set_fill_style_str(&css(self.palette.ink));
        for (name, [x, y]) in names.iter().zip(places) {
            self.context.fill_text(name, x + 2.3 * mark, y)?;
        }
        let at = |index: usize| [places[index][0] + mark, places[index][1]];
        let [x, y] = at(0);
        self.line([x - mark, y], [x + mark, y], 2.0, self.palette.samples);
        self.ours([x, y])?;
        self.published(at(1));
        self.run(at(2))?;
        self.exact(at(3));
        Ok(())
    }

    fn ours(&self, [x, y]: [f64; 2]) -> Result<(), JsValue> {
        self.context.begin_path();
        self.context.arc(x, y, self.css(4.5), 0.0, std::f64::consts::TAU)?;
        self.context.set_fill_style_str(&css(self.palette.samples));
        self.context.fill();
        Ok(())
    }

    fn run(&self, [x, y]: [f64; 2]) -> Result<(), JsValue> {
        self.context.begin_path();
        self.context.arc(x, y, self.css(2.5), 0.0, std::f64::consts::TAU)?;
        self.context.set_stroke_style_str(&css(self.palette.samples));
        self.context.set_line_width(self.css(1.0));
        self.context.stroke();
        Ok(())
    }

    fn published(&self, [x, y]: [f64; 2]) {
        let arm = self.css(5.0);
        self.context.begin_path();
        self.context.move_to(x, y - arm);
        self.context.line_to(x + arm, y);
        self.context.line_to(x, y + arm);
        self.context.line_to(x - arm, y);
        self.context.close_path();
        self.context.set_stroke_style_str(&css(self.palette.ink));
        self.context.set_line_width(self.css(1.5));
        self.context.stroke();
    }

    fn exact(&self, [x, y]: [f64; 2]) {
        let arm = self.css(7.0);
        self.line([x, y - arm], [x, y + arm], 2.0, self.palette.data);
    }

    fn line(&self, from: [f64; 2], to: [f64; 2], width: f64, colour: Rgb) {
        self.context.begin_path();
        self.context.move_to(from[0], from[1]);
        self.context.line_to(to[0], to[1]);
        self.context.set_stroke_style_str(&css(colour));
        self.context.set_line_width(self.css(width));
        self.context.stroke();
    }
}

/// How far along the axis a score lies, 0 to 1; what is beyond an end is at the end.
fn share(score: f64) -> f64 {
    (score.clamp(LEAST, MOST) / LEAST).log10() / (MOST / LEAST).log10()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TableCell;

    #[test]
    fn equal_ratios_are_equal_distances_and_nothing_leaves_the_axis() {
        assert_eq!([1e-4, 1e-1].map(share), [0.0, 1.0]);
        assert!((share(1e-3) - 1.0 / 3.0).abs() < 1e-12 && (share(1e-2) - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!([-1e-3, 0.0, 7.0].map(share), [0.0, 0.0, 1.0]);
    }

    #[test]
    fn what_is_published_lies_inside_the_axis() {
        assert!(TableCell::ALL.into_iter().all(|cell| (0.1..0.95).contains(&share(cell.published()))));
    }
}
