//! A network forward and back on the CPU, a block of rows at a time: all that a block needs stays in the cache.
//!
//! Its three passes are large: each stands once in the program, whoever asks for it.

use super::plan::{Layer, Plan};
use super::product::{NARROW, Packed, Rows, add_gradient, add_sums, padded, product};
use super::simd::{Curve, Vector, f32x4, f32x8};

/// Rows that go through the network together.
pub const BLOCK: usize = 64;

/// What the rows of a block look up where there is one set of features.
pub const ALIKE: [usize; BLOCK] = [0; BLOCK];

/// What is asked of a network, and so what it keeps on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Output,
    /// Gradients by a row's own inputs.
    Inputs,
    /// Gradients by the weights.
    Weights,
}

/// A network with its weights packed, and room for a block of rows.
pub struct Net {
    plan: Plan,
    purpose: Purpose,
    layers: Vec<Layer>,
    curve: Curve,
    /// Matrices of all layers but the first.
    columns: Vec<Packed>,
    /// The same transposed, and of the first layer the rows of a row's own inputs: where a gradient goes back.
    rows: Vec<Packed>,
    /// Padded.
    biases: Vec<Vec<f32>>,
    /// Rows of the first matrix for a row's own inputs.
    dense: Rows,
    /// The features that rows look up, and their product with the first matrix, biases added.
    features: Rows,
    looked_up: Rows,
    /// The loss's gradient by `looked_up`.
    looked_up_gradient: Rows,
    used: usize,
    /// The rows' own inputs, `[BLOCK, dense]`.
    pub input: Rows,
    /// What comes out; then, for a way back, the gradient by it, `[BLOCK, outputs]`.
    pub output: Rows,
    /// What hidden layers hand on, and their slopes where they are asked for.
    handed_on: Vec<Rows>,
    slopes: Vec<Rows>,
    /// Gradients by z of a layer and of the one before, in turns.
    back: [Rows; 2],
    /// The gradient by the rows' own inputs, `[BLOCK, dense]`.
    pub input_gradient: Rows,
    /// E of each row, while `output` holds its gradient.
    energies: [f32; BLOCK],
    /// The gradient by the weights, summed over blocks.
    pub gradient: Vec<f32>,
}

