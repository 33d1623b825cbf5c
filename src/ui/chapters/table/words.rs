//! What the table can tell and what it cannot, in sentences with its numbers.

use super::client::TableClient;
use super::names;
use crate::protocol::estimate::Estimate;
use crate::protocol::table::CellSummary;
use crate::settings::find;
use crate::settings::{Network, ScheduleKind, TableCell};
use crate::ui::words::format::{count, decimals, fine, percent, price};

/// All sentences that the numbers so far allow.
pub fn sentences(now: &TableClient) -> Vec<String> {
    let told = [short(now), ranking(now), best(now), linear(now), mlp_cosine(now), bandwidth(now)];
    told.into_iter().flatten().collect()
}

/// What the figure shows, in a sentence.
pub fn describe(now: &TableClient) -> String {
    let told = |(cell, summary): (TableCell, CellSummary)| {
        let ours = summary.published_score.map_or("not trained yet".to_owned(), |score| {
            format!("{} in {} runs", fine(score.mean), score.n)
        });
        format!("{}: published {}, ours {ours}", names::cell(cell), fine(cell.published()))
    };
    let rows: Vec<String> = now.rows().map(told).collect();
    let real_vs_real = now.real_vs_real().map_or(String::new(), |real_vs_real| {
        format!(
            " A perfect sampler stays under {} 95 times in 100; a Gaussian blob scores {}.",
            fine(f64::from(real_vs_real.published_q95)),
            fine(f64::from(real_vs_real.gaussian_baseline_published))
        )
    });
    format!("Biased MMD² at bandwidth 1 of the four models. {}.{real_vs_real}", rows.join("; "))
}

fn ours(now: &TableClient, cell: TableCell) -> Option<Estimate> {
    now.rows().find(|(other, _)| *other == cell)?.1.published_score
}

/// One run of each cannot rank them: seeds alone move a score that far.
fn ranking(now: &TableClient) -> Option<String> {
    let scores = now.rows().filter_map(|(cell, summary)| Some((cell, summary.published_score?)));
    let several = scores.filter(|(_, score)| score.n > 1 && score.least > 0.0);
    let (cell, widest) = several
        .max_by(|(_, one), (_, other)| (one.most / one.least).total_cmp(&(other.most / other.least)))?;
    let means = now.rows().filter_map(|(_, summary)| Some(summary.published_score?.mean));
    let (least, most) = (means.clone().reduce(f64::min)?, means.reduce(f64::max)?);
    Some(format!(
        "The seed alone moves {} from {} to {}, a factor of {}. The means of the four models lie between {} and \
         {}. The write-up has one run of each model, and single runs cannot rank them.",
        names::cell(cell),
        fine(widest.least),
        fine(widest.most),
        price(widest.most / widest.least),
        fine(least),
        fine(most)
    ))
}

/// The best published score against a perfect sampler's.
fn best(now: &TableClient) -> Option<String> {
    let real_vs_real = now.real_vs_real()?;
    let best = TableCell::ALL.map(TableCell::published).into_iter().fold(f64::INFINITY, f64::min);
    let [mean, band] = [real_vs_real.published_mean, real_vs_real.published_q95].map(f64::from);
    let verdict = if best <= band {
        "lies inside that band, so no sampler can be shown to be better"
    } else {
        "lies above that band"
    };
    Some(format!(
        "A perfect sampler scores {} on average and stays under {} 95 times in 100. The best published score, {}, \
         {verdict}.",
        fine(mean),
        fine(band),
        fine(best)
    ))
}

/// What the linear schedule costs, whoever predicts the noise.
fn linear(now: &TableClient) -> Option<String> {
    let limit = now.real_vs_real()?.limit(ScheduleKind::Linear)?;
    let cosine = now.real_vs_real()?.limit(ScheduleKind::Cosine)?;
    let rows = now.rows().filter(|(cell, _)| cell.schedule == ScheduleKind::Linear);
    let scores: Vec<String> =
        rows.filter_map(|(_, summary)| summary.published_score.map(|score| fine(score.mean))).collect();
    let beside = if scores.is_empty() { String::new() } else { format!(", ours {},", scores.join(" and ")) };
    Some(format!(
        "The linear rows{beside} are limited by their schedule. At T = 100 it leaves ᾱ = {} of the variance of the \
         signal, but sampling starts from pure noise, so even the exact denoiser scores {}. With the cosine \
         schedule it scores {}.",
        decimals(f64::from(limit.alpha_bar_last)),
        fine(f64::from(limit.exact_score)),
        fine(f64::from(cosine.exact_score))
    ))
}

/// The one published number that does not come back.
fn mlp_cosine(now: &TableClient) -> Option<String> {
    let cell = TableCell { network: Network::Mlp, schedule: ScheduleKind::Cosine };
    let score = ours(now, cell).filter(|_| short(now).is_none())?;
    let published = cell.published();
    let verdict = if score.most < published {
        "The published value is not reproduced"
    } else {
        "The published value lies among them"
    };
    let runs = if score.n == 1 {
        format!("one run scores {}", fine(score.mean))
    } else {
        format!("{} runs score {} to {}", score.n, fine(score.least), fine(score.most))
    };
    Some(format!(
        "The MLP with the cosine schedule is published at {}; here {runs}. {verdict}.",
        fine(published)
    ))
}

