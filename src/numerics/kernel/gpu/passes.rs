//! Kernels that take rows through a network, a cube for every [`ROWS`] of them.

use super::layout::{Keep, Net, ROWS, UNITS};
use super::net::{backward, begin_backward, forward, gradient_by_input, input, output};
use crate::numerics::kernel::ops::{COLUMNS, FEATURES, INPUT, TARGET, WEIGHT};
use burn::cubecl;
use burn::cubecl::prelude::*;

/// Rows `first .. first + rows` of a batch forward and back, up to ∂ loss/∂z of every layer: see
/// [`NetOps::denoise_step`](crate::numerics::kernel::NetOps::denoise_step).
#[cube(launch_unchecked)]
pub fn denoise_pass<N: Size>(
    weights: &[Vector<f32, N>],
    head: &[f32],
    batch: &[f32],
    table: &[f32],
    planes: &mut [Vector<f32, N>],
    errors: &mut [f32],
    first: usize,
    rows: usize,
    #[comptime] net: Net,
) {
    let mut shared = Shared::<[Vector<f32, N>]>::new_slice(comptime!(2 * net.buffer()));
    let unit = UNIT_POS as usize;
    let cube = CUBE_POS_X as usize * comptime!(ROWS);
    let mut place = unit;
    while place < comptime!(ROWS * net.input_columns()) {
        let row = cube + place / comptime!(net.input_columns());
        let own = (first + min(row, rows - 1)) * comptime!(COLUMNS);
        let features =
            u32::cast_from(batch[own + comptime!(FEATURES)]) as usize * comptime!(net.plan.features);
        let mut vector = Vector::<f32, N>::new(0.0);
        #[unroll]
        for lane in 0..comptime!(net.lanes) {
            let index = place % comptime!(net.input_columns()) * comptime!(net.lanes) + lane;
            vector.insert(lane, input(batch, own + comptime!(INPUT), table, features, index, net));
        }
        keep_input::<N>(vector, place, &mut shared, planes, net);
        place += comptime!(UNITS);
    }
    sync_cube();
    forward::<N>(weights, &mut shared, planes, net, Keep::All);
    if unit < comptime!(ROWS) {
        let row = cube + unit;
        let own = (first + min(row, rows - 1)) * comptime!(COLUMNS);
        let mut y = output::<N>(head, &shared, unit, net);
        let mut share = 0.0f32;
        if row < rows {
            share = 2.0 * batch[own + comptime!(WEIGHT)] / f32::cast_from(rows * comptime!(net.plan.outputs));
        }
        let mut squares = 0.0f32;
        #[unroll]
        for index in 0..comptime!(net.plan.outputs) {
            let error = y[index] - batch[own + comptime!(TARGET + index)];
            squares += error * error;
            y[index] = error * share;
        }
        if row < rows {
            errors[first + row] = squares / comptime!(net.plan.outputs as f32);
        }
        begin_backward::<N>(&y, &mut shared, unit, net);
        keep_output::<N>(&y, unit, planes, net);
    }
    sync_cube();
    backward::<N>(weights, head, &mut shared, planes, net, Keep::All);
}

