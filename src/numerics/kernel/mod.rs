//! Networks and chains at the speed of the machine: operations on whole networks, with an implementation for each kind of
//! device, and numbers side by side.

mod adam;
mod flex;
#[cfg(feature = "gpu")]
mod gpu;
pub mod lanes;
pub mod net;
pub mod ops;
pub mod plan;
mod product;
mod simd;
mod trained;

pub use ops::{NetOps, NetState, Update};
pub use plan::{Layer, Plan};
pub use trained::{Rates, Trained};
