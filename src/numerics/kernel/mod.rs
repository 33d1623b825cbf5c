//! Networks at the speed of the machine: one set of operations, an implementation for each kind of device.

#[cfg(feature = "gpu")]
mod gpu;
pub mod ops;
pub mod plan;

pub use ops::{NetOps, TrainState, Update};
pub use plan::{Layer, Plan};
