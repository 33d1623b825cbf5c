//! Whose answer colours the plane by where points end.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FateLayer {
    #[default]
    Off,
    /// The probability given the point: what noise on the way leads to.
    Exact,
    /// Where the network's sampler leads.
    Learned,
}
