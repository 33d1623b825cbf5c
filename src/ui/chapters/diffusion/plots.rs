//! The live plots, each with the numbers it ends at and with what it shows in words.

use super::charts::{self, Plotted};
use super::describe;
use super::model::Model;
use super::reading::Reading;
use super::session::DiffusionSession;
use crate::protocol::diffusion::Denoiser;
use crate::settings::{DiffusionSettings, Settings};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::plots::{self, PlotCard};
use crate::ui::plot::lines::Chart;
use crate::ui::plot::palette::Palette;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::diffusion as names;
use crate::ui::words::format;
use leptos::prelude::*;

type Plot = plots::Plot<fn(&Plotted, &Palette) -> Chart, fn(&Model) -> String>;

const LOSS: usize = 0;
const BARRIER: usize = 3;
const U_TURNS: usize = 4;
const COPYING: usize = 5;
const COMPOSITION: usize = 6;
const LEVELS: usize = 8;

pub const PLOTS: &[Plot] = &[
    Plot { id: "loss-plot", awaits: "Press Train", title: "Loss", ..Plot::new(charts::loss, describe::loss) },
    Plot {
        id: "mmd-plot",
        awaits: "Appears when the first samples are drawn",
        title: "Distance of samples to data",
        about: "MMD², mean over bandwidths; real data lie in the band",
        name: "Distance of samples to data, MMD²",
        ..Plot::new(charts::mmd, describe::mmd)
    },
    Plot {
        id: "loss-by-timestep-plot",
        awaits: "Appears with the first samples of the network",
        title: "Loss by noise level",
        about: "what is above the dashed line can still be learned",
        ..Plot::new(charts::loss_by_timestep, describe::loss_by_timestep)
    },
    Plot {
        id: "barrier-plot",
        awaits: "Being computed",
        title: "Bridge {across}",
        about: "how far −log p rises on the lowest path at each noise level, nats, exact",
        applies: |settings| data_words::has_parts(&settings.data),
        ..Plot::new(charts::barrier, describe::barrier)
    },
    Plot {
        id: "u-turns-plot",
        awaits: "Being computed",
        title: "Do samples come home?",
        about: "noised to t, then denoised: the share that ends in its own {part}; thin lines: half way from 1 to chance",
        name: "Share of samples that come home",
        applies: |settings| data_words::has_parts(&settings.data),
        ..Plot::new(charts::u_turns, describe::u_turns)
    },
    Plot {
        id: "copying-plot",
        awaits: "Appears with the first samples of the network",
        title: "Copying or learning?",
        about: "where the network lies between two ideal denoisers: of the law (0), and of the training points (1); copies are made at little noise",
        name: "Between learning and copying",
        ..Plot::new(charts::copying, describe::copying)
    },
    Plot {
        id: "composition-plot",
        awaits: "Being computed",
        title: "Share of {first} in the composition",
        about: "on the way from noise, right, to data, left; dashed: of the composed density at each noise level, exact",
        name: "Share of samples of the composition",
        applies: |settings| settings.diffusion.composes() && data_words::has_parts(&settings.data),
        ..Plot::new(charts::composition, describe::composition)
    },
    Plot {
        id: "quality-plot",
        awaits: "Press Measure all samplers",
        title: "Quality against cost",
        about: "MMD² of each sampler on this denoiser; dashed samplers add noise on the way",
        name: "Quality against cost, MMD²",
        is_tall: true,
        ..Plot::new(charts::quality, describe::quality)
    },
    Plot {
        id: "levels-plot",
        awaits: "Being computed",
        title: "Is the last level noise?",
        name: "Signal and noise",
        ..Plot::new(charts::levels, describe::levels)
    },
];

/// Whether a plot marks the noise level shown.
pub fn marks_t(index: usize) -> bool {
    matches!(index, BARRIER | U_TURNS | COPYING | COMPOSITION | LEVELS)
}

/// What the plots' cards say. Losses of two kinds cannot be compared, only what is above the least possible of each.
pub fn cards(settings: &Settings, now: &Model) -> Vec<PlotCard> {
    let mut cards = plots::cards(PLOTS, settings, |words, _| words(now));
    if !names::comparable(&settings.diffusion) {
        let above = "Loss above the least possible";
        (cards[LOSS].title, cards[LOSS].name) = (above.into(), above.into());
    }
    cards
}

/// What stands beside a plot's title.
pub fn beside(id: &str) -> Option<AnyView> {
    Some(match id {
        "loss-plot" => {
            view! { <Reading id="loss" value=|now| now.first()?.loss().map(f64::from) show=format::decimals/> }
                .into_any()
        }
        "mmd-plot" => {
            view! { <Reading id="mmd2" value=|now| describe::mmd2(now, 0) show=format::fine/><OwnStep lane=0/> }
                .into_any()
        }
        "u-turns-plot" => view! {
            <Reading id="speciation" value=|now| Some(f64::from(speciation(now, Denoiser::Ideal)?[0])) show=|t| format!("t = {t:.0}")/>
        }
        .into_any(),
        "copying-plot" => {
            view! { <Reading id="copying" value=|now| Some(f64::from(now.first()?.copying.as_ref()?.share[0])) show=format::decimals/> }
                .into_any()
        }
        "composition-plot" => {
            view! { <Reading id="composed-share" value=|now| Some(composed_share(now)?[0]) show=format::percent/> }.into_any()
        }
        "quality-plot" => view! { <Measure/> }.into_any(),
        _ => return None,
    })
}

