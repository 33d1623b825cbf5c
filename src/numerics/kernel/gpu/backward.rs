//! From gradients by the outputs to those by what every layer makes, on the rows of a cube: parts that kernels are made of.

use super::forward::is_activated;
use super::layout::{Keep, Net, ROWS, TILE, UNITS};
use burn::cubecl;
use burn::cubecl::prelude::*;

/// Puts ∂/∂y of a row of the cube where [`backward`] looks for it.
#[cube]
pub fn begin_backward<N: Size>(
    gradient: &Array<f32>,
    shared: &mut Shared<[Vector<f32, N>]>,
    row: usize,
    #[comptime] net: Net,
) {
    #[unroll]
    for index in 0..comptime!(net.plan.outputs) {
        let to = comptime!(net.hidden() % 2 * net.buffer() + index) + row * comptime!(net.pitch());
        shared[to] = Vector::new(gradient[index]);
    }
}

/// From ∂/∂y to ∂/∂z of every hidden layer. That of the first ends up in the first buffer.
#[cube]
pub fn backward<N: Size>(
    weights: &[Vector<f32, N>],
    head: &[f32],
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
    #[comptime] keep: Keep,
) {
    let columns = comptime!(net.columns());
    let pitch = comptime!(net.pitch());
    let (outputs, lanes, hidden) = comptime!((net.plan.outputs, net.lanes, net.hidden()));
    let mut tile = UNIT_POS as usize;
    while tile < comptime!(ROWS / TILE * net.columns()) {
        let column = tile % columns;
        let first = tile / columns * comptime!(TILE);
        let mut gradient = Array::<Vector<f32, N>>::new(comptime!(TILE));
        #[unroll]
        for index in 0..outputs {
            let mut w = Vector::<f32, N>::new(0.0);
            #[unroll]
            for lane in 0..lanes {
                w.insert(lane, head[comptime!(net.head() + index) + (column * lanes + lane) * outputs]);
            }
            #[unroll]
            for row in 0..comptime!(TILE) {
                let from = comptime!(hidden % 2 * net.buffer() + index) + (first + row) * pitch;
                gradient[row] += shared[from] * w;
            }
        }
        hand_back::<N>(&gradient, comptime!(hidden - 1).runtime(), first, column, shared, planes, net, keep);
        tile += comptime!(UNITS);
    }
    sync_cube();
    for step in 1..hidden {
        let index = hidden - step;
        let at = comptime!(net.second() / net.lanes) + (index - 1) * comptime!(net.step() / net.lanes);
        pull::<N>(weights, at, index, shared, planes, net, keep);
    }
}

/// From ∂/∂z of a layer to that of the layer before.
#[cube]
fn pull<N: Size>(
    weights: &[Vector<f32, N>],
    at: usize,
    index: usize,
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
    #[comptime] keep: Keep,
) {
    let columns = comptime!(net.columns());
    let pitch = comptime!(net.pitch());
    let lanes = comptime!(net.lanes);
    let mut tile = UNIT_POS as usize;
    while tile < comptime!(ROWS / TILE * net.columns()) {
        let column = tile % columns;
        let first = tile / columns * comptime!(TILE);
        let from = index % 2 * comptime!(net.buffer()) + first * pitch;
        // Lane by lane of the columns, a vector of partial sums for each row.
        let mut sums = Array::<Vector<f32, N>>::new(comptime!(TILE * net.lanes));
        for k in 0..columns {
            let mut d = Array::<Vector<f32, N>>::new(comptime!(TILE));
            #[unroll]
            for row in 0..comptime!(TILE) {
                d[row] = shared[from + row * pitch + k];
            }
            #[unroll]
            for lane in 0..lanes {
                let w = weights[at + (column * lanes + lane) * columns + k];
                #[unroll]
                for row in 0..comptime!(TILE) {
                    sums[comptime!(row * lanes + lane)] += d[row] * w;
                }
            }
        }
        let mut gradient = Array::<Vector<f32, N>>::new(comptime!(TILE));
        #[unroll]
        for row in 0..comptime!(TILE) {
            let mut sum = Vector::<f32, N>::new(0.0);
            #[unroll]
            for lane in 0..lanes {
                sum.insert(lane, sums[comptime!(row * lanes + lane)].vector_sum());
            }
            if comptime!(net.is_residual()) && index % 2 == 1 {
                // What a block adds to hands its gradient on as it is.
                let beyond = (index + 1) % 2 * comptime!(net.buffer()) + (first + row) * pitch + column;
                sum += shared[beyond];
            }
            gradient[row] = sum;
        }
        hand_back::<N>(&gradient, index - 1, first, column, shared, planes, net, keep);
        tile += comptime!(UNITS);
    }
    sync_cube();
}

/// From ∂/∂ of what a layer hands on to ∂/∂z.
#[cube]
fn hand_back<N: Size>(
    gradient: &Array<Vector<f32, N>>,
    index: usize,
    first: usize,
    column: usize,
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
    #[comptime] keep: Keep,
) {
    #[unroll]
    for row in 0..comptime!(TILE) {
        let place = (index * CUBE_COUNT_X as usize + CUBE_POS_X as usize) * comptime!(ROWS * net.columns())
            + (first + row) * comptime!(net.columns())
            + column;
        let mut d = gradient[row];
        if is_activated(index, net) {
            d *= planes[place];
        }
        if comptime!(keep == Keep::All) {
            planes[place] = d;
        }
        shared[index % 2 * comptime!(net.buffer()) + (first + row) * comptime!(net.pitch()) + column] = d;
    }
}

/// ∂/∂ coordinate `axis` of a row of the cube, after [`backward`].
#[cube]
pub fn gradient_by_input<N: Size>(
    weights: &[Vector<f32, N>],
    shared: &Shared<[Vector<f32, N>]>,
    row: usize,
    #[comptime] axis: usize,
    #[comptime] net: Net,
) -> f32 {
    let mut sum = Vector::<f32, N>::new(0.0);
    for k in 0..comptime!(net.columns()) {
        sum += shared[row * comptime!(net.pitch()) + k] * weights[comptime!(axis * net.columns()) + k];
    }
    sum.vector_sum()
}
