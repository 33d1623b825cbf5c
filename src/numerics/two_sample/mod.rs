//! Distances between two sets of points, and what tells whether a set lies on the moons. One a file.
//!
//! Sets are slices of points in data units and may differ in size. Too few points give not-a-number, never
//! a panic.

pub mod energy_distance;
pub mod mmd;
pub mod mode_occupancy;
pub mod sliced_wasserstein;
