//! One set of walkers on its way, whatever moves it.

use super::chains::Chains;
use super::denoising::Denoising;
use crate::numerics::Point;

pub enum Walkers {
    Chains(Box<Chains>),
    Denoising(Box<Denoising>),
}

impl Walkers {
    /// One unit of work: some milliseconds. Whether all walkers have come to another state.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(&mut self) -> Result<bool, String> {
        match self {
            Self::Chains(chains) => Ok(chains.advance()),
            Self::Denoising(denoising) => denoising.advance().await,
        }
    }

    /// Where the walkers are, data units.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn positions(&self) -> Result<Vec<Point>, String> {
        match self {
            Self::Chains(chains) => Ok(chains.positions().copied().collect()),
            Self::Denoising(denoising) => denoising.positions().await,
        }
    }

    /// Evaluations of a gradient or a network by each walker, on average: those of HMC and NUTS differ.
    pub fn evaluations(&self) -> f64 {
        match self {
            Self::Chains(chains) => chains.evaluations() as f64 / chains.positions().len() as f64,
            Self::Denoising(denoising) => denoising.evaluations() as f64,
        }
    }

    /// Whether the walkers have arrived; Markov chains never do.
    pub fn is_done(&self) -> bool {
        match self {
            Self::Chains(_) => false,
            Self::Denoising(denoising) => denoising.is_done(),
        }
    }

    /// Whether the walkers may be asked where they are for nothing: they are on the host.
    pub fn is_at_hand(&self) -> bool {
        matches!(self, Self::Chains(_))
    }
}
