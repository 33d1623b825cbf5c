//! Every score of the samples in a table, one column a run, beside what real data and a simple-minded sampler reach.

use super::lane::LaneModel;
use super::model::Model;
use super::reading::Reading;
use crate::protocol::diffusion::{Denoiser, RealVsReal, Score};
use crate::settings::Settings;
use crate::ui::chapter::content::content;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::words::data_words;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

/// One row: test id, name, explanation, and the number for the samples, real data and the blob.
struct Statistic {
    id: &'static str,
    /// As [`data_words::fill`] takes it.
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: fn(&Score) -> f32,
    real: fn(&Model) -> Option<f64>,
}

/// A row that says nothing of a Gaussian blob, which is drawn from no points.
const NEAREST: &str = "nearest-training";

/// A row that says nothing of data of one piece.
const FIRST_SHARE: &str = "first-share";

/// The row that matters most.
const MEAN: &str = "mmd2-mean";

const ROWS: &[Statistic] = &[
    Statistic {
        id: MEAN,
        name: "MMD², mean",
        about: "over the four bandwidths, unbiased",
        show: format::fine,
        of: |score| score.distances.mmd2_mean(),
        real: |now| real_vs_real(now, |real_vs_real| real_vs_real.mmd2_mean_q95),
    },
    Statistic {
        id: "mmd2-0.1",
        name: "MMD², bandwidth 0.1",
        about: "sees details as fine as the data are thick",
        show: format::fine,
        of: |score| score.distances.mmd2[0],
        real: |now| real_vs_real(now, |real_vs_real| real_vs_real.mmd2_q95[0]),
    },
    Statistic {
        id: "mmd2-0.25",
        name: "MMD², bandwidth 0.25",
        about: "",
        show: format::fine,
        of: |score| score.distances.mmd2[1],
        real: |now| real_vs_real(now, |real_vs_real| real_vs_real.mmd2_q95[1]),
    },
    Statistic {
        id: "mmd2-0.5",
        name: "MMD², bandwidth 0.5",
        about: "",
        show: format::fine,
        of: |score| score.distances.mmd2[2],
        real: |now| real_vs_real(now, |real_vs_real| real_vs_real.mmd2_q95[2]),
    },
    Statistic {
        id: "mmd2-1",
        name: "MMD², bandwidth 1",
        about: "sees little more than where points are and how far they spread",
        show: format::fine,
        of: |score| score.distances.mmd2[3],
        real: |now| real_vs_real(now, |real_vs_real| real_vs_real.mmd2_q95[3]),
    },
    Statistic {
        id: "mmd2-biased",
        name: "MMD², bandwidth 1, biased",
        about: "never below zero; for comparison with older results",
        show: format::fine,
        of: |score| score.distances.mmd2_biased,
        real: |_| None,
    },
    Statistic {
        id: "sliced-wasserstein",
        name: "Sliced Wasserstein",
        about: "how far points must move, seen from many sides",
        show: format::decimals,
        of: |score| score.distances.sliced_wasserstein,
        real: |_| None,
    },
    Statistic {
        id: "energy-distance",
        name: "Energy distance",
        about: "from mean distances between points; needs no bandwidth",
        show: format::fine,
        of: |score| score.distances.energy_distance,
        real: |_| None,
    },
    Statistic {
        id: FIRST_SHARE,
        name: "Nearest to {first}",
        about: "beside the true share",
        show: format::percent,
        of: |score| score.distances.first_share,
        real: Model::truth,
    },
    Statistic {
        id: NEAREST,
        name: "Nearest training point",
        about: "median distance, over that of fresh data: 0 for copies",
        show: format::decimals,
        of: |score| score.nearest[0],
        real: |_| Some(1.0),
    },
    Statistic {
        id: "off-share",
        name: "Off {all}",
        about: data_words::OFF,
        show: format::percent,
        of: |score| score.distances.off_share,
        real: |_| None,
    },
];

#[component]
pub fn SampleScores() -> impl IntoView {
    let table = content(scores);
    view! {
        <section class="scores">
            <h2>{say("diffusion.scores")}</h2>
            <p class="hint">
                "1,000 samples against 1,000 fresh points of data. “Real” is what two sets of \
                 real data reach 95 times in 100 (" <Pairs/> "): below it, no two samplers can be told apart. The \
                                                              blob is one Gaussian with the data's mean and \
                                                              covariance. Weights in the network: "
                <Reading id="weights" value=|now| Some(f64::from(now.first()?.reference()?.weights)) show=format::count/>"."
            </p>
            <Scores label="Scores" table/>
        </section>
    }
}

/// A column for each run, then real data and a Gaussian blob.
fn scores(settings: &Settings, now: &Model) -> ScoreTable {
    let data = &settings.data;
    let runs = now.lanes.len().max(1);
    let heads = (0..runs).map(|lane| Head::new(whose(now, lane))).chain(["Real", "Blob"].map(Head::new));
    let row = |row: &Statistic| {
        let mean = row.id == MEAN;
        let of_run = |lane: usize| {
            // The first has the row's own test id.
            let id = match lane {
                _ if mean => format!("{}-{lane}", row.id),
                0 => row.id.to_owned(),
                _ => format!("{}-second", row.id),
            };
            Cell::number(id, of_lane(now, lane, row.of), row.show)
        };
        let [real, gaussian_baseline] = if mean {
            ["mmd2-band".into(), "mmd2-blob".into()]
        } else {
            ["real", "blob"].map(|of| format!("{}-{of}", row.id))
        };
        let beside = [
            Cell::number(real, (row.real)(now), row.show),
            Cell::number(
                gaussian_baseline,
                real_vs_real(now, |real_vs_real| {
                    let distances = real_vs_real.gaussian_baseline.clone();
                    (row.of)(&Score { distances, ..Score::default() })
                })
                .filter(|_| row.id != NEAREST),
                row.show,
            ),
        ];
        let [name, about] = [row.name, row.about].map(|words| data_words::fill(words, data));
        Row::new(name, about, (0..runs).map(of_run).chain(beside).collect()).main(mean)
    };
    let applies = |row: &&Statistic| data_words::has_parts(data) || row.id != FIRST_SHARE;
    ScoreTable {
        heads: [Head::new("Score")].into_iter().chain(heads).collect(),
        rows: ROWS.iter().filter(applies).map(row).collect(),
        awaited: now.awaited_scores(settings),
    }
}

/// How many pairs of real sets stand behind the band.
#[component]
fn Pairs() -> impl IntoView {
    Live::<Model>::get().memo(|now| match &now.real_vs_real {
        Some(real_vs_real) => format!("{} pairs drawn", real_vs_real.pairs),
        None => "being drawn".to_owned(),
    })
}

/// Whose samples a lane's numbers are about.
fn whose(now: &Model, lane: usize) -> String {
    let score = now.lanes.get(lane).and_then(LaneModel::score);
    let who = match score {
        None => "Samples".to_owned(),
        Some(score) if score.denoiser == Denoiser::Ideal => "Ideal denoiser".to_owned(),
        Some(score) => format!("Network, step {}", format::count(f64::from(score.step))),
    };
    now.names.get(lane).map_or(who.clone(), |name| format!("{name}: {who}"))
}

fn of_lane(now: &Model, lane: usize, number: fn(&Score) -> f32) -> Option<f64> {
    now.lanes.get(lane)?.score().map(|score| f64::from(number(score)))
}

fn real_vs_real(now: &Model, part: impl Fn(&RealVsReal) -> f32) -> Option<f64> {
    now.real_vs_real.as_ref().map(|real_vs_real| f64::from(part(real_vs_real)))
}
