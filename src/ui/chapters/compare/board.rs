//! The scoreboard's numbers: pure.

use super::line::Line;
use super::model::Model;
use super::ranking;
use crate::protocol::compare::{CompareRealVsReal, Likelihood, MethodScore};
use crate::protocol::estimate::Estimate;
use crate::settings::Method;
use crate::ui::chapter::nearness::band_of_mean;
use crate::ui::words::format;

/// Modes that have a line each; where there are more, only the largest error of a share has one.
pub const FEW_MODES: usize = 3;

/// A line of the scoreboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// Mean unbiased MMD² over bandwidths.
    Mmd2,
    /// Unbiased MMD² at bandwidth 1.
    Mmd2Wide,
    Sliced,
    /// Share of walkers in one mode.
    Share(usize),
    /// Largest distance of a mode's share from the true one.
    ShareError,
    /// Share of walkers off the data.
    Off,
    /// Mean log density of fresh points of the data under the model, bits.
    Likelihood,
    Evaluations,
    Seconds,
}

/// All lines for data of so many modes.
pub fn lines(modes: usize) -> Vec<Score> {
    let shares = (0..modes).filter(|_| (2..=FEW_MODES).contains(&modes)).map(Score::Share);
    let error = (modes > 1).then_some(Score::ShareError);
    [Score::Mmd2, Score::Mmd2Wide, Score::Sliced]
        .into_iter()
        .chain(shares)
        .chain(error)
        .chain([Score::Off, Score::Likelihood, Score::Evaluations, Score::Seconds])
        .collect()
}

impl Score {
    /// Of one set of samples.
    fn of(self, set: &MethodScore, truth: &[f32]) -> Option<f64> {
        let value = match self {
            Score::Mmd2 => set.distances.mmd2_mean(),
            Score::Mmd2Wide => set.distances.mmd2[3],
            Score::Sliced => set.distances.sliced_wasserstein,
            Score::Share(mode) => *set.shares.get(mode)?,
            Score::ShareError => {
                let errors = set.shares.iter().zip(truth).map(|(share, truth)| (share - truth).abs());
                errors.reduce(f32::max)?
            }
            Score::Off => set.distances.off_share,
            // Of the model, whatever samples are drawn.
            Score::Likelihood => return None,
            Score::Evaluations => set.evaluations,
            Score::Seconds => set.seconds,
        };
        Some(f64::from(value))
    }

    /// How bad it is, the less the better; none where nobody wins.
    fn badness(
        self,
        set: &MethodScore,
        truth: &[f32],
        real_vs_real: Option<&CompareRealVsReal>,
    ) -> Option<f64> {
        match self {
            Score::Share(_) | Score::Evaluations | Score::Seconds => None,
            // Too few off the data is as wrong as too many.
            Score::Off => Some((self.of(set, truth)? - f64::from(real_vs_real?.off_share)).abs()),
            _ => self.of(set, truth),
        }
    }

    /// What real data stay under, where that is measured.
    fn band(self, real_vs_real: &CompareRealVsReal) -> Option<f64> {
        match self {
            Score::Mmd2 => Some(f64::from(real_vs_real.mmd2_q95)),
            Score::Mmd2Wide => Some(f64::from(real_vs_real.mmd2_wide_q95)),
            Score::Sliced => Some(f64::from(real_vs_real.sliced_q95)),
            _ => None,
        }
    }

    /// Whether it is 0 in the mean between real sets, so that the band of a mean of runs is known.
    fn is_unbiased(self) -> bool {
        matches!(self, Self::Mmd2 | Self::Mmd2Wide)
    }

    /// Whether the number of real data is a band that samples may lie inside.
    pub fn has_band(self) -> bool {
        self.band(&CompareRealVsReal::default()).is_some()
    }

    fn real(self, real_vs_real: Option<&CompareRealVsReal>, truth: &[f32]) -> Option<f64> {
        match self {
            Score::Share(mode) => truth.get(mode).map(|&share| f64::from(share)),
            Score::ShareError => (!truth.is_empty()).then_some(0.0),
            Score::Off => real_vs_real.map(|real_vs_real| f64::from(real_vs_real.off_share)),
            _ => real_vs_real.and_then(|real_vs_real| self.band(real_vs_real)),
        }
    }

