//! Networks at the speed of the machine: one set of operations, an implementation for each kind of device.

mod adam;
mod flex;
#[cfg(feature = "gpu")]
mod gpu;
mod net;
pub mod ops;
pub mod plan;
mod product;
mod simd;
mod trained;

pub use ops::{NetOps, TrainState, Update};
pub use plan::{Layer, Plan};
pub use trained::{Rates, Trained};