/// Data and negatives forward and back: their energies, and ∂ loss/∂z of every layer; see
/// [`NetOps::contrast_step`](crate::numerics::kernel::NetOps::contrast_step). Negatives come after the `real` rows of data.
#[cube(launch_unchecked)]
pub fn contrast_pass<N: Size>(
    weights: &[Vector<f32, N>],
    head: &[f32],
    data: &[f32],
    negatives: &[f32],
    planes: &mut [Vector<f32, N>],
    energies: &mut [f32],
    real: usize,
    fake: usize,
    penalty: f32,
    #[comptime] net: Net,
) {
    let mut shared = Shared::<[Vector<f32, N>]>::new_slice(comptime!(2 * net.buffer()));
    let unit = UNIT_POS as usize;
    let cube = CUBE_POS_X as usize * comptime!(ROWS);
    let mut place = unit;
    while place < comptime!(ROWS * net.input_columns()) {
        let row = min(cube + place / comptime!(net.input_columns()), real + fake - 1);
        let mut vector = Vector::<f32, N>::new(0.0);
        #[unroll]
        for lane in 0..comptime!(net.lanes) {
            let index = place % comptime!(net.input_columns()) * comptime!(net.lanes) + lane;
            let mut value = 0.0f32;
            if index < comptime!(net.plan.dense) {
                if row < real {
                    value = data[row * comptime!(net.plan.dense) + index];
                } else {
                    value = negatives[(row - real) * comptime!(net.plan.dense) + index];
                }
            }
            vector.insert(lane, value);
        }
        keep_input::<N>(vector, place, &mut shared, planes, net);
        place += comptime!(UNITS);
    }
    sync_cube();
    forward::<N>(weights, &mut shared, planes, net, Keep::All);
    if unit < comptime!(ROWS) {
        let row = cube + unit;
        let mut y = output::<N>(head, &shared, unit, net);
        let energy = y[0];
        let mut slope = 0.0f32;
        if row < real {
            slope = (1.0 + 2.0 * penalty * energy) / f32::cast_from(real);
        } else if row < real + fake {
            slope = (2.0 * penalty * energy - 1.0) / f32::cast_from(fake);
        }
        if row < real + fake {
            energies[row] = energy;
        }
        y[0] = slope;
        begin_backward::<N>(&y, &mut shared, unit, net);
        keep_output::<N>(&y, unit, planes, net);
    }
    sync_cube();
    backward::<N>(weights, head, &mut shared, planes, net, Keep::All);
}

/// What a network says, `[rows, outputs]`; with `pull` E and its gradient, `[rows, 3]`.
#[cube(launch_unchecked)]
pub fn evaluate<N: Size>(
    weights: &[Vector<f32, N>],
    head: &[f32],
    x: &[f32],
    features: &[f32],
    planes: &mut [Vector<f32, N>],
    answer: &mut [f32],
    rows: usize,
    #[comptime] net: Net,
    #[comptime] pull: bool,
) {
    let mut shared = Shared::<[Vector<f32, N>]>::new_slice(comptime!(2 * net.buffer()));
    let unit = UNIT_POS as usize;
    let cube = CUBE_POS_X as usize * comptime!(ROWS);
    let mut place = unit;
    while place < comptime!(ROWS * net.input_columns()) {
        let row = min(cube + place / comptime!(net.input_columns()), rows - 1);
        let mut vector = Vector::<f32, N>::new(0.0);
        #[unroll]
        for lane in 0..comptime!(net.lanes) {
            let index = place % comptime!(net.input_columns()) * comptime!(net.lanes) + lane;
            let own = row * comptime!(net.plan.dense);
            vector.insert(lane, input(x, own, features, 0usize.runtime(), index, net));
        }
        let to = place / comptime!(net.input_columns()) * comptime!(net.pitch())
            + place % comptime!(net.input_columns());
        shared[comptime!(net.buffer()) + to] = vector;
        place += comptime!(UNITS);
    }
    sync_cube();
    let keep = comptime!(if pull { Keep::Slopes } else { Keep::Nothing });
    forward::<N>(weights, &mut shared, planes, net, keep);
    let row = cube + unit;
    let columns = comptime!(if pull { 3 } else { net.plan.outputs });
    if unit < comptime!(ROWS) {
        let mut y = output::<N>(head, &shared, unit, net);
        if row < rows {
            #[unroll]
            for index in 0..comptime!(net.plan.outputs) {
                answer[row * columns + index] = y[index];
            }
        }
        if comptime!(pull) {
            y[0] = 1.0;
            begin_backward::<N>(&y, &mut shared, unit, net);
        }
    }
    if comptime!(pull) {
        sync_cube();
        backward::<N>(weights, head, &mut shared, planes, net, keep);
        if unit < comptime!(ROWS) && row < rows {
            answer[row * columns + 1] = gradient_by_input::<N>(weights, &shared, unit, 0usize, net);
            answer[row * columns + 2] = gradient_by_input::<N>(weights, &shared, unit, 1usize, net);
        }
    }
}

