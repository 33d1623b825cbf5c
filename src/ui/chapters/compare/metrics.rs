//! How far the comparison is, and how far each column's samples are from the data, by the names that a host page and the story
//! know them by.

use super::model::Model;
use super::ranking;
use crate::protocol::estimate::Estimate;
use crate::ui::metrics::Metrics;

/// MMD² of the columns and its standard error, in the order of [`Family::ALL`].
const NAMES: [[&str; 2]; 3] = [
    ["mmd2_exact", "mmd2_exact_error"],
    ["mmd2_energy", "mmd2_energy_error"],
    ["mmd2_diffusion", "mmd2_diffusion_error"],
];

pub fn metrics(now: &Model) -> Metrics {
    let mut metrics = Metrics::default();
    metrics.maybe("share", now.work.map(|work| f64::from(work.share)));
    metrics.add("cost", now.cost());
    for (column, [mean, error]) in now.columns.iter().zip(NAMES) {
        let Some(method) = column.as_ref().map(|column| column.method) else { continue };
        let sets = now.at_budget(method).map(|set| f64::from(set.distances.mmd2_mean()));
        if let Some(of) = Estimate::of(sets).filter(|of| of.n >= ranking::LEAST_RUNS) {
            metrics.add(mean, of.mean);
            metrics.maybe(error, of.standard_error);
        }
    }
    metrics
}
