//! “Why it works where the energy model struggled”: both models' numbers, and the bridge that noise takes away.

mod numbers;
pub mod session;

use super::model::Model;
use super::session::DiffusionSession;
use crate::settings::{Chapter, DataSettings};
use crate::ui::chapter::canvas;
use crate::ui::chapter::card::Side;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::plot::thumbnail::Thumbnail;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

struct Statistic {
    id: &'static str,
    /// As [`data_words::fill`] takes it.
    name: &'static str,
    about: &'static str,
    show: fn(f64) -> String,
    of: fn(&Side) -> Option<f64>,
}

/// A row that says nothing of data of one piece; beside its name stands the true share.
const FIRST_SHARE: &str = "first";

#[rustfmt::skip]
const ROWS: &[Statistic] = &[
    Statistic { id: "steps", name: "Training steps", about: "", show: format::count, of: |side| Some(f64::from(side.steps)) },
    Statistic { id: FIRST_SHARE, name: "Nearest to {first}", about: "", show: format::percent, of: |side| side.first_share },
    Statistic { id: "off", name: "Off {all}", about: data_words::OFF, show: format::percent, of: |side| side.off_share },
    Statistic { id: "mmd2", name: "MMD², mean", about: "over bandwidths, unbiased", show: format::fine, of: |side| side.mmd2 },
];

#[component]
pub fn Closing() -> impl IntoView {
    let store = Store::get();
    let energies = Handle::<DiffusionSession>::get().act(|diffusion| diffusion.closing.energy);
    let live = Live::<Model>::get();
    let data = store.part(DataSettings::clone);
    let beside = Memo::new(move |_| energies.with(|now| data.with(|data| now.about(data))));
    let energy = Memo::new(move |_| beside.get().0);
    let denoiser = live.memo(numbers::denoiser);
    let about_noise = live.memo(numbers::about_noise);
    let about_energy = Memo::new(move |_| numbers::about_energy(beside.get().1));
    let about_cost =
        Memo::new(move |_| store.settings.with(|settings| numbers::about_cost(&settings.diffusion_in_use())));
    let truth = live.memo(Model::truth);
    let table = Memo::new(move |_| {
        let truth = truth.get();
        energy.with(|energy| {
            denoiser.with(|denoiser| data.with(|data| sides(energy.as_ref(), denoiser.as_ref(), truth, data)))
        })
    });
    let leave = move |_| store.settings.update(|settings| settings.chapter = Chapter::LearnAnEnergy);
    view! {
        <section class="scores closing" data-testid="closing">
            <h2>{say("diffusion.closing")}</h2>
            <div class="columns">
                <div>
                    <div class="thumbnails">
                        <Samples index=0 name="Energy model, its walkers" missing="No energy has been learned from \
                                                                                   these data yet."
                            there=Signal::derive(move || energy.with(Option::is_some))/>
                        <Samples index=1 name="Diffusion model, its samples" missing="Not trained yet: press Train above."
                            there=Signal::derive(move || denoiser.with(Option::is_some))/>
                    </div>
                    <Scores label="Both models" table/>
                    <Show when=move || energy.with(Option::is_none)>
                        <p class="hint">
                            "No energy model of these data has been trained in this page. "
                            <button type="button" data-testid="closing-energy" on:click=leave>"Train one in chapter 2"</button>
                        </p>
                    </Show>
                </div>
                <ul class="findings" data-testid="closing-words">
                    <li>{about_noise}</li>
                    <li>{about_energy}</li>
                    <li>{about_cost}</li>
                </ul>
            </div>
        </section>
    }
}

/// A column for each model.
fn sides(
    energy: Option<&Side>,
    denoiser: Option<&Side>,
    truth: Option<f64>,
    data: &DataSettings,
) -> ScoreTable {
    let row = |row: &Statistic| {
        let about = match truth {
            Some(share) if row.id == FIRST_SHARE => format!("{} is true", format::percent(share)),
            _ => data_words::fill(row.about, data),
        };
        let cell = |model: &str, side: Option<&Side>| {
            Cell::number(format!("closing-{}-{model}", row.id), side.and_then(row.of), row.show)
        };
        let cells = vec![cell("energy", energy), cell("diffusion", denoiser)];
        Row::new(data_words::fill(row.name, data), about, cells)
    };
    let applies = |row: &&Statistic| data_words::has_parts(data) || row.id != FIRST_SHARE;
    ScoreTable {
        heads: ["Of the present samples", "Energy model", "Diffusion model"].map(Head::new).into(),
        rows: ROWS.iter().filter(applies).map(row).collect(),
        awaited: None,
    }
}

/// The samples of one model, small; in their place words while there are none.
#[component]
fn Samples(index: usize, name: &'static str, missing: &'static str, there: Signal<bool>) -> impl IntoView {
    let diffusion = Handle::<DiffusionSession>::get();
    let canvas = canvas::handed_over("The picture", move |canvas| {
        let thumbnail = Some(Thumbnail::new(canvas)?);
        diffusion.act(|diffusion| diffusion.closing.thumbnails[index] = thumbnail);
        Ok(())
    });
    view! {
        <figure>
            <canvas node_ref=canvas role="img" aria-label=name hidden=move || !there.get()></canvas>
            <p class="missing" hidden=there>{missing}</p>
            <figcaption>{name}</figcaption>
        </figure>
    }
}
