//! What objectives, walks, starts and the rest of the chapter's choices are called on the page.

use super::names::name;
use crate::settings::ebm::OBJECTIVES;
use crate::settings::{Objective, Walk};

pub fn objective(objective: Objective) -> &'static str {
    name(OBJECTIVES, &objective)
}

/// A lane by what its network is trained on; none where the density is the exact one.
pub fn lane(trained_on: Option<Objective>) -> &'static str {
    trained_on.map_or("Exact density", objective)
}

/// One sentence on what an objective does.
pub fn about_objective(objective: Objective) -> &'static str {
    match objective {
        Objective::Cd => {
            "Contrastive divergence lowers the energy of data and raises it where k Langevin steps from the data end."
        }
        Objective::ShortRun => {
            "Contrastive divergence whose chains start from noise in each training step and run only k steps."
        }
        Objective::Pcd => {
            "Persistent contrastive divergence. In each training step its chains go on from where they were."
        }
        Objective::Denoising => {
            "Blurs the data and learns the way back, without chains. It learns the blurred density."
        }
        Objective::Sliced => {
            "Fits ∇E to the data's score, with the curvature along random directions. It needs no chains."
        }
        Objective::Implicit => {
            "Fits ∇E to the data's score, with the full trace of the Hessian. It needs no chains."
        }
        Objective::Nce => {
            "Learns to tell data from noise whose density is known, without chains. Its energy comes out with log Z in it."
        }
    }
}

/// One sentence on how walkers move.
pub fn about_walk(walk: Walk) -> &'static str {
    match walk {
        Walk::Langevin => {
            "Moves down the energy and adds noise. Every step is accepted, so its samples are a \
                           little wrong."
        }
        Walk::Annealed => {
            "Langevin that starts hot, where gaps are no obstacle, and cools to the true temperature."
        }
        Walk::Mala => {
            "Langevin steps that are accepted or rejected, so that the energy's density is kept exactly."
        }
        Walk::Hmc => "A random push, then a glide over the energy, accepted or rejected.",
    }
}

/// What a chain with this much of the true noise samples.
pub fn temperature(noise_scale: f64) -> &'static str {
    match noise_scale {
        0.0 => "no noise, so it slides downhill and samples nothing",
        1.0 => "true temperature",
        ..1.0 => "too little noise, so it samples e^(−E/τ²), sharper than the energy",
        _ => "too much noise, so it samples e^(−E/τ²), flatter than the energy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_that_is_not_learned_is_the_exact_one() {
        assert_eq!((lane(None), lane(Some(Objective::Pcd))), ("Exact density", "PCD"));
    }

    #[test]
    fn only_one_is_the_true_temperature() {
        assert_eq!(temperature(1.0), "true temperature");
        assert!(temperature(0.0).contains("no noise"));
        assert!(temperature(0.95).contains("sharper") && temperature(1.05).contains("flatter"));
    }
}
