//! What a step of contrastive divergence tells of itself.

use super::descent::sum;
use super::layout::UNITS;
use burn::cubecl;
use burn::cubecl::prelude::*;

/// Loss, mean energies, length of the gradient and largest coordinate, from what the step's other kernels have left. One cube.
#[cube(launch_unchecked)]
pub fn contrast_numbers(
    energies: &[f32],
    negatives: &[f32],
    squares: &[f32],
    record: &mut [f32],
    real: usize,
    penalty: f32,
) {
    let mut shared = Shared::<[f32]>::new_slice(comptime!(UNITS * 4));
    let unit = UNIT_POS as usize;
    let mut data = 0.0f32;
    let mut fakes = 0.0f32;
    let mut data_squares = 0.0f32;
    let mut fake_squares = 0.0f32;
    let mut row = unit;
    while row < energies.len() {
        let energy = energies[row];
        if row < real {
            data += energy;
            data_squares += energy * energy;
        } else {
            fakes += energy;
            fake_squares += energy * energy;
        }
        row += comptime!(UNITS);
    }
    let length = f32::sqrt(sum(squares));
    let mut farthest = 0.0f32;
    let mut place = unit;
    while place < negatives.len() {
        farthest = max_nan(farthest, f32::abs(negatives[place]));
        place += comptime!(UNITS);
    }
    let fake = f32::cast_from(energies.len() - real);
    let real = f32::cast_from(real);
    let to = unit * 4;
    shared[to] = data_squares / real + fake_squares / fake;
    shared[to + 1] = data / real;
    shared[to + 2] = fakes / fake;
    shared[to + 3] = farthest;
    sync_cube();
    if unit == 0 {
        let mut sums = Array::<f32>::new(4usize);
        for from in 0..comptime!(UNITS) {
            #[unroll]
            for number in 0..3usize {
                sums[number] += shared[from * 4 + number];
            }
            sums[3] = max_nan(sums[3], shared[from * 4 + 3]);
        }
        record[0] = sums[1] - sums[2] + penalty * sums[0];
        record[1] = sums[1];
        record[2] = sums[2];
        record[3] = length;
        record[4] = sums[3];
    }
}
