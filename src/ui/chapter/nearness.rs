//! Whether samples are as near to the data as real data are: the one judgement of it.

use crate::protocol::estimate::Estimate;

/// Share of real data farther than 4σ from where they come from before they are blurred, at most: e⁻⁸, the tail of the
/// distance to a point's own origin.
pub const REAL_OFF: f64 = 3.4e-4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// Neither score tells them from real data.
    AsReal,
    /// MMD² does not tell them from real data, but more of them are off the data than of real data.
    TooManyOff,
    Farther,
}

/// What the mean unbiased MMD² of `runs` pairs of real sets stays under 95 times in 100, where that of one pair stays under
/// `single`: its mean is 0, so it shrinks with the square root.
pub fn band_of_mean(single: f64, runs: usize) -> f64 {
    single / (runs.max(1) as f64).sqrt()
}

/// Of samples whose mean unbiased MMD² is `mmd2`, over as many runs of `points` each; `off` is the share of all of them off the
/// data. Of two real sets the MMD² stays under `single` 95 times in 100, and a share `real_off` is off the data.
pub fn nearness(mmd2: &Estimate, off: f64, points: usize, single: f64, real_off: f64) -> Nearness {
    let drawn = (points * mmd2.n).max(1) as f64;
    // Two standard deviations, and one point, for where almost none is expected the count is no normal number.
    let most_off = real_off + 2.0 * (real_off * (1.0 - real_off) / drawn).sqrt() + 1.0 / drawn;
    match (mmd2.mean <= band_of_mean(single, mmd2.n), off <= most_off) {
        (true, true) => Nearness::AsReal,
        (true, false) => Nearness::TooManyOff,
        (false, _) => Nearness::Farther,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(runs: &[f64]) -> Estimate {
        Estimate::of(runs.iter().copied()).expect("runs")
    }

    #[test]
    fn a_mean_of_runs_is_held_against_the_band_of_such_a_mean() {
        // Inside the band of a single pair each, and clearly above the band of a mean of five.
        let five = of(&[0.9e-3, 0.8e-3, 1.0e-3, 0.7e-3, 0.9e-3]);
        assert_eq!(nearness(&five, 0.0, 1000, 1.2e-3, REAL_OFF), Nearness::Farther);
        assert_eq!(nearness(&of(&[0.9e-3]), 0.0, 1000, 1.2e-3, REAL_OFF), Nearness::AsReal);
        let near = of(&[0.5e-3, -0.4e-3, 0.9e-3, 0.1e-3, 0.2e-3]);
        assert_eq!(nearness(&near, 0.0, 1000, 1.2e-3, REAL_OFF), Nearness::AsReal);
    }

    #[test]
    fn a_model_with_points_off_the_moons_is_not_as_near_as_real_data() {
        let near = of(&[2e-4; 5]);
        let judged = |off| nearness(&near, off, 500, 1.2e-3, REAL_OFF);
        assert_eq!(judged(0.069), Nearness::TooManyOff);
        assert_eq!([0.0, 0.0004, 0.0008].map(judged), [Nearness::AsReal; 3]);
        assert_eq!(judged(0.005), Nearness::TooManyOff);
        assert_eq!(judged(f64::NAN), Nearness::TooManyOff);
    }

    #[test]
    fn the_band_of_a_mean_is_what_means_of_that_many_stay_under() {
        // A sum of few squares, as MMD² is between two sets of one law: skewed, of mean 0.
        let mut state = 1_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        let mut draw = || (0..4).map(|_| -uniform().ln() - 1.0).sum::<f64>() / 4.0;
        let mut quantile = |runs: usize| {
            let mut means: Vec<f64> =
                (0..20_000).map(|_| (0..runs).map(|_| draw()).sum::<f64>() / runs as f64).collect();
            means.sort_by(f64::total_cmp);
            means[19_000]
        };
        let (single, five) = (quantile(1), quantile(5));
        assert!((band_of_mean(single, 5) / five - 1.0).abs() < 0.1, "{single} {five}");
    }
}
