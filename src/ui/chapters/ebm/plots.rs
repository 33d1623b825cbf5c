//! The live plots, each with what it shows in words.

use super::charts::PLOTS;
use super::lane::LaneModel;
use super::model::Model;
use super::session::EbmSession;
use crate::settings::{Beside, DataSettings, EbmSettings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plot_canvas::CurveCanvas;
use crate::ui::saving::PlotName;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;
use leptos::prelude::*;

struct Plot {
    id: &'static str,
    /// As [`data_words::fill`] takes it.
    title: &'static str,
    about: &'static str,
    needs: Needs,
    /// What it shows of one lane, in words; the lane's name comes before. None where there is nothing yet.
    describe: fn(&LaneModel) -> Option<String>,
}

/// What a plot is nothing without.
#[derive(Clone, Copy, PartialEq)]
enum Needs {
    Nothing,
    /// Score matching has none.
    Negatives,
    /// More than one part of the data.
    Parts,
}

/// In the order of [`CHARTS`](super::charts::CHARTS).
const ABOUT: [Plot; PLOTS] = [
    Plot {
        id: "energies-plot",
        title: "Energies",
        about: "mean over data and over negatives, nats: training lowers the one and raises the other",
        needs: Needs::Negatives,
        describe: describe_gap,
    },
    Plot {
        id: "gap-plot",
        title: "Energy gap",
        about: "negatives minus data, nats: near 0 where chains no longer leave the data's energy",
        needs: Needs::Negatives,
        describe: describe_gap,
    },
    Plot {
        id: "kl-plot",
        title: "Distance of the density",
        about: "KL from the exact density to the learned one, nats, integrated on a grid",
        needs: Needs::Nothing,
        describe: |lane| Some(format!("{} nats", finite(lane.judged()?.kl, format::decimals))),
    },
    Plot {
        id: "shares-plot",
        title: "Share of {first}",
        about: "of the density, and dashed of its samples, beside the true one",
        needs: Needs::Parts,
        describe: |lane| {
            let density = lane.judged().map(|judged| ("density", judged.first_share));
            let walkers = lane.score.map(|score| ("walkers", score.walkers.first_share));
            let negatives =
                lane.score.and_then(|score| score.negatives).map(|score| ("negatives", score.first_share));
            let parts: Vec<_> = [density, walkers, negatives]
                .into_iter()
                .flatten()
                .map(|(name, share)| format!("{name} {}", finite(share, format::percent)))
                .collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        },
    },
    Plot {
        id: "first-crossings-plot",
        title: "First crossings",
        about: "steps until a walker first came to {other}, share of all walkers; those that never did are missing",
        needs: Needs::Parts,
        describe: |lane| {
            lane.walkers.diagnostics.as_ref()?;
            let walkers = lane.walkers.chains();
            let never = walkers.saturating_sub(lane.crossed() as usize);
            let median = lane.first_crossing().map_or(String::new(), |steps| {
                format!("; of the others half by step {}", format::count(steps))
            });
            Some(format!(
                "{never} of {walkers} walkers have not crossed after {} steps{median}",
                format::count(lane.walked())
            ))
        },
    },
    Plot {
        id: "mmd2-plot",
        title: "Distance of samples to data",
        about: "MMD², mean over bandwidths; the band is as near as real data",
        needs: Needs::Nothing,
        describe: |lane| {
            let score = lane.score?;
            let walkers = format!("walkers {}", finite(score.walkers.mmd2, format::fine));
            Some(match score.negatives {
                Some(negatives) => format!("{walkers}, negatives {}", finite(negatives.mmd2, format::fine)),
                None => walkers,
            })
        },
    },
    Plot {
        id: "loss-plot",
        title: "Loss",
        about: "raw and smoothed; losses of two objectives cannot be compared",
        needs: Needs::Nothing,
        describe: |lane| lane.losses.smoothed().map(|loss| format::decimals(f64::from(loss))),
    },
    Plot {
        id: "gradient-plot",
        title: "Gradient norm",
        about: "of the loss by all weights together",
        needs: Needs::Nothing,
        describe: |lane| lane.gradient_norms.smoothed().map(|norm| format::price(f64::from(norm))),
    },
];

fn describe_gap(lane: &LaneModel) -> Option<String> {
    let gap = f64::from(lane.gap.smoothed()?);
    let side = if gap < 0.0 { "below" } else { "above" };
    Some(format!("the negatives lie {} nats {side} the data", format::decimals(gap.abs())))
}

fn finite(value: f64, show: fn(f64) -> String) -> String {
    if value.is_finite() { show(value) } else { "not defined".into() }
}

fn describe(plot: &Plot, now: &Model) -> String {
    let lane = |lane: &LaneModel| {
        (plot.describe)(lane).map(|words| format!("{}: {words}", names::lane(lane.objective)))
    };
    let lanes: Vec<_> = now.lanes.iter().filter_map(lane).collect();
    let [title, about] = [plot.title, plot.about].map(|words| data_words::fill(words, &now.data));
    if lanes.is_empty() {
        return format!("{title}: nothing measured yet.");
    }
    format!("{title}, {about}. {}.", lanes.join("; "))
}

/// What the plots can be drawn from.
#[derive(Clone, Copy)]
struct Applies {
    has_negatives: Memo<bool>,
    has_parts: Memo<bool>,
}

impl Applies {
    fn get() -> Self {
        let store = Store::get();
        Self {
            has_negatives: store.part(|settings: &EbmSettings| {
                settings.objective.is_contrastive()
                    || settings.beside == Beside::Rival && settings.rival.is_contrastive()
            }),
            has_parts: store.part(data_words::has_parts),
        }
    }

    fn to(self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::Negatives => self.has_negatives.get(),
            Needs::Parts => self.has_parts.get(),
        }
    }
}

