//! Every number of the energies and of their samples in a table, one column a lane, the truth beside.

use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::ebm::{EnergyMetrics, SampleScore};
use crate::settings::{Beside, EbmSettings, Objective, Settings};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::controls::reading::Reading;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

struct Statistic {
    id: &'static str,
    /// As [`data_words::fill`] takes it.
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: Of,
    truth: fn(&Model) -> Option<f64>,
}

/// Where a row's number comes from.
#[derive(Clone, Copy)]
enum Of {
    /// Training.
    Lane(fn(&LaneModel) -> Option<f64>),
    /// The density of the energy shown.
    Density(fn(&EnergyMetrics) -> f64),
    Walkers(fn(&SampleScore) -> f64),
    Negatives(fn(&SampleScore) -> f64),
    /// What the walkers have done, once they have taken a step.
    Walked(fn(&LaneModel) -> Option<f64>),
}

use Of::{Density, Lane, Negatives, Walked, Walkers};

const fn row(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: Of,
    truth: fn(&Model) -> Option<f64>,
) -> Statistic {
    Statistic { id, name, about, show, of, truth }
}

const SHARE: fn(&Model) -> Option<f64> = Model::truth;
const UNKNOWN: fn(&Model) -> Option<f64> = |_| None;
const REAL: fn(&Model) -> Option<f64> = |now| now.real_vs_real.map(|real_vs_real| real_vs_real.mmd2_q95);

#[rustfmt::skip]
const ROWS: &[Statistic] = &[
    row("kl", "KL of the density", "from the exact to the learned, nats", format::decimals, Density(|metrics| metrics.kl), |_| Some(0.0)),
    row("density-first", "{First}, density", "share of its mass", format::percent, Density(|metrics| metrics.first_share), SHARE),
    row("density-off", "Off {all}, density", data_words::OFF, format::percent, Density(|metrics| metrics.off_share), UNKNOWN),
    row("barrier", "Bridge {across}", "rise of −log p on the lowest path, nats", format::decimals, Density(|metrics| metrics.barrier), Model::barrier),
    row("log-z", "log Z", "of e^(−E)", format::decimals, Density(|metrics| metrics.log_z), UNKNOWN),
    row("walkers-mmd2", "MMD², walkers", "mean over bandwidths, unbiased", format::fine, Walkers(|score| score.mmd2), REAL),
    row("walkers-first", "{First}, walkers", "where they are now", format::percent, Walkers(|score| score.first_share), SHARE),
    row("walkers-off", "Off {all}, walkers", "", format::percent, Walkers(|score| score.off_share), UNKNOWN),
    row("negatives-mmd2", "MMD², negatives", "of the last training step", format::fine, Negatives(|score| score.mmd2), REAL),
    row("negatives-first", "{First}, negatives", "", format::percent, Negatives(|score| score.first_share), SHARE),
    row("negatives-off", "Off {all}, negatives", "", format::percent, Negatives(|score| score.off_share), UNKNOWN),
    row("steps-walked", "Steps walked", "since the walkers started", format::count, Lane(|lane| Some(lane.walked())), UNKNOWN),
    row("crossed", "Walkers that crossed", "to {other}, at least once", format::count, Walked(|lane| Some(f64::from(lane.crossed()))), UNKNOWN),
    row("never-crossed", "Never crossed", "share of the walkers", format::percent, Walked(never_crossed), UNKNOWN),
    row("first-crossing", "First crossing, median", "steps, of those that crossed", format::count, Walked(LaneModel::first_crossing), UNKNOWN),
    row("acceptance", "Acceptance", "Langevin accepts everything", format::percent, Walked(|lane| lane.walkers.measured().map(|now| now.acceptance)), UNKNOWN),
    row("loss", "Loss", "smoothed", format::decimals, Lane(|lane| lane.smoothed(|lane| &lane.losses)), UNKNOWN),
    row("gap", "Energy gap", "negatives minus data, nats, smoothed", format::decimals, Lane(|lane| lane.smoothed(|lane| &lane.gap)), UNKNOWN),
    row("gradient-norm", "Gradient norm", "smoothed", format::price, Lane(|lane| lane.smoothed(|lane| &lane.gradient_norms)), UNKNOWN),
];

/// Rows that say nothing of data of one piece.
const OF_PARTS: [&str; 7] = [
    "density-first",
    "barrier",
    "walkers-first",
    "negatives-first",
    "crossed",
    "never-crossed",
    "first-crossing",
];

fn never_crossed(lane: &LaneModel) -> Option<f64> {
    let walkers = lane.walkers.chains();
    (walkers > 0).then(|| 1.0 - f64::from(lane.crossed()) / walkers as f64)
}

impl Statistic {
    fn value(&self, lane: &LaneModel) -> Option<f64> {
        match self.of {
            Lane(of) => of(lane),
            Density(of) => lane.metrics().as_ref().map(of),
            Walkers(of) => lane.score().map(|score| of(&score.walkers)),
            Negatives(of) => lane.score()?.negatives.as_ref().map(of),
            Walked(of) => lane.tally().and_then(|_| of(lane)),
        }
    }
}

/// What each lane is trained on; none where it is the exact density.
fn lanes(settings: &EbmSettings) -> Vec<Option<Objective>> {
    let beside = match settings.beside {
        Beside::Nothing => None,
        Beside::Exact => Some(None),
        Beside::Rival => Some(Some(settings.rival)),
    };
    [Some(Some(settings.objective)), beside].into_iter().flatten().collect()
}

