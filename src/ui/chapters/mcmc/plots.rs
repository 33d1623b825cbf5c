//! The live plots, each with what it shows in words.

use super::charts::PLOTS;
use super::model::Model;
use super::session::McmcSession;
use crate::protocol::mcmc::Diagnostics;
use crate::ui::chapter::chains::{LaneModel, SETTLED};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plot_canvas::CurveCanvas;
use crate::ui::saving::PlotName;
use crate::ui::words::format;
use leptos::prelude::*;

struct Plot {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    /// What it shows of one lane, in words; the lane's name comes before.
    describe: fn(&Diagnostics, &Model) -> String,
}

/// In the order of [`CHARTS`](super::charts::CHARTS).
const ABOUT: [Plot; PLOTS] = [
    Plot {
        id: "trace-plot",
        title: "Trace",
        about: "x of the first chains against evaluations: a good one looks like grass",
        describe: |now, _| format!("mean of x {}", format::decimals(now.mean[0])),
    },
    Plot {
        id: "autocorrelation-plot",
        title: "Autocorrelation",
        about: "how long a chain remembers where it was",
        describe: |now, _| match now.autocorrelation.iter().position(|value| *value < 0.5) {
            Some(lag) => format!("below one half after {} transitions", format::count(lag as f64 * now.lag)),
            None => "not yet below one half at the last lag".into(),
        },
    },
    Plot {
        id: "ess-plot",
        title: "Effective samples",
        about: "against evaluations of the density: the steeper, the better",
        describe: |now, _| {
            format!(
                "{} effective samples, {} within a mode, from {} evaluations",
                judged(now, now.ess_bulk, format::count),
                judged(now, now.ess_within, format::count),
                format::count(now.evaluations)
            )
        },
    },
    Plot {
        id: "r-hat-plot",
        title: "R-hat",
        about: "1 where the chains agree; they can agree and be wrong",
        describe: |now, _| judged(now, now.r_hat, format::r_hat),
    },
    Plot {
        id: "visits-plot",
        title: "Visits to each mode",
        about: "share of the draws, beside the true share",
        describe: |now, model| model.shares(&now.shares),
    },
    Plot {
        id: "marginal-x-plot",
        title: "Histogram of x",
        about: "share of draws in each bin, over the exact probabilities",
        describe: |now, _| mean(now, 0),
    },
    Plot {
        id: "marginal-y-plot",
        title: "Histogram of y",
        about: "share of draws in each bin, over the exact probabilities",
        describe: |now, _| mean(now, 1),
    },
];

fn mean(now: &Diagnostics, axis: usize) -> String {
    format!("mean {} ± {}", format::decimals(now.mean[axis]), number(now.mcse[axis], format::decimals))
}

/// What fewer draws say nothing about.
fn judged(now: &Diagnostics, value: f64, show: fn(f64) -> String) -> String {
    if now.draws < SETTLED { "not yet known".into() } else { number(value, show) }
}

fn number(value: f64, show: fn(f64) -> String) -> String {
    if value.is_finite() { show(value) } else { "not defined".into() }
}

fn describe(plot: &Plot, now: &Model) -> String {
    let lane = |lane: &LaneModel| match lane.measured() {
        Some(diagnostics) => {
            format!("{}: {}", now.name(lane), (plot.describe)(diagnostics, now))
        }
        None => format!("{}: nothing measured yet", now.name(lane)),
    };
    let lanes: Vec<_> = now.lanes.iter().map(lane).collect();
    if lanes.is_empty() {
        return format!("{}: nothing measured yet.", plot.title);
    }
    format!("{}, {}. {}.", plot.title, plot.about, lanes.join("; "))
}

/// The plots that are shown, by name.
pub fn on_offer() -> Memo<Vec<PlotName>> {
    Live::<McmcSession>::get().memo(|model| {
        let shown = |plot: &Plot| plot.id != "visits-plot" || model.modes().len() != 1;
        let all = ABOUT.iter().enumerate().filter(|(_, plot)| shown(plot));
        all.map(|(index, plot)| PlotName { index, id: plot.id, title: plot.title.into() }).collect()
    })
}

#[component]
pub fn Plots() -> impl IntoView {
    let mcmc = Handle::<McmcSession>::get();
    let live = Live::<McmcSession>::get();
    let one_mode = live.memo(|model| model.modes().len() == 1);
    let plots = ABOUT.iter().enumerate().map(|(index, plot)| {
        let words = live.announced(|model| describe(plot, model));
        view! {
            <figure class="plot" hidden=move || plot.id == "visits-plot" && one_mode.get()>
                <figcaption><b>{plot.title}</b><small>{plot.about}</small></figcaption>
                <CurveCanvas id=plot.id words keep=move |curve| mcmc.act(|mcmc| mcmc.plots[index] = Some(curve))/>
            </figure>
        }
    });
    view! { <div class="plots live">{plots.collect_view()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sampler;

    #[test]
    fn every_plot_has_words_with_numbers_and_none_where_there_are_none() {
        let diagnostics = Diagnostics {
            draws: 500.0,
            evaluations: 12_345.0,
            ess_bulk: 321.0,
            ess_within: f64::NAN,
            r_hat: 1.02,
            mean: [0.5, 0.25],
            mcse: [0.01, 0.02],
            shares: vec![0.75, 0.25],
            autocorrelation: vec![1.0, 0.6, 0.4],
            lag: 5.0,
            ..Diagnostics::default()
        };
        let now = Model::of_two_modes([LaneModel::of(Sampler::Mala, diagnostics)]);
        let words: Vec<_> = ABOUT.iter().map(|plot| describe(plot, &now)).collect();
        for (words, part) in
            words.iter().zip(["0.500", "10 transitions", "321", "1.020", "upper moon 75.0", "0.010", "0.020"])
        {
            assert!(words.contains("MALA") && words.contains(part), "{words}");
        }
        assert!(words[2].contains("not defined within a mode"));
        assert!(ABOUT.iter().all(|plot| describe(plot, &Model::default()).contains("nothing measured")));
    }
}