/// The plots that are shown, by name.
pub fn on_offer() -> Memo<Vec<PlotName>> {
    let (applies, data) = (Applies::get(), Store::get().part(DataSettings::clone));
    Memo::new(move |_| {
        let all = ABOUT.iter().enumerate().filter(|(_, plot)| applies.to(plot.needs));
        let title = |plot: &Plot| data.with(|data| data_words::fill(plot.title, data));
        all.map(|(index, plot)| PlotName { index, id: plot.id, title: title(plot) }).collect()
    })
}

#[component]
pub fn Plots() -> impl IntoView {
    let ebm = Handle::<EbmSession>::get();
    let live = Live::<EbmSession>::get();
    let applies = Applies::get();
    let data = Store::get().part(DataSettings::clone);
    let plots = ABOUT.iter().enumerate().map(|(index, plot)| {
        let words = live.announced(|now| describe(plot, now));
        let filled = move |words: &'static str| move || data.with(|data| data_words::fill(words, data));
        view! {
            <figure class="plot" hidden=move || !applies.to(plot.needs)>
                <figcaption><b>{filled(plot.title)}</b><small>{filled(plot.about)}</small></figcaption>
                <CurveCanvas id=plot.id words keep=move |curve| ebm.act(|ebm| ebm.plots[index] = Some(curve))/>
            </figure>
        }
    });
    view! {
        <div class="plots live">
            {plots.collect_view()}
            <p class="plots-why" hidden=applies.has_negatives>
                "No plots of energies: score matching has no negatives to hold against the data."
            </p>
            <p class="plots-why" hidden=applies.has_parts>
                "No plots of shares and crossings: these data are of one piece."
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmScore, Judged, SampleScore};
    use crate::settings::Objective;

    fn now() -> Model {
        let sample = |mmd2, first_share| SampleScore { mmd2, first_share, off_share: 0.0 };
        let judged = Judged { kl: 0.234, first_share: 0.41, ..Judged::default() };
        let mut lane = LaneModel::on_exact(128, 300.0, &[120.0; 28]).learn(Objective::Cd, 9, judged);
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
        for (plot, part) in ABOUT.iter().zip(parts) {
            let words = describe(plot, &now());
            assert!(words.contains("CD-k: ") && words.contains(part), "{words}");
            assert!(describe(plot, &Model::default()).contains("nothing measured"));
        }
    }

    #[test]
    fn the_exact_density_beside_says_only_what_its_walkers_do() {
        let now = Model::of([LaneModel::on_exact(4, 10.0, &[])], 0.5, 7.3);
        let words: Vec<_> = ABOUT.iter().map(|plot| describe(plot, &now)).collect();
        assert!(words[4].contains("Exact density: 4 of 4 walkers"), "{words:?}");
        assert_eq!(words.iter().filter(|words| words.contains("nothing measured")).count(), PLOTS - 1);
    }
}
