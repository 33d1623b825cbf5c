//! Energy distance (Székely & Rizzo 2013): 2 E|x − y| − E|x − x'| − E|y − y'|.

use crate::numerics::Point;

/// The squared energy distance of two sets of points, data units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnergyDistance {
    /// V-statistic: a point's distance 0 to itself counts. Never below 0 but for rounding.
    pub squared_v: f64,
    /// U-statistic: unbiased, so below 0 about half of the time for two sets of one law.
    pub squared_u: f64,
}

impl EnergyDistance {
    /// The root of the V-statistic.
    pub fn root_v(&self) -> f64 {
        // A NaN stays one, where `max` would hide it.
        if self.squared_v < 0.0 { 0.0 } else { self.squared_v.sqrt() }
    }
}

/// Takes time proportional to the number of pairs.
pub fn energy_distance(x: &[Point], y: &[Point]) -> EnergyDistance {
    let (n, m) = (x.len() as f64, y.len() as f64);
    let between: f64 = x.iter().map(|&point| sum_of_distances(point, y)).sum::<f64>() / (n * m);
    let (within_x, within_y) = (sum_within(x), sum_within(y));
    EnergyDistance {
        squared_v: 2.0 * between - within_x / (n * n) - within_y / (m * m),
        squared_u: 2.0 * between - within_x / (n * (n - 1.0)) - within_y / (m * (m - 1.0)),
    }
}

/// Sum over ordered pairs.
fn sum_within(points: &[Point]) -> f64 {
    let pairs = points.iter().enumerate().map(|(index, &point)| sum_of_distances(point, &points[..index]));
    2.0 * pairs.sum::<f64>()
}

fn sum_of_distances([x, y]: Point, others: &[Point]) -> f64 {
    others.iter().map(|other| ((other[0] - x).powi(2) + (other[1] - y).powi(2)).sqrt()).sum()
}

/// Energy distance on the line, SciPy's `energy_distance`: √(2 ∫ (F − G)²) with the sets' distribution functions.
pub fn energy_distance_1d(x: &[f64], y: &[f64]) -> f64 {
    let (n, m) = (x.len() as f64, y.len() as f64);
    let steps = x.iter().map(|&at| (at, 1.0 / n)).chain(y.iter().map(|&at| (at, -1.0 / m)));
    let mut steps: Vec<(f64, f64)> = steps.collect();
    steps.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut gap = 0.0;
    let mut integral = 0.0;
    for pair in steps.windows(2) {
        gap += pair[0].1;
        integral += gap * gap * (pair[1].0 - pair[0].0);
    }
    (2.0 * integral).sqrt()
}
