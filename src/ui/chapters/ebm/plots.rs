//! The live plots, each with what it shows in words.

use super::charts;
use super::lane::LaneModel;
use super::model::Model;
use crate::settings::{Objective, Settings};
use crate::ui::chapter::content::announced;
use crate::ui::chapter::plots::{self, PlotCard};
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;
use leptos::prelude::*;

/// What it shows of one lane, in words; the lane's name comes before. None where there is nothing yet.
type Words = fn(&LaneModel) -> Option<String>;
type Plot = plots::Plot<fn(&Model, &Palette) -> Chart, Words>;

/// Score matching has no negatives.
const HAS_NEGATIVES: fn(&Settings) -> bool = |settings| settings.ebm.trains(Objective::is_contrastive);
const HAS_PARTS: fn(&Settings) -> bool = |settings| data_words::has_parts(&settings.data);

pub const PLOTS: &[Plot] = &[
    Plot {
        id: "energies-plot",
        awaits: "Press Train",
        title: "Energies",
        about: "mean over data and over negatives, nats; training lowers the first and raises the second",
        applies: HAS_NEGATIVES,
        ..Plot::new(charts::energies, describe_gap)
    },
    Plot {
        id: "gap-plot",
        awaits: "Press Train",
        title: "Energy gap",
        about: "negatives minus data, nats; near 0 where negatives have the energy of data",
        applies: HAS_NEGATIVES,
        ..Plot::new(charts::gap, describe_gap)
    },
    Plot {
        id: "kl-plot",
        awaits: "Press Train",
        title: "Distance of the density",
        about: "KL from the exact density to the learned one, nats, integrated on a grid",
        ..Plot::new(charts::kl, |lane| {
            Some(format!("{} nats", format::or_not_defined(lane.metrics()?.kl, format::decimals)))
        })
    },
    Plot {
        id: "shares-plot",
        awaits: "Press Train",
        title: "Share of {first}",
        about: "of the density, and dashed of its samples, beside the true one",
        applies: HAS_PARTS,
        ..Plot::new(charts::shares, |lane| {
            let density = lane.metrics().map(|metrics| ("density", metrics.first_share));
            let walkers = lane.score().map(|score| ("walkers", score.walkers.first_share));
            let negatives =
                lane.score().and_then(|score| score.negatives).map(|score| ("negatives", score.first_share));
            let parts: Vec<_> = [density, walkers, negatives]
                .into_iter()
                .flatten()
                .map(|(name, share)| format!("{name} {}", format::or_not_defined(share, format::percent)))
                .collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        })
    },
    Plot {
        id: "first-crossings-plot",
        awaits: "Press Train, then wait for the first walker to cross",
        title: "First crossings",
        about: "steps until a walker first reached {other}, as a share of all walkers",
        applies: HAS_PARTS,
        ..Plot::new(charts::first_crossings, |lane| {
            lane.walkers.diagnostics.as_ref()?;
            let walkers = lane.walkers.chains();
            let never = walkers.saturating_sub(lane.crossed() as usize);
            let median = lane.first_crossing().map_or(String::new(), |steps| {
                format!("; of the others half by step {}", format::count(steps))
            });
            Some(format!(
                "{never} of {walkers} walkers have not crossed after {}{median}",
                format::plural(lane.walked(), "step")
            ))
        })
    },
    Plot {
        id: "mmd2-plot",
        awaits: "Press Train",
        title: "Distance of samples to data",
        about: "MMD², mean over bandwidths; real data lie in the band",
        ..Plot::new(charts::mmd2, |lane| {
            let score = lane.score()?;
            let walkers = format!("walkers {}", format::or_not_defined(score.walkers.mmd2, format::fine));
            Some(match score.negatives {
                Some(negatives) => {
                    format!("{walkers}, negatives {}", format::or_not_defined(negatives.mmd2, format::fine))
                }
                None => walkers,
            })
        })
    },
    Plot {
        id: "loss-plot",
        awaits: "Press Train",
        title: "Loss",
        about: "raw and smoothed; losses of two objectives cannot be compared",
        ..Plot::new(charts::loss, |lane| lane.smoothed(|lane| &lane.losses).map(format::decimals))
    },
    Plot {
        id: "gradient-plot",
        awaits: "Press Train",
        title: "Gradient norm",
        about: "of the loss, over all weights",
        ..Plot::new(charts::gradient_norm, |lane| {
            lane.smoothed(|lane| &lane.gradient_norms).map(format::price)
        })
    },
];

