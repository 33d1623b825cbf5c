//! The engine, driven as a page drives it.

#[path = "../common/mod.rs"]
mod common;
mod compare;
mod compare_likelihood;
mod compare_models;
mod compare_shared;
mod data_sets;
mod diffusion;
mod diffusion_composed;
mod diffusion_copying;
mod diffusion_fate;
mod diffusion_seeing;
mod drawn_shared;
mod ebm;
mod mcmc;
mod mcmc_log_z;
mod mcmc_measured;
mod restore;
mod side_by_side_shared;
mod table;
mod trial;
