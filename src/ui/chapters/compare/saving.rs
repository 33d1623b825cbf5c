//! What a reader keeps of a comparison: a figure, a table.

use super::column::Column;
use super::curves::PLOTS;
use super::figure::{self, Panel};
use super::painter::{CompareStagePainter, Scene};
use super::quality::{self, Qualities};
use super::session::CompareSession;
use super::{csv, svg};
use crate::settings::{Settings, View};
use crate::ui::chapter::keeps::{Keeps, Shot};
use crate::ui::chapter::playhead::Playhead;
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::{Palette, css};
use crate::ui::save;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

impl Keeps for CompareSession {
    fn set_stage(&mut self, index: usize, canvas: HtmlCanvasElement) -> Result<(), JsValue> {
        self.stages[index] = Some(CompareStagePainter::new(canvas)?);
        Ok(())
    }

    fn shots(&self) -> Vec<Shot<'_>> {
        let name = |index| self.model.column(index).as_ref().map(title).unwrap_or_default();
        Shot::all(self.stages.iter().map(|stage| stage.as_ref().map(CompareStagePainter::canvas)), name)
    }

    fn chart(&self, index: usize, settings: &Settings, palette: &Palette) -> Option<Chart> {
        let compare = &settings.compare;
        let of = Qualities {
            scores: &self.model.scores,
            real_vs_real: self.model.real_vs_real.as_ref(),
            ticked: &compare.ticked,
            columns: compare.columns(),
            budget: compare.budget,
        };
        PLOTS.get(index).map(|plot| (plot.chart)(&of, palette).awaiting(plot.awaits))
    }

    fn chart_version(&self, _: usize, settings: &Settings) -> u64 {
        let compare = &settings.compare;
        quality::version(self.model.scores_version, &compare.ticked, &compare.columns())
    }

    fn timeline(&mut self) -> Option<&mut Playhead> {
        Some(&mut self.model.playhead)
    }
}

impl CompareSession {
    /// The three columns as they are shown, as a picture.
    pub fn save_png(&self, store: &Store) {
        let dark = store.dark.get_untracked();
        let saved = store.settings.with_untracked(|settings| {
            let panels: Vec<Panel> = self
                .shown_columns(settings)
                .into_iter()
                .map(|(column, scene)| Panel { title: title(&column), caption: caption(&column), scene })
                .collect();
            save::picture("compare.png", &figure::draw(&panels, &settings.view, dark)?)
        });
        save::tell(store, saved);
    }

    /// The same as lines and circles.
    pub fn save_svg(&self, store: &Store) {
        let palette = Palette::new(store.dark.get_untracked());
        let saved = store.settings.with_untracked(|settings| {
            let panel = |(column, scene)| drawn(&column, &scene, &settings.view, &palette);
            let panels: Vec<svg::Panel> = self.shown_columns(settings).into_iter().map(panel).collect();
            let drawing = svg::drawing(&panels, &css(palette.ink), &css(palette.paper));
            save::text("compare.svg", "image/svg+xml", &drawing)
        });
        save::tell(store, saved);
    }

    /// Every set of samples, what it is held against, and the claims.
    pub fn save_csv(&self, store: &Store) {
        let modes = store.settings.with_untracked(|settings| settings.data.modes());
        save::tell(store, save::text("compare.csv", "text/csv", &csv::text(&self.model, &modes)));
    }

    fn shown_columns(&self, settings: &Settings) -> Vec<(Column, Scene<'_>)> {
        let scenes = self.model.scenes(settings).into_iter().enumerate();
        scenes.filter_map(|(index, scene)| Some((self.model.column(index)?, scene?))).collect()
    }
}

fn drawn<'a>(column: &Column, scene: &Scene<'a>, view: &View, palette: &Palette) -> svg::Panel<'a> {
    svg::Panel {
        title: title(column),
        caption: caption(column),
        colours: [css(palette.family(scene.family)), css(palette.samples)],
        square: scene.window.square,
        contours: if view.contours { scene.contours() } else { &[] },
        points: if view.samples { scene.points } else { &[] },
    }
}

fn title(column: &Column) -> String {
    format!("{}: {}", names::family(column.method.family()), names::method(column.method))
}

fn caption(column: &Column) -> [String; 2] {
    [column.model().to_owned(), column.caption()]
}
