//! Kernels that make the gradient by the weights of what a pass has left, and move the weights along it.

use super::layout::{Net, ROWS, UNITS};
use burn::cubecl;
use burn::cubecl::prelude::*;

/// Units side by side, each for a vector of columns of a matrix.
pub const BESIDE: usize = 8;
/// Units that share the rows of the batch.
pub const SHARING: usize = UNITS / BESIDE;

/// Numbers of [`Update`](crate::numerics::kernel::Update) as Adam's formula takes them.
#[derive(CubeType, CubeLaunch)]
pub struct Adam {
    /// Step size, corrected for moments that begin at zero.
    pub rate: f32,
    pub beta1: f32,
    pub rest1: f32,
    pub beta2: f32,
    pub rest2: f32,
    /// Corrected as the step size is.
    pub epsilon: f32,
    pub decay: f32,
    pub rest: f32,
}

/// The gradient by all weights, and Adam with the moving average along it. Cubes x and y of a layer z: [`BESIDE`] vectors of
/// columns, [`Net::lanes`] rows of its matrix, the biases after the last.
#[cube(launch_unchecked)]
pub fn descend<N: Size>(
    planes: &[Vector<f32, N>],
    weights: &mut [f32],
    first_moment: &mut [f32],
    second_moment: &mut [f32],
    average: &mut [f32],
    squares: &mut [f32],
    rows: usize,
    adam: Adam,
    #[comptime] net: Net,
) {
    let tile = Tile::this(net);
    let slopes = gradient::<N>(&tile, planes, rows, net);
    let mut square = 0.0f32;
    #[unroll]
    for lane in 0..comptime!(net.lanes) {
        if tile.has(lane, net) {
            let slope = slopes.extract(lane);
            square += slope * slope;
            follow(slope, tile.weight(lane, net), weights, first_moment, second_moment, average, &adam);
        }
    }
    sum_squares(square, squares);
}

/// The same gradient, written down, for one that is to be made shorter before it is followed.
#[cube(launch_unchecked)]
pub fn write_gradient<N: Size>(
    planes: &[Vector<f32, N>],
    gradients: &mut [f32],
    squares: &mut [f32],
    rows: usize,
    #[comptime] net: Net,
) {
    let tile = Tile::this(net);
    let slopes = gradient::<N>(&tile, planes, rows, net);
    let mut square = 0.0f32;
    #[unroll]
    for lane in 0..comptime!(net.lanes) {
        if tile.has(lane, net) {
            let slope = slopes.extract(lane);
            square += slope * slope;
            gradients[tile.weight(lane, net)] = slope;
        }
    }
    sum_squares(square, squares);
}

/// Adam along a gradient that is made no longer than `limit`; the sum of `squares` is the square of its length.
#[cube(launch_unchecked)]
pub fn follow_clipped(
    gradients: &[f32],
    squares: &[f32],
    weights: &mut [f32],
    first_moment: &mut [f32],
    second_moment: &mut [f32],
    average: &mut [f32],
    limit: f32,
    adam: Adam,
) {
    let at = ABSOLUTE_POS;
    if at < weights.len() {
        let mut sum = 0.0f32;
        for index in 0..squares.len() {
            sum += squares[index];
        }
        // A gradient that is not a number stays one: it must be noticed.
        let factor = min(limit / (f32::sqrt(sum) + f32::new(comptime!(f32::MIN_POSITIVE))), 1.0);
        follow(gradients[at] * factor, at, weights, first_moment, second_moment, average, &adam);
    }
}

/// Adam (Kingma & Ba 2015, algorithm 1), then the moving average.
#[cube]
fn follow(
    slope: f32,
    at: usize,
    weights: &mut [f32],
    first_moment: &mut [f32],
    second_moment: &mut [f32],
    average: &mut [f32],
    adam: &Adam,
) {
    let first = adam.beta1 * first_moment[at] + adam.rest1 * slope;
    let second = adam.beta2 * second_moment[at] + adam.rest2 * slope * slope;
    let weight = weights[at] - adam.rate * first / (f32::sqrt(second) + adam.epsilon);
    first_moment[at] = first;
    second_moment[at] = second;
    weights[at] = weight;
    average[at] = adam.decay * average[at] + adam.rest * weight;
}

/// What a unit works on.
#[derive(CubeType)]
struct Tile {
    /// Which layer, vector of inputs (the one after the last for the biases) and vector of columns.
    layer: usize,
    block: usize,
    column: usize,
    /// Which share of the batch; of the sums, which of the vector's inputs.
    part: usize,
    /// Vectors of a row of inputs and of a row of outputs.
    input_columns: usize,
    output_columns: usize,
}

