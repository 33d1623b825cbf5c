//! What samplers and densities are called on the page.

use super::data_words;
use super::names::name;
use crate::settings::mcmc::TARGETS;
use crate::settings::{DataSettings, Sampler, Target};

/// One sentence for a tooltip.
pub fn about(sampler: Sampler) -> &'static str {
    match sampler {
        Sampler::RandomWalk => "Random-walk Metropolis proposes a blind jump, which is accepted or rejected.",
        Sampler::Ula => {
            "Unadjusted Langevin moves along the score and adds noise. Every step is accepted, so its draws are a \
             little wrong."
        }
        Sampler::Mala => {
            "Metropolis-adjusted Langevin moves along the score and adds noise. Each step is accepted or rejected."
        }
        Sampler::Hmc => {
            "Hamiltonian Monte Carlo: a random push, then a glide over the density, accepted or rejected."
        }
        Sampler::Nuts => "The No-U-Turn sampler: HMC that moves on until it would turn back.",
    }
}

/// A sampler with the ladder it runs on, if it has one.
pub fn with_rungs(of: Sampler, rungs: usize) -> String {
    if rungs > 1 { format!("{} · {rungs} rungs", of.name()) } else { of.name().to_owned() }
}

/// A density; that of the data set by what the set is.
pub fn target(target: Target, data: &DataSettings) -> &'static str {
    if target == Target::Data { data_words::whole(data) } else { name(TARGETS, &target) }
}
