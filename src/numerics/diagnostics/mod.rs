//! What Markov chains say about themselves. One concept a file.
//!
//! Chains are lists `[chains][draws]` of one quantity, all of one length. Functions follow Vehtari, Gelman,
//! Simpson, Carpenter & Bürkner (2021), "Rank-normalization, folding, and localization: an improved R̂", Bayesian
//! Analysis 16(2), and give ArviZ's numbers. Not-a-number where a measure is not defined: fewer than 4 draws,
//! chains of different lengths, draws that are not finite.

pub mod autocovariance;
mod blocks;
mod chains;
pub mod crossings;
pub mod ess;
pub mod histogram;
pub mod mcse;
pub mod normal_quantile;
pub mod online;
pub mod quantile;
pub mod r_hat;
pub mod rank;
pub mod wilson;

pub use crossings::Crossings;
pub use histogram::Histogram;
pub use online::Draws;
