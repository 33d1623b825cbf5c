//! Trained weights with their settings as a file: safetensors, which PyTorch reads.
//!
//! Every layer is one `nn.Linear`: `layers.0.weight` `[out, in]`, `layers.0.bias` `[out]`, numbered in the order in which an
//! input goes through them, the head last; float32. Of a residual MLP layer 0 is the stem, and each block has two layers.
//! These are the weights that samples are drawn from. Where they are a moving average, `training.layers.…` hold the
//! weights that training goes on from; `beside.…` hold the same of a second network that was trained beside the first.
//!
//! The metadata tell what they are: `format` is `pt`, `kind` is `energy` or `diffusion`; `settings` are those of the whole page
//! as in a link, `network`, `activation` and, of a diffusion model, `prediction`, `schedule` and `timesteps` the few that
//! are needed to use the network elsewhere; `inputs` are `raw` where the network's points are in data units, or
//! `standardised`, (x − `mean`) / `std`, which stand beside as two numbers with a comma between; `step` and `seconds` are what training has taken, `seed` what it began with.

pub mod download;
mod form;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use form::{MOST_BYTES, kind, name, put_settings, words};
pub use read::read;
pub use write::write;
