//! Every number of the table, gathered a few times a second.

use super::client::{Status, TableClient};
use super::names;
use crate::protocol::table::{CellSummary, TableFloor, TableProgress};
use crate::settings::{TableCell, TableSettings};
use crate::ui::words::format;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableReadouts {
    pub status: Status,
    /// Settings of the run that is shown.
    pub table: TableSettings,
    pub engines: usize,
    /// Share of the training that is done, 0 to 1.
    pub share: f64,
    /// Seconds that it still takes.
    pub time_left: Option<f64>,
    pub current: Vec<TableProgress>,
    /// Models that are finished.
    pub finished: usize,
    /// One for each of [`TableCell::ALL`].
    pub cells: [CellSummary; 4],
    pub floor: Option<TableFloor>,
}

impl TableReadouts {
    pub fn gather(client: &TableClient) -> Self {
        Self {
            status: client.status().clone(),
            table: client.table().clone(),
            engines: client.engines(),
            share: client.share(),
            time_left: client.time_left(),
            current: client.current().collect(),
            finished: client.results().len(),
            cells: TableCell::ALL.map(|cell| CellSummary::of(cell, client.results())),
            floor: client.floor().cloned(),
        }
    }

    /// The models with their numbers.
    pub fn rows(&self) -> impl Iterator<Item = (TableCell, &CellSummary)> {
        TableCell::ALL.into_iter().zip(&self.cells)
    }

    pub fn runs(&self) -> bool {
        self.status == Status::Running
    }

    /// What the figure shows, in a sentence.
    pub fn describe(&self) -> String {
        let told = |(cell, summary): (TableCell, &CellSummary)| {
            let ours = summary.published_score.map_or("not trained yet".to_owned(), |score| {
                format!("{} in {} runs", format::fine(score.mean), score.n)
            });
            format!("{}: published {}, ours {ours}", names::cell(cell), format::fine(cell.published()))
        };
        let rows: Vec<String> = self.rows().map(told).collect();
        let floor = self.floor.as_ref().map_or(String::new(), |floor| {
            format!(
                " A perfect sampler stays under {} 95 times in 100; a Gaussian blob scores {}.",
                format::fine(f64::from(floor.published_q95)),
                format::fine(f64::from(floor.blob_published))
            )
        });
        format!("Biased MMD² at bandwidth 1 of the four models. {}.{floor}", rows.join("; "))
    }
}
