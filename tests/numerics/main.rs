//! The numerics against reference numbers, invariants and laws.

#[path = "../common/mod.rs"]
mod common;
mod invariants_composition;
mod invariants_correctors;
mod invariants_ebm;
mod invariants_mcmc;
mod invariants_nce;
mod invariants_side_by_side;
mod invariants_tempering;
mod reference_diagnostics;
mod reference_diffusion_samplers;
mod reference_kernels;
mod reference_make_moons;
mod reference_mcmc_steps;
mod reference_mode_coverage;
mod reference_schedules;
mod reference_score_matching;
mod reference_targets;
mod reference_two_sample;
mod statistics_composition;
mod statistics_copying;
mod statistics_data_sets;
mod statistics_densities;
mod statistics_diagnostics;
mod statistics_empirical_denoiser;
mod statistics_fate;
mod statistics_ideal_denoiser;
mod statistics_likelihood;
mod statistics_log_z;
mod statistics_mcmc;
mod statistics_mcmc_table;
mod statistics_noise;
mod statistics_pair_of_gaussians;
mod statistics_tempering;
mod statistics_two_moons;
mod statistics_two_sample;
