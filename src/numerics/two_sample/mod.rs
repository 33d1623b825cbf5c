//! Distances between two sets of points, and what tells whether a set lies on the moons. One a file.
//!
//! Sets are slices of points in data units and may differ in size. Too few points give not-a-number, never
//! a panic.

pub mod energy_distance;
pub mod mmd;
pub mod mode_occupancy;
pub mod nearest;
pub mod sliced_wasserstein;

/// The smallest value that 95 % of `values` do not pass: of distances between pairs of real sets, what nothing can be told apart below.
///
/// # Panics
/// If there are none.
pub fn quantile_95(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    let rank = (0.95 * values.len() as f64).ceil() as usize;
    values[rank.max(1) - 1]
}