/// How little the published score sees, and how much more several bandwidths do.
fn bandwidth(now: &TableClient) -> Option<String> {
    let real_vs_real = now.real_vs_real()?;
    let [gaussian_baseline, band] =
        [real_vs_real.gaussian_baseline_published, real_vs_real.published_q95].map(f64::from);
    let [blob_all, band_all] =
        [real_vs_real.gaussian_baseline.mmd2_mean(), real_vs_real.mmd2_q95].map(f64::from);
    Some(format!(
        "Bandwidth 1 sees little here. A Gaussian blob, with {} of its points off both moons, scores {}, only {} \
         times the {} of a perfect sampler. Averaged over bandwidths 0.1 to 1 it scores {}, {} times the {} that \
         real data stay under. Judge by that column.",
        percent(f64::from(real_vs_real.gaussian_baseline.off_share)),
        fine(gaussian_baseline),
        price(gaussian_baseline / band),
        fine(band),
        fine(blob_all),
        price(blob_all / band_all),
        fine(band_all)
    ))
}

/// A run that is shorter than the write-up's says so.
fn short(now: &TableClient) -> Option<String> {
    let whole = find("table_epochs")?.number().max;
    let epochs = now.table().epochs as f64;
    (!now.results().is_empty() && epochs < whole).then(|| {
        format!(
            "These models have {} epochs, not the write-up's {}: their scores are not to be held against it.",
            count(epochs),
            count(whole)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::Distances;
    use crate::protocol::table::{ScheduleLimit, TableRealVsReal, TableResult};
    use crate::settings::{TableModel, TableSettings};

    fn floor() -> TableRealVsReal {
        let limit =
            |schedule, alpha_bar_last, exact_score| ScheduleLimit { schedule, alpha_bar_last, exact_score };
        TableRealVsReal {
            published_mean: 5e-4,
            published_q95: 1.2e-3,
            mmd2_q95: 1e-3,
            gaussian_baseline_published: 4.3e-3,
            gaussian_baseline: Distances { mmd2: [0.05; 4], off_share: 0.4, ..Distances::default() },
            limits: vec![
                limit(ScheduleKind::Linear, 0.364, 5.7e-3),
                limit(ScheduleKind::Cosine, 2.4e-7, 5e-4),
            ],
            ..TableRealVsReal::default()
        }
    }

    /// The runs of each model.
    fn results(scores: [&[f32]; 4]) -> Vec<TableResult> {
        let of = |(cell, scores): (TableCell, &[f32])| {
            let runs = scores.iter().zip(0..);
            let run = |(&published_score, seed)| TableResult {
                model: TableModel { cell, seed },
                published_score,
                ..TableResult::default()
            };
            runs.map(run).collect::<Vec<_>>()
        };
        TableCell::ALL.into_iter().zip(scores).flat_map(of).collect()
    }

    fn scored(scores: [&[f32]; 4]) -> TableClient {
        let whole = TableSettings { seeds: 2, epochs: 2000 };
        TableClient::of(whole, results(scores), Some(floor()))
    }

    #[test]
    fn nothing_measured_says_nothing() {
        assert!(sentences(&TableClient::default()).is_empty());
    }

    #[test]
    fn the_seed_that_moves_most_is_told() {
        let now = scored([&[0.001, 0.004], &[0.002, 0.003], &[0.005], &[]]);
        let words = ranking(&now).expect("two runs of one model");
        assert!(words.contains("Residual MLP, linear from 0.00100 to 0.00400, a factor of 4.00"), "{words}");
        assert!(words.contains("between 0.00250 and 0.00500"), "{words}");
        assert_eq!(ranking(&scored([&[0.001], &[0.002], &[], &[]])), None, "one run of each moves nothing");
    }

    #[test]
    fn the_published_best_is_placed_by_the_band() {
        let says = |published_q95| {
            let real_vs_real = TableRealVsReal { published_q95, ..floor() };
            best(&TableClient::of(TableSettings::default(), Vec::new(), Some(real_vs_real))).expect("a floor")
        };
        assert!(says(1.2e-3).contains("inside that band") && says(1e-3).contains("above that band"));
    }

    #[test]
    fn the_linear_rows_are_told_with_their_cap() {
        let words = linear(&scored([&[0.006], &[], &[0.007], &[]])).expect("limits");
        assert!(words.contains("ours 0.00600 and 0.00700") && words.contains("0.364"), "{words}");
        assert!(words.contains("scores 0.00570"), "{words}");
    }

    #[test]
    fn what_is_not_reproduced_is_said_and_what_is_not() {
        let says = |scores: &[f32]| mlp_cosine(&scored([&[], &[], &[], scores])).expect("a run");
        assert!(
            says(&[0.002, 0.003]).contains("2 runs score 0.00200 to 0.00300. The published value is not")
        );
        assert!(says(&[0.04]).contains("one run scores 0.04000. The published value lies among"));
    }

    #[test]
    fn the_blob_shows_how_blind_one_bandwidth_is() {
        let words = bandwidth(&scored([&[], &[], &[], &[]])).expect("a floor");
        assert!(words.contains("only 3.58 times") && words.contains("50.0 times"), "{words}");
    }

    #[test]
    fn a_short_run_says_that_it_is() {
        let runs = [&[0.1][..], &[], &[], &[]];
        let brief = TableClient::of(TableSettings { seeds: 1, epochs: 50 }, results(runs), None);
        assert!(short(&brief).is_some_and(|words| words.contains("50 epochs, not the write-up's 2,000")));
        assert_eq!(short(&scored(runs)), None);
    }
}
