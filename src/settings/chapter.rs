//! What the page shows, and what trains.

use serde::{Deserialize, Serialize};

choices! {
/// The page's four chapters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chapter {
    #[default]
    Sample => "1 Sample",
    LearnAnEnergy => "2 Learn an energy",
    Denoise => "3 Denoise",
    Compare => "4 Compare",
}
}

choices! {
/// Which engine the reader wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineChoice {
    /// Whichever trains faster on this machine.
    #[default]
    Auto => "Engine: automatic",
    Cpu => "Engine: CPU",
    Gpu => "Engine: WebGPU",
}
}
