//! Who wins at what: quality, coverage and cost of the three columns, in one sentence and three rows. A winner is better
//! than both others by more than twice the error of the difference, and nobody is while an exact answer stands in. Where
//! nobody wins, one may still be worse than both others by as much.

use super::board::{Score, in_words};
use super::model::Model;
use super::ranking::{LEAST_RUNS, Mark, is_ranked, marks, worst};
use crate::protocol::estimate::Estimate;
use crate::settings::{Family, Settings, url};
use crate::ui::chapter::score_table::{Cell, Head, Row, ScoreTable};
use crate::ui::words::compare as names;
use crate::ui::words::data_words;
use crate::ui::words::format;

/// The three rows.
#[derive(Clone, Copy, PartialEq)]
enum Aspect {
    Quality,
    Coverage,
    Cost,
}

struct Judged {
    cells: [Option<Estimate>; 3],
    winner: Option<Family>,
    /// Those that are as good as real data.
    as_real: Vec<Family>,
    /// Where nobody wins.
    worst: Option<Family>,
}

impl Aspect {
    const ALL: [Self; 3] = [Self::Quality, Self::Coverage, Self::Cost];

    fn id(self) -> &'static str {
        ["quality", "coverage", "cost"][self as usize]
    }

    /// What somebody wins on.
    fn words(self) -> &'static str {
        if self == Self::Cost { "cost (training not counted)" } else { self.id() }
    }

    /// Its score, how that is shown, and what it is.
    fn score(self, has_parts: bool) -> (Score, fn(f64) -> String, &'static str) {
        match self {
            Self::Quality => (Score::Mmd2, format::fine, "MMD² to the data, smaller is better"),
            Self::Coverage if has_parts => {
                (Score::ShareError, format::percent, "largest error of a share, smaller is better")
            }
            Self::Coverage => (Score::Off, format::percent, "share off the data"),
            Self::Cost => {
                (Score::Evaluations, format::count, "evaluations of each walker, training not counted")
            }
        }
    }

    fn judge(self, now: &Model, all: &Settings) -> Judged {
        let (score, ..) = self.score(data_words::has_parts(&all.data));
        let line = score.line(all.compare.columns(), now);
        // The scoreboard ranks no costs.
        let marks = match self {
            Self::Cost => marks(&line.cells, [None; 3], is_ranked(&now.models)),
            _ => line.marks,
        };
        let marked = |wanted| {
            let families = Family::ALL.into_iter().zip(marks);
            families.filter(move |&(_, mark)| mark == wanted).map(|(family, _)| family)
        };
        let winner = marked(Mark::Best).next();
        let as_real: Vec<_> = marked(Mark::AsReal).collect();
        let worst = worst(&line.cells, is_ranked(&now.models)).map(|index| Family::ALL[index]);
        Judged {
            cells: line.cells,
            winner,
            worst: worst.filter(|worst| winner.is_none() && !as_real.contains(worst)),
            as_real,
        }
    }
}

/// Within a sentence.
pub fn called(family: Family) -> String {
    names::family(family).to_lowercase()
}