    fn gaussian_baseline(self, real_vs_real: &CompareRealVsReal) -> Option<f64> {
        let value = match self {
            Score::Mmd2 => real_vs_real.gaussian_baseline.mmd2_mean(),
            Score::Mmd2Wide => real_vs_real.gaussian_baseline.mmd2[3],
            Score::Sliced => real_vs_real.gaussian_baseline.sliced_wasserstein,
            Score::Share(0) => real_vs_real.gaussian_baseline.first_share,
            Score::Off => real_vs_real.gaussian_baseline.off_share,
            Score::Share(_) | Score::ShareError | Score::Likelihood | Score::Evaluations | Score::Seconds => {
                return None;
            }
        };
        Some(f64::from(value))
    }

    /// The line for these columns.
    pub fn line(self, columns: [Method; 3], now: &Model) -> Line {
        if self == Score::Likelihood {
            return likelihoods(columns, now);
        }
        let (truth, real_vs_real) = (now.truth(), now.real_vs_real.as_ref());
        let cells =
            columns.map(|method| Estimate::of(now.at_budget(method).filter_map(|set| self.of(set, truth))));
        let badness = columns.map(|method| {
            Estimate::of(now.at_budget(method).filter_map(|set| self.badness(set, truth, real_vs_real)))
        });
        let band = real_vs_real.and_then(|real_vs_real| self.band(real_vs_real));
        // A mean of several runs lies nearer to 0 than one pair does, where the score has no bias.
        let bands = badness.map(|one| {
            let runs = one.filter(|_| self.is_unbiased()).map_or(1, |one| one.n);
            band.map(|band| band_of_mean(band, runs))
        });
        Line {
            cells,
            marks: ranking::marks(&badness, bands, ranking::is_ranked(&now.models)),
            real: self.real(real_vs_real, truth),
            gaussian_baseline: real_vs_real.and_then(|real_vs_real| self.gaussian_baseline(real_vs_real)),
        }
    }
}

/// One number a model; nobody is marked, for the points that it is of are no other runs.
fn likelihoods(columns: [Method; 3], now: &Model) -> Line {
    let of = |method: Method| now.likelihoods.iter().find(move |of| of.method.family() == method.family());
    let estimate = |of: &Likelihood| {
        let (mean, standard_error) = (f64::from(of.bits), Some(f64::from(of.error)));
        Estimate { mean, standard_error, least: mean, most: mean, n: 1 }
    };
    Line {
        cells: columns.map(|method| of(method).map(estimate)),
        real: now.likelihoods.first().map(|of| f64::from(of.best)),
        ..Line::default()
    }
}

/// Whether every column has as many sets as there are to be.
pub fn is_complete(columns: [Method; 3], scores: &[MethodScore], repeats: usize) -> bool {
    let sets = |method| scores.iter().filter(|set| set.at_budget && set.method == method).count();
    columns.into_iter().all(|method| sets(method) >= repeats)
}

