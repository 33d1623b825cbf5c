//! What samplers and densities are called on the page.

use crate::settings::{DataSettings, Sampler, Target};
use crate::ui::chapters::data_words;
use crate::ui::chapters::names::name;

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

/// A sampler's name, and one sentence for a tooltip.
fn words(sampler: Sampler) -> [&'static str; 2] {
    match sampler {
        Sampler::RandomWalk => ["Random walk", "Random-walk Metropolis: a blind jump, accepted or rejected."],
        Sampler::Ula => [
            "ULA",
            "Unadjusted Langevin: drift along the score plus noise, always accepted, so a little wrong.",
        ],
        Sampler::Mala => {
            ["MALA", "Metropolis-adjusted Langevin: drift along the score plus noise, accepted or rejected."]
        }
        Sampler::Hmc => [
            "HMC",
            "Hamiltonian Monte Carlo: a kick, then a frictionless ride on the density, accepted or rejected.",
        ],
        Sampler::Nuts => ["NUTS", "The No-U-Turn sampler: HMC that rides until it would turn back."],
    }
}

pub fn sampler(sampler: Sampler) -> &'static str {
    words(sampler)[0]
}

pub fn about(sampler: Sampler) -> &'static str {
    words(sampler)[1]
}

/// A sampler with the ladder it runs on, if it has one.
pub fn with_rungs(of: Sampler, rungs: usize) -> String {
    if rungs > 1 { format!("{} · {rungs} rungs", sampler(of)) } else { sampler(of).to_owned() }
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
        crate::ui::chapters::names::assert_distinct(TARGETS);
    }
}