fn describe_gap(lane: &LaneModel) -> Option<String> {
    let gap = lane.smoothed(|lane| &lane.gap)?;
    let side = if gap < 0.0 { "below" } else { "above" };
    Some(format!("the negatives lie {} nats {side} the data", format::decimals(gap.abs())))
}

/// What the plots' cards say.
pub fn cards(settings: &Settings, now: &Model) -> Vec<PlotCard> {
    plots::cards(PLOTS, settings, |words, card| {
        let lane =
            |lane: &LaneModel| words(lane).map(|words| format!("{}: {words}", names::lane(lane.objective)));
        card.describe(&now.lanes.iter().filter_map(lane).collect::<Vec<_>>())
    })
}

#[component]
pub fn Plots() -> impl IntoView {
    let store = Store::get();
    let has_negatives = Memo::new(move |_| store.settings.with(HAS_NEGATIVES));
    let has_parts = Memo::new(move |_| store.settings.with(HAS_PARTS));
    view! {
        <plots::Plots rows=0..PLOTS.len() cards=announced(cards)>
            <p class="plots-why" hidden=has_negatives>
                "There are no plots of energies, because score matching has no negatives to compare with the data."
            </p>
            <p class="plots-why" hidden=has_parts>
                "There are no plots of shares and crossings, because these data have only one part."
            </p>
        </plots::Plots>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmScore, EnergyMetrics, SampleScore};

    fn cards_of(now: &Model) -> Vec<PlotCard> {
        cards(&Settings::default(), now)
    }

    fn now() -> Model {
        let sample = |mmd2, first_share| SampleScore { mmd2, first_share, off_share: 0.0 };
        let metrics = EnergyMetrics { kl: 0.234, first_share: 0.41, ..EnergyMetrics::default() };
        let mut lane = LaneModel::on_exact(128, 300.0, &[120.0; 28]).learn(Objective::Cd, 9, metrics);
        lane.score =
            Some(EbmScore { step: 9, walkers: sample(0.0123, 0.75), negatives: Some(sample(f64::NAN, 0.5)) });
        lane.losses.extend_to(9, &[-0.25]);
        lane.gap.extend_to(9, &[-0.5]);
        lane.gradient_norms.extend_to(9, &[1.5]);
        Model::of([lane], 0.5, 7.3)
    }

    #[test]
    fn every_plot_has_words_with_numbers_and_none_where_there_are_none() {
        let parts = [
            "0.500 nats below",
            "0.500 nats below",
            "0.234 nats",
            "walkers 75.0",
            "100 of 128 walkers",
            "0.01230, negatives not defined",
            "−0.250",
            "1.50",
        ];
        let cards = cards_of(&now());
        plots::assert_sound(&cards);
        for (PlotCard { words, .. }, part) in cards.iter().zip(parts) {
            assert!(words.contains("CD-k: ") && words.contains(part), "{words}");
        }
        assert!(cards_of(&Model::default()).iter().all(|card| card.words.contains("nothing measured")));
    }

    #[test]
    fn the_exact_density_beside_says_only_what_its_walkers_do() {
        let now = Model::of([LaneModel::on_exact(4, 10.0, &[])], 0.5, 7.3);
        let cards = cards_of(&now);
        let words: Vec<_> = cards.iter().map(|card| &card.words).collect();
        assert!(words[4].contains("Exact density: 4 of 4 walkers"), "{words:?}");
        assert_eq!(words.iter().filter(|words| words.contains("nothing measured")).count(), PLOTS.len() - 1);
    }
}
