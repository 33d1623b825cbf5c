//! A network on the rows of a cube: parts that kernels are made of.

use super::layout::{Keep, Net, ROWS, TILE, UNITS};
use crate::settings::Activation;
use burn::cubecl;
use burn::cubecl::prelude::*;

/// Number `index` of an input: two coordinates, the features, the rest of the row's own inputs, then zeros.
#[cube]
pub fn input(
    own: &[f32],
    row: usize,
    table: &[f32],
    features: usize,
    index: usize,
    #[comptime] net: Net,
) -> f32 {
    let behind = comptime!(2 + net.plan.features);
    let mut value = 0.0f32;
    if index < 2 {
        value = own[row + index];
    } else if index < behind {
        value = table[features + index - 2];
    } else if index < comptime!(net.inputs()) {
        value = own[row + index - comptime!(net.plan.features)];
    }
    value
}

/// Takes the inputs, which lie in the second buffer, through the hidden layers. What layer l says ends up in buffer l mod 2.
#[cube]
pub fn forward<N: Size>(
    weights: &[Vector<f32, N>],
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] net: Net,
    #[comptime] keep: Keep,
) {
    layer::<N>(
        weights,
        0usize.runtime(),
        0usize.runtime(),
        shared,
        planes,
        comptime!(net.inputs()),
        net,
        keep,
    );
    for index in 1..comptime!(net.hidden()) {
        let at = comptime!(net.second() / net.lanes) + (index - 1) * comptime!(net.step() / net.lanes);
        layer::<N>(weights, at, index, shared, planes, comptime!(net.plan.width), net, keep);
    }
}

#[cube]
fn layer<N: Size>(
    weights: &[Vector<f32, N>],
    at: usize,
    index: usize,
    shared: &mut Shared<[Vector<f32, N>]>,
    planes: &mut [Vector<f32, N>],
    #[comptime] inputs: usize,
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
        let from = (index + 1) % 2 * comptime!(net.buffer()) + first * pitch;
        let to = index % 2 * comptime!(net.buffer()) + first * pitch + column;
        let bias = weights[at + inputs * columns + column];
        let mut z = Array::<Vector<f32, N>>::new(comptime!(TILE));
        #[unroll]
        for row in 0..comptime!(TILE) {
            z[row] = bias;
        }
        for k in 0..comptime!(inputs / lanes) {
            multiply::<N>(&mut z, weights, at + column, shared, from, k, lanes, net);
        }
        if comptime!(inputs % lanes > 0) {
            let (last, rest) = comptime!((inputs / lanes, inputs % lanes));
            multiply::<N>(&mut z, weights, at + column, shared, from, last.runtime(), rest, net);
        }
        #[unroll]
        for row in 0..comptime!(TILE) {
            let place = (index * CUBE_COUNT_X as usize + CUBE_POS_X as usize)
                * comptime!(ROWS * net.columns())
                + (first + row) * columns
                + column;
            let mut output = z[row];
            if is_activated(index, net) {
                let (value, slope) = activate::<N>(z[row], comptime!(net.plan.activation));
                output = value;
                if comptime!(keep != Keep::Nothing) {
                    planes[place] = slope;
                }
            } else if index > 0 {
                output += shared[to + row * pitch];
            }
            shared[to + row * pitch] = output;
            if comptime!(keep == Keep::All) {
                let rows = CUBE_COUNT_X as usize * comptime!(ROWS);
                planes[rows * comptime!(net.gradients() + net.input_columns()) + place] = output;
            }
        }
        tile += comptime!(UNITS);
    }
    sync_cube();
}

/// z += a W for `count` inputs of a tile's rows, those of vector `k`.
#[cube]
fn multiply<N: Size>(
    z: &mut Array<Vector<f32, N>>,
    weights: &[Vector<f32, N>],
    at: usize,
    shared: &mut Shared<[Vector<f32, N>]>,
    from: usize,
    k: usize,
    #[comptime] count: usize,
    #[comptime] net: Net,
) {
    let mut a = Array::<Vector<f32, N>>::new(comptime!(TILE));
    #[unroll]
    for row in 0..comptime!(TILE) {
        a[row] = shared[from + row * comptime!(net.pitch()) + k];
    }
    #[unroll]
    for lane in 0..count {
        let w = weights[at + (k * comptime!(net.lanes) + lane) * comptime!(net.columns())];
        #[unroll]
        for row in 0..comptime!(TILE) {
            z[row] += Vector::new(a[row].extract(lane)) * w;
        }
    }
}

/// Whether a hidden layer hands on φ(z); a residual net's stem and the ends of its blocks do not.
#[cube]
fn is_activated(index: usize, #[comptime] net: Net) -> bool {
    !comptime!(net.is_residual()) || index % 2 == 1
}

/// φ(z) and φ'(z). No exponential overflows, and what is not a number stays so.
#[cube]
fn activate<N: Size>(
    z: Vector<f32, N>,
    #[comptime] activation: Activation,
) -> (Vector<f32, N>, Vector<f32, N>) {
    let one = Vector::<f32, N>::new(1.0);
    let zero = Vector::<f32, N>::new(0.0);
    let far = Vector::exp(zero - z.abs());
    if comptime!(activation == Activation::Tanh) {
        let bound = Vector::<f32, N>::new(15.0);
        let value = Vector::tanh(z.clamp(zero - bound, bound));
        (value, one - value * value)
    } else {
        let gate = Vector::exp(z.min(zero)) / (one + far);
        if comptime!(activation == Activation::Silu) {
            let value = z * gate;
            (value, gate + value * (one - gate))
        } else {
            (z.max(zero) + Vector::ln(one + far), gate)
        }
    }
}

/// What the network says of a row of the cube, whose last hidden layer lies in its buffer.
#[cube]
pub fn output<N: Size>(
    head: &[f32],
    shared: &Shared<[Vector<f32, N>]>,
    row: usize,
    #[comptime] net: Net,
) -> Array<f32> {
    let (outputs, lanes) = comptime!((net.plan.outputs, net.lanes));
    let at = comptime!(net.head());
    let from = comptime!((net.hidden() + 1) % 2 * net.buffer()) + row * comptime!(net.pitch());
    let mut y = Array::<f32>::new(outputs);
    #[unroll]
    for index in 0..outputs {
        y[index] = head[comptime!(at + net.plan.width * outputs + index)];
    }
    for k in 0..comptime!(net.columns()) {
        let a = shared[from + k];
        #[unroll]
        for lane in 0..lanes {
            #[unroll]
            for index in 0..outputs {
                y[index] += a.extract(lane) * head[at + (k * lanes + lane) * outputs + index];
            }
        }
    }
    y
}

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
