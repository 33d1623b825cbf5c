//! The table itself, filling while it is trained, and what its scores can be at best.

use super::client::TableClient;
use super::names;
use crate::protocol::estimate::Estimate;
use crate::protocol::table::{CellSummary, ScheduleLimit, TableRealVsReal};
use crate::settings::{ScheduleKind, TableCell};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::controls::reading::Reading;
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn Rows() -> impl IntoView {
    let table = Live::<TableClient>::get().memo(table);
    view! {
        <Scores label="The table" table/>
        <p class="hint">
            "Each run is the mean of four sets of 1,000 samples. “As published” is the biased MMD² at bandwidth 1 \
             against 1,000 points of make_moons. These lie on an even grid, so a perfect sampler scores lower than \
             against independent points."
        </p>
        <p class="hint">
            "Signal variance left at T: linear ᾱ = "<Limit id="linear" schedule=ScheduleKind::Linear/>
            "; cosine ᾱ = "<Limit id="cosine" schedule=ScheduleKind::Cosine/>"."
        </p>
    }
}

/// The four models, and what their scores can be at best.
fn table(now: &TableClient) -> ScoreTable {
    let epochs = format!("± standard error (runs), {} epochs", format::count(now.table().epochs as f64));
    let head = |label: &str, note: &str| Head::with_note(label, Cell::words(note));
    let model = |(cell, summary): (TableCell, CellSummary)| {
        let key = names::key(cell);
        let mean = |of: Option<Estimate>| of.map(|estimate| estimate.mean);
        let score = Cell {
            value: mean(summary.published_score),
            text: ours(&summary),
            runs: Some(summary.published_score.map_or(0, |score| score.n)),
            ..Cell::number(format!("table-cell-{key}"), None, format::fine)
        };
        let cells = vec![
            Cell::words(format::fine(cell.published())),
            score,
            Cell::words(shown(summary.mmd2)),
            Cell::number(format!("table-off-{key}"), mean(summary.off_share), format::percent),
            Cell::number(format!("table-seconds-{key}"), mean(summary.seconds), format::rate),
        ];
        Row::new(names::cell(cell), "", cells)
    };
    let limit = |name: &str,
                 about: &str,
                 id: &str,
                 published: fn(&TableRealVsReal) -> f32,
                 ours: fn(&TableRealVsReal) -> f32| {
        let number = |id: String, of: fn(&TableRealVsReal) -> f32| {
            Cell::number(id, now.real_vs_real().map(of).map(f64::from), format::fine)
        };
        let cells = vec![
            Cell::default(),
            number(format!("table-{id}"), published),
            number(format!("table-{id}-ours"), ours),
            Cell::default(),
            Cell::default(),
        ];
        Row::new(name, about, cells)
    };
    let limits = [
        limit(
            "Perfect sampler, mean",
            "independent draws of the data",
            "perfect-mean",
            |real_vs_real| real_vs_real.published_mean,
            |real_vs_real| real_vs_real.mmd2_mean,
        ),
        limit(
            "Perfect sampler, 95 %",
            "below it, no two samplers can be told apart",
            "perfect-q95",
            |real_vs_real| real_vs_real.published_q95,
            |real_vs_real| real_vs_real.mmd2_q95,
        ),
        limit(
            "Gaussian blob",
            "the data's mean and covariance",
            "blob",
            |real_vs_real| real_vs_real.gaussian_baseline_published,
            |real_vs_real| real_vs_real.gaussian_baseline.mmd2_mean(),
        ),
    ];
    ScoreTable {
        heads: vec![
            Head::new("Model"),
            head("Published", "one run"),
            head("Ours, as published", &epochs),
            head("MMD², mean", "over bandwidths, unbiased"),
            Head::new("Off both moons"),
            Head::new("Seconds a model"),
        ],
        rows: now.rows().map(model).chain(limits).collect(),
        awaited: None,
    }
}

/// The score with its error and runs, and how many runs have none.
fn ours(summary: &CellSummary) -> String {
    let diverged = match summary.diverged {
        0 => String::new(),
        diverged => format!(", {diverged} diverged"),
    };
    shown(summary.published_score) + &diverged
}

fn shown(estimate: Option<Estimate>) -> String {
    match estimate {
        None => "–".into(),
        Some(Estimate { mean, standard_error: None, n, .. }) => format!("{} ({n})", format::fine(mean)),
        Some(Estimate { mean, standard_error: Some(error), n, .. }) => {
            format!("{} ± {} ({n})", format::fine(mean), format::fine(error))
        }
    }
}

/// ᾱ_T of a schedule, and what the exact denoiser scores with it.
#[component]
fn Limit(id: &'static str, schedule: ScheduleKind) -> impl IntoView {
    let live = Live::<TableClient>::get();
    let value = move |of: fn(&ScheduleLimit) -> f32| {
        live.memo(move |now| now.real_vs_real()?.limit(schedule).map(of).map(f64::from))
    };
    view! {
        <Reading id=format!("table-alpha-bar-{id}") value=value(|limit| limit.alpha_bar_last) show=format::small/>
        ", where the exact denoiser scores "
        <Reading id=format!("table-exact-{id}") value=value(|limit| limit.exact_score) show=format::fine/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_what_its_mean_is_worth() {
        let summary = |values: &[f64], diverged| CellSummary {
            published_score: Estimate::of(values.iter().copied()),
            diverged,
            ..CellSummary::default()
        };
        assert_eq!(ours(&summary(&[], 0)), "–");
        assert_eq!(ours(&summary(&[0.0021], 0)), "0.00210 (1)");
        assert_eq!(ours(&summary(&[0.002, 0.004], 0)), "0.00300 ± 0.00100 (2)");
        assert_eq!(ours(&summary(&[0.0021], 2)), "0.00210 (1), 2 diverged");
    }
}
