//! What the page shows, and what trains.

use serde::{Deserialize, Serialize};

/// The page's four chapters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chapter {
    Sample,
    LearnAnEnergy,
    #[default]
    Denoise,
    Compare,
}

impl Chapter {
    pub const ALL: [Self; 4] = [Self::Sample, Self::LearnAnEnergy, Self::Denoise, Self::Compare];
}

/// Which engine the reader wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineChoice {
    /// Whichever trains faster on this machine.
    #[default]
    Auto,
    Cpu,
    Gpu,
}
