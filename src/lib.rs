//! From MCMC to diffusion: three eras of generative modelling meet the same two moons.
//!
//! | layer | what it is | may import |
//! |---|---|---|
//! | [`settings`] | everything a reader can set, as plain data | serde |
//! | [`protocol`] | what page and engine say to each other | settings |
//! | [`numerics`] | pure mathematics: densities, networks, losses, samplers, scores | settings, burn, rand |
//! | [`engine`] | owns devices, runs and read-back; serves commands | settings, protocol, numerics, burn |
//! | [`ui`] | the page: settings in, frames out | settings, protocol, leptos, plotters |
//!
//! Data flow: a control changes `Settings`; the page sends a `Command` to the engine's worker;
//! the engine advances an experiment for a few milliseconds and answers with a `Frame` of flat
//! arrays; the page draws it and, once it has drawn, asks for the next one.

#[cfg(feature = "compute")]
pub mod engine;
#[cfg(feature = "compute")]
pub mod numerics;
pub mod protocol;
pub mod settings;
#[cfg(feature = "page")]
pub mod ui;
