//! Every number of the chains in a table, one column a sampler.

use super::model::Model;
use super::museum::evidence;
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{McmcSettings, Sampler};
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::store::Store;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

/// When a row says anything.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    HasModes,
    Tempered,
}

struct Statistic {
    id: &'static str,
    name: &'static str,
    about: &'static str,
    when: When,
    show: fn(f64) -> String,
    of: Of,
}

/// Where a row's number comes from.
#[derive(Clone, Copy)]
enum Of {
    Lane(fn(&LaneModel) -> Option<f64>),
    /// Once something is measured.
    Measured(fn(&Diagnostics) -> f64),
    /// Once there are draws enough to judge by.
    Settled(fn(&Diagnostics) -> f64),
}

const fn row(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    when: When,
    show: fn(f64) -> String,
    of: Of,
) -> Statistic {
    Statistic { id, name, about, when, show, of }
}

use Of::{Lane, Measured, Settled};
use When::{Always, HasModes, Tempered};

#[rustfmt::skip]
const ROWS: &[Statistic] = &[
    row("n-transitions", "Transitions", "of each chain", Always, format::count, Lane(|lane| Some(lane.lane.cost.transitions))),
    row("evaluations", "Gradients", "or density evaluations, all chains", Always, format::count, Lane(|lane| Some(lane.lane.cost.evaluations))),
    row("step-size", "Step size", "", Always, format::decimals, Lane(|lane| lane.diagnostics.as_ref().map(|now| now.step_size))),
    row("acceptance", "Acceptance", "", Always, format::percent, Measured(|now| now.acceptance)),
    row("divergences", "Divergences", "", Always, format::count, Measured(|now| now.divergences)),
    row("swaps", "Swaps accepted", "between rungs", Tempered, format::percent, Measured(|now| now.swaps)),
    row("ess-bulk", "ESS, bulk", "effective samples of the worse coordinate", Always, format::count, Settled(|now| now.ess_bulk)),
    row("ess-tail", "ESS, tail", "", Always, format::count, Settled(|now| now.ess_tail)),
    row("ess-within", "ESS within a mode", "of the place along it", Always, format::count, Settled(|now| now.ess_within)),
    row("ess-between", "ESS between modes", "of the mode a draw is in", HasModes, format::count, Settled(|now| now.ess_between)),
    row("ess-bulk-per-1000", "ESS per 1,000 gradients, bulk", "", Always, format::price, Settled(|now| per_1000(now.ess_bulk, now))),
    row("ess-within-per-1000", "… within a mode", "", Always, format::price, Settled(|now| per_1000(now.ess_within, now))),
    row("ess-between-per-1000", "… between modes", "", HasModes, format::price, Settled(|now| per_1000(now.ess_between, now))),
    row("ess-per-second", "ESS per second of computing", "bulk, on this machine", Always, format::price, Settled(|now| now.ess_bulk / now.seconds)),
    row("r-hat", "R-hat", "1 where chains agree", Always, format::r_hat, Settled(|now| now.r_hat)),
    row("mean-x", "Mean of x", "", Always, format::decimals, Measured(|now| now.mean[0])),
    row("mcse-x", "± its standard error", "", Always, format::decimals, Settled(|now| now.mcse[0])),
    row("mean-y", "Mean of y", "", Always, format::decimals, Measured(|now| now.mean[1])),
    row("mcse-y", "± its standard error", "", Always, format::decimals, Settled(|now| now.mcse[1])),
    row("log-density", "Mean of log p", "of the later half of the draws, up to a constant", Always, format::decimals, Settled(|now| now.log_density[0])),
    row("log-density-error", "± its standard error", "", Always, format::decimals, Settled(|now| now.log_density[1])),
    row("crossed", "Chains that changed their mode", "", HasModes, format::count, Measured(|now| f64::from(now.crossed))),
    row("first-crossing", "First change, median", "in evaluations of one chain", HasModes, format::count, Measured(|now| now.first_crossing)),
];

/// `ess` for every 1,000 evaluations of the density or its gradient.
pub fn per_1000(ess: f64, diagnostics: &Diagnostics) -> f64 {
    1000.0 * ess / diagnostics.evaluations
}

impl Statistic {
    fn value(&self, lane: &LaneModel) -> Option<f64> {
        match self.of {
            Lane(of) => of(lane),
            Measured(of) => lane.measured().map(of),
            Settled(of) => lane.settled().map(of),
        }
    }
}

