//! The operations on Burn's CPU backend.

use super::adam::{self, Vectors};
use super::net::{ALIKE, BLOCK, Net, Purpose};
use super::ops::{COLUMNS, CONTRAST_NUMBERS, FEATURES, INPUT, NetOps, NetState, TARGET, Update, WEIGHT};
use super::plan::Plan;
use burn::backend::Flex;
use burn::backend::tensor::FloatTensor;
use burn::tensor::TensorData;

type Floats = FloatTensor<Flex>;

impl NetOps for Flex {
    fn denoise_step(
        mut state: NetState<Self>,
        batch: Floats,
        table: Floats,
        plan: Plan,
        first: usize,
        rows: usize,
        update: Update,
    ) -> NetState<Self> {
        let batch = floats(&batch)[first * COLUMNS..][..rows * COLUMNS].as_chunks::<COLUMNS>().0;
        let (used, places) = used_rows(batch.iter().map(|row| row[FEATURES] as usize));
        let table = floats(&table);
        let features = used.iter().map(|&row| &table[row * plan.features..][..plan.features]);
        let mut net = Net::new(plan, floats(&state.weights), Purpose::Weights, features);
        let errors = &mut state.record.storage_mut::<f32>()[first..][..rows];
        for (block, batch) in batch.chunks(BLOCK).enumerate() {
            let places = &places[block * BLOCK..];
            for (row, from) in batch.iter().enumerate() {
                net.input.row_mut(row)[..plan.dense].copy_from_slice(&from[INPUT..][..plan.dense]);
            }
            net.forward(batch.len(), places);
            for (row, from) in batch.iter().enumerate() {
                let output = &mut net.output.row_mut(row)[..plan.outputs];
                output.iter_mut().zip(&from[TARGET..]).for_each(|(output, target)| *output -= target);
                let squares: f32 = output.iter().map(|error| error * error).sum();
                errors[block * BLOCK + row] = squares / plan.outputs as f32;
                let weight = 2.0 * from[WEIGHT] / (plan.outputs * rows) as f32;
                output.iter_mut().for_each(|error| *error *= weight);
            }
            net.backward(batch.len(), places);
        }
        let gradient = net.finish();
        if update.clip > 0.0 {
            adam::clip(gradient, adam::norm(gradient), update.clip);
        }
        descend(&mut state, gradient, &update);
        state
    }

    fn contrast_step(
        mut state: NetState<Self>,
        data: Floats,
        negatives: Floats,
        plan: Plan,
        penalty: f64,
        update: Update,
    ) -> NetState<Self> {
        let mut net = Net::plain(plan, floats(&state.weights), Purpose::Weights);
        let mut loss = 0.0;
        let energies = [(&data, 1.0), (&negatives, -1.0)].map(|(points, sign)| {
            let points = floats(points);
            let count = points.len() / plan.dense;
            let [mut sum, mut squares] = [0.0, 0.0];
            for points in points.chunks(BLOCK * plan.dense) {
                let rows = net.put(points);
                net.forward(rows, &ALIKE);
                for row in 0..rows {
                    let energy = &mut net.output.row_mut(row)[0];
                    let e = f64::from(*energy);
                    sum += e;
                    squares += e * e;
                    *energy = ((sign + 2.0 * penalty * e) / count as f64) as f32;
                }
                net.backward(rows, &ALIKE);
            }
            loss += (sign * sum + penalty * squares) / count as f64;
            (sum / count as f64) as f32
        });
        let gradient = net.finish();
        let norm = adam::norm(gradient);
        adam::clip(gradient, norm, update.clip);
        descend(&mut state, gradient, &update);
        let farthest = floats(&negatives).iter().fold(0.0, |farthest: f32, place| {
            // Not-a-number must be noticed.
            if place.abs() <= farthest { farthest } else { place.abs() }
        });
        state.record.storage_mut::<f32>()[..CONTRAST_NUMBERS].copy_from_slice(&[
            loss as f32,
            energies[0],
            energies[1],
            norm as f32,
            farthest,
        ]);
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
        let mut net = Net::plain(plan, floats(&weights), Purpose::Inputs);
        let normals = floats(&normals);
        let mut places = floats(&x).to_vec();
        let (drift, spread) = ((0.5 * step_size * step_size) as f32, (noise_scale * step_size) as f32);
        let length = places.len();
        for (block, places) in places.chunks_mut(BLOCK * plan.dense).enumerate() {
            for normals in normals.chunks_exact(length) {
                let rows = net.put(places);
                let normals = normals[block * BLOCK * plan.dense..].as_chunks::<2>().0;
                let answers = net.energies_and_gradients(rows).zip(normals);
                for (place, ([_, x, y], normals)) in places.as_chunks_mut::<2>().0.iter_mut().zip(answers) {
                    place[0] += spread * normals[0] - drift * x;
                    place[1] += spread * normals[1] - drift * y;
                }
            }
        }
        tensor(places, plan.dense)
    }

    fn denoise(x: Floats, features: Floats, weights: Floats, plan: Plan) -> Floats {
        let mut net = Net::new(plan, floats(&weights), Purpose::Output, [floats(&features)].into_iter());
        outputs(&mut net, &x, plan)
    }

    fn energy(x: Floats, weights: Floats, plan: Plan) -> Floats {
        outputs(&mut Net::plain(plan, floats(&weights), Purpose::Output), &x, plan)
    }

    fn energy_and_gradient(x: Floats, weights: Floats, plan: Plan) -> Floats {
        let mut net = Net::plain(plan, floats(&weights), Purpose::Inputs);
        let mut answer = Vec::with_capacity(floats(&x).len() / plan.dense * 3);
        for points in floats(&x).chunks(BLOCK * plan.dense) {
            let rows = net.put(points);
            answer.extend(net.energies_and_gradients(rows).flatten());
        }
        tensor(answer, 3)
    }
}

/// Which rows are named, each once, and for each name where among them its row stands.
fn used_rows(names: impl ExactSizeIterator<Item = usize>) -> (Vec<usize>, Vec<usize>) {
    let mut used = Vec::new();
    let mut place_of = Vec::new();
    let places = names.map(|name| {
        if place_of.len() <= name {
            place_of.resize(name + 1, usize::MAX);
        }
        if place_of[name] == usize::MAX {
            place_of[name] = used.len();
            used.push(name);
        }
        place_of[name]
    });
    let places = places.collect();
    (used, places)
}

fn outputs(net: &mut Net, x: &Floats, plan: Plan) -> Floats {
    let mut answer = Vec::with_capacity(floats(x).len() / plan.dense * plan.outputs);
    for points in floats(x).chunks(BLOCK * plan.dense) {
        let rows = net.put(points);
        net.forward(rows, &ALIKE);
        (0..rows).for_each(|row| answer.extend_from_slice(&net.output.row(row)[..plan.outputs]));
    }
    tensor(answer, plan.outputs)
}

fn descend(state: &mut NetState<Flex>, gradient: &[f32], update: &Update) {
    let vectors = Vectors {
        weights: state.weights.storage_mut(),
        first_moment: state.first_moment.storage_mut(),
        second_moment: state.second_moment.storage_mut(),
        average: state.average.storage_mut(),
    };
    adam::update(vectors, gradient, update);
}

/// The numbers of a tensor. Operations here are given whole tensors: nothing else is laid out so.
fn floats(tensor: &Floats) -> &[f32] {
    tensor.as_slice().expect("floats that lie together")
}

fn tensor(values: Vec<f32>, columns: usize) -> Floats {
    let rows = values.len() / columns;
    Floats::from_data(TensorData::new(values, [rows, columns]))
}
