//! The limit of a workload: its matrix products alone, of the same shapes and as many rows, on the same thread.
//!
//! A workload can at most save a product that the limit does, such as that of features which many rows share.

mod product;

use crate::protocol::BenchSlice;
use crate::settings::diffusion::TIME_FEATURES;
use crate::settings::layers;
use product::Product;
use web_time::Instant;

/// Rows that go through all the products together, so that what they need stays in the cache.
const BLOCKS: [usize; 2] = [64, 80];

/// The matrix products of one workload.
pub struct LimitWork {
    passes: Vec<Pass>,
    unit: &'static str,
    /// Units of work that all passes are.
    units: f64,
}

/// The products of one block of rows, and how often they are done.
struct Pass {
    products: Vec<Product>,
    times: usize,
}

/// What is multiplied beside the forward pass.
#[derive(Clone, Copy, PartialEq)]
enum Backward {
    Nothing,
    /// Gradients by the inputs of every layer.
    Inputs,
    /// Gradients by the weights, and by the inputs of all layers but the first.
    Weights,
}

impl LimitWork {
    /// The limit of a workload such as `w1.A.256`, or `None` if none is known.
    pub fn of(case: &str) -> Option<Self> {
        let (inputs, width) = (2 + TIME_FEATURES, 128);
        let parts: Vec<&str> = case.split('.').collect();
        let network = |name: &str| match name {
            "A" => Some(layers::mlp(inputs, width, 3, 2)),
            "B" => Some(layers::residual_mlp(inputs, width, 3, 2)),
            _ => None,
        };
        let (passes, unit, units) = match parts[..] {
            ["w1", name, rows] => {
                let pass = Pass::new(&network(name)?, rows.parse().ok()?, Backward::Weights);
                (vec![pass], "steps/s", 1.0)
            }
            ["w2", name] => {
                const POINTS: usize = super::network::SAMPLED_POINTS;
                (vec![Pass::new(&network(name)?, POINTS, Backward::Nothing)], "point-steps/s", POINTS as f64)
            }
            ["w3"] => {
                let network = layers::mlp(2, width, 2, 1);
                let mut langevin = Pass::new(&network, 256, Backward::Inputs);
                langevin.times *= 20;
                // Data and negatives.
                (vec![langevin, Pass::new(&network, 2 * 256, Backward::Weights)], "CD-steps/s", 1.0)
            }
            _ => return None,
        };
        Some(Self { passes, unit, units })
    }

    /// Works for about `budget_ms`.
    pub fn advance(&mut self, budget_ms: f64, slice: &mut BenchSlice) {
        let begin = Instant::now();
        while begin.elapsed().as_secs_f64() * 1e3 < budget_ms {
            self.passes.iter_mut().for_each(Pass::run);
            slice.units += self.units;
        }
        slice.unit = self.unit.to_owned();
        slice.ok = self.passes.iter().flat_map(|pass| &pass.products).all(Product::is_right);
    }
}

impl Pass {
    /// # Panics
    /// If the rows fit into no blocks.
    fn new(layers: &[[usize; 2]], rows: usize, backward: Backward) -> Self {
        let block = BLOCKS.into_iter().find(|&block| rows.is_multiple_of(block)).expect("rows in blocks");
        let forward = layers.iter().map(|&[inputs, outputs]| Product::new(block, inputs, outputs));
        let mut products: Vec<Product> = forward.collect();
        for (index, &[inputs, outputs]) in layers.iter().enumerate().rev() {
            if backward == Backward::Weights {
                products.push(Product::new(inputs, block, outputs));
            }
            if backward == Backward::Inputs || backward == Backward::Weights && index > 0 {
                products.push(Product::new(block, outputs, inputs));
            }
        }
        Self { products, times: rows / block }
    }

    fn run(&mut self) {
        for _ in 0..self.times {
            self.products.iter_mut().for_each(Product::run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::bench::CASES;

    fn flops(case: &str) -> f64 {
        let work = LimitWork::of(case).expect("a workload with a limit");
        let pass = |pass: &Pass| pass.times as f64 * pass.products.iter().map(Product::flops).sum::<f64>();
        work.passes.iter().map(pass).sum()
    }

    #[test]
    fn the_products_are_those_of_the_workload() {
        const A: f64 = 41_472.0;
        const B: f64 = 107_008.0;
        const E: f64 = 16_768.0;
        // 6 for each weight and row, less the gradient by the inputs of the first layer, which nobody needs.
        for (case, rows, weights) in [
            ("w1.A.256", 256.0, A),
            ("w1.A.1024", 1024.0, A),
            ("w1.B.256", 256.0, B),
            ("w1.B.1024", 1024.0, B),
        ] {
            assert_eq!(flops(case), 6.0 * rows * weights - 2.0 * rows * 66.0 * 128.0, "{case}");
        }
        assert_eq!([flops("w2.A"), flops("w2.B")], [2.0 * 2000.0 * A, 2.0 * 2000.0 * B]);
        assert_eq!(flops("w3"), 92.0 * 256.0 * E - 2.0 * 512.0 * 2.0 * 128.0);
    }

    #[test]
    fn every_workload_of_networks_has_a_limit_that_does_its_work() {
        for case in CASES {
            let Some(mut work) = LimitWork::of(case) else {
                assert!(case.starts_with("w4."), "{case} has no limit");
                continue;
            };
            let mut slice = BenchSlice::default();
            work.advance(1e-3, &mut slice);
            assert!(slice.ok && slice.units > 0.0, "{case}: {slice:?}");
        }
        assert!(LimitWork::of("w1.C.256").is_none() && LimitWork::of("w9").is_none());
    }
}
