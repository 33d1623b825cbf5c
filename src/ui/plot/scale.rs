//! The scale of an axis: where on it a value lies, and its ticks.

use super::ticks;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Ticks on an axis, about.
const TICKS: usize = 5;

/// How values rise along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Rise {
    #[default]
    Linear,
    /// With its ticks, or round ones.
    Log(Option<&'static [f64]>),
    /// Linear between ± so much, which takes as much room as a factor of ten, and logarithmic outside: for a quantity that is
    /// mostly of either size, and may be negative.
    Symlog(f64),
}

impl Rise {
    /// Equal distances on the axis are equal differences of this.
    pub fn height(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log(_) => value.log10(),
            Self::Symlog(threshold) => match value / threshold {
                inside @ -1.0..=1.0 => inside,
                outside => outside.signum() * (1.0 + outside.abs().log10()),
            },
        }
    }

    pub fn ticks(self, range: [f64; 2]) -> Vec<f64> {
        match self {
            Self::Linear => ticks::linear(range, TICKS as f64),
            Self::Log(Some(ticks)) => ticks.to_vec(),
            Self::Log(None) => ticks::log(range, TICKS + 1),
            Self::Symlog(threshold) => ticks::symlog(range, threshold, TICKS + 2),
        }
    }
}

/// One type for all: what Plotters makes of a chart is large, and in the page once.
pub struct Scale {
    rise: Rise,
    range: [f64; 2],
    ticks: Vec<f64>,
    labels: Vec<String>,
}

impl Scale {
    pub fn new(rise: Rise, range: [f64; 2]) -> Self {
        let ticks = rise.ticks(range);
        Self { rise, range, labels: ticks::labels(&ticks), ticks }
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (first, last): (i32, i32)) -> i32 {
        let [low, high, value] = [self.range[0], self.range[1], *value].map(|value| self.rise.height(value));
        first + (f64::from(last - first) * (value - low) / (high - low)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // Of lines between those with labels there are none.
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.range[0]..self.range[1]
    }
}

impl ValueFormatter<f64> for Scale {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().position(|tick| tick == value);
        tick.map_or_else(String::new, |tick| self.labels[tick].clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symmetric_log_axis_is_linear_about_0_and_has_a_place_for_what_is_negative() {
        let rise = Rise::Symlog(1e-3);
        let places = [-1e-2, -1e-3, -5e-4, 0.0, 5e-4, 1e-3, 1e-2, 0.1].map(|value| rise.height(value));
        let expected = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0];
        assert!(
            places.iter().zip(expected).all(|(place, expected)| (place - expected).abs() < 1e-12),
            "{places:?}"
        );
        let scale = Scale::new(rise, [-1e-3, 0.1]);
        assert_eq!([-1e-3, 0.0, 0.1].map(|value| scale.map(&value, (400, 0))), [400, 300, 0]);
    }

    #[test]
    fn every_tick_has_its_label() {
        let scale = Scale::new(Rise::Symlog(1e-3), [-2e-3, 0.05]);
        let labels: Vec<_> = scale.ticks.iter().map(|tick| scale.format_ext(tick)).collect();
        assert_eq!(labels, ["−1e−3", "0", "1e−3", "0.01"]);
        let log = Scale::new(Rise::Log(None), [1e-3, 10.0]);
        assert_eq!(log.map(&0.1, (0, 100)), 50);
    }
}
