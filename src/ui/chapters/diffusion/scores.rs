//! Every score of the samples in a table, beside what real data and a simple-minded sampler reach.

use super::reading::Reading;
use super::readouts::Readouts;
use crate::protocol::diffusion::{Denoiser, Distances, Floor};
use crate::ui::format;
use crate::ui::readings::Readings;
use leptos::prelude::*;

/// One row: test id, name, explanation, and the number for the samples, real data and the blob.
struct Row {
    id: &'static str,
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: fn(&Distances) -> f32,
    real: fn(&Floor) -> Option<f32>,
}

const ROWS: &[Row] = &[
    Row {
        id: "mmd2-0.1",
        name: "MMD², bandwidth 0.1",
        about: "sees details as small as a moon is thick",
        show: format::fine,
        of: |distances| distances.mmd2[0],
        real: |floor| Some(floor.mmd2_q95[0]),
    },
    Row {
        id: "mmd2-0.25",
        name: "MMD², bandwidth 0.25",
        about: "",
        show: format::fine,
        of: |distances| distances.mmd2[1],
        real: |floor| Some(floor.mmd2_q95[1]),
    },
    Row {
        id: "mmd2-0.5",
        name: "MMD², bandwidth 0.5",
        about: "",
        show: format::fine,
        of: |distances| distances.mmd2[2],
        real: |floor| Some(floor.mmd2_q95[2]),
    },
    Row {
        id: "mmd2-1",
        name: "MMD², bandwidth 1",
        about: "nearly blind here: a blob passes for moons",
        show: format::fine,
        of: |distances| distances.mmd2[3],
        real: |floor| Some(floor.mmd2_q95[3]),
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
        id: "upper-share",
        name: "Nearer to the upper moon",
        about: "half is right",
        show: format::percent,
        of: |distances| distances.upper_share,
        real: |_| Some(0.5),
    },
    Row {
        id: "off-share",
        name: "Off both moons",
        about: "farther than 4σ from both arcs",
        show: format::percent,
        of: |distances| distances.off_share,
        real: |_| None,
    },
];

#[component]
pub fn Scores() -> impl IntoView {
    let readouts = Readings::<Readouts>::get().now;
    let who = move || {
        readouts.with(|now| match &now.score {
            None => "Samples".to_owned(),
            Some(score) if score.denoiser == Denoiser::Ideal => "Ideal denoiser".to_owned(),
            Some(score) => format!("Network, step {}", format::count(f64::from(score.step))),
        })
    };
    view! {
        <section class="scores">
            <h2>"How good are the samples?"</h2>
            <p class="hint">
                "1,000 samples against 1,000 fresh points of data. “Real” is what two sets of \
                 real data reach 95 times in 100 (" <Pairs/> "): below it nothing can be told apart. The blob is one Gaussian \
                 with the data's mean and covariance."
            </p>
            <div class="scroll" tabindex="0" role="group" aria-label="Scores">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Score"</th>
                            <th scope="col">{who}</th>
                            <th scope="col">"Real"</th>
                            <th scope="col">"Blob"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr class="main">
                            <th scope="row">"MMD², mean"<small>"over the four bandwidths, unbiased"</small></th>
                            <td class="num">{move || readouts.with(|now| shown(mean(now), format::fine))}</td>
                            <td><Reading id="mmd2-band" value=|now| floor(now, |floor| floor.mmd2_mean_q95) show=format::fine/></td>
                            <td><Reading id="mmd2-blob" value=|now| floor(now, |floor| floor.blob.mmd2_mean()) show=format::fine/></td>
                        </tr>
                        {ROWS.iter().map(|row| view! { <ScoreRow row/> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn ScoreRow(row: &'static Row) -> impl IntoView {
    let readouts = Readings::<Readouts>::get().now;
    let sample = Memo::new(move |_| {
        readouts.with(|now| now.score.as_ref().map(|score| f64::from((row.of)(&score.distances))))
    });
    let real = Memo::new(move |_| readouts.with(|now| now.floor.as_ref().and_then(row.real).map(f64::from)));
    let blob = Memo::new(move |_| readouts.with(|now| floor(now, |floor| (row.of)(&floor.blob))));
    view! {
        <tr>
            <th scope="row">{row.name}{(!row.about.is_empty()).then(|| view! { <small>{row.about}</small> })}</th>
            <td class="num" data-testid=row.id data-value=move || sample.get().filter(|value| value.is_finite()).map(|value| value.to_string())>
                {move || shown(sample.get(), row.show)}
            </td>
            <td class="num">{move || shown(real.get(), row.show)}</td>
            <td class="num">{move || shown(blob.get(), row.show)}</td>
        </tr>
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

fn mean(now: &Readouts) -> Option<f64> {
    now.score.as_ref().map(|score| f64::from(score.distances.mmd2_mean()))
}

fn floor(now: &Readouts, part: impl Fn(&Floor) -> f32) -> Option<f64> {
    now.floor.as_ref().map(|floor| f64::from(part(floor)))
}

fn shown(value: Option<f64>, show: fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or("–".into(), show)
}
