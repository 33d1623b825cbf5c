//! Explicit Runge–Kutta rules whose stages lie on given times: what an ODE needs whose right-hand side is known at some times alone.

use std::ops::RangeInclusive;

/// Where in a stride its middle time must lie for a rule of third order.
const EVEN: RangeInclusive<f64> = 0.3..=0.6;

/// How a stride is taken over the next times, one or two.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Of each stage: how many times beyond the first, and how far along the slopes of the stages before it.
    pub stages: Vec<(usize, Vec<f64>)>,
    /// How far along all slopes the stride leads.
    pub weights: Vec<f64>,
    /// How many times it goes on by.
    pub reach: usize,
}

impl Rule {
    /// For a stride that begins at the first of `times`, of which there are at least two: to the third of them, in third order, if
    /// there is one and the second lies about in the middle, else to the second by Heun's rule, in second order.
    ///
    /// The third-order rule is that of Kutta with the middle stage at any time: of the family with three stages, that
    /// whose last lies at the end (Hairer, Nørsett & Wanner 1993, §II.1).
    pub fn between(times: &[f64]) -> Self {
        let first = times[0];
        if let [_, middle, end, ..] = *times {
            let (length, c) = (end - first, (middle - first) / (end - first));
            if EVEN.contains(&c) {
                let last = (1.0 - c) / (c * (2.0 - 3.0 * c));
                let weights = [
                    (3.0 * c - 1.0) / (6.0 * c),
                    1.0 / (6.0 * c * (1.0 - c)),
                    (2.0 - 3.0 * c) / (6.0 * (1.0 - c)),
                ];
                return Self {
                    stages: vec![
                        (0, vec![]),
                        (1, vec![c * length]),
                        (2, vec![(1.0 - last) * length, last * length]),
                    ],
                    weights: weights.map(|weight| weight * length).to_vec(),
                    reach: 2,
                };
            }
        }
        let length = times[1] - first;
        Self { stages: vec![(0, vec![]), (1, vec![length])], weights: vec![0.5 * length; 2], reach: 1 }
    }

    /// For a stride from time 0, where slopes are 0, to `end`, by way of `middle`. Slopes are odd in time: taken as c₁ u + c₃ u³ through
    /// the two. The middle is asked twice, as one has to move to get there. The first stage is not needed.
    pub fn from_rest(middle: f64, end: f64) -> Self {
        let c = middle / end;
        let weight = 1.0 / (4.0 * c * (1.0 - c * c));
        Self {
            stages: vec![(1, vec![]), (1, vec![0.5 * middle]), (2, vec![0.0, 0.5 * end / c])],
            weights: vec![0.0, weight * end, (0.5 - weight * c) * end],
            reach: 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stride of y' = f(u, y) from y = 1.
    fn stride(rule: &Rule, times: &[f64], f: impl Fn(f64, f64) -> f64) -> f64 {
        let moved = |along: &[f64], slopes: &[f64]| -> f64 {
            1.0 + along.iter().zip(slopes).map(|(along, slope)| along * slope).sum::<f64>()
        };
        let mut slopes = Vec::new();
        for (time, along) in &rule.stages {
            slopes.push(f(times[*time], moved(along, &slopes)));
        }
        moved(&rule.weights, &slopes)
    }

    /// By how much the error falls when a stride is half as long.
    fn falls(error: impl Fn(f64) -> f64) -> f64 {
        error(0.02) / error(0.01)
    }

    #[test]
    fn errors_of_one_stride_are_of_the_order_promised_wherever_the_middle_lies() {
        // y = e^(sin u).
        let f = |u: f64, y: f64| u.cos() * y;
        for c in [0.32, 0.4, 0.5, 0.58] {
            let fall = falls(|h| {
                let times = [0.3, 0.3 + c * h, 0.3 + h];
                let rule = Rule::between(&times);
                assert_eq!(rule.reach, 2);
                let exact = ((0.3 + h).sin() - 0.3_f64.sin()).exp();
                (stride(&rule, &times, f) - exact).abs()
            });
            assert!((fall - 16.0).abs() < 1.5, "third order, {c}: {fall}");
        }
        for times in [vec![0.1, 0.9], vec![0.02, 0.1]] {
            let fall = falls(|h| {
                let times: Vec<f64> = [0.0].iter().chain(&times).map(|share| 0.3 + share * h).collect();
                let rule = Rule::between(&times);
                assert_eq!(rule.reach, 1);
                let exact = (times[1].sin() - 0.3_f64.sin()).exp();
                (stride(&rule, &times, f) - exact).abs()
            });
            assert!((fall - 8.0).abs() < 1.0, "second order: {fall}");
        }
    }

    #[test]
    fn from_rest_an_odd_slope_is_followed_in_higher_order() {
        // y = √(1 + u²), as the ODE of a Gaussian is.
        for c in [0.4, 0.5, 0.6] {
            let fall = falls(|h| {
                let rule = Rule::from_rest(10.0 * c * h, 10.0 * h);
                let y = stride(&rule, &[0.0, 10.0 * c * h, 10.0 * h], |u, y| u * y / (1.0 + u * u));
                (y - (1.0 + 100.0 * h * h).sqrt()).abs()
            });
            assert!(fall > 14.0, "{c}: {fall}");
        }
    }
}
