//! The mass under a density, estimated by chains that climb to it.

use crate::settings::{LogZStart, Sampler};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogZ {
    pub start: LogZStart,
    pub sampler: Sampler,
    /// Chains that climb.
    pub chains: u32,
    /// log ∫ p, nats.
    pub exact: f64,
    /// With more and more rungs.
    pub estimates: Vec<LogZEstimate>,
}

/// What one ladder says, nats, each with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogZEstimate {
    /// Temperatures between the Gaussian and the density.
    pub rungs: u32,
    /// By annealed importance sampling.
    pub importance: [f64; 2],
    /// By thermodynamic integration.
    pub integral: [f64; 2],
    /// Chains of equal weight that would say as much as these do.
    pub effective: f64,
}
