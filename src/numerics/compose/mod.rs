//! Products, mixtures and negations of densities at every noise level, and the samplers that get them right.
//!
//! After Du et al. 2023, "Reduce, Reuse, Recycle", arXiv:2302.11552. Two things are told apart here:
//!
//! - [`Composed`] is what is composed of two *noised* parts, log p_t + log f_t for a product. Its score is the sum of scores that
//!   diffusion models are composed with.
//! - [`NoisedComposition`] is what a sampler's path needs, the composition itself noised, (p f)_t. It is another density at
//!   every level with noise; of a mixture alone the two are the same.
//!
//! A sampler that follows the first as if it were the second ends elsewhere. [`Corrector`] mends it: Markov chains that hold the
//! cloud to the first at each level, which is the right density at the last.

pub mod chosen;
pub mod composed;
pub mod corrector;
pub mod energy_denoiser;
pub mod factor;
pub mod levels;
pub mod noised_composition;
pub mod score_corrector;

pub use composed::{Composed, Composition};
pub use corrector::Corrector;
pub use energy_denoiser::EnergyDenoiserTrainer;
pub use factor::{Factor, NoisedFactor};
pub use levels::CompositionLevels;
pub use noised_composition::{CompositionGrid, NoisedComposition};
pub use score_corrector::ScoreCorrector;
