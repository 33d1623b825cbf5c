//! Bugs that a reader can switch on, each one that public code has had.

use serde::{Deserialize, Serialize};

choices! {
/// A bug in the samplers of the first chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SamplerBug {
    #[default]
    Off => "None",
    /// HMC's energy difference has the wrong sign in the Metropolis test. One code's energy was another's log density:
    /// arahuja/hamiltonian-monte-carlo, issue 2.
    EnergySign => "Energy with the wrong sign",
    /// MALA and HMC take every proposal. A Metropolis test that subtracted a number from itself: bob-carpenter/walnuts, issue 27.
    NoCorrection => "No accept test",
    /// A Langevin step's noise is √h where it is √(2h). google-research/ibc, issue 6.
    NoSqrt2 => "√2 missing in the noise",
    /// One of these or none: the seed decides.
    Hidden => "Hidden: find it",
}
}

impl SamplerBug {
    /// Those that can be on.
    pub const BUGS: [Self; 3] = [Self::EnergySign, Self::NoCorrection, Self::NoSqrt2];
}

choices! {
/// A bug in the third chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffusionBug {
    #[default]
    Off => "None",
    /// The sampler reads ᾱ one index too early. lucidrains/denoising-diffusion-pytorch, issue 81.
    Shifted => "ᾱ off by one",
    /// β of the cosine schedule is capped at .02, where the line for T = 1000 ends: with T = 100 a fifth of the variance at the
    /// last level is signal. The write-up that this page grew out of had it.
    BetaClipped => "β capped at 0.02",
    /// Nothing holds the predicted clean point. openai/guided-diffusion, issue 42: samples as large as the steps are many.
    Unclipped => "x̂₀ not held",
    /// The score's kernels are a hundred times as wide as the data are.
    BlindBandwidth => "A score that is blind",
    /// One of these or none: the seed decides.
    Hidden => "Hidden: find it",
}
}

impl DiffusionBug {
    /// Those that can be on.
    pub const BUGS: [Self; 4] = [Self::Shifted, Self::BetaClipped, Self::Unclipped, Self::BlindBandwidth];
}
