//! Start and cancel, how much is trained, how far it is, and what can be kept.

use super::client::{Status, TableClient};
use super::names;
use super::session::TableSession;
use crate::settings::table::ROWS;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::controls::framed::Framed;
use crate::ui::controls::slider::Slider;
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn Controls() -> impl IntoView {
    let table = Handle::<TableSession>::get();
    let store = Store::get();
    let live = Live::<TableClient>::get();
    let runs = live.memo(TableClient::runs);
    let nothing = live.memo(|now| now.results().is_empty());
    let percent = live.memo(|now| (1000.0 * now.share()).floor() / 10.0);
    let phase = live.memo(|now| phase(now.status()));
    let status = live.memo(words);
    let why_not = Signal::derive(move || if runs.get() { "The table is being trained." } else { "" });
    view! {
        <div class="controls">
            {ROWS.iter().filter(|setting| Framed::of(setting) != Framed::Hidden).map(|setting| view! { <Slider setting otherwise=Some(why_not)/> }).collect_view()}
        </div>
        <div class="buttons">
            <button type="button" class="primary" data-testid="table-start" disabled=runs
                on:click=move |_| table.act(|table| table.start(&store))>"Start"</button>
            <button type="button" data-testid="table-cancel" disabled=move || !runs.get()
                on:click=move |_| table.act(|table| table.cancel())>"Cancel"</button>
            <button type="button" data-testid="table-csv" disabled=nothing
                on:click=move |_| table.act(|table| table.save_csv(&store))>"Save CSV"</button>
            <button type="button" data-testid="table-figure" disabled=nothing
                on:click=move |_| table.act(|table| table.save_figure(&store))>"Save figure"</button>
        </div>
        <div class="bar" role="progressbar" data-testid="table-progress" aria-label="Training of the table"
            aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || percent.get().to_string()
            data-phase=phase>
            <div style:width=move || format!("{}%", percent.get())></div>
        </div>
        <p class="hint num" data-testid="table-status">{status}</p>
    }
}

fn phase(status: &Status) -> &'static str {
    match status {
        Status::Idle => "idle",
        Status::Running => "running",
        Status::Done => "done",
        Status::Cancelled => "cancelled",
        Status::Failed(_) => "failed",
    }
}

fn words(now: &TableClient) -> String {
    let models = 4 * now.table().seeds;
    let finished = format!("{} of {models} models are finished", now.results().len());
    match now.status() {
        Status::Idle => "Not started. With 2,000 epochs each model takes some minutes on one core.".into(),
        Status::Running => {
            let left = now.time_left().map_or("the engines load and real data are compared".into(), |left| {
                format!("about {} left", format::duration(left))
            });
            let current = now.current().map(|now| {
                let loss = now
                    .loss
                    .map_or(String::new(), |loss| format!(" (loss {})", format::decimals(f64::from(loss))));
                format!("{}, seed {}{loss}", names::cell(now.model.cell), now.model.seed)
            });
            let current = current.collect::<Vec<_>>().join("; ");
            format!("{finished}, {left}, on {} engines. {current}", now.engines())
        }
        Status::Done => {
            format!("Done: {models} models, {} epochs each.", format::count(now.table().epochs as f64))
        }
        Status::Cancelled => format!("Cancelled; {finished}."),
        Status::Failed(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::table::{TableFrame, TableProgress, TableResult};
    use crate::protocol::{Event, Frame};
    use crate::settings::TableSettings;
    use crate::ui::engine_client::Input;

    #[test]
    fn the_status_says_what_is_under_way() {
        let table = TableSettings { seeds: 2, epochs: 2000 };
        let all = 4 * table.steps() as u32;
        let mut now = TableClient::default();
        now.start(0, &table, 2);
        let hear = |now: &mut TableClient, worker, finished, done| {
            let current = Some(TableProgress { loss: Some(0.5), ..TableProgress::default() });
            let results = vec![TableResult::default(); finished];
            let content = TableFrame { current, done, results, ..TableFrame::default() }.into();
            let frame = Frame { run: 1, step: 0, more: true, halt: None, content };
            now.handle(Input::Event { worker, event: Event::Frame(Box::new(frame)) });
        };
        hear(&mut now, 0, 3, 0);
        assert!(words(&now).starts_with("3 of 8 models are finished, the engines load"));
        // A quarter of a second for each five hundredth of it.
        hear(&mut now, 0, 0, all / 500);
        hear(&mut now, 1, 0, all / 500);
        now.pass(0.25);
        let said = words(&now);
        assert!(
            said.contains("about 2 min 05 s left, on 2 engines. MLP, cosine, seed 0 (loss 0.500)"),
            "{said}"
        );
        for worker in [0, 2] {
            now.handle(Input::Broken { worker, why: "gone".into() });
        }
        assert!(words(&now).contains("gone"));
    }
}
