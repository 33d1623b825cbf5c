//! The grid sampler against scikit-learn's `make_moons`, with NumPy's own random draws where it uses any.

use crate::common::numpy::RandomState;
use crate::common::{assert_close, cases, entries, list, points};
use mcmc_to_diffusion::numerics::dataset::TwoMoons;

#[test]
fn grid_is_make_moons() {
    for case in cases("make_moons.json", "cases") {
        let args = &case["args"];
        for (name, _) in entries(args) {
            assert!(
                ["n_samples", "shuffle", "noise", "random_state"].contains(&name),
                "unknown argument {name}"
            );
        }
        let (upper, lower) = match args["n_samples"].as_u64() {
            Some(n) => (n as usize / 2, n as usize - n as usize / 2),
            None => {
                let counts = list(&args["n_samples"]);
                (counts[0].as_u64().unwrap() as usize, counts[1].as_u64().unwrap() as usize)
            }
        };
        let mut random = RandomState::new(args["random_state"].as_u64().unwrap_or(0) as u32);
        let order = if args["shuffle"].as_bool().expect("shuffle") {
            random.permutation(upper + lower)
        } else {
            (0..upper + lower).collect()
        };
        let moons = TwoMoons::new(args["noise"].as_f64().unwrap_or(0.0));
        let (actual, moon) = moons.grid_in_order(upper, lower, &order, || random.normal());

        let expected = points(&case["X"]);
        assert_eq!(actual.len(), expected.len(), "{args}");
        for (index, (actual, expected)) in actual.iter().zip(&expected).enumerate() {
            for axis in 0..2 {
                assert_close(actual[axis], expected[axis], 1e-12, &format!("{args} X[{index}][{axis}]"));
            }
        }
        let labels: Vec<u64> = list(&case["y"]).iter().map(|label| label.as_u64().expect("label")).collect();
        assert_eq!(moon.iter().map(|&label| u64::from(label)).collect::<Vec<_>>(), labels, "{args}");
    }
}
