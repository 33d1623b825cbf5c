//! “Re-create the table”: four models trained anew by the recipe of the write-up, beside its numbers.

mod client;
mod controls;
mod csv;
mod figure;
mod names;
mod rows;
pub mod session;
mod words;

use super::table::client::TableClient;
use super::table::figure::FigurePainter;
use crate::ui::browser;
use crate::ui::chapter::canvas;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;
use session::TableSession;

#[component]
pub fn Table() -> impl IntoView {
    let sentences = Live::<TableClient>::get().memo(words::sentences);
    view! {
        <section class="scores table" data-testid="table" id="table">
            <h2>{say("table.title")}</h2>
            <p class="hint">
                "This page grew out of a write-up with one table: one run each of two networks with two noise \
                 schedules. Here the same models are trained again, with several seeds each. The recipe is 2,000 \
                 points of make_moons as they are, T = 100, networks 128 wide, batches of 1,024 and 976, Adam at \
                 0.001, 100 steps of ancestral sampling, and no clipping. The table has its own engines and leaves \
                 your run alone. It goes on while another chapter is shown, and waits while this window is hidden."
            </p>
            <div class="columns">
                <div>
                    <controls::Controls/>
                    <rows::Rows/>
                </div>
                <div>
                    <Figure/>
                    <ul class="findings" data-testid="table-words">
                        {move || sentences.get().into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
                    </ul>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Figure() -> impl IntoView {
    let table = Handle::<TableSession>::get();
    let words = Live::<TableClient>::get().announced(words::describe);
    let canvas = canvas::handed_over("The table's figure", move |canvas| {
        let painter = Some(FigurePainter::new(canvas)?);
        table.act(|table| table.figure = painter);
        Ok(())
    });
    view! {
        <canvas node_ref=canvas data-testid="table-plot" role="img" aria-label=words></canvas>
    }
}

/// Among the things to try: leads to the table and starts it.
#[component]
pub fn Card() -> impl IntoView {
    let table = Handle::<TableSession>::get();
    let store = Store::get();
    let runs = Live::<TableClient>::get().memo(TableClient::runs);
    let go = move |_| {
        if !runs.get_untracked() {
            table.act(|table| table.start(&store));
        }
        browser::show("#table");
    };
    view! {
        <li class="card" class:chosen=runs>
            <h3>{say("table.title")}" "<span class="verdict works">{say("try.works")}</span></h3>
            <p>
                "Trains the four models of the write-up that this page grew out of, with several seeds each. See \
                 which numbers come back, which do not, and how little a few runs can tell. Your own run stays as \
                 it is."
            </p>
            <button type="button" data-testid="preset-table" on:click=go aria-label=say_with("try.it.of", "title", say("table.title"))>
                {say("try.it")}
            </button>
        </li>
    }
}
