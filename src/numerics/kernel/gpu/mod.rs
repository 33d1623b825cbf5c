//! The operations on Burn's GPU backend, in few launches: on a GPU a step is as long as the launches that it takes.
//!
//! Rows do not need each other until gradients are summed, so one launch takes all of them through the whole network, there
//! and back: see [`layout`].

mod backward;
mod descent;
mod forward;
mod layout;
mod numbers;
mod passes;

use super::ops::{NetOps, NetState, Update};
use super::plan::Plan;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Cube, TensorMetadata};
use burn::cubecl::prelude::{BufferArg, CubeCount, CubeDim};
use burn::tensor::{DType, Shape};
use descent::{AdamLaunch, BESIDE};
use layout::{Net, ROWS, UNITS};

type Floats = FloatTensor<Cube>;

impl NetOps for Cube {
    fn denoise_step(
        state: NetState<Self>,
        batch: Floats,
        table: Floats,
        plan: Plan,
        first: usize,
        rows: usize,
        update: Update,
    ) -> NetState<Self> {
        let (net, state) = (Net::new(plan), alone(state));
        let planes = room(&batch, cubes(rows) * ROWS * net.planes() * net.lanes);
        // SAFETY: the kernel reads rows `first .. first + rows` of the batch and the rows of the table that they name.
        unsafe {
            passes::denoise_pass::launch_unchecked(
                &batch.client,
                CubeCount::Static(cubes(rows) as u32, 1, 1),
                CubeDim::new_1d(UNITS as u32),
                net.lanes,
                buffer(&state.weights),
                buffer(&state.weights),
                buffer(&batch),
                buffer(&table),
                buffer(&planes),
                buffer(&state.record),
                first,
                rows,
                net,
            );
        }
        descend(&state, &planes, rows, net, &update);
        state
    }

    fn contrast_step(
        state: NetState<Self>,
        data: Floats,
        negatives: Floats,
        plan: Plan,
        penalty: f64,
        update: Update,
    ) -> NetState<Self> {
        let (net, state) = (Net::new(plan), alone(state));
        let [real, fake] = [&data, &negatives].map(|points| points.shape()[0]);
        let rows = real + fake;
        let planes = room(&data, cubes(rows) * ROWS * net.planes() * net.lanes);
        let energies = room(&data, rows);
        // SAFETY: the kernel reads `real` and `fake` rows.
        unsafe {
            passes::contrast_pass::launch_unchecked(
                &data.client,
                CubeCount::Static(cubes(rows) as u32, 1, 1),
                CubeDim::new_1d(UNITS as u32),
                net.lanes,
                buffer(&state.weights),
                buffer(&state.weights),
                buffer(&data),
                buffer(&negatives),
                buffer(&planes),
                buffer(&energies),
                real,
                fake,
                penalty as f32,
                net,
            );
        }
        let squares = descend(&state, &planes, rows, net, &update);
        // SAFETY: the kernel reads all of its buffers, and the record has CONTRAST_NUMBERS places.
        unsafe {
            numbers::contrast_numbers::launch_unchecked(
                &data.client,
                CubeCount::new_single(),
                CubeDim::new_1d(UNITS as u32),
                buffer(&energies),
                buffer(&negatives),
                buffer(&squares),
                buffer(&state.record),
                real,
                penalty as f32,
            );
        }
        state
    }

    fn langevin(
        x: Floats,
        normals: Floats,
        weights: Floats,
        plan: Plan,
        step_size: f64,
        noise_scale: f64,
    ) -> Floats {
        let net = Net::new(plan);
        let rows = x.shape()[0];
        let steps = normals.shape()[0] / rows;
        let planes = room(&x, cubes(rows) * ROWS * net.gradients() * net.lanes);
        let mut places = x;
        for first in (0..steps).step_by(net.steps_at_once()) {
            let answer = table(&places, [rows, 2]);
            // SAFETY: the kernel reads `rows` rows of places and as many normals for each step.
            unsafe {
                passes::langevin::launch_unchecked(
                    &planes.client,
                    CubeCount::Static(cubes(rows) as u32, 1, 1),
                    CubeDim::new_1d(UNITS as u32),
                    net.lanes,
                    buffer(&weights),
                    buffer(&weights),
                    buffer(&places),
                    buffer(&normals),
                    buffer(&planes),
                    buffer(&answer),
                    rows,
                    first,
                    (first + net.steps_at_once()).min(steps),
                    (0.5 * step_size * step_size) as f32,
                    (noise_scale * step_size) as f32,
                    net,
                );
            }
            places = answer;
        }
        places
    }

    fn denoise(x: Floats, features: Floats, weights: Floats, plan: Plan) -> Floats {
        evaluate(&x, &features, &weights, plan, false)
    }

    fn energy(x: Floats, weights: Floats, plan: Plan) -> Floats {
        evaluate(&x, &x, &weights, plan, false)
    }

