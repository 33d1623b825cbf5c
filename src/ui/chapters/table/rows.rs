//! The table itself, filling while it is trained, and what its scores can be at best.

use super::names;
use super::readouts::TableReadouts;
use crate::protocol::estimate::Estimate;
use crate::protocol::table::{CellSummary, ScheduleLimit, TableFloor};
use crate::settings::{ScheduleKind, TableCell};
use crate::ui::chapter::readings::Readings;
use crate::ui::controls::reading::Reading;
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn Rows() -> impl IntoView {
    let readouts = Readings::<TableReadouts>::get().now;
    let epochs = Memo::new(move |_| readouts.with(|now| now.table.epochs));
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="The table">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Model"</th>
                        <th scope="col">"Published"<small>"one run"</small></th>
                        <th scope="col">
                            "Ours, as published"
                            <small>{move || format!("± standard error (runs), {} epochs", format::count(epochs.get() as f64))}</small>
                        </th>
                        <th scope="col">"MMD², mean"<small>"over bandwidths, unbiased"</small></th>
                        <th scope="col">"Off both moons"</th>
                        <th scope="col">"Seconds a model"</th>
                    </tr>
                </thead>
                <tbody>
                    {TableCell::ALL.into_iter().enumerate().map(|(index, cell)| view! { <CellRow index cell/> }).collect_view()}
                </tbody>
                <tbody>
                    <FloorRow name="Perfect sampler, mean" about="independent draws of the data" id="perfect-mean"
                        published=|floor| floor.published_mean ours=|floor| floor.mmd2_mean/>
                    <FloorRow name="Perfect sampler, 95 %" about="below it nothing can be told apart" id="perfect-q95"
                        published=|floor| floor.published_q95 ours=|floor| floor.mmd2_q95/>
                    <FloorRow name="Gaussian blob" about="the data's mean and covariance" id="blob"
                        published=|floor| floor.blob_published ours=|floor| floor.blob.mmd2_mean()/>
                </tbody>
            </table>
        </div>
        <p class="hint">
            "Each run is the mean of four sets of 1,000 samples. As published: biased MMD² at bandwidth 1 against 1,000 points \
             of make_moons, whose even grid lets a perfect sampler score lower than against independent points."
        </p>
        <p class="hint">
            "Signal variance left at T: linear ᾱ = "<Limit id="linear" schedule=ScheduleKind::Linear/>
            "; cosine ᾱ = "<Limit id="cosine" schedule=ScheduleKind::Cosine/>"."
        </p>
    }
}

#[component]
fn CellRow(index: usize, cell: TableCell) -> impl IntoView {
    let readouts = Readings::<TableReadouts>::get().now;
    let summary = Memo::new(move |_| readouts.with(|now| now.cells[index].clone()));
    let mean = move || summary.with(|now| now.published_score.map(|score| score.mean.to_string()));
    let runs = move || summary.with(|now| now.published_score.map_or(0, |score| score.n));
    let value = move |of: fn(&CellSummary) -> Option<Estimate>| {
        Signal::derive(move || summary.with(of).map(|estimate| estimate.mean))
    };
    let key = names::key(cell);
    view! {
        <tr>
            <th scope="row">{names::cell(cell)}</th>
            <td class="num">{format::fine(cell.published())}</td>
            <td class="num" data-testid=format!("table-cell-{key}") data-value=mean data-runs=move || runs().to_string()>
                {move || summary.with(ours)}
            </td>
            <td class="num">{move || summary.with(|now| shown(now.mmd2))}</td>
            <td><Reading id=format!("table-off-{key}") value=value(|now| now.off_share) show=format::percent/></td>
            <td><Reading id=format!("table-seconds-{key}") value=value(|now| now.seconds) show=format::rate/></td>
        </tr>
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

#[component]
fn FloorRow(
    name: &'static str,
    about: &'static str,
    id: &'static str,
    published: fn(&TableFloor) -> f32,
    ours: fn(&TableFloor) -> f32,
) -> impl IntoView {
    let readouts = Readings::<TableReadouts>::get().now;
    let value = move |of: fn(&TableFloor) -> f32| {
        Signal::derive(move || readouts.with(|now| now.floor.as_ref().map(of).map(f64::from)))
    };
    view! {
        <tr>
            <th scope="row">{name}<small>{about}</small></th>
            <td></td>
            <td><Reading id=format!("table-{id}") value=value(published) show=format::fine/></td>
            <td><Reading id=format!("table-{id}-ours") value=value(ours) show=format::fine/></td>
            <td></td>
            <td></td>
        </tr>
    }
}

/// ᾱ_T of a schedule, and what the exact denoiser scores with it.
#[component]
fn Limit(id: &'static str, schedule: ScheduleKind) -> impl IntoView {
    let readouts = Readings::<TableReadouts>::get().now;
    let value = move |of: fn(&ScheduleLimit) -> f32| {
        Signal::derive(move || {
            readouts.with(|now| now.floor.as_ref()?.limit(schedule).map(of).map(f64::from))
        })
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
