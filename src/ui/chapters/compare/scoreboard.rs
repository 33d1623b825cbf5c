//! The scoreboard: each score of the three columns as a mean with its error, beside real data and a Gaussian blob.

use super::board::{self, Line, Mark, Score};
use super::readouts::Readouts;
use super::stage::class_of;
use crate::protocol::estimate::Estimate;
use crate::settings::{CompareSettings, DataSettings, Family, Method, url};
use crate::ui::chapter::readings::Readings;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::format;
use leptos::prelude::*;

#[component]
pub fn Scoreboard() -> impl IntoView {
    let store = Store::get();
    let readouts = Readings::<Readouts>::get().now;
    let modes = store.part(|data: &DataSettings| data.modes().len());
    let columns = store.part(CompareSettings::columns);
    let rows =
        move || board::lines(modes.get()).into_iter().map(|score| view! { <Row score/> }).collect_view();
    let runs =
        Memo::new(move |_| readouts.with(|now| columns.get().map(|method| now.at_budget(method).count())));
    let hint = move || {
        let runs = runs.get().map(|count| count.to_string()).join(", ");
        let pairs = readouts.with(|now| now.floor.as_ref().map_or(0, |floor| floor.pairs));
        format!(
            "Mean ± standard error over runs from other noise (so far {runs}); the networks are trained once. “Real data” is \
             what two sets of real data stay under 95 times in 100 ({pairs} pairs), or what is true. A ✓ stands only where \
             one column is better than both others by more than twice the error of the difference."
        )
    };
    view! {
        <section class="scores scoreboard" data-testid="scoreboard">
            <h2>"The scoreboard"</h2>
            <p class="hint">{hint}</p>
            <div class="scroll" tabindex="0" role="group" aria-label="Scoreboard">
                <table>
                    <Heads first="Score"/>
                    <tbody>
                        {rows}
                        <Training id="training-steps" name="Training steps" of=|now, index| {
                            f64::from(now.models[index].steps)
                        } show=format::count/>
                        <Training id="training-seconds" name="Training, seconds" of=|now, index| {
                            f64::from(now.models[index].seconds)
                        } show=format::price/>
                    </tbody>
                </table>
            </div>
            {move || (modes.get() > board::FEW_MODES).then(|| view! { <Shares modes=modes.get()/> })}
        </section>
    }
}

#[component]
fn Heads(first: &'static str) -> impl IntoView {
    let columns = Store::get().part(CompareSettings::columns);
    let head = |method: Method| {
        view! {
            <th scope="col" class=class_of(method.family())>
                {names::family(method.family())}<small>{names::method(method)}</small>
            </th>
        }
    };
    view! {
        <thead>
            <tr>
                <th scope="col">{first}</th>
                {move || columns.get().map(head).collect_view()}
                <th scope="col">"Real data"</th>
                <th scope="col">"Gaussian blob"</th>
            </tr>
        </thead>
    }
}