impl Net {
    /// `features` are those that rows will look up, by their place among them: their product with the first matrix is taken
    /// here, once, and not for each row that looks them up. A network without features has one set of them, empty.
    ///
    /// # Panics
    /// If there are not as many weights as the plan has.
    pub fn new<'a>(
        plan: Plan,
        weights: &[f32],
        purpose: Purpose,
        features: impl ExactSizeIterator<Item = &'a [f32]>,
    ) -> Self {
        assert_eq!(weights.len(), plan.weights(), "weights of another network");
        let layers = plan.layers();
        let matrix = |layer: &Layer| &weights[layer.at..layer.bias()];
        let bias = |layer: &Layer| {
            let mut bias = vec![0.0; padded(layer.outputs)];
            bias[..layer.outputs].copy_from_slice(&weights[layer.bias()..][..layer.outputs]);
            bias
        };
        let (first, width) = (layers[0], plan.width);
        let mut dense = Rows::new(plan.dense, width);
        for index in 0..plan.dense {
            let row = &weights[plan.dense_row(index) * width..][..width];
            dense.row_mut(index)[..width].copy_from_slice(row);
        }
        let biases: Vec<Vec<f32>> = layers.iter().map(bias).collect();
        let used = features.len();
        let mut shared = Rows::new(used, plan.features.max(1));
        for (index, from) in features.enumerate() {
            shared.row_mut(index)[..plan.features].copy_from_slice(from);
        }
        let looking_up = Packed::new(&weights[2 * width..][..plan.features * width], width);
        let mut looked_up = Rows::new(used, width);
        product(&shared, used, &looking_up, Some(&biases[0]), |row, column, sum| {
            looked_up.set_four(row, column, sum);
        });
        let mut rows: Vec<Packed> = Vec::new();
        if purpose != Purpose::Output {
            let own = weights[..2 * width].iter().chain(&weights[(2 + plan.features) * width..first.bias()]);
            rows.push(Packed::transposed(&own.copied().collect::<Vec<_>>(), width));
            rows.extend(layers[1..].iter().map(|layer| Packed::transposed(matrix(layer), layer.outputs)));
        }
        let each = |wanted: bool| -> Vec<Rows> {
            (1..layers.len()).map(|_| Rows::new(if wanted { BLOCK } else { 0 }, width)).collect()
        };
        Self {
            columns: layers[1..].iter().map(|layer| Packed::new(matrix(layer), layer.outputs)).collect(),
            rows,
            biases,
            dense,
            looked_up_gradient: Rows::new(used, width),
            looked_up,
            features: shared,
            used,
            input: Rows::new(BLOCK, plan.dense),
            output: Rows::new(BLOCK, plan.outputs),
            handed_on: each(true),
            slopes: each(purpose != Purpose::Output),
            back: [Rows::new(BLOCK, width), Rows::new(BLOCK, width)],
            input_gradient: Rows::new(BLOCK, plan.dense),
            gradient: vec![0.0; if purpose == Purpose::Weights { weights.len() } else { 0 }],
            energies: [0.0; BLOCK],
            curve: Curve::new(plan.activation),
            layers,
            plan,
            purpose,
        }
    }

    /// A network without features.
    pub fn plain(plan: Plan, weights: &[f32], purpose: Purpose) -> Self {
        const NOTHING: [&[f32]; 1] = [&[]];
        Self::new(plan, weights, purpose, NOTHING.into_iter())
    }

    /// The first `rows` rows of `input`, each with the features it looks up, forward to `output`.
    #[inline(never)]
    pub fn forward(&mut self, rows: usize, features: &[usize]) {
        let (width, head) = (self.plan.width, self.layers.len() - 1);
        for index in 0..head {
            let (before, rest) = self.handed_on.split_at_mut(index);
            let to = &mut rest[0];
            if index == 0 {
                for (row, &from) in features.iter().enumerate().take(rows) {
                    let input = self.input.row(row);
                    for column in (0..width).step_by(4) {
                        let own = input.iter().take(self.plan.dense).enumerate();
                        let z = own.fold(self.looked_up.four(from, column), |z, (index, &input)| {
                            self.dense.four(index, column) * input + z
                        });
                        to.set_four(row, column, z);
                    }
                }
            } else {
                let bias = Some(self.biases[index].as_slice());
                let (columns, input) = (&self.columns[index - 1], &before[index - 1]);
                if self.layers[index].adds {
                    let skipped = &before[index - 2];
                    product(input, rows, columns, bias, |row, column, z| {
                        to.set_four(row, column, z + skipped.four(row, column));
                    });
                } else {
                    product(input, rows, columns, bias, |row, column, z| to.set_four(row, column, z));
                }
            }
            if self.layers[index].activated {
                let wide = width.next_multiple_of(f32x8::LANES);
                for row in 0..rows {
                    let slopes = (self.purpose != Purpose::Output)
                        .then(|| &mut self.slopes[index].row_mut(row)[..wide]);
                    self.curve.apply(&mut to.row_mut(row)[..wide], slopes);
                }
            }
        }
        let (bias, output) = (Some(self.biases[head].as_slice()), &mut self.output);
        product(&self.handed_on[head - 1], rows, &self.columns[head - 1], bias, |row, column, z| {
            output.set_four(row, column, z);
        });
    }

    /// From the gradient by the output, in `output`, of the rows that went forward last: adds to the gradient by the
    /// weights.
    #[inline(never)]
    pub fn backward(&mut self, rows: usize, features: &[usize]) {
        for index in (1..self.layers.len()).rev() {
            self.add_weight_gradients(index, rows);
            self.step_back(index, rows);
        }
        let (d, width) = (&self.back[0], self.plan.width);
        for (row, &from) in features.iter().enumerate().take(rows) {
            let to = self.looked_up_gradient.row_mut(from).as_chunks_mut::<4>().0;
            for (to, from) in to.iter_mut().zip(d.row(row).as_chunks::<4>().0).take(width.div_ceil(4)) {
                *to = (f32x4::new(*to) + f32x4::new(*from)).to_array();
            }
        }
        let (own, rest) = self.gradient.split_at_mut((2 + self.plan.features) * width);
        add_gradient(&self.input, [0, 2], d, width, rows, own);
        add_gradient(&self.input, [2, self.plan.dense - 2], d, width, rows, rest);
    }

    /// The gradient by the rows' own inputs, to `input_gradient`, from that by the output.
    #[inline(never)]
    pub fn pull(&mut self, rows: usize) {
        for index in (1..self.layers.len()).rev() {
            self.step_back(index, rows);
        }
        let to = &mut self.input_gradient;
        product(&self.back[0], rows, &self.rows[0], None, |row, column, sum| to.set_four(row, column, sum));
    }

    /// Of an energy network: E, ∂E/∂x and ∂E/∂y of each of the first `rows` rows of `input`.
    pub fn energies_and_gradients(&mut self, rows: usize) -> impl ExactSizeIterator<Item = [f32; 3]> + '_ {
        self.forward(rows, &ALIKE);
        for row in 0..rows {
            self.energies[row] = std::mem::replace(&mut self.output.row_mut(row)[0], 1.0);
        }
        self.pull(rows);
        let net = &*self;
        (0..rows).map(move |row| {
            let gradient = net.input_gradient.row(row);
            [net.energies[row], gradient[0], gradient[1]]
        })
    }

    /// The gradient by the weights, complete: what rows looked up is added to it.
    pub fn finish(&mut self) -> &mut [f32] {
        let (first, width) = (self.layers[0], self.plan.width);
        let (d, used) = (&self.looked_up_gradient, self.used);
        let shared = &mut self.gradient[2 * width..];
        add_gradient(&self.features, [0, self.plan.features], d, width, used, shared);
        add_sums(d, used, &mut self.gradient[first.bias()..][..width]);
        &mut self.gradient
    }

    fn add_weight_gradients(&mut self, index: usize, rows: usize) {
        let layer = self.layers[index];
        let is_head = index == self.layers.len() - 1;
        let d = if is_head { &self.output } else { &self.back[index % 2] };
        let (matrix, biases) = self.gradient[layer.at..].split_at_mut(layer.inputs * layer.outputs);
        add_sums(d, rows, &mut biases[..layer.outputs]);
        add_gradient(&self.handed_on[index - 1], [0, layer.inputs], d, layer.outputs, rows, matrix);
    }

    /// From the gradient by a layer's z to that by the z of the layer before.
    fn step_back(&mut self, index: usize, rows: usize) {
        let before = self.layers[index - 1];
        let [even, odd] = &mut self.back;
        let (own, to) = if index.is_multiple_of(2) { (even, odd) } else { (odd, even) };
        let d = if index == self.layers.len() - 1 { &self.output } else { &*own };
        let (matrix, slopes) = (&self.rows[index], &self.slopes[index - 1]);
        if before.activated {
            product(d, rows, matrix, None, |row, column, sum| {
                to.set_four(row, column, sum * slopes.four(row, column));
            });
        } else if self.layers.get(index + 1).is_some_and(|next| next.adds) {
            // What goes into a block also goes past it: that gradient lies there already.
            product(d, rows, matrix, None, |row, column, sum| {
                to.set_four(row, column, sum + to.four(row, column));
            });
        } else {
            product(d, rows, matrix, None, |row, column, sum| to.set_four(row, column, sum));
        }
    }

    /// Puts points into the first rows of `input`, `[rows, dense]`; gives how many.
    pub fn put(&mut self, points: &[f32]) -> usize {
        let dense = self.plan.dense;
        let rows = points.chunks_exact(dense);
        let count = rows.len();
        rows.enumerate().for_each(|(row, point)| self.input.row_mut(row)[..dense].copy_from_slice(point));
        count
    }
}

const _: () = assert!(NARROW == 4, "a row's own inputs and a network's outputs fit into one vector");
