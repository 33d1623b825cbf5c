//! Start and cancel, how much is trained, how far it is, and what can be kept.

use super::client::Status;
use super::names;
use super::readouts::TableReadouts;
use super::session::TableSession;
use crate::settings::table::ROWS;
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::readings::Readings;
use crate::ui::controls::framed::Framed;
use crate::ui::controls::slider::Slider;
use crate::ui::store::Store;
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn Controls() -> impl IntoView {
    let table = Handle::<TableSession>::get();
    let store = Store::get();
    let readouts = Readings::<TableReadouts>::get().now;
    let runs = Memo::new(move |_| readouts.with(TableReadouts::runs));
    let nothing = Memo::new(move |_| readouts.with(|now| now.finished == 0));
    let percent = Memo::new(move |_| readouts.with(|now| (1000.0 * now.share).floor() / 10.0));
    let status = Memo::new(move |_| readouts.with(words));
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
            data-phase=move || readouts.with(|now| phase(&now.status))>
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

fn words(now: &TableReadouts) -> String {
    let models = 4 * now.table.seeds;
    let finished = format!("{} of {models} models are finished", now.finished);
    match &now.status {
        Status::Idle => "Not started. At 2,000 epochs each model takes some minutes of one core.".into(),
        Status::Running => {
            let left = now.time_left.map_or("the engines load and real data are compared".into(), |left| {
                format!("about {} left", format::duration(left))
            });
            let current = now.current.iter().map(|now| {
                let loss = now
                    .loss
                    .map_or(String::new(), |loss| format!(" (loss {})", format::decimals(f64::from(loss))));
                format!("{}, seed {}{loss}", names::cell(now.model.cell), now.model.seed)
            });
            let current = current.collect::<Vec<_>>().join("; ");
            format!("{finished}, {left}, on {} engines. {current}", now.engines)
        }
        Status::Done => {
            format!("Done: {models} models, {} epochs each.", format::count(now.table.epochs as f64))
        }
        Status::Cancelled => format!("Cancelled; {finished}."),
        Status::Failed(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::table::TableProgress;
    use crate::settings::TableSettings;

    #[test]
    fn the_status_says_what_is_under_way() {
        let table = TableSettings { seeds: 2, epochs: 2000 };
        let current = vec![TableProgress { loss: Some(0.5), ..TableProgress::default() }];
        let mut now = TableReadouts {
            status: Status::Running,
            table,
            engines: 2,
            finished: 3,
            current,
            ..Default::default()
        };
        assert!(words(&now).starts_with("3 of 8 models are finished, the engines load"));
        now.time_left = Some(125.0);
        let said = words(&now);
        assert!(
            said.contains("about 2 min 05 s left, on 2 engines. MLP, cosine, seed 0 (loss 0.500)"),
            "{said}"
        );
        now.status = Status::Failed("gone".into());
        assert_eq!(words(&now), "gone");
    }
}
