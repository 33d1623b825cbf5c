//! What the settings reach that the page offers: models trained as a reader would.

#[path = "../common/mod.rs"]
mod common;
mod compare;
mod composed;
mod copying;
mod fate;
#[cfg(feature = "page")]
mod lead_sentences;
mod likelihood;
#[cfg(feature = "page")]
mod links;
mod noise_contrast;
mod old_links;
#[cfg(feature = "page")]
mod presets_compare;
#[cfg(feature = "page")]
mod presets_diffusion;
#[cfg(feature = "page")]
mod presets_ebm;
#[cfg(feature = "page")]
mod presets_mcmc;
mod quality;
