//! The live plots, each with what it shows in words.

use super::charts::{self, Plotted};
use super::model::Model;
use crate::protocol::mcmc::Diagnostics;
use crate::settings::Settings;
use crate::ui::chapter::chains::SETTLED;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plots::{self, PlotCard};
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;

/// What it shows of one lane, in words; the lane's name comes before.
type Words = fn(&Diagnostics, &Model) -> String;
type Plot = plots::Plot<fn(&Plotted, &Palette) -> Chart, Words>;

pub const PLOTS: &[Plot] = &[
    Plot {
        id: "trace-plot",
        awaits: "Appears when the chains run",
        title: "Trace",
        about: "x of the first chains against evaluations: a good one looks like noise",
        ..Plot::new(charts::trace, |now, _| format!("mean of x {}", format::decimals(now.mean[0])))
    },
    Plot {
        id: "autocorrelation-plot",
        awaits: "Appears when the chains run",
        title: "Autocorrelation",
        about: "how long a chain remembers where it was",
        ..Plot::new(charts::autocorrelation, |now, _| {
            match now.autocorrelation.iter().position(|value| *value < 0.5) {
                Some(lag) => {
                    format!("below one half after {}", format::plural(lag as f64 * now.lag, "transition"))
                }
                None => "not yet below one half at the last lag".into(),
            }
        })
    },
    Plot {
        id: "ess-plot",
        awaits: "Appears after 100 draws",
        title: "Effective samples",
        about: "against evaluations of the density; steeper is better",
        ..Plot::new(charts::ess, |now, _| {
            format!(
                "{} effective samples, {} within a mode, from {} evaluations",
                judged(now, now.ess_bulk, format::count),
                judged(now, now.ess_within, format::count),
                format::count(now.evaluations)
            )
        })
    },
    Plot {
        id: "r-hat-plot",
        awaits: "Appears after 100 draws",
        title: "R-hat",
        about: "1 where the chains agree; they can agree and be wrong",
        ..Plot::new(charts::r_hat, |now, _| judged(now, now.r_hat, format::r_hat))
    },
    Plot {
        id: "visits-plot",
        awaits: "Appears when the chains run",
        title: "Visits to each mode",
        about: "share of the draws, beside the true share",
        ..Plot::new(charts::visits, |now, model| model.shares(&now.shares))
    },
    Plot {
        id: "marginal-x-plot",
        awaits: "Appears when the chains run",
        title: "Histogram of x",
        about: "share of draws in each bin, over the exact probabilities",
        ..Plot::new(|of, palette| charts::marginal(of, 0, palette), |now, _| mean(now, 0))
    },
    Plot {
        id: "marginal-y-plot",
        awaits: "Appears when the chains run",
        title: "Histogram of y",
        about: "share of draws in each bin, over the exact probabilities",
        ..Plot::new(|of, palette| charts::marginal(of, 1, palette), |now, _| mean(now, 1))
    },
    Plot {
        id: "log-z-plot",
        awaits: "Being computed",
        title: "log Z by annealing",
        about: "chains climb from a Gaussian of mass 1: by their importance weights, and by thermodynamic integration, with one standard error",
        applies: |settings| settings.mcmc.weighs(),
        ..Plot::new(|of, palette| charts::log_z(of.log_z, palette), |_, model| model.describe_log_z())
    },
];

fn mean(now: &Diagnostics, axis: usize) -> String {
    let error = format::or_not_defined(now.mcse[axis], format::decimals);
    format!("mean {} ± {error}", format::decimals(now.mean[axis]))
}

/// What fewer draws say nothing about.
fn judged(now: &Diagnostics, value: f64, show: fn(f64) -> String) -> String {
    if now.draws < SETTLED { "not yet known".into() } else { format::or_not_defined(value, show) }
}

fn cards_of(settings: &Settings, now: &Model) -> Vec<PlotCard> {
    plots::cards(PLOTS, settings, |words, card| {
        let lanes = now.lanes.iter().map(|lane| match lane.measured() {
            Some(diagnostics) => format!("{}: {}", now.name(lane), words(diagnostics, now)),
            None => format!("{}: nothing measured yet", now.name(lane)),
        });
        card.describe(&lanes.collect::<Vec<_>>())
    })
}

/// What the plots' cards say; of one mode there are no visits to be told apart.
pub fn cards() -> Memo<Vec<PlotCard>> {
    let (settings, live) = (Store::get().settings, Live::<Model>::get());
    let one_mode = live.memo(|now| now.modes().len() == 1);
    live.announced(move |now| {
        let mut cards = settings.with(|settings| cards_of(settings, now));
        cards.iter_mut().for_each(|card| card.is_shown &= card.id != "visits-plot" || !one_mode.get());
        cards
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sampler;
    use crate::ui::chapter::chains::LaneModel;

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
        let cards_of = |now: &Model| cards_of(&Settings::default(), now);
        let cards = cards_of(&now);
        plots::assert_sound(&cards);
        let words: Vec<_> = cards.iter().map(|card| &card.words).collect();
        for (words, part) in
            words.iter().zip(["0.500", "10 transitions", "321", "1.020", "upper moon 75.0", "0.010", "0.020"])
        {
            assert!(words.contains("MALA") && words.contains(part), "{words}");
        }
        assert!(words[2].contains("not defined within a mode"));
        assert!(cards_of(&Model::default()).iter().all(|card| card.words.contains("nothing measured")));
    }
}
