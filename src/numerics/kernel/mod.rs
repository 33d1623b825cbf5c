//! Inner loops that the compiler turns into vector instructions.

pub mod lanes;
pub mod product64;
