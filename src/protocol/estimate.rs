//! A mean with what it is worth.

/// Mean of several runs and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    /// Standard deviation of the runs over √n, with n − 1 in the variance; one run has none.
    pub standard_error: Option<f64>,
    pub least: f64,
    pub most: f64,
    /// Runs.
    pub n: usize,
}

impl Estimate {
    /// Of the values that are finite; none if there are none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        let n = values.len();
        if n == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Self {
            mean,
            standard_error: (n > 1).then(|| (squares / (n - 1) as f64 / n as f64).sqrt()),
            least: values.iter().copied().fold(f64::INFINITY, f64::min),
            most: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            n,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_that_of_the_mean() {
        // Sample variance 5 / 3 of four values, so the mean's is 5 / 12.
        let estimate = Estimate::of([1.0, 2.0, 3.0, 4.0]).expect("four values");
        assert_eq!((estimate.mean, estimate.least, estimate.most, estimate.n), (2.5, 1.0, 4.0, 4));
        assert!((estimate.standard_error.expect("of four") - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn one_run_has_no_error_and_none_has_no_mean() {
        assert_eq!(Estimate::of([0.25]).map(|one| (one.mean, one.standard_error)), Some((0.25, None)));
        assert_eq!(Estimate::of([]), None);
        assert_eq!(Estimate::of([f64::NAN, f64::INFINITY]), None);
        assert_eq!(Estimate::of([f64::NAN, 2.0]).map(|one| (one.mean, one.n)), Some((2.0, 1)));
    }
}