/// Mean ± standard error.
pub fn in_words(estimate: &Estimate, show: fn(f64) -> String) -> String {
    format::with_error(estimate.mean, estimate.standard_error, show)
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::{HMC, LANGEVIN, score};
    use super::super::ranking::Mark;
    use super::*;
    use crate::protocol::compare::{ModelState, Origin};
    use crate::protocol::exact::Exact;
    use crate::settings::DiffusionSampler;
    use std::sync::Arc;

    const DDIM: Method = Method::Diffusion(DiffusionSampler::Ddim);
    const COLUMNS: [Method; 3] = [HMC, LANGEVIN, DDIM];

    fn scores() -> Vec<MethodScore> {
        let of = |method, values: [f32; 2]| {
            std::array::from_fn::<_, 6, _>(|run| score(method, run as u32, values[run % 2]))
        };
        [of(HMC, [0.010, 0.012]), of(LANGEVIN, [0.30, 0.31]), of(DDIM, [0.0010, 0.0012])].concat()
    }

    /// Both models trained, and these samples of them.
    fn now(real_vs_real: Option<CompareRealVsReal>, truth: &[f32]) -> Model {
        let trained = ModelState { origin: Origin::Trained, ..ModelState::default() };
        Model {
            scores: Arc::new(scores()),
            real_vs_real,
            models: [trained; 2],
            reference: Some(Exact { shares: truth.into(), ..Exact::default() }),
            ..Model::default()
        }
    }

    #[test]
    fn a_line_has_means_errors_band_and_blob() {
        let mut real_vs_real =
            CompareRealVsReal { mmd2_q95: 0.0005, off_share: 0.01, ..CompareRealVsReal::default() };
        real_vs_real.gaussian_baseline.mmd2 = [0.05; 4];
        let now = now(Some(real_vs_real), &[0.5, 0.5]);
        let line = Score::Mmd2.line(COLUMNS, &now);
        assert!(line.cells[0].is_some_and(|cell| cell.n == 6 && (cell.mean - 0.011).abs() < 1e-6));
        assert_eq!(line.marks, [Mark::None, Mark::None, Mark::Best]);
        assert!(
            line.real.is_some_and(|real| (real - 0.0005).abs() < 1e-9) && line.gaussian_baseline.is_some()
        );
        // Off the data, right is not none but as many as of real data: 1 %.
        let off = Score::Off.line(COLUMNS, &now);
        assert_eq!(off.marks, [Mark::Best, Mark::None, Mark::None]);
        let cost = Score::Evaluations.line(COLUMNS, &now);
        assert_eq!((cost.cells[1].map(|cell| cell.mean), cost.marks), (Some(500.0), [Mark::None; 3]));
    }

    #[test]
    fn models_that_are_not_trained_to_the_end_are_not_ranked() {
        let marks = |now: &Model| Score::Mmd2.line(COLUMNS, now).marks;
        let mut now = now(None, &[]);
        assert_eq!(marks(&now), [Mark::None, Mark::None, Mark::Best], "the control: both are trained");
        (now.models[1].steps, now.models[1].goal) = (5, 10);
        assert_eq!(marks(&now), [Mark::None; 3]);
        now.models[1].origin = Origin::TakenAlong;
        assert_eq!(marks(&now)[2], Mark::Best, "as far as it was trained elsewhere");
        now.models[0].origin = Origin::Exact;
        assert_eq!(marks(&now), [Mark::None; 3]);
    }

    #[test]
    fn other_methods_and_sets_within_less_than_the_budget_do_not_count() {
        let mut now = now(None, &[]);
        let sets = Arc::make_mut(&mut now.scores);
        sets.push(MethodScore { at_budget: false, ..score(HMC, 6, 9.0) });
        let line = Score::Sliced.line(COLUMNS, &now);
        assert!(line.cells[0].is_some_and(|cell| cell.n == 6) && line.real.is_none());
        assert!(is_complete(COLUMNS, &now.scores, 6) && !is_complete(COLUMNS, &now.scores, 7));
    }

    #[test]
    fn shares_have_lines_while_modes_are_few_and_their_largest_error_always() {
        assert!(!lines(1).iter().any(|line| matches!(line, Score::Share(_) | Score::ShareError)));
        assert!(lines(2).contains(&Score::Share(1)) && lines(2).contains(&Score::ShareError));
        assert!(!lines(8).contains(&Score::Share(0)) && lines(8).contains(&Score::ShareError));
        let set = MethodScore { shares: vec![0.2, 0.8], ..score(HMC, 0, 0.0) };
        let error = Score::ShareError.of(&set, &[0.5, 0.5]).expect("two modes");
        assert!((error - 0.3).abs() < 1e-6);
        assert_eq!(Score::ShareError.of(&set, &[]), None, "the truth is not known yet");
        assert!(Score::Sliced.has_band() && !Score::Off.has_band());
    }

    #[test]
    fn a_mean_is_told_with_its_error_where_it_has_one() {
        let of = |values: &[f64]| Estimate::of(values.iter().copied()).expect("some runs");
        assert_eq!(in_words(&of(&[0.25, 0.75]), format::decimals), "0.500 ± 0.250");
        assert_eq!(in_words(&of(&[100.0, 100.0]), format::count), "100");
        assert_eq!(in_words(&of(&[195.0, 195.1]), format::count), "195");
        assert_eq!(in_words(&of(&[0.5]), format::decimals), "0.500");
    }
}
