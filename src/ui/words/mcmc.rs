//! What samplers and densities are called on the page.

use super::data_words;
use super::names::name;
use crate::settings::{DataSettings, Sampler, Target};

/// The two that matter most come first.
pub const SAMPLERS: [Sampler; 5] =
    [Sampler::Mala, Sampler::Hmc, Sampler::RandomWalk, Sampler::Ula, Sampler::Nuts];

pub const TARGETS: &[(Target, &str)] = &[
    (Target::Data, "Data set"),
    (Target::RezendeMohamed, "Rezende–Mohamed U1"),
    (Target::Banana, "Banana"),
    (Target::Funnel, "Neal's funnel"),
    (Target::Ring, "Ring"),
    (Target::EightGaussians, "8 Gaussians"),
    (Target::ThreeGaussians, "3 Gaussians"),
    (Target::Squiggle, "Squiggle"),
    (Target::CorrelatedGaussian, "Correlated Gaussian"),
    (Target::PairOfGaussians, "Pair of Gaussians in d dimensions"),
];

pub fn sampler(sampler: Sampler) -> &'static str {
    match sampler {
        Sampler::RandomWalk => "Random walk",
        Sampler::Ula => "ULA",
        Sampler::Mala => "MALA",
        Sampler::Hmc => "HMC",
        Sampler::Nuts => "NUTS",
    }
}

/// A sampler with the ladder it runs on, if it has one.
pub fn with_rungs(of: Sampler, rungs: usize) -> String {
    if rungs > 1 { format!("{} · {rungs} rungs", sampler(of)) } else { sampler(of).to_owned() }
}

/// One sentence for a tooltip.
pub fn about(sampler: Sampler) -> &'static str {
    match sampler {
        Sampler::RandomWalk => "Random-walk Metropolis: a blind jump, accepted or rejected.",
        Sampler::Ula => {
            "Unadjusted Langevin: drift along the score plus noise, always accepted, so a little wrong."
        }
        Sampler::Mala => {
            "Metropolis-adjusted Langevin: drift along the score plus noise, accepted or rejected."
        }
        Sampler::Hmc => {
            "Hamiltonian Monte Carlo: a kick, then a frictionless ride on the density, accepted or rejected."
        }
        Sampler::Nuts => "The No-U-Turn sampler: HMC that rides until it would turn back.",
    }
}

/// A density; that of the data set by what the set is.
pub fn target(target: Target, data: &DataSettings) -> &'static str {
    if target == Target::Data { data_words::whole(data) } else { name(TARGETS, &target) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_name_of_its_own() {
        crate::ui::words::names::assert_distinct(TARGETS);
    }
}
