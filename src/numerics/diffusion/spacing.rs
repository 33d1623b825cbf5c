//! Which timesteps a sampler of fewer steps than T visits.

use super::level::Path;
use crate::settings::Spacing;

/// The exponent ρ of Karras et al. 2022.
const RHO: f64 = 7.0;

/// The timesteps that `steps` sampler steps visit, highest first, 0-based, no two alike.
///
/// Leading, trailing and linspace as defined by Lin et al. 2024, arXiv:2305.08891, table 2; Karras: the timesteps nearest in
/// ln σ to equation 5 of Karras et al. 2022, arXiv:2206.00364. `steps` is held to 1 … T.
pub fn timesteps(path: &Path, steps: usize, spacing: Spacing) -> Vec<usize> {
    let all = path.timesteps();
    let steps = steps.clamp(1, all);
    match spacing {
        Spacing::Leading => (0..steps).rev().map(|i| i * (all / steps)).collect(),
        Spacing::Trailing => {
            let stride = all as f64 / steps as f64;
            (0..steps).map(|i| (all as f64 - i as f64 * stride).round_ties_even() as usize - 1).collect()
        }
        Spacing::Linspace => {
            let stride = (all - 1) as f64 / (steps - 1).max(1) as f64;
            apart(all, (0..steps).map(|i| ((all - 1) as f64 - i as f64 * stride).round_ties_even() as usize))
        }
        Spacing::Karras => {
            let root = |t: usize| path.level(t).sigma().powf(1.0 / RHO);
            let (low, high) = (root(0), root(all - 1));
            let share = |i: usize| i as f64 / (steps - 1).max(1) as f64;
            apart(all, (0..steps).map(|i| nearest(path, (high + share(i) * (low - high)).powf(RHO))))
        }
    }
}

/// The timestep whose ln σ is nearest.
fn nearest(path: &Path, sigma: f64) -> usize {
    let distance = |t: &usize| (path.level(*t).sigma() / sigma).ln().abs();
    (0..path.timesteps()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
}

/// Moves equal timesteps apart: each below the one before, and high enough for those that follow.
fn apart(all: usize, wanted: impl ExactSizeIterator<Item = usize>) -> Vec<usize> {
    let count = wanted.len();
    let mut below = all;
    let place = |(i, t): (usize, usize)| {
        below = t.clamp(count - 1 - i, below - 1);
        below
    };
    wanted.enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::diffusion::Schedule;
    use crate::settings::ScheduleKind;

    fn visited(all: usize, steps: usize, spacing: Spacing) -> Vec<usize> {
        timesteps(&Path::diffused(&Schedule::new(ScheduleKind::Cosine, all)), steps, spacing)
    }

    #[test]
    fn spacings_cover_what_they_promise() {
        for steps in [1, 3, 7, 50, 99, 100] {
            for spacing in [Spacing::Leading, Spacing::Trailing, Spacing::Linspace, Spacing::Karras] {
                let visited = visited(100, steps, spacing);
                assert_eq!(visited.len(), steps);
                assert!(visited.is_sorted_by(|a, b| a > b), "{spacing:?}, {steps}: {visited:?}");
                if spacing != Spacing::Leading {
                    assert_eq!(visited[0], 99, "{spacing:?}, {steps}");
                }
                if spacing != Spacing::Trailing && steps > 1 {
                    assert_eq!(visited[steps - 1], 0, "{spacing:?}, {steps}");
                }
            }
        }
    }

    #[test]
    fn more_steps_than_levels_visit_every_level() {
        for spacing in [Spacing::Leading, Spacing::Trailing, Spacing::Linspace, Spacing::Karras] {
            assert_eq!(visited(10, 200, spacing), (0..10).rev().collect::<Vec<_>>(), "{spacing:?}");
        }
    }

    #[test]
    fn karras_spends_its_steps_where_there_is_little_noise() {
        let path = Path::diffused(&Schedule::new(ScheduleKind::RescaledLinear, 1000));
        let visited = timesteps(&path, 10, Spacing::Karras);
        let wanted = |i: f64| {
            let root = |t: usize| path.level(t).sigma().powf(1.0 / RHO);
            (root(999) + i / 9.0 * (root(0) - root(999))).powf(RHO)
        };
        for (i, &t) in visited.iter().enumerate() {
            assert!((path.level(t).sigma() / wanted(i as f64)).ln().abs() < 0.06, "step {i}: {t}");
        }
    }
}
