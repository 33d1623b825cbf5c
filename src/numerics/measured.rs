//! A number with its standard error.

use std::f64::consts::LN_2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub error: f64,
}

impl Measured {
    /// The mean of independent values; its error is not a number where there are fewer than two.
    pub fn mean(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let value = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|one| (one - value).powi(2)).sum();
        Self { value, error: (squares / (count - 1.0) / count).sqrt() }
    }

    /// Of nats, bits.
    pub fn bits(self) -> Self {
        Self { value: self.value / LN_2, error: self.error / LN_2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_the_error_of_a_mean() {
        // Sample variance 5 / 3 of four values, so the mean's is 5 / 12.
        let Measured { value, error } = Measured::mean(&[1.0, 2.0, 3.0, 4.0]);
        assert!(value == 2.5 && (error - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
        assert!(Measured::mean(&[1.0]).error.is_nan());
        let bits = Measured { value: LN_2, error: 2.0 * LN_2 }.bits();
        assert_eq!((bits.value, bits.error), (1.0, 2.0));
    }
}
