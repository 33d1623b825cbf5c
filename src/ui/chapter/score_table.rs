//! A table of scores: plain data, and the one view of it.

use crate::ui::controls::terms::Terms;
use leptos::prelude::*;

/// What a table shows now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreTable {
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    /// What is on its way, where the numbers belong to other settings or another step.
    pub awaited: Option<String>,
}

/// The head of a column, with a line under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub label: String,
    pub note: Cell,
    pub class: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub label: String,
    pub note: Cell,
    /// The row that matters most.
    pub is_main: bool,
    pub cells: Vec<Cell>,
}

/// A number for people, and in full for whoever reads the page by program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its test id; empty for none.
    pub id: String,
    /// None while there is no number, or none that is finite.
    pub value: Option<f64>,
    pub text: String,
    /// Runs behind a mean.
    pub runs: Option<usize>,
    /// A verdict under the number.
    pub mark: &'static str,
    pub is_best: bool,
    /// Where the band of real data, a Gaussian blob and the number lie, 0 to 1.
    pub gauge: Option<[f64; 3]>,
}

impl Cell {
    pub fn number(id: impl Into<String>, value: Option<f64>, show: fn(f64) -> String) -> Self {
        let value = value.filter(|value| value.is_finite());
        Self { id: id.into(), value, text: value.map_or("–".into(), show), ..Self::default() }
    }

    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Head {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    pub fn with_note(label: impl Into<String>, note: Cell) -> Self {
        Self { label: label.into(), note, ..Self::default() }
    }
}

impl Row {
    pub fn new(label: impl Into<String>, note: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { label: label.into(), note: Cell::words(note), is_main: false, cells }
    }

    pub fn main(self, is_main: bool) -> Self {
        Self { is_main, ..self }
    }
}

impl ScoreTable {
    /// The number of a cell, by its test id.
    #[cfg(test)]
    pub fn value(&self, id: &str) -> Option<f64> {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.find(|cell| cell.id == id).unwrap_or_else(|| panic!("no cell {id}")).value
    }

    /// Which cells there are: the page is built anew only where this changes, so that a reader can mark a number that moves.
    fn shape(&self) -> (usize, Vec<(bool, Vec<String>)>) {
        let ids = |row: &Row| (row.is_main, row.cells.iter().map(|cell| cell.id.clone()).collect());
        (self.heads.len(), self.rows.iter().map(ids).collect())
    }
}

/// The table, in a box that scrolls sideways where there is no room.
#[component]
pub fn Scores(label: &'static str, table: Memo<ScoreTable>) -> impl IntoView {
    let shape = Memo::new(move |_| table.with(ScoreTable::shape));
    let of_head = move |at: usize, of: fn(&Head) -> String| {
        move || table.with(|table| table.heads.get(at).map(of).unwrap_or_default())
    };
    let head = move |at: usize| {
        let note = note(Signal::derive(move || {
            table.with(|table| table.heads.get(at).map(|head| head.note.clone()).unwrap_or_default())
        }));
        view! { <th scope="col" class=of_head(at, |head| head.class.to_owned())>{of_head(at, |head| head.label.clone())}{note}</th> }
    };
    let row = move |(at, (is_main, ids)): (usize, (bool, Vec<String>))| {
        let label = Signal::derive(move || {
            table.with(|table| table.rows.get(at).map(|row| row.label.clone()).unwrap_or_default())
        });
        let about = note(Signal::derive(move || {
            table.with(|table| table.rows.get(at).map(|row| row.note.clone()).unwrap_or_default())
        }));
        let cell = |(column, id)| {
            let content = Memo::new(move |_| {
                table.with(|table| {
                    table.rows.get(at).and_then(|row| row.cells.get(column).cloned()).unwrap_or_default()
                })
            });
            number(id, content)
        };
        view! {
            <tr class:main=is_main>
                <th scope="row"><Terms text=label/>{about}</th>
                {ids.into_iter().enumerate().map(cell).collect::<Vec<_>>()}
            </tr>
        }
    };
    let whole = move || {
        let (heads, rows) = shape.get();
        view! {
            <thead><tr>{(0..heads).map(head).collect::<Vec<_>>()}</tr></thead>
            <tbody>{rows.into_iter().enumerate().map(row).collect::<Vec<_>>()}</tbody>
        }
    };
    let awaited = Memo::new(move |_| table.with(|table| table.awaited.clone()));
    view! {
        <div class="scroll" class:stale=move || awaited.with(Option::is_some) data-stale=awaited tabindex="0" role="group"
            aria-label=label>
            <p class="awaited" hidden=move || awaited.with(Option::is_none)>{awaited}</p>
            <table>{whole}</table>
        </div>
    }
}

fn number(id: String, cell: Memo<Cell>) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    view! {
        <td class="num" class:best=move || cell.with(|cell| cell.is_best) data-testid=id
            data-value=move || cell.with(|cell| cell.value.map(|value| value.to_string()))
            data-runs=move || cell.with(|cell| cell.runs.map(|runs| runs.to_string()))>
            {move || cell.with(|cell| cell.text.clone())}
            {move || cell.with(|cell| (!cell.mark.is_empty()).then(|| view! { <small class="mark">{cell.mark}</small> }))}
            {move || cell.with(|cell| cell.gauge).map(gauge)}
        </td>
    }
    .into_any()
}

/// On the scale of the score: the band of real data, filled, the blob, a line, and the number.
fn gauge([band, gaussian_baseline, mean]: [f64; 3]) -> AnyView {
    let percent = |share: f64| format!("{:.1}%", 100.0 * share);
    view! {
        <span class="gauge-marks" aria-hidden="true">
            <i class="band" style:width=percent(band)></i>
            <i class="blob" style:left=percent(gaussian_baseline)></i>
            <i class="mean" style:left=percent(mean)></i>
        </span>
    }
    .into_any()
}

fn note(cell: Signal<Cell>) -> AnyView {
    let cell = Memo::new(move |_| cell.get());
    let there = Memo::new(move |_| cell.with(|cell| !cell.text.is_empty()));
    let small = move || {
        let id = cell.with_untracked(|cell| (!cell.id.is_empty()).then(|| cell.id.clone()));
        view! {
            <small data-testid=id data-value=move || cell.with(|cell| cell.value.map(|value| value.to_string()))>
                {move || cell.with(|cell| cell.text.clone())}
            </small>
        }
    };
    (move || there.get().then(small)).into_any()
}