#[component]
pub fn Scoreboard() -> impl IntoView {
    let samplers = Store::get().part(|settings: &McmcSettings| settings.lanes());
    let table = Live::<Model>::get().memo(move |model| samplers.with(|samplers| scores(model, samplers)));
    view! {
        <section class="scores">
            <h2>{say("mcmc.scores")}</h2>
            <p class="hint">
                "Measured since the sampler was chosen, over all chains. A gradient counts as one evaluation, and so \
                 does a density; compare samplers by what they get for the same number."
            </p>
            <Scores label="Scoreboard" table/>
        </section>
    }
}

/// A column for each sampler, a row for each number and each mode's share.
fn scores(now: &Model, samplers: &[Sampler]) -> ScoreTable {
    let modes: &[String] = if now.has_modes() { now.modes() } else { &[] };
    let lanes = || (0..samplers.len()).map(|lane| now.lanes.get(lane));
    let head = |(lane, sampler): (usize, &Sampler)| {
        let id = format!("state-{lane}");
        Head::with_note(sampler.name(), Cell { id, ..Cell::words(state(now.lanes.get(lane))) })
    };
    let applies = |row: &&Statistic| match row.when {
        Always => true,
        HasModes => !modes.is_empty(),
        Tempered => now.rungs > 1,
    };
    let exact = now.lanes.first().and_then(|lane| evidence(now, lane)).map(|of| of.exact);
    let row = |row: &Statistic| {
        let value = |(lane, now): (usize, Option<&LaneModel>)| {
            Cell::number(format!("{}-{lane}", row.id), now.and_then(|now| row.value(now)), row.show)
        };
        let cells = lanes().enumerate().map(value).collect();
        let shown = Row::new(row.name, row.about, cells).main(row.id == "ess-within-per-1000");
        match exact.filter(|_| row.id == "log-density") {
            Some(exact) => Row { note: exact_cell(exact), ..shown },
            None => shown,
        }
    };
    let share = |(mode, name): (usize, &String)| {
        let value = |(lane, now): (usize, Option<&LaneModel>)| {
            let share = now.and_then(|now| now.measured()?.shares.get(mode)).map(|&share| f64::from(share));
            Cell::number(format!("share-{mode}-{lane}"), share, format::percent)
        };
        let truth = now.truth().get(mode).map(|&share| f64::from(share));
        let mut truth = Cell::number(format!("truth-{mode}"), truth, format::percent);
        truth.text.insert_str(0, "true: ");
        Row {
            note: truth,
            ..Row::new(format!("Share of {name}"), "", lanes().enumerate().map(value).collect())
        }
    };
    ScoreTable {
        heads: [Head::new("Quantity")].into_iter().chain(samplers.iter().enumerate().map(head)).collect(),
        rows: ROWS.iter().filter(applies).map(row).chain(modes.iter().enumerate().map(share)).collect(),
        awaited: None,
    }
}

/// The exact mean of log p.
fn exact_cell(exact: f64) -> Cell {
    let mut cell = Cell::number("exact-log-density", Some(exact), format::decimals);
    cell.text.insert_str(0, "exact: ");
    cell
}

fn state(lane: Option<&LaneModel>) -> &'static str {
    match lane {
        Some(lane) if lane.warming_up() => "warming up: tuning its step size",
        Some(lane) if lane.measured().is_some() => "measuring",
        _ => "nothing measured yet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(diagnostics: Diagnostics) -> ScoreTable {
        scores(&Model::of_two_modes([LaneModel::of(Sampler::Mala, diagnostics)]), &[Sampler::Mala])
    }

    #[test]
    fn nothing_measured_gives_no_number_while_warming_up() {
        let diagnostics = Diagnostics {
            warming_up: true,
            draws: 9.0,
            step_size: 0.25,
            acceptance: 0.5,
            ..Diagnostics::default()
        };
        let table = of(diagnostics);
        let value = |id: &str| table.value(&format!("{id}-0"));
        assert_eq!((value("step-size"), value("acceptance")), (Some(0.25), None));
    }

    #[test]
    fn prices_are_for_a_thousand_evaluations() {
        let diagnostics = Diagnostics {
            draws: 1000.0,
            evaluations: 50_000.0,
            ess_within: 400.0,
            ess_bulk: 300.0,
            seconds: 1.5,
            ..Diagnostics::default()
        };
        let table = of(diagnostics);
        let value = |id: &str| table.value(&format!("{id}-0"));
        assert_eq!(value("ess-within-per-1000"), Some(8.0));
        assert_eq!(value("ess-per-second"), Some(200.0));
    }

    #[test]
    fn few_draws_have_no_effective_samples_yet() {
        let early = Diagnostics { draws: 99.0, acceptance: 0.5, ..Diagnostics::default() };
        let table = of(early);
        let value = |id: &str| table.value(&format!("{id}-0"));
        assert_eq!([value("acceptance"), value("ess-bulk"), value("r-hat")], [Some(0.5), None, None]);
    }
}
