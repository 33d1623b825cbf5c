//! What of the table lives from frame to frame: its own engines, never the reader's run, and its figure.

use super::client::TableClient;
use super::figure::{Figure, FigurePainter, ModelRow};
use super::{csv, names};
use crate::protocol::table::CellSummary;
use crate::settings::{ScheduleKind, TableCell};
use crate::ui::browser;
use crate::ui::chapter::live::Versions;
use crate::ui::engine_client::workers::Workers;
use crate::ui::save;
use crate::ui::store::Store;
use leptos::prelude::*;

/// Engines at most: more would leave nothing to whatever else the machine does.
const MOST_ENGINES: usize = 8;
/// Milliseconds between two looks at what is new for components, and for screen readers.
const PUBLISHED_MS: f64 = 250.0;
const ANNOUNCED_MS: f64 = 2500.0;

#[derive(Default)]
pub struct TableSession {
    client: TableClient,
    workers: Workers,
    pub versions: Versions,
    pub figure: Option<FigurePainter>,
    published: f64,
    announced: f64,
}

impl AsRef<TableClient> for TableSession {
    fn as_ref(&self) -> &TableClient {
        &self.client
    }
}

impl TableSession {
    /// Trains everything anew with the settings as they are now.
    pub fn start(&mut self, store: &Store) {
        store.settings.with_untracked(|settings| {
            let models = TableCell::ALL.len() * settings.table.seeds;
            self.client.start(settings.seed, &settings.table, engines(models));
        });
        self.carry_out();
    }

    pub fn cancel(&mut self) {
        self.client.cancel();
        self.carry_out();
    }

    /// One animation frame, whichever chapter is shown: hears the engines, draws, and only then asks for more.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, in words.
    pub fn frame(&mut self, now: f64, seconds: f64, store: &Store) -> Result<(), String> {
        for input in self.workers.take_inputs() {
            self.client.handle(input);
        }
        self.client.pass(seconds);
        self.carry_out();
        if let Some(painter) = &mut self.figure {
            painter
                .draw(self.client.version(), store.dark.get_untracked(), || figure(&self.client))
                .map_err(|error| format!("the table's figure could not be drawn: {error:?}"))?;
        }
        self.client.pump();
        self.carry_out();
        if now - self.published >= PUBLISHED_MS {
            self.published = now;
            self.versions.publish(self.client.read_version());
        }
        if now - self.announced >= ANNOUNCED_MS {
            self.announced = now;
            self.versions.announce();
        }
        Ok(())
    }

    fn carry_out(&mut self) {
        for effect in self.client.take_effects() {
            // The table has no effects but those on workers.
            self.workers.carry_out(effect);
        }
    }

    /// Its canvas is gone from the page.
    pub fn unmount(&mut self) {
        self.figure = None;
    }

    pub fn save_csv(&self, store: &Store) {
        let text = csv::text(self.client.table(), self.client.results(), self.client.real_vs_real());
        save::tell(store, save::text("moons-table.csv", "text/csv", &text));
    }

    pub fn save_figure(&self, store: &Store) {
        if let Some(figure) = &self.figure {
            save::tell(store, save::picture("moons-table.png", figure.canvas()));
        }
    }
}

/// One for each core, as far as there are models for them.
fn engines(models: usize) -> usize {
    browser::cores().min(models).clamp(1, MOST_ENGINES)
}

fn figure(client: &TableClient) -> Figure {
    let exact = |schedule: ScheduleKind| {
        client
            .real_vs_real()
            .and_then(|real_vs_real| real_vs_real.limit(schedule))
            .map(|limit| f64::from(limit.exact_score))
    };
    let runs = |cell: TableCell| {
        let of_cell = client.results().iter().filter(move |result| result.model.cell == cell);
        of_cell.map(|result| f64::from(result.published_score)).filter(|score| score.is_finite()).collect()
    };
    let row = |(cell, summary): (TableCell, CellSummary)| ModelRow {
        name: names::short(cell),
        published: cell.published(),
        ours: summary.published_score,
        runs: runs(cell),
        exact: exact(cell.schedule),
    };
    Figure {
        rows: client.rows().map(row).collect(),
        band: client.real_vs_real().map(|real_vs_real| f64::from(real_vs_real.published_q95)),
        gaussian_baseline: client
            .real_vs_real()
            .map(|real_vs_real| f64::from(real_vs_real.gaussian_baseline_published)),
    }
}
