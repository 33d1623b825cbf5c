//! Pure mathematics: densities, data, networks, losses, samplers and scores.
//!
//! Rules: pure and synchronous; no clock, no global randomness (noise is an argument), no read-back from a
//! device outside tests, no DOM. Host numbers are f64, tensors f32.
//!
//! | symbol | in code | what it is | shape, unit |
//! |---|---|---|---|
//! | x | `x`, `point` | a point | `[2]`, data units unless said to be standardised |
//! | x₀ | `clean` | a clean point, what diffusion starts from | `[2]`, standardised: (x − mean) / std |
//! | x_t | `x` with a timestep | √ᾱ_t x₀ + √(1 − ᾱ_t) ε | `[2]`, standardised |
//! | ε | `epsilon` | standard normal noise, or its prediction | `[2]`, no unit |
//! | θ | `angle`; weights of a network | place on an arc; what a network learns | radians in [0, π]; |
//! | σ | `noise` of the data; `sigma(t)` of a schedule | blur of the arcs; √((1 − ᾱ_t) / ᾱ_t) | data units; standardised |
//! | T | `timesteps` | number of noise levels | |
//! | t | `t` | timestep, `0..T` | |
//! | β_t | `betas[t]` | variance added by step t | `[T]`, standardised² |
//! | ᾱ_t | `alpha_bars[t]` | ∏ₛ≤ₜ (1 − β_s), share of signal variance left | `[T]`, in (0, 1) |
//! | η | `eta` | DDIM's share of the ancestral sampler's noise | in [0, 1] |

pub mod buckets;
pub mod compose;
pub mod contours;
pub mod dataset;
pub mod density;
pub mod diagnostics;
pub mod diffusion;
pub mod ebm;
pub mod estimate;
mod exp;
pub mod kernel;
pub mod mcmc;
pub mod museum;
pub mod nn;
pub mod position;
pub mod rng;
pub mod two_sample;

pub use position::{Point, Position};
pub use rng::{Rng, Stream};
