//! What of a chapter a reader can keep.

use super::playhead::Playhead;
use crate::settings::Settings;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

/// A chapter whose points, stages and plots can be kept.
pub trait Keeps {
    /// Takes the canvas of one of its stages, to draw on.
    ///
    /// # Errors
    /// A browser that gives no 2-D context.
    fn set_stage(&mut self, index: usize, canvas: HtmlCanvasElement) -> Result<(), JsValue>;

    /// Its stages as they are drawn now, from left to right.
    fn shots(&self) -> Vec<Shot<'_>>;

    /// One of its plots, by its place among the chapter's rows.
    fn chart(&self, index: usize, settings: &Settings, palette: &Palette) -> Option<Chart>;

    /// Changes when that chart does.
    fn chart_version(&self, index: usize, settings: &Settings) -> u64;

    /// The points shown, as comma-separated values under a row of names; none where there are none.
    fn samples(&self, _settings: &Settings) -> Option<String> {
        None
    }

    /// What moves its stages from a start to an end, where something does.
    fn timeline(&mut self) -> Option<&mut Playhead> {
        None
    }
}

/// A stage as it is drawn now.
pub struct Shot<'a> {
    pub name: String,
    pub canvas: &'a HtmlCanvasElement,
}

impl<'a> Shot<'a> {
    /// Of the stages that are on the page, each with its name.
    pub fn all(
        stages: impl IntoIterator<Item = Option<&'a HtmlCanvasElement>>,
        name: impl Fn(usize) -> String,
    ) -> Vec<Self> {
        let shot = |(index, canvas): (usize, Option<_>)| Some(Self { name: name(index), canvas: canvas? });
        stages.into_iter().enumerate().filter_map(shot).collect()
    }
}