/// “a, b and c”.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Who wins at what, in one sentence.
pub fn sentence(now: &Model, all: &Settings) -> String {
    if !is_ranked(&now.models) {
        return "No winner yet: models that are not trained to the end are not ranked.".into();
    }
    let judged = Aspect::ALL.map(|aspect| (aspect, aspect.judge(now, all)));
    if !is_measured(now, all) {
        return format!("No winner yet: each column needs at least {LEAST_RUNS} runs.");
    }
    // Of each column, on what it `is` something.
    let on = |of: fn(&Judged) -> Option<Family>, is: &str| {
        let told = Family::ALL.into_iter().filter_map(|family| {
            let at = judged.iter().filter(|(_, judged)| of(judged) == Some(family));
            let at: Vec<String> = at.map(|(aspect, _)| aspect.words().to_owned()).collect();
            (!at.is_empty()).then(|| format!("{} {is} on {}", called(family), listed(&at)))
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let wins = on(|judged| judged.winner, "wins");
    let as_real: Vec<String> = judged[0].1.as_real.iter().copied().map(called).collect();
    let mut words = if wins.is_empty() {
        "No column wins: none is better than both others by more than twice the error".to_owned()
    } else {
        data_words::capital(&wins)
    };
    let worst = on(|judged| judged.worst, "is clearly worst");
    if !worst.is_empty() {
        words += &format!("; {worst}");
    }
    if !as_real.is_empty() {
        let are = if as_real.len() == 1 { "is" } else { "are" };
        words += &format!("; {} {are} as near to the data as real data", listed(&as_real));
    }
    words + "."
}

/// Who is best on quality: none while nobody is, or not yet.
pub fn best_quality(now: &Model, all: &Settings) -> Option<Family> {
    Aspect::Quality.judge(now, all).winner
}

/// Who is worst on quality, where nobody is best.
pub fn worst_quality(now: &Model, all: &Settings) -> Option<Family> {
    Aspect::Quality.judge(now, all).worst
}

/// Whether every column has runs enough to be compared.
pub fn is_measured(now: &Model, all: &Settings) -> bool {
    Aspect::Quality.judge(now, all).cells.iter().all(|cell| cell.is_some_and(|cell| cell.n >= LEAST_RUNS))
}

/// The three rows.
pub fn table(now: &Model, all: &Settings) -> ScoreTable {
    let row = |aspect: Aspect| {
        let (_, show, note) = aspect.score(data_words::has_parts(&all.data));
        let judged = aspect.judge(now, all);
        let cell = |(family, estimate): (Family, Option<Estimate>)| Cell {
            text: estimate.map_or("–".to_owned(), |estimate| in_words(&estimate, show)),
            is_best: judged.winner == Some(family),
            ..Cell::number(
                format!("summary-{}-{}", aspect.id(), url::name_of(&family)),
                estimate.map(|estimate| estimate.mean),
                show,
            )
        };
        let id = format!("summary-{}-winner", aspect.id());
        let winner = judged.winner.map_or("none", names::family);
        let cells = Family::ALL.into_iter().zip(judged.cells).map(cell);
        let cells = cells.chain([Cell { id, ..Cell::words(winner) }]).collect();
        Row::new(data_words::capital(aspect.id()), note, cells)
    };
    let columns = Family::ALL.map(|family| Head::new(names::family(family)));
    ScoreTable {
        heads: [Head::new("Summary")].into_iter().chain(columns).chain([Head::new("Winner")]).collect(),
        rows: Aspect::ALL.map(row).into(),
        awaited: None,
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::model::tests::{HMC, LANGEVIN, score};
    use super::*;
    use crate::protocol::compare::{CompareRealVsReal, ModelState, Origin};
    use crate::protocol::exact::Exact;
    use crate::settings::{DiffusionSampler, Method};
    use std::sync::Arc;

    const DDPM: Method = Method::Diffusion(DiffusionSampler::Ddpm);

    /// MMD² of as many runs of each column as a winner needs, about these means.
    pub fn scored(means: [f32; 3], origin: Origin) -> Model {
        let of = |(method, mean): (Method, f32)| {
            let run = move |run: usize| score(method, run as u32, mean * (0.9 + 0.05 * run as f32));
            (0..LEAST_RUNS).map(run)
        };
        let mut real_vs_real = CompareRealVsReal { mmd2_q95: 0.001, ..CompareRealVsReal::default() };
        real_vs_real.gaussian_baseline.mmd2 = [0.01; 4];
        Model {
            scores: Arc::new([HMC, LANGEVIN, DDPM].into_iter().zip(means).flat_map(of).collect()),
            real_vs_real: Some(real_vs_real),
            models: [ModelState { origin, ..ModelState::default() }; 2],
            reference: Some(Exact { shares: vec![0.5, 0.5], ..Exact::default() }),
            ..Model::default()
        }
    }

    fn says(means: [f32; 3], origin: Origin) -> String {
        sentence(&scored(means, origin), &Settings::default())
    }

    #[test]
    fn a_clear_difference_has_a_winner_and_a_small_one_none() {
        let words = says([0.05, 0.02, 0.002], Origin::Trained);
        assert!(words.starts_with("Diffusion wins on quality"), "{words}");
        let words = says([0.05, 0.051, 0.05], Origin::Trained);
        assert!(words.starts_with("No column wins") && !words.contains("worst"), "{words}");
        let words = says([0.02, 0.05, 0.0201], Origin::Trained);
        assert!(words.ends_with("; learned energy is clearly worst on quality."), "{words}");
        let words = says([0.0003, 0.05, 0.00032], Origin::Trained);
        assert!(words.contains("exact density and diffusion are as near"), "{words}");
        assert!(says([0.05; 3], Origin::Exact).contains("not ranked"));
        assert_eq!(
            sentence(
                &Model { scores: Arc::default(), ..scored([0.1; 3], Origin::Trained) },
                &Settings::default()
            ),
            "No winner yet: each column needs at least 5 runs."
        );
    }

    #[test]
    fn the_summary_has_three_rows_and_marks_no_stand_in() {
        for (origin, winner) in [(Origin::Trained, "Diffusion"), (Origin::Exact, "none")] {
            let table = table(&scored([0.05, 0.02, 0.002], origin), &Settings::default());
            let names: Vec<_> = table.rows.iter().map(|row| row.label.as_str()).collect();
            assert_eq!(names, ["Quality", "Coverage", "Cost"]);
            assert_eq!(table.rows[0].cells[3].text, winner);
            assert_eq!(table.rows[2].cells[3].text, "none", "all took as many evaluations");
        }
    }
}
