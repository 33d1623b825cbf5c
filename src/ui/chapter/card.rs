//! What a chapter has learned, for another to show beside its own.

use crate::settings::{DataSettings, StageSquare};

#[derive(Debug, Default)]
pub struct Card<'a> {
    pub numbers: Numbers,
    pub samples: Option<Samples<'a>>,
}

/// A model's present samples.
#[derive(Debug)]
pub struct Samples<'a> {
    /// What their stage shows of the plane.
    pub square: StageSquare,
    /// `[samples, 2]`, data units.
    pub points: &'a [f32],
    /// Counts what has changed.
    pub version: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// What the model was trained on.
    pub data: DataSettings,
    pub side: Option<Side>,
    pub climb: Option<Climb>,
}

impl Numbers {
    /// Of the model, if it is one of these data: others stand beside nothing.
    pub fn about(&self, data: &DataSettings) -> (Option<Side>, Option<Climb>) {
        if self.data.is_like(data) { (self.side, self.climb) } else { (None, None) }
    }
}

/// One trained model and its present samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Training steps behind it.
    pub steps: u32,
    /// Share of the samples nearest to the first part of the data, and of those off all parts.
    pub first_share: Option<f64>,
    pub off_share: Option<f64>,
    /// Mean unbiased MMD².
    pub mmd2: Option<f64>,
}

/// What the walkers of the energy model have to climb, and how many have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Climb {
    /// Of the learned energy and of the exact density, nats.
    pub learned: f64,
    pub exact: Option<f64>,
    pub walkers: usize,
    pub crossed: u32,
    pub steps: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DataSet;

    #[test]
    fn a_model_of_other_data_stands_beside_nothing() {
        let numbers =
            Numbers { side: Some(Side::default()), climb: Some(Climb::default()), ..Default::default() };
        assert_eq!(numbers.about(&numbers.data), (numbers.side, numbers.climb));
        let circles = DataSettings { set: DataSet::Circles, ..DataSettings::default() };
        assert_eq!(numbers.about(&circles), (None, None));
    }
}
