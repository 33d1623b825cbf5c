//! Every score of the samples in a table, one column a run, beside what real data and a simple-minded sampler reach.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::protocol::diffusion::{Denoiser, Distances, Floor};
use crate::settings::DataSettings;
use crate::ui::chapter::readings::Readings;
use crate::ui::controls::reading;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::format;
use leptos::prelude::*;

/// One row: test id, name, explanation, and the number for the samples, real data and the blob.
struct Row {
    id: &'static str,
    /// As [`data_words::fill`] takes it.
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: fn(&Distances) -> f32,
    real: fn(&Readouts) -> Option<f64>,
}

/// A row that says nothing of data of one piece.
const FIRST_SHARE: &str = "first-share";

const ROWS: &[Row] = &[
    Row {
        id: "mmd2-0.1",
        name: "MMD², bandwidth 0.1",
        about: "sees details as small as the data are thick",
        show: format::fine,
        of: |distances| distances.mmd2[0],
        real: |now| floor(now, |floor| floor.mmd2_q95[0]),
    },
    Row {
        id: "mmd2-0.25",
        name: "MMD², bandwidth 0.25",
        about: "",
        show: format::fine,
        of: |distances| distances.mmd2[1],
        real: |now| floor(now, |floor| floor.mmd2_q95[1]),
    },
    Row {
        id: "mmd2-0.5",
        name: "MMD², bandwidth 0.5",
        about: "",
        show: format::fine,
        of: |distances| distances.mmd2[2],
        real: |now| floor(now, |floor| floor.mmd2_q95[2]),
    },
    Row {
        id: "mmd2-1",
        name: "MMD², bandwidth 1",
        about: "sees little more than where points are and how far they spread",
        show: format::fine,
        of: |distances| distances.mmd2[3],
        real: |now| floor(now, |floor| floor.mmd2_q95[3]),
    },
    Row {
        id: "mmd2-biased",
        name: "MMD², bandwidth 1, biased",
        about: "never below zero; for comparison with older results",
        show: format::fine,
        of: |distances| distances.mmd2_biased,
        real: |_| None,
    },
    Row {
        id: "sliced-wasserstein",
        name: "Sliced Wasserstein",
        about: "how far points must move, seen from many sides",
        show: format::decimals,
        of: |distances| distances.sliced_wasserstein,
        real: |_| None,
    },
    Row {
        id: "energy-distance",
        name: "Energy distance",
        about: "from mean distances between points; needs no bandwidth",
        show: format::fine,
        of: |distances| distances.energy_distance,
        real: |_| None,
    },
    Row {
        id: FIRST_SHARE,
        name: "Nearest to {first}",
        about: "beside the true share",
        show: format::percent,
        of: |distances| distances.first_share,
        real: |now| now.truth,
    },
    Row {
        id: "off-share",
        name: "Off {all}",
        about: data_words::OFF,
        show: format::percent,
        of: |distances| distances.off_share,
        real: |_| None,
    },
];

/// A lane's test id: the first has the row's own.
fn id_of(row: &Row, lane: usize) -> String {
    if lane == 0 { row.id.to_owned() } else { format!("{}-second", row.id) }
}

#[component]
pub fn Scores() -> impl IntoView {
    let readouts = Readings::<Readouts>::get().now;
    let count = Memo::new(move |_| readouts.with(|now| now.lanes.len().max(1)));
    let data = Store::get().part(DataSettings::clone);
    let filled = move |words: &'static str| move || data.with(|data| data_words::fill(words, data));
    let has_parts = Memo::new(move |_| data.with(data_words::has_parts));
    let heads = move || {
        (0..count.get())
            .map(|lane| {
                let words = Memo::new(move |_| readouts.with(|now| whose(now, lane)));
                view! { <th scope="col">{words}</th> }
            })
            .collect_view()
    };
    let cells = move |number: fn(&Distances) -> f32, show: fn(f64) -> String, row: Option<&'static Row>| {
        (0..count.get())
            .map(|lane| {
                let value = Signal::derive(move || readouts.with(|now| of_lane(now, lane, number)));
                let id = row.map_or_else(|| format!("mmd2-mean-{lane}"), |row| id_of(row, lane));
                view! { <td><reading::Reading id value show/></td> }
            })
            .collect_view()
    };
    let row = move |row: &'static Row| {
        let real = Signal::derive(move || readouts.with(row.real));
        let blob = Signal::derive(move || readouts.with(|now| floor(now, |floor| (row.of)(&floor.blob))));
        view! {
            <tr>
                <th scope="row">
                    {filled(row.name)}
                    {(!row.about.is_empty()).then(|| view! { <small>{filled(row.about)}</small> })}
                </th>
                {move || cells(row.of, row.show, Some(row))}
                <td><reading::Reading id=format!("{}-real", row.id) value=real show=row.show/></td>
                <td><reading::Reading id=format!("{}-blob", row.id) value=blob show=row.show/></td>
            </tr>
        }
    };
    let rows = move || {
        let applies = |row: &&'static Row| has_parts.get() || row.id != FIRST_SHARE;
        ROWS.iter().filter(applies).map(row).collect_view()
    };
    view! {
        <section class="scores">
            <h2>"How good are the samples?"</h2>
            <p class="hint">
                "1,000 samples against 1,000 fresh points of data. “Real” is what two sets of \
                 real data reach 95 times in 100 (" <Pairs/> "): below it nothing can be told apart. The blob is one Gaussian \
                 with the data's mean and covariance. Weights in the network: "
                <Reading id="weights" value=|now| now.first()?.weights.map(f64::from) show=format::count/>"."
            </p>
            <div class="scroll" tabindex="0" role="group" aria-label="Scores">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Score"</th>
                            {heads}
                            <th scope="col">"Real"</th>
                            <th scope="col">"Blob"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr class="main">
                            <th scope="row">"MMD², mean"<small>"over the four bandwidths, unbiased"</small></th>
                            {move || cells(Distances::mmd2_mean, format::fine, None)}
                            <td><Reading id="mmd2-band" value=|now| floor(now, |floor| floor.mmd2_mean_q95) show=format::fine/></td>
                            <td><Reading id="mmd2-blob" value=|now| floor(now, |floor| floor.blob.mmd2_mean()) show=format::fine/></td>
                        </tr>
                        {rows}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// How many pairs of real sets stand behind the band.
#[component]
fn Pairs() -> impl IntoView {
    let readouts = Readings::<Readouts>::get().now;
    move || {
        readouts.with(|now| match &now.floor {
            Some(floor) => format!("{} pairs drawn", floor.pairs),
            None => "being drawn".to_owned(),
        })
    }
}

/// Whose samples a lane's numbers are about.
fn whose(now: &Readouts, lane: usize) -> String {
    let score = now.lanes.get(lane).and_then(|lane| lane.score.as_ref());
    let who = match score {
        None => "Samples".to_owned(),
        Some(score) if score.denoiser == Denoiser::Ideal => "Ideal denoiser".to_owned(),
        Some(score) => format!("Network, step {}", format::count(f64::from(score.step))),
    };
    now.names.get(lane).map_or(who.clone(), |name| format!("{name}: {who}"))
}

fn of_lane(now: &Readouts, lane: usize, number: fn(&Distances) -> f32) -> Option<f64> {
    let score = now.lanes.get(lane)?.score.as_ref()?;
    Some(f64::from(number(&score.distances)))
}

fn floor(now: &Readouts, part: impl Fn(&Floor) -> f32) -> Option<f64> {
    now.floor.as_ref().map(|floor| f64::from(part(floor)))
}
