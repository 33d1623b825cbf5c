//! Who is better than both others, or worse, and whether that can be told.

use crate::protocol::compare::ModelState;
use crate::protocol::estimate::Estimate;

/// Runs that each column needs before one of them is called best.
pub const LEAST_RUNS: usize = 5;

/// What a cell is marked with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    None,
    /// Better than both others.
    Best,
    /// Inside the band of real data.
    AsReal,
}

/// Whether columns are ranked: only once both models are trained to the end. An exact answer that stands in has nothing to win:
/// what parts perfect models is the chance of the draw.
pub fn is_ranked(models: &[ModelState; 2]) -> bool {
    models.iter().all(ModelState::is_trained)
}

/// Who is best, by the mean of how bad each is: only one that is better than every other by more than twice the standard
/// error of the difference, and only where they are ranked and each is measured in [`LEAST_RUNS`] runs. Of several that lie
/// inside their bands of real data none is better than another: they are as good as real data.
pub fn marks(badness: &[Option<Estimate>; 3], bands: [Option<f64>; 3], is_ranked: bool) -> [Mark; 3] {
    if !is_ranked {
        return [Mark::None; 3];
    }
    let inside =
        [0, 1, 2].map(|index| badness[index].zip(bands[index]).is_some_and(|(one, band)| one.mean <= band));
    let how_many = inside.iter().filter(|inside| **inside).count();
    [0, 1, 2].map(|index| {
        let others = (0..3).filter(|&other| other != index);
        let beats = |other: usize| badness[index].zip(badness[other]).is_some_and(|(a, b)| differs(a, b));
        match () {
            _ if how_many < 2 && others.into_iter().all(beats) => Mark::Best,
            _ if inside[index] => Mark::AsReal,
            _ => Mark::None,
        }
    })
}

/// Who is worse than both others, in the same way.
pub fn worst(badness: &[Option<Estimate>; 3], is_ranked: bool) -> Option<usize> {
    let loses = |index: usize, other: usize| {
        badness[other].zip(badness[index]).is_some_and(|(better, worse)| differs(better, worse))
    };
    (0..3).filter(|_| is_ranked).find(|&index| (0..3).all(|other| other == index || loses(index, other)))
}

/// Whether `one` is less than `other` by more than twice the standard error of their difference.
fn differs(one: Estimate, other: Estimate) -> bool {
    let errors = one.standard_error.zip(other.standard_error).filter(|_| one.n.min(other.n) >= LEAST_RUNS);
    errors.is_some_and(|(a, b)| other.mean - one.mean > 2.0 * a.hypot(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(mean: f64, error: f64) -> Option<Estimate> {
        Some(Estimate { mean, standard_error: Some(error), least: mean, most: mean, n: 5 })
    }

    #[test]
    fn only_a_clear_difference_wins() {
        use Mark::{AsReal, Best, None};
        let close = [estimate(1.0, 0.1), estimate(1.2, 0.1), estimate(3.0, 0.1)];
        assert_eq!(
            marks(&close, [Option::None; 3], true),
            [None; 3],
            "less than twice the error of the difference"
        );
        let clear = [estimate(1.0, 0.1), estimate(1.3, 0.1), estimate(3.0, 0.1)];
        assert_eq!(marks(&clear, [Option::None; 3], true), [Best, None, None]);
        assert_eq!(marks(&clear, [Some(1.1); 3], true), [Best, None, None], "the only one inside the band");
        assert_eq!(
            marks(&clear, [Some(2.0); 3], true),
            [AsReal, AsReal, None],
            "two are as good as real data"
        );
        assert_eq!(marks(&clear, [Some(9.0); 3], true), [AsReal; 3]);
        let inside = [estimate(1.0, 0.5), estimate(1.3, 0.5), estimate(3.0, 0.1)];
        assert_eq!(
            marks(&inside, [Some(1.1); 3], true),
            [AsReal, None, None],
            "inside, and not clearly better"
        );
    }

    #[test]
    fn only_a_clear_difference_to_both_is_worst() {
        let close = [estimate(1.0, 0.1), estimate(3.0, 0.1), estimate(1.1, 0.1)];
        assert_eq!((worst(&close, true), worst(&close, false)), (Some(1), None));
        assert_eq!(worst(&[estimate(1.0, 0.1), estimate(3.0, 0.1), estimate(2.9, 0.1)], true), None);
        assert_eq!(worst(&[estimate(1.0, 0.1), estimate(3.0, 0.1), None], true), None);
    }

    #[test]
    fn nobody_wins_before_all_are_measured_or_with_few_runs() {
        let missing = [estimate(1.0, 0.1), Option::None, estimate(3.0, 0.1)];
        assert_eq!(marks(&missing, [Option::None; 3], true), [Mark::None; 3]);
        for runs in [1, 2, LEAST_RUNS - 1] {
            let few = [1.0, 2.0, 3.0].map(|mean| Estimate::of((0..runs).map(|run| mean + 0.01 * run as f64)));
            assert_eq!(marks(&few, [Option::None; 3], true), [Mark::None; 3], "{runs}");
        }
        assert_eq!(marks(&[Option::None; 3], [Some(1.0); 3], true), [Mark::None; 3]);
    }

    #[test]
    fn nobody_is_marked_where_there_is_no_ranking() {
        let clear = [estimate(1.0, 0.1), estimate(2.0, 0.1), estimate(3.0, 0.1)];
        assert_eq!(marks(&clear, [Some(9.0); 3], false), [Mark::None; 3]);
    }
}
