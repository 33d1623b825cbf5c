//! What families, methods and what an engine is doing are called on the page.

use crate::protocol::compare::{ClaimKind, Doing};
use crate::settings::{CompareSettings, Family, Method};

/// The title of a column.
pub fn family(family: Family) -> &'static str {
    match family {
        Family::Exact => "Exact density",
        Family::Energy => "Learned energy",
        Family::Diffusion => "Diffusion",
    }
}

/// What is sampled by what, for a line under the title.
pub fn about_family(family: Family) -> &'static str {
    match family {
        Family::Exact => "Markov chains on the density itself. Nothing is learned.",
        Family::Energy => "Markov chains on an energy that a network has learned from data.",
        Family::Diffusion => "A network that has learned to undo noise, from all noise to none.",
    }
}

/// A sampler's own name; another family may have one of the same name.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Exact(sampler) => sampler.name(),
        Method::Energy(walk) => walk.name(),
        Method::Diffusion(sampler) => sampler.name(),
    }
}

/// A method's name among those of all families.
pub fn in_full(of: Method) -> String {
    let short = match of.family() {
        Family::Exact => "exact",
        Family::Energy => "energy",
        Family::Diffusion => "diffusion",
    };
    format!("{}, {short}", method(of))
}

/// Puts a method into the column of its family.
pub fn choose(settings: &mut CompareSettings, method: Method) {
    match method {
        Method::Exact(sampler) => settings.sampler = sampler,
        Method::Energy(walk) => settings.walk = walk,
        Method::Diffusion(sampler) => settings.denoiser = sampler,
    }
}

/// What an engine is doing.
pub fn doing(doing: Doing) -> String {
    match doing {
        Doing::Reference => "the exact density is being computed".into(),
        Doing::Training(Family::Energy) => "the energy model trains".into(),
        Doing::Training(_) => "the diffusion model trains".into(),
        Doing::Walking(of) => format!("walkers move ({})", family(of).to_ascii_lowercase()),
        Doing::RealVsReal => "real data are compared with real data".into(),
        Doing::Scoring(of) => format!("scoring {}", in_full(of)),
        Doing::Weighing(of) => format!("weighing fresh data ({})", family(of).to_ascii_lowercase()),
        Doing::Testing(kind) => format!("testing a claim ({})", claim(kind)),
    }
}

/// A claim in a few words.
pub fn claim(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::HmcExploresBetter => "HMC explores better",
        ClaimKind::NeitherCrosses => "neither crosses",
        ClaimKind::EnergyDependsOnStart => "the energy model depends on the start",
        ClaimKind::DiffusionDoesNot => "diffusion does not",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_has_a_name_of_its_own_and_stands_in_its_column() {
        let mut names: Vec<_> = Method::all().map(in_full).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Method::all().count());
        let mut settings = CompareSettings::default();
        for method in Method::all() {
            choose(&mut settings, method);
            assert!(settings.columns().contains(&method));
        }
    }
}