/// What stands below it.
pub fn below(id: &str) -> Option<AnyView> {
    Some(match id {
        "loss-plot" => view! {
            "last step "
            <Reading id="loss-raw" value=|now| now.first().filter(|_| now.looking_at.is_none())?.losses.last().map(f64::from) show=format::decimals/>
            " · ideal "
            <Reading id="loss-ideal" value=|now| Some(f64::from(now.first()?.reference()?.ideal_loss)) show=format::decimals/>
            <Second id="loss-second" value=|now| now.lanes.get(1)?.loss().map(f64::from) show=format::decimals/>
        }
        .into_any(),
        "mmd-plot" => view! {
            <Second id="mmd2-second" value=|now| describe::mmd2(now, 1) show=format::fine/>
            <OwnStep lane=1/>
        }
        .into_any(),
        "copying-plot" => view! {
            " · over all levels ± "
            <Reading id="copying-error" value=|now| Some(f64::from(now.first()?.copying.as_ref()?.share[1])) show=format::decimals/>
        }
        .into_any(),
        "composition-plot" => view! {
            " ± "
            <Reading id="composed-share-error" value=|now| Some(composed_share(now)?[1]) show=format::percent/>
            " · exact "
            <Reading id="exact-composed-share" value=|now| now.first()?.composition.exact_share() show=format::percent/>
            " · accepted "
            <Reading id="corrector-acceptance" value=|now| {
                let acceptance = now.first()?.beside.as_ref()?.composed.as_ref()?.acceptance?;
                Some(f64::from(acceptance))
            } show=format::percent/>
        }
        .into_any(),
        "u-turns-plot" => view! {
            " · network t = "
            <Reading id="speciation-learned" value=|now| Some(f64::from(speciation(now, Denoiser::Learned)?[0])) show=format::tenths/>
            " ± "
            <Reading id="speciation-error" value=|now| Some(f64::from(speciation(now, Denoiser::Learned)?[1])) show=format::tenths/>
            <OneEnd/>
        }
        .into_any(),
        _ => return None,
    })
}

/// Why more samples come home than exactly would, where the sampler adds no noise.
#[component]
fn OneEnd() -> impl IntoView {
    let has_one_end = Live::<Model>::get().memo(|now| {
        let drawn =
            now.first().and_then(|lane| lane.u_turns(Denoiser::Learned)).map(|turns| turns.drawn.sampling);
        drawn.is_some_and(|drawn| !drawn.sampler.is_stochastic(drawn.eta))
    });
    view! {
        <Show when=move || has_one_end.get()>
            ". This sampler adds no noise, so each point has one end, the likelier one: more come home than by the exact chances"
        </Show>
    }
}

/// The noise level of a denoiser where samples stop coming home, and its standard error.
fn speciation(now: &Model, denoiser: Denoiser) -> Option<[f32; 2]> {
    now.first()?.u_turns(denoiser)?.speciation
}

/// Share of samples of the composition nearest to the first part, and its standard error.
fn composed_share(now: &Model) -> Option<[f64; 2]> {
    now.first()?.beside.as_ref()?.share()
}

/// Of two runs whose samples are not of the same training step, which step a run's are of.
#[component]
fn OwnStep(lane: usize) -> impl IntoView {
    let step = Live::<Model>::get().memo(move |now| describe::step_of_mmd2(now, lane));
    move || step.get().map(|step| format!(" ({step})"))
}

/// The second run's number, where there is one.
#[component]
fn Second(id: &'static str, value: fn(&Model) -> Option<f64>, show: fn(f64) -> String) -> impl IntoView {
    let name = Store::get().part(|settings: &DiffusionSettings| names::runs(settings).get(1).copied());
    view! {
        <Show when=move || name.get().is_some()>" · "{move || name.get()}" "<Reading id value show/></Show>
    }
}

/// Starts and stops the measuring of all samplers, which goes on beside what else there is to do.
#[component]
fn Measure() -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let measuring = Live::<Model>::get().memo(|now| now.measuring);
    let words = move || match measuring.get() {
        Some(share) => format!("Stop ({:.0} %)", 100.0 * share),
        None => "Measure all samplers".into(),
    };
    view! {
        <button type="button" class="measure" data-testid="measure"
            data-value=move || measuring.get().map(|share| share.to_string())
            aria-pressed=move || measuring.get().is_some().to_string()
            title="Draws sets of samples with each sampler at 5 to 100 evaluations and scores them; training may go on."
            on:click=move |_| {
                let on = measuring.get_untracked().is_none();
                diffusion.act(|diffusion| diffusion.measure(on));
            }>{words}</button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{DiffusionBeside, Fork};

    #[test]
    fn every_plot_has_a_title_and_words() {
        plots::assert_sound(&cards(&Settings::default(), &Model::default()));
        assert!(PLOTS[BARRIER].id == "barrier-plot" && PLOTS[LEVELS].id == "levels-plot");
    }

    #[test]
    fn losses_that_cannot_be_compared_are_called_otherwise() {
        let (mut settings, now) = (Settings::default(), Model::default());
        assert_eq!(cards(&settings, &now)[LOSS].title, "Loss");
        (settings.diffusion.beside, settings.diffusion.fork) = (DiffusionBeside::Fork, Fork::Schedule);
        assert!(cards(&settings, &now)[LOSS].name.ends_with("least possible"));
    }
}