/// The shares of parts that are too many for the scoreboard.
#[component]
fn Shares(modes: usize) -> impl IntoView {
    let row = |mode| view! { <Row score=Score::Share(mode)/> };
    view! {
        <details data-testid="all-shares">
            <summary>"Share of each part of the data"</summary>
            <div class="scroll" tabindex="0" role="group" aria-label="Share of each part of the data">
                <table>
                    <Heads first="Part"/>
                    <tbody>{(0..modes).map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

/// What a line is called and how its numbers are shown.
struct About {
    id: String,
    name: String,
    explanation: &'static str,
    show: fn(f64) -> String,
}

impl About {
    fn new(id: &str, name: &str, explanation: &'static str, show: fn(f64) -> String) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), explanation, show }
    }

    fn of(score: Score, data: &DataSettings) -> Self {
        match score {
            Score::Mmd2 => {
                Self::new("mmd2", "MMD²", "unbiased, mean over bandwidths .1, .25, .5, 1", format::fine)
            }
            Score::Mmd2Wide => Self::new(
                "mmd2-1",
                "MMD², bandwidth 1",
                "sees little more than place and spread",
                format::fine,
            ),
            Score::Sliced => Self::new(
                "sliced",
                "Sliced Wasserstein",
                "how far points must move, data units",
                format::decimals,
            ),
            Score::Share(mode) => Self::new(
                &format!("share-{mode}"),
                &format!("Share of {}", data_words::the(data, mode)),
                "",
                format::percent,
            ),
            Score::ShareError => Self::new(
                "share-error",
                "Largest error of a share",
                "over all parts of the data",
                format::percent,
            ),
            Score::Off => Self::new("off", "Off the data", data_words::OFF, format::percent),
            Score::Evaluations => Self::new(
                "evaluations",
                "Evaluations of a walker",
                "of a gradient or a network",
                format::count,
            ),
            Score::Seconds => {
                Self::new("seconds", "Seconds", "for all walkers, on this machine", format::price)
            }
        }
    }
}

#[component]
fn Row(score: Score) -> impl IntoView {
    let store = Store::get();
    let readouts = Readings::<Readouts>::get().now;
    let columns = store.part(CompareSettings::columns);
    let line = Memo::new(move |_| {
        readouts.with(|now| score.line(columns.get(), &now.scores, now.floor.as_ref(), &now.truth))
    });
    let About { id, name, explanation, show } =
        store.settings.with_untracked(|settings| About::of(score, &settings.data));
    let cell = |(index, family): (usize, Family)| {
        let id = format!("score-{id}-{}", url::name_of(&family));
        view! { <Cell id index line show has_band=score.has_band()/> }
    };
    let cells = Family::ALL.into_iter().enumerate().map(cell).collect_view();
    // Of a band the upper end.
    let up_to = if score.has_band() { "≤ " } else { "" };
    let real =
        move || line.with(|line| line.real).map_or("–".into(), |real| format!("{up_to}{}", show(real)));
    let blob = move || line.with(|line| line.blob).map_or("–".into(), show);
    view! {
        <tr class:main=score == Score::Mmd2>
            <th scope="row">{name}{(!explanation.is_empty()).then(|| view! { <small>{explanation}</small> })}</th>
            {cells}
            <td class="num" data-testid=format!("score-{id}-real")
                data-value=move || line.with(|line| line.real.map(|value| value.to_string()))>
                {real}
            </td>
            <td class="num" data-testid=format!("score-{id}-blob")
                data-value=move || line.with(|line| line.blob.map(|value| value.to_string()))>
                {blob}
            </td>
        </tr>
    }
}

#[component]
fn Cell(
    id: String,
    index: usize,
    line: Memo<Line>,
    show: fn(f64) -> String,
    /// Beside the number stand the band of real data and the blob, as small marks.
    has_band: bool,
) -> impl IntoView {
    let estimate = move || line.with(|line| line.cells[index]);
    let mark = move || line.with(|line| line.marks[index]);
    view! {
        <td class="num" class:best=move || mark() == Mark::Best data-testid=id
            data-value=move || estimate().map(|estimate| estimate.mean.to_string())
            data-runs=move || estimate().map(|estimate| estimate.n.to_string())>
            {move || estimate().map_or("–".to_owned(), |estimate| in_words(&estimate, show))}
            {move || match mark() {
                Mark::Best => view! { <small class="mark">"✓ best"</small> }.into_any(),
                Mark::AsReal => view! { <small class="mark">"as good as real data"</small> }.into_any(),
                Mark::None => ().into_any(),
            }}
            {has_band.then(|| view! { <Gauge index line/> })}
        </td>
    }
}

/// Where a mean lies between the band of real data, filled, and the blob, a line: on a log scale.
#[component]
fn Gauge(index: usize, line: Memo<Line>) -> impl IntoView {
    let percent = |share: f64| format!("{:.1}%", 100.0 * share);
    move || {
        line.with(|line| line.gauge(index)).map(|[band, blob, mean]| {
            view! {
                <span class="gauge-marks" aria-hidden="true">
                    <i class="band" style:width=percent(band)></i>
                    <i class="blob" style:left=percent(blob)></i>
                    <i class="mean" style:left=percent(mean)></i>
                </span>
            }
        })
    }
}

/// Mean ± standard error; one too small for the digits shown is not worth telling.
fn in_words(estimate: &Estimate, show: fn(f64) -> String) -> String {
    match estimate.standard_error {
        Some(error) if show(error) != show(0.0) => format!("{} ± {}", show(estimate.mean), show(error)),
        _ => show(estimate.mean),
    }
}

/// A row of what the models have cost to train: nothing is trained in the first column.
#[component]
fn Training(
    id: &'static str,
    name: &'static str,
    of: fn(&Readouts, usize) -> f64,
    show: fn(f64) -> String,
) -> impl IntoView {
    let readouts = Readings::<Readouts>::get().now;
    let cell = |index: usize, family: &'static str| {
        let value = Memo::new(move |_| readouts.with(|now| of(now, index)));
        view! {
            <td class="num" data-testid=format!("{id}-{family}") data-value=move || value.get().to_string()>
                {move || show(value.get())}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num">"none"</td>
            {cell(0, "energy")}
            {cell(1, "diffusion")}
            <td></td>
            <td></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_told_with_its_error_where_it_has_one() {
        let of = |values: &[f64]| Estimate::of(values.iter().copied()).expect("some runs");
        assert_eq!(in_words(&of(&[0.25, 0.75]), format::decimals), "0.500 ± 0.250");
        assert_eq!(in_words(&of(&[100.0, 100.0]), format::count), "100");
        assert_eq!(in_words(&of(&[195.0, 195.1]), format::count), "195");
        assert_eq!(in_words(&of(&[0.5]), format::decimals), "0.500");
    }

    #[test]
    fn every_line_has_a_test_id_and_a_name_of_its_own() {
        let data = DataSettings::default();
        let lines = board::lines(2)
            .into_iter()
            .map(|score| About::of(score, &data))
            .map(|about| (about.id, about.name));
        let (mut ids, mut names): (Vec<_>, Vec<_>) = lines.unzip();
        let count = ids.len();
        for list in [&mut ids, &mut names] {
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count);
        }
    }
}