/// Langevin steps, x ← x − drift ∇E(x) + spread n.
#[cube(launch_unchecked)]
pub fn langevin<N: Size>(
    weights: &[Vector<f32, N>],
    head: &[f32],
    x: &[f32],
    normals: &[f32],
    planes: &mut [Vector<f32, N>],
    answer: &mut [f32],
    rows: usize,
    steps: usize,
    drift: f32,
    spread: f32,
    #[comptime] net: Net,
) {
    let mut shared = Shared::<[Vector<f32, N>]>::new_slice(comptime!(2 * net.buffer()));
    let unit = UNIT_POS as usize;
    let row = CUBE_POS_X as usize * comptime!(ROWS) + unit;
    let own = min(row, rows - 1) * 2;
    let mut place = Array::<f32>::new(2usize);
    place[0] = x[own];
    place[1] = x[own + 1];
    let mut one = Array::<f32>::new(1usize);
    one[0] = 1.0;
    for step in 0..steps {
        if unit < comptime!(ROWS) {
            #[unroll]
            for k in 0..comptime!(net.input_columns()) {
                let mut vector = Vector::<f32, N>::new(0.0);
                #[unroll]
                for lane in 0..comptime!(net.lanes.min(2)) {
                    vector.insert(lane, place[comptime!(k * net.lanes + lane)]);
                }
                shared[comptime!(net.buffer() + k) + unit * comptime!(net.pitch())] = vector;
            }
        }
        sync_cube();
        forward::<N>(weights, &mut shared, planes, net, Keep::Slopes);
        if unit < comptime!(ROWS) {
            begin_backward::<N>(&one, &mut shared, unit, net);
        }
        sync_cube();
        backward::<N>(weights, head, &mut shared, planes, net, Keep::Slopes);
        if unit < comptime!(ROWS) {
            #[unroll]
            for axis in 0..2usize {
                let gradient = gradient_by_input::<N>(weights, &shared, unit, axis, net);
                place[axis] += spread * normals[step * rows * 2 + own + axis] - drift * gradient;
            }
        }
    }
    if unit < comptime!(ROWS) && row < rows {
        answer[own] = place[0];
        answer[own + 1] = place[1];
    }
}

/// Puts vector `place` of the cube's inputs where [`forward`] and the gradient by the weights look for it.
#[cube]
fn keep_input<N: Size>(
    vector: Vector<f32, N>,
    place: usize,
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
) {
    let columns = comptime!(net.input_columns());
    let to = place / columns * comptime!(net.pitch()) + place % columns;
    shared[comptime!(net.buffer()) + to] = vector;
    let inputs = CUBE_COUNT_X as usize * comptime!(ROWS * net.gradients());
    planes[inputs + CUBE_POS_X as usize * comptime!(ROWS * net.input_columns()) + place] = vector;
}

/// Puts ∂ loss/∂y of a row of the cube where the gradient by the weights looks for it.
#[cube]
fn keep_output<N: Size>(
    gradient: &Array<f32>,
    row: usize,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
) {
    let heads = CUBE_COUNT_X as usize * comptime!(ROWS * net.hidden() * net.columns());
    let at = heads + (CUBE_POS_X as usize * comptime!(ROWS) + row) * comptime!(net.output_columns());
    #[unroll]
    for column in 0..comptime!(net.output_columns()) {
        let mut vector = Vector::<f32, N>::new(0.0);
        #[unroll]
        for lane in 0..comptime!(net.lanes.min(net.plan.outputs - column * net.lanes)) {
            vector.insert(lane, gradient[comptime!(column * net.lanes + lane)]);
        }
        planes[at + column] = vector;
    }
}