    fn energy_and_gradient(x: Floats, weights: Floats, plan: Plan) -> Floats {
        evaluate(&x, &x, &weights, plan, true)
    }
}

fn evaluate(x: &Floats, features: &Floats, weights: &Floats, plan: Plan, pull: bool) -> Floats {
    let net = Net::new(plan);
    let rows = x.shape()[0];
    // What keeps nothing needs no room, but a buffer has some.
    let kept = if pull { cubes(rows) * ROWS * net.gradients() } else { 1 };
    let planes = room(x, kept * net.lanes);
    let answer = table(x, [rows, if pull { 3 } else { plan.outputs }]);
    // SAFETY: the kernel reads `rows` rows of x and one of features.
    unsafe {
        passes::evaluate::launch_unchecked(
            &x.client,
            CubeCount::Static(cubes(rows) as u32, 1, 1),
            CubeDim::new_1d(UNITS as u32),
            net.lanes,
            buffer(weights),
            buffer(weights),
            buffer(x),
            buffer(features),
            buffer(&planes),
            buffer(&answer),
            rows,
            net,
            pull,
        );
    }
    answer
}

/// Makes the gradient by the weights of what a pass has left in the planes and follows it. Gives the sums of its squares.
fn descend(state: &NetState<Cube>, planes: &Floats, rows: usize, net: Net, update: &Update) -> Floats {
    let tall = net.columns().max(net.input_columns()) + 1;
    let wide = net.columns().max(net.output_columns()).div_ceil(BESIDE);
    let layers = net.hidden() + 1;
    let count = CubeCount::Static(wide as u32, tall as u32, layers as u32);
    let client = &planes.client;
    let squares = room(planes, wide * tall * layers);
    let [weights, first, second, average] =
        [&state.weights, &state.first_moment, &state.second_moment, &state.average];
    // SAFETY: all of the state is as long as the weights, and the planes are those of `rows` rows.
    unsafe {
        if update.clip == 0.0 {
            descent::descend::launch_unchecked(
                client,
                count,
                CubeDim::new_1d(UNITS as u32),
                net.lanes,
                buffer(planes),
                buffer(weights),
                buffer(first),
                buffer(second),
                buffer(average),
                buffer(&squares),
                rows,
                adam(update),
                net,
            );
        } else {
            let all = weights.shape()[0];
            let gradients = room(planes, all);
            descent::write_gradient::launch_unchecked(
                client,
                count,
                CubeDim::new_1d(UNITS as u32),
                net.lanes,
                buffer(planes),
                buffer(&gradients),
                buffer(&squares),
                rows,
                net,
            );
            descent::follow_clipped::launch_unchecked(
                client,
                CubeCount::Static(all.div_ceil(UNITS) as u32, 1, 1),
                CubeDim::new_1d(UNITS as u32),
                buffer(&gradients),
                buffer(&squares),
                buffer(weights),
                buffer(first),
                buffer(second),
                buffer(average),
                update.clip as f32,
                adam(update),
            );
        }
    }
    squares
}

fn adam(update: &Update) -> AdamLaunch {
    let [first, second] = [update.beta1, update.beta2].map(|beta| 1.0 - beta.powi(update.step as i32));
    AdamLaunch::new(
        (update.rate * second.sqrt() / first) as f32,
        update.beta1 as f32,
        (1.0 - update.beta1) as f32,
        update.beta2 as f32,
        (1.0 - update.beta2) as f32,
        (update.epsilon * second.sqrt()) as f32,
        update.decay as f32,
        (1.0 - update.decay) as f32,
    )
}

/// Cubes that take `rows` rows.
fn cubes(rows: usize) -> usize {
    rows.div_ceil(ROWS)
}

/// A state that nobody else holds, to be changed in place.
fn alone(state: NetState<Cube>) -> NetState<Cube> {
    let own = |tensor: Floats| if tensor.can_mut() { tensor } else { tensor.copy() };
    NetState {
        weights: own(state.weights),
        first_moment: own(state.first_moment),
        second_moment: own(state.second_moment),
        average: own(state.average),
        record: own(state.record),
    }
}

/// Numbers yet to be written, on the device of `beside`.
fn table<const D: usize>(beside: &Floats, shape: [usize; D]) -> Floats {
    let shape = Shape::from(shape);
    let handle = beside.client.empty(shape.num_elements() * size_of::<f32>());
    Floats::new_contiguous(beside.client.clone(), beside.device.clone(), shape, handle, DType::F32)
}

fn room(beside: &Floats, numbers: usize) -> Floats {
    table(beside, [numbers])
}

/// # Panics
/// If the tensor's numbers do not lie together.
fn buffer(tensor: &Floats) -> BufferArg {
    assert!(tensor.is_contiguous(), "floats that lie together");
    tensor.clone().into_buffer_arg()
}
