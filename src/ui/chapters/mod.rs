//! One folder a chapter, and one for the table. None of them imports another.

pub mod compare;
pub mod diffusion;
pub mod ebm;
pub mod mcmc;
pub mod table;