#[component]
pub fn EnergyScores() -> impl IntoView {
    let live = Live::<Model>::get();
    let settings = Store::get().settings;
    let table = live.memo(move |now| settings.with(|all| scores(now, all)));
    let points = live.memo(|now| now.real_vs_real.map_or(0, |real_vs_real| real_vs_real.points));
    let band = live.memo(REAL);
    let gaussian_baseline =
        live.memo(|now| now.real_vs_real.map(|real_vs_real| real_vs_real.gaussian_baseline));
    let weights = live.memo(|now| now.reference().map(|reference| f64::from(reference.weights)));
    view! {
        <section class="scores">
            <h2>{say("ebm.scores")}</h2>
            <p class="hint">
                "These are two questions. The density is integrated on a grid, without any samples. Samples are scored \
                 against fresh data; " {points} " points of real data stay under an MMD² of "
                <Reading id="mmd2-band" value=band show=format::fine/>
                " against as many others 95 times in 100, a Gaussian blob has "
                <Reading id="mmd2-blob" value=gaussian_baseline show=format::fine/>
                ". Weights in the network: "<Reading id="weights" value=weights show=format::count/>"."
            </p>
            <Scores label="Scores" table/>
        </section>
    }
}

/// A column for each lane, and what is true.
fn scores(now: &Model, all: &Settings) -> ScoreTable {
    let columns = lanes(&all.ebm);
    let head = |(lane, trained_on): (usize, &Option<Objective>)| {
        let id = format!("state-{lane}");
        Head::with_note(names::lane(*trained_on), Cell { id, ..Cell::words(state(now.lanes.get(lane))) })
    };
    let applies = |row: &&Statistic| data_words::has_parts(&all.data) || !OF_PARTS.contains(&row.id);
    let row = |row: &Statistic| {
        let value = |lane: usize| {
            let value = now.lanes.get(lane).and_then(|lane| row.value(lane));
            Cell::number(format!("{}-{lane}", row.id), value, row.show)
        };
        let truth = Cell::number(format!("{}-truth", row.id), (row.truth)(now), row.show);
        let cells = (0..columns.len()).map(value).chain([truth]).collect();
        let [name, about] = [row.name, row.about].map(|words| data_words::fill(words, &all.data));
        Row::new(name, about, cells).main(["kl", "walkers-mmd2"].contains(&row.id))
    };
    let heads = columns.iter().enumerate().map(head).chain([Head::new("Truth")]);
    ScoreTable {
        heads: [Head::new("Quantity")].into_iter().chain(heads).collect(),
        rows: ROWS.iter().filter(applies).map(row).collect(),
        awaited: now.awaited_scores(),
    }
}

/// Which weights a column is about.
fn state(lane: Option<&LaneModel>) -> String {
    match lane.map(|lane| (lane.map_step(), lane.objective)) {
        Some((Some(step), _)) => format!("step {}", format::count(f64::from(step))),
        Some((None, Some(_))) => "not trained yet".into(),
        Some((None, None)) => "nothing to learn".into(),
        None => "–".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmRealVsReal, EbmScore};

    fn value(id: &str, lane: &LaneModel) -> Option<f64> {
        ROWS.iter().find(|row| row.id == id).and_then(|row| row.value(lane))
    }

    #[test]
    fn nothing_measured_gives_no_number() {
        let mut lane = LaneModel::on_exact(8, 0.0, &[]);
        assert_eq!(value("never-crossed", &lane), None, "nobody has taken a step");
        lane.walkers.diagnostics = None;
        for row in ROWS.iter().filter(|row| row.id != "steps-walked") {
            assert_eq!(row.value(&lane), None, "{}", row.id);
        }
    }

    #[test]
    fn numbers_stand_in_their_rows() {
        let sample = |mmd2| SampleScore { mmd2, first_share: 0.5, off_share: 0.1 };
        let metrics = EnergyMetrics { kl: 0.25, barrier: 4.0, ..EnergyMetrics::default() };
        let mut lane = LaneModel::on_exact(8, 5.0, &[1.0, 2.0]).learn(Objective::Cd, 1, metrics);
        lane.score = Some(EbmScore { step: 1, walkers: sample(0.01), negatives: Some(sample(0.02)) });
        let ids = ["kl", "barrier", "walkers-mmd2", "negatives-mmd2", "crossed", "never-crossed"];
        assert_eq!(ids.map(|id| value(id, &lane)), [0.25, 4.0, 0.01, 0.02, 2.0, 0.75].map(Some));
        let mut now = Model::of([lane], 0.5, 7.3);
        now.real_vs_real = Some(EbmRealVsReal { mmd2_q95: 0.001, ..EbmRealVsReal::default() });
        assert_eq!((REAL(&now), SHARE(&now)), (Some(0.001), Some(0.5)));
    }

    #[test]
    fn ids_are_told_apart() {
        let mut ids: Vec<_> = ROWS.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ROWS.len());
        assert!(OF_PARTS.iter().all(|id| ids.contains(id)));
    }

    #[test]
    fn a_column_for_each_lane() {
        let with = |beside| lanes(&EbmSettings { beside, ..EbmSettings::default() });
        assert_eq!(with(Beside::Nothing), [Some(Objective::Cd)]);
        assert_eq!(with(Beside::Exact), [Some(Objective::Cd), None]);
        assert_eq!(with(Beside::Rival), [Some(Objective::Cd), Some(Objective::Denoising)]);
    }
}
