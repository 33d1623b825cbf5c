//! Confidence intervals of a share and of the difference of two shares, without the normal approximation's zero width
//! where nothing, or everything, was counted.

use super::normal_quantile::normal_quantile;

/// How many of a number of independent trials came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    pub hits: u64,
    pub trials: u64,
}

impl Count {
    /// Not-a-number without trials.
    pub fn share(self) -> f64 {
        self.hits as f64 / self.trials as f64
    }

    /// 95 % score interval of the probability (Wilson 1927); not-a-number without trials.
    pub fn interval(self) -> [f64; 2] {
        if self.trials == 0 {
            return [f64::NAN; 2];
        }
        let (z, n, p) = (normal_quantile(0.975), self.trials as f64, self.share());
        let shrink = 1.0 + z * z / n;
        let centre = (p + 0.5 * z * z / n) / shrink;
        let half = z / shrink * (p * (1.0 - p) / n + 0.25 * (z / n).powi(2)).sqrt();
        // Where nothing came out, or everything, rounding leaves a trifle.
        [
            if self.hits == 0 { 0.0 } else { centre - half },
            if self.hits == self.trials { 1.0 } else { centre + half },
        ]
    }

    /// 95 % interval of this probability less that of an independent `other`: Newcombe 1998, Statistics in Medicine 17,
    /// 873–890, method 10.
    pub fn interval_of_difference(self, other: Self) -> [f64; 2] {
        let ([p, q], [[p_low, p_high], [q_low, q_high]]) =
            ([self, other].map(Self::share), [self, other].map(Self::interval));
        [p - q - (p - p_low).hypot(q_high - q), p - q + (p_high - p).hypot(q - q_low)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(hits: u64, trials: u64) -> Count {
        Count { hits, trials }
    }

    #[track_caller]
    fn close(actual: [f64; 2], expected: [f64; 2]) {
        for (actual, expected) in actual.into_iter().zip(expected) {
            assert!((actual - expected).abs() < 5.1e-5, "{actual} for {expected}");
        }
    }

    /// Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3.
    #[test]
    fn published_intervals_of_a_share() {
        close(count(81, 263).interval(), [0.2553, 0.3662]);
        close(count(15, 148).interval(), [0.0624, 0.1605]);
        close(count(0, 20).interval(), [0.0, 0.1611]);
        close(count(1, 29).interval(), [0.0061, 0.1718]);
    }

    /// Newcombe 1998, 873–890, table II, method 10.
    #[test]
    fn published_intervals_of_a_difference() {
        for (one, other, expected) in [
            (count(56, 70), count(48, 80), [0.0524, 0.3339]),
            (count(9, 10), count(3, 10), [0.1705, 0.8090]),
            (count(6, 7), count(2, 7), [0.0582, 0.8062]),
            (count(5, 56), count(0, 29), [-0.0381, 0.1926]),
            (count(0, 10), count(0, 20), [-0.1611, 0.2775]),
            (count(10, 10), count(0, 20), [0.6791, 1.0]),
        ] {
            close(one.interval_of_difference(other), expected);
            let [low, high] = expected;
            close(other.interval_of_difference(one), [-high, -low]);
        }
    }

    #[test]
    fn without_trials_nothing_is_known() {
        assert!(count(0, 0).interval().iter().all(|end| end.is_nan()));
        assert!(count(0, 0).interval_of_difference(count(1, 2)).iter().all(|end| end.is_nan()));
    }
}
