//! What methods are compared on: data whose law is known, and who judges samples of them.

use crate::engine::metrics::Metrics;
use crate::numerics::dataset::{Law, Standardise};
use crate::settings::{ComparePlan, DataSettings};

pub struct Problem {
    pub seed: u32,
    pub data: DataSettings,
    pub law: Law,
    pub units: Standardise,
    pub metrics: Metrics,
}

impl Problem {
    pub fn new(seed: u32, data: &DataSettings, plan: &ComparePlan) -> Self {
        let law = Law::new(data, plan.compare.sigma);
        Self { seed, data: data.clone(), units: law.units(), metrics: Metrics::new(seed, law.clone()), law }
    }

    pub fn modes(&self) -> usize {
        self.data.modes().len()
    }

    /// The middle of a mode, standardised.
    pub fn heart(&self, mode: usize) -> [f32; 2] {
        self.units.to_standard(self.law.heart(mode)).map(|place| place as f32)
    }
}
