//! Who predicted the noise.

use serde::{Deserialize, Serialize};

/// The exact answer, or what is learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Denoiser {
    /// The exact E[ε | x_t].
    #[default]
    Ideal,
    /// The network.
    Learned,
}