#[cube]
impl Tile {
    fn this(#[comptime] net: Net) -> Tile {
        let layer = CUBE_POS_Z as usize;
        let mut input_columns = comptime!(net.columns()).runtime();
        if layer == 0 {
            input_columns = comptime!(net.input_columns()).runtime();
        }
        let mut output_columns = comptime!(net.columns()).runtime();
        if layer == comptime!(net.hidden()) {
            output_columns = comptime!(net.output_columns()).runtime();
        }
        Tile {
            layer,
            block: CUBE_POS_Y as usize,
            column: CUBE_POS_X as usize * comptime!(BESIDE) + UNIT_POS as usize % comptime!(BESIDE),
            part: UNIT_POS as usize / comptime!(BESIDE),
            input_columns,
            output_columns,
        }
    }

    /// Row of the matrix; the biases are the one after its last.
    fn row(&self, #[comptime] net: Net) -> usize {
        let mut row = self.block * comptime!(net.lanes) + self.part;
        if self.block == self.input_columns {
            row = self.inputs(net) + self.part;
        }
        row
    }

    fn inputs(&self, #[comptime] net: Net) -> usize {
        let mut inputs = comptime!(net.plan.width).runtime();
        if self.layer == 0 {
            inputs = comptime!(net.inputs()).runtime();
        }
        inputs
    }

    fn outputs(&self, #[comptime] net: Net) -> usize {
        let mut outputs = comptime!(net.plan.width).runtime();
        if self.layer == comptime!(net.hidden()) {
            outputs = comptime!(net.plan.outputs).runtime();
        }
        outputs
    }

    /// Whether number `lane` of the unit's vector belongs to a weight.
    fn has(&self, #[comptime] lane: usize, #[comptime] net: Net) -> bool {
        let mut end = self.inputs(net);
        if self.block == self.input_columns {
            end += 1;
        }
        self.block <= self.input_columns
            && self.part < comptime!(net.lanes)
            && self.row(net) < end
            && self.column * comptime!(net.lanes) + lane < self.outputs(net)
    }

    /// Where that weight lies.
    fn weight(&self, #[comptime] lane: usize, #[comptime] net: Net) -> usize {
        let mut at = 0usize.runtime();
        if self.layer > 0 {
            at = comptime!(net.second()) + (self.layer - 1) * comptime!(net.step());
        }
        at + self.row(net) * self.outputs(net) + self.column * comptime!(net.lanes) + lane
    }
}

/// The sum over the batch of input · ∂ loss/∂z, of which each unit makes a share and then sums a row.
#[cube]
fn gradient<N: Size>(
    tile: &Tile,
    planes: &[Vector<f32, N>],
    rows: usize,
    #[comptime] net: Net,
) -> Vector<f32, N> {
    let lanes = comptime!(net.lanes);
    let stride = rows.div_ceil(comptime!(ROWS)) * comptime!(ROWS);
    let mut inputs = stride * comptime!(net.gradients()) + tile.block;
    if tile.layer > 0 {
        inputs +=
            stride * comptime!(net.input_columns()) + (tile.layer - 1) * stride * comptime!(net.columns());
    }
    let slopes = tile.layer * stride * comptime!(net.columns()) + tile.column;
    let mut sums = Array::<Vector<f32, N>>::new(lanes);
    if tile.block <= tile.input_columns && tile.column < tile.output_columns {
        let mut row = tile.part;
        while row < rows {
            let slope = planes[slopes + row * tile.output_columns];
            if tile.block == tile.input_columns {
                sums[0] += slope;
            } else {
                let input = planes[inputs + row * tile.input_columns];
                #[unroll]
                for lane in 0..lanes {
                    sums[lane] += Vector::new(input.extract(lane)) * slope;
                }
            }
            row += comptime!(SHARING);
        }
    }
    let mut shared = Shared::<[Vector<f32, N>]>::new_slice(comptime!(UNITS * net.lanes));
    #[unroll]
    for lane in 0..lanes {
        shared[UNIT_POS as usize * lanes + lane] = sums[lane];
    }
    sync_cube();
    let mut sum = Vector::<f32, N>::new(0.0);
    if tile.part < lanes {
        for part in 0..comptime!(SHARING) {
            let unit = part * comptime!(BESIDE) + UNIT_POS as usize % comptime!(BESIDE);
            sum += shared[unit * lanes + tile.part];
        }
    }
    sum
}

/// Writes the sum over the cube down as one of `squares`.
#[cube]
fn sum_squares(square: f32, squares: &mut [f32]) {
    let mut shared = Shared::<[f32]>::new_slice(comptime!(UNITS));
    shared[UNIT_POS as usize] = square;
    sync_cube();
    if UNIT_POS == 0 {
        let mut sum = 0.0f32;
        for unit in 0..comptime!(UNITS) {
            sum += shared[unit];
        }
        squares[CUBE_POS] = sum;
    }
}
