//! A measured number with its standard error.

/// What independent draws say of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    /// One standard error; not-a-number of too few draws.
    pub error: f64,
}

impl Estimate {
    /// The mean of independent draws.
    pub fn mean(draws: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        Self::ratio(draws.map(|draw| [draw, 1.0]))
    }

    /// Σ numerators over Σ denominators of independent pairs: to first order its error is that of the mean of what is left of
    /// numerator − ratio · denominator (Cochran 1977, Sampling Techniques, §2.11).
    pub fn ratio(pairs: impl ExactSizeIterator<Item = [f64; 2]> + Clone) -> Self {
        let n = pairs.len() as f64;
        let [above, below] = pairs.clone().fold([0.0; 2], |[a, b], [above, below]| [a + above, b + below]);
        let value = above / below;
        let squares: f64 = pairs.map(|[above, below]| (above - value * below).powi(2)).sum();
        Self { value, error: (squares * n / (n - 1.0)).sqrt() / below.abs() }
    }

    /// The median of independent draws, whatever their law. The number of draws below the true one is binomial, ½ n ± ½ √n:
    /// the error is half the distance between the draws of these two ranks (David & Nagaraja 2003, Order Statistics, §7.1).
    pub fn median(mut draws: Vec<f64>) -> Self {
        draws.sort_unstable_by(f64::total_cmp);
        let last = draws.len().saturating_sub(1) as f64;
        // Between two ranks on the line through their draws.
        let at = |rank: f64| {
            let [below, above] =
                [rank.floor(), rank.ceil()].map(|rank| draws[rank.clamp(0.0, last) as usize]);
            // Equal ones may be infinite.
            if below == above { below } else { below + rank.fract() * (above - below) }
        };
        if draws.len() < 2 {
            return Self { value: draws.first().copied().unwrap_or(f64::NAN), error: f64::NAN };
        }
        let half = 0.5 * (draws.len() as f64).sqrt();
        let middle = 0.5 * last;
        let error = 0.5 * (at((middle + half).min(last)) - at((middle - half).max(0.0)));
        Self { value: at(middle), error }
    }

    /// This over an independent `other`, with the error to first order.
    pub fn over(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self { value, error: self.error.hypot(value * other.error) / other.value.abs() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::{Rng, Stream};

    const DRAWS: usize = 200;
    const REPEATS: usize = 2000;

    /// Over many repeats: mean of the estimates, their standard deviation, and the root mean square of their errors.
    fn repeated(estimate: impl Fn(&mut Rng) -> Estimate) -> [f64; 3] {
        let mut rng = Rng::new(1, Stream::Data);
        let all: Vec<Estimate> = (0..REPEATS).map(|_| estimate(&mut rng)).collect();
        let mean = |of: &dyn Fn(&Estimate) -> f64| all.iter().map(of).sum::<f64>() / REPEATS as f64;
        let centre = mean(&|one| one.value);
        let spread = mean(&|one| (one.value - centre).powi(2)).sqrt();
        [centre, spread, mean(&|one| one.error.powi(2)).sqrt()]
    }

    /// Of exponential draws, whose mean is 1 and whose median ln 2, with standard errors 1 / √n both.
    fn exponential(rng: &mut Rng) -> f64 {
        -(1.0 - rng.uniform()).ln()
    }

    #[test]
    fn errors_are_the_spread_of_repeats() {
        let draws = |rng: &mut Rng| (0..DRAWS).map(|_| exponential(rng)).collect::<Vec<_>>();
        let pairs = |rng: &mut Rng| {
            let pair = |_| {
                let below = exponential(rng);
                [2.0 * below + 0.3 * rng.normal(), below]
            };
            (0..DRAWS).map(pair).collect::<Vec<_>>()
        };
        let median = |rng: &mut Rng| Estimate::median(draws(rng));
        let ln_2 = std::f64::consts::LN_2;
        for (what, exact, error, [centre, spread, told]) in [
            ("mean", 1.0, 1.0, repeated(|rng| Estimate::mean(draws(rng).into_iter()))),
            ("median", ln_2, 1.0, repeated(median)),
            ("ratio", 2.0, 0.3, repeated(|rng| Estimate::ratio(pairs(rng).into_iter()))),
            ("quotient", 1.0, 2.0_f64.sqrt() / ln_2, repeated(|rng| median(rng).over(median(rng)))),
        ] {
            let exact_error = error / (DRAWS as f64).sqrt();
            // The bias of a quotient of two medians is some n⁻¹.
            let tolerance = 4.0 * exact_error / (REPEATS as f64).sqrt() + 4.0 / DRAWS as f64;
            assert!((centre - exact).abs() < tolerance, "{what}: {centre} for {exact}");
            assert!((spread / exact_error - 1.0).abs() < 0.1, "{what}: spread {spread} for {exact_error}");
            assert!((told / exact_error - 1.0).abs() < 0.15, "{what}: error {told} for {exact_error}");
        }
    }

    #[test]
    fn the_median_is_that_of_sorted_draws_and_few_have_no_error() {
        assert_eq!(Estimate::median(vec![3.0, 1.0, 2.0]).value, 2.0);
        assert_eq!(Estimate::median(vec![4.0, 1.0, 3.0, 2.0]), Estimate { value: 2.5, error: 1.0 });
        assert_eq!(Estimate::median(vec![1.0, f64::INFINITY, f64::INFINITY]).value, f64::INFINITY);
        let [one, none] = [vec![5.0], vec![]].map(Estimate::median);
        assert!(one.value == 5.0 && one.error.is_nan() && none.value.is_nan() && none.error.is_nan());
        let copies = Estimate { value: 0.0, error: 0.0 };
        assert_eq!(copies.over(Estimate { value: 2.0, error: 0.1 }), Estimate { value: 0.0, error: 0.0 });
    }
}
