//! The scoreboard: each score of the three columns as a mean with its error, beside real data and a Gaussian blob.

use super::board::{self, Score, in_words};
use super::model::Model;
use super::ranking::{LEAST_RUNS, Mark};
use super::stage::class_of;
use super::summary;
use crate::protocol::compare::ModelState;
use crate::settings::{CompareSettings, DataSettings, Family, Method, Settings, url};
use crate::ui::chapter::live::Live;
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable, Scores};
use crate::ui::controls::terms::Terms;
use crate::ui::store::Store;
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

#[component]
pub fn Scoreboard() -> impl IntoView {
    let store = Store::get();
    let live = Live::<Model>::get();
    let table = live.memo(move |now| store.settings.with(|all| scores(now, all)));
    let summary = live.memo(move |now| store.settings.with(|all| summary::table(now, all)));
    let winner = live.memo(move |now| store.settings.with(|all| summary::sentence(now, all)));
    let modes = store.part(|data: &DataSettings| data.modes().len());
    let columns = store.part(CompareSettings::columns);
    let runs = live.memo(move |now| columns.get().map(|method| now.at_budget(method).count()));
    let pairs = live.memo(|now| now.real_vs_real.as_ref().map_or(0, |real_vs_real| real_vs_real.pairs));
    let hint = move || {
        let runs = runs.get().map(|count| count.to_string()).join(", ");
        let pairs = pairs.get();
        format!(
            "Mean ± standard error over runs that start from other noise (so far {runs}). The networks are trained once. “Real \
             data” is what two sets of real data stay below 95 times in 100 ({pairs} pairs), or the true value. A ✓ marks a column \
             that is better than both others by more than twice the error of the difference, once both models are trained and \
             each column has {} runs.",
            LEAST_RUNS
        )
    };
    view! {
        <section class="scores scoreboard" data-testid="scoreboard">
            <h2>{say("compare.scores")}</h2>
            <p class="winner" data-testid="winner"><Terms text=winner/></p>
            <div data-testid="summary"><Scores label="Summary" table=summary/></div>
            <p class="hint">{hint}</p>
            <Scores label="Scoreboard" table/>
            {move || (modes.get() > board::FEW_MODES).then(|| view! { <Shares modes=modes.get()/> })}
        </section>
    }
}

/// The shares of parts that are too many for the scoreboard.
#[component]
fn Shares(modes: usize) -> impl IntoView {
    let settings = Store::get().settings;
    let table = Live::<Model>::get().memo(move |now| {
        settings.with(|all| ScoreTable {
            heads: heads("Part", &all.compare),
            rows: (0..modes).map(|mode| row(Score::Share(mode), now, all)).collect(),
            awaited: None,
        })
    });
    view! {
        <details data-testid="all-shares">
            <summary>{say("compare.shares")}</summary>
            <Scores label="Share of each part of the data" table/>
        </details>
    }
}

fn scores(now: &Model, all: &Settings) -> ScoreTable {
    let lines = board::lines(all.data.modes().len()).into_iter().map(|score| row(score, now, all));
    // Nothing is trained in the first column.
    let training = |id: &str, name: &str, of: fn(&ModelState) -> f64, show: fn(f64) -> String| {
        let model =
            |(index, family)| Cell::number(format!("{id}-{family}"), Some(of(&now.models[index])), show);
        let models = ["energy", "diffusion"].into_iter().enumerate().map(model);
        let cells = [Cell::words("none")].into_iter().chain(models).chain([Cell::default(), Cell::default()]);
        Row::new(name, "", cells.collect())
    };
    ScoreTable {
        heads: heads("Score", &all.compare),
        rows: lines
            .chain([
                training("training-steps", "Training steps", |model| f64::from(model.steps), format::count),
                training(
                    "training-seconds",
                    "Training, seconds",
                    |model| f64::from(model.seconds),
                    format::price,
                ),
            ])
            .collect(),
        awaited: None,
    }
}

fn heads(first: &str, settings: &CompareSettings) -> Vec<Head> {
    let head = |method: Method| Head {
        class: class_of(method.family()),
        ..Head::with_note(names::family(method.family()), Cell::words(names::method(method)))
    };
    let columns = settings.columns().map(head);
    [Head::new(first)]
        .into_iter()
        .chain(columns)
        .chain(["Real data", "Gaussian blob"].map(Head::new))
        .collect()
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
            Score::Likelihood => Self::new(
                "likelihood",
                "Log-likelihood",
                "bits a point of fresh data under the model; beside it the most there can be, minus their entropy",
                format::decimals,
            ),
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

/// One score of the three columns, of real data and of the blob.
fn row(score: Score, now: &Model, all: &Settings) -> Row {
    let line = score.line(all.compare.columns(), now);
    let About { id, name, explanation, show } = About::of(score, &all.data);
    let cell = |(index, family): (usize, Family)| {
        let estimate = line.cells[index];
        Cell {
            text: estimate.map_or("–".to_owned(), |estimate| in_words(&estimate, show)),
            runs: estimate.map(|estimate| estimate.n),
            mark: match line.marks[index] {
                Mark::Best => "✓ best",
                Mark::AsReal => "as good as real data",
                Mark::None => "",
            },
            is_best: line.marks[index] == Mark::Best,
            gauge: line.gauge(index).filter(|_| score.has_band()),
            ..Cell::number(
                format!("score-{id}-{}", url::name_of(&family)),
                estimate.map(|estimate| estimate.mean),
                show,
            )
        }
    };
    let mut real = Cell::number(format!("score-{id}-real"), line.real, show);
    if score.has_band() && real.value.is_some() {
        // Of a band the upper end.
        real.text.insert_str(0, "≤ ");
    }
    let gaussian_baseline = Cell::number(format!("score-{id}-blob"), line.gaussian_baseline, show);
    let cells = Family::ALL.into_iter().enumerate().map(cell).chain([real, gaussian_baseline]).collect();
    Row::new(name, explanation, cells).main(score == Score::Mmd2)
}

#[cfg(test)]
mod tests {
    use super::*;

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
