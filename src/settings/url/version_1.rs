//! What a link of version 1 means where it says nothing.

pub const VERSION: &str = "1";

/// The defaults that have changed since, as they were. A default that changes from now on is added here.
pub const CHANGED: &str = "chapter=denoise&sigma=0.1&start=scattered&step_random_walk=0.4&step_langevin=0.18&step_hmc=0.11&\
                       leapfrog_steps=20&step_nuts=0.11";
