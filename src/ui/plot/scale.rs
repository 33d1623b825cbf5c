//! The scale of an axis of a chart, and its labels.

use crate::ui::words::format;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{IntoLogRange, LogCoord};
use std::ops::Range;

/// One type for all: what Plotters makes of a chart is large, and in the page once.
pub enum Scale {
    Linear(RangedCoordf64),
    /// With its labels, or those at powers of ten.
    Log(LogCoord<f64>, Option<&'static [f64]>),
}

impl Scale {
    pub fn linear([low, high]: [f64; 2]) -> Self {
        Self::Linear((low..high).into())
    }

    pub fn log([low, high]: [f64; 2], labels: Option<&'static [f64]>) -> Self {
        Self::Log((low..high).log_scale().into(), labels)
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limits: (i32, i32)) -> i32 {
        match self {
            Self::Linear(scale) => scale.map(value, limits),
            Self::Log(scale, _) => scale.map(value, limits),
        }
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match self {
            // Of lines between those with labels there are none.
            _ if hint.weight().allow_light_points() => Vec::new(),
            Self::Linear(scale) => scale.key_points(hint),
            Self::Log(_, Some(labels)) => labels.to_vec(),
            Self::Log(scale, None) => scale.key_points(hint),
        }
    }

    fn range(&self) -> Range<f64> {
        match self {
            Self::Linear(scale) => scale.range(),
            Self::Log(scale, _) => scale.range(),
        }
    }
}

impl ValueFormatter<f64> for Scale {
    fn format(value: &f64) -> String {
        tick(*value)
    }
}

/// A tick's label: short, whatever its size; counts in full while they are short.
fn tick(value: f64) -> String {
    let scaled = |unit: f64, name: &str| format!("{}{name}", tick(value / unit));
    match value.abs() {
        // What rounding leaves of 0 where ticks are counted up to it.
        ..1e-12 => "0".to_owned(),
        1e9.. => format!("{value:.0e}"),
        1e6.. => scaled(1e6, "M"),
        1e4.. => scaled(1e3, "k"),
        1e3.. if value.fract() == 0.0 => format::count(value),
        0.01.. => format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => format!("{value:.0e}"),
    }
    .replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::tick;

    #[test]
    fn ticks_are_short() {
        assert_eq!(
            ["2,000", "−0.5", "150k", "2.5M"],
            [2000.0, -0.5, 1.5e5, 2.5e6].map(tick).each_ref().map(String::as_str)
        );
        assert_eq!(tick(-0.25), "−0.25");
        assert_eq!(tick(2e-5), "2e−5");
        assert_eq!([0.0, -1e-17].map(tick), ["0", "0"]);
    }
}
