//! What a step of contrastive divergence tells of itself.

use super::layout::UNITS;
use crate::numerics::kernel::ops::CONTRAST_NUMBERS;
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
    let mut shared = Shared::<[f32]>::new_slice(comptime!(UNITS * CONTRAST_NUMBERS));
    let unit = UNIT_POS as usize;
    let (mut data, mut fakes, mut data_squares, mut fake_squares) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
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
    let mut length = 0.0f32;
    let mut index = unit;
    while index < squares.len() {
        length += squares[index];
        index += comptime!(UNITS);
    }
    let mut farthest = 0.0f32;
    let mut place = unit;
    while place < negatives.len() {
        farthest = max_nan(farthest, f32::abs(negatives[place]));
        place += comptime!(UNITS);
    }
    let fake = f32::cast_from(energies.len() - real);
    let real = f32::cast_from(real);
    let to = unit * comptime!(CONTRAST_NUMBERS);
    shared[to] = data_squares / real + fake_squares / fake;
    shared[to + 1] = data / real;
    shared[to + 2] = fakes / fake;
    shared[to + 3] = length;
    shared[to + 4] = farthest;
    sync_cube();
    if unit == 0 {
        let mut sums = Array::<f32>::new(comptime!(CONTRAST_NUMBERS));
        for from in 0..comptime!(UNITS) {
            #[unroll]
            for number in 0..comptime!(CONTRAST_NUMBERS - 1) {
                sums[number] += shared[from * comptime!(CONTRAST_NUMBERS) + number];
            }
            sums[4] = max_nan(sums[4], shared[from * comptime!(CONTRAST_NUMBERS) + 4]);
        }
        record[0] = sums[1] - sums[2] + penalty * sums[0];
        record[1] = sums[1];
        record[2] = sums[2];
        record[3] = f32::sqrt(sums[3]);
        record[4] = sums[4];
    }
}
