//! What must hold of replicas at several temperatures: detailed balance, and that a swap leaves each on its own density.

use crate::common::moons;
use crate::invariants_mcmc::{BALANCED, SIGMA, imbalance};
use mcmc_to_diffusion::numerics::density::DataDensity;
use mcmc_to_diffusion::numerics::mcmc::tempering::{Tempered, ladder, swap};
use mcmc_to_diffusion::numerics::mcmc::{RandomWalk, Sampler, init};
use mcmc_to_diffusion::numerics::{Point, Rng};

#[test]
fn swaps_of_tempered_replicas_are_in_detailed_balance() {
    // The coldest of two rungs, with the hot one drawn from p^β by a long random walk of its own.
    let target = DataDensity::new(&moons(SIGMA));
    let inverse_temperature = ladder(2, 0.3);
    let tempered = Tempered { target: &target, inverse_temperature: inverse_temperature[1] };
    let walk = RandomWalk { step_size: 0.6, inverse_mass_sqrt: [1.0, 1.0] };
    let mut hot = init(&tempered, [0.5, 0.25]);
    let mut hot_noise = Rng::of_chain(9, 0, 0);
    let mut accepted = 0;
    let worst = imbalance(|state, rng| {
        for _ in 0..5 {
            hot = walk.step(&tempered, &hot, &mut hot_noise, &mut ()).0;
        }
        let mut rungs = [state.clone(), hot.clone()];
        accepted += swap(&mut rungs, &inverse_temperature, 0, rng)[1];
        hot = rungs[1].clone();
        rungs[0].x
    });
    assert!(accepted > 10_000, "{accepted} swaps");
    assert!(worst < BALANCED, "{worst}");
}

#[test]
fn a_swapped_state_is_what_its_new_rung_would_make_of_it() {
    let target = DataDensity::new(&moons(SIGMA));
    let inverse_temperature = ladder(4, 0.05);
    assert!(inverse_temperature[0] == 1.0 && (inverse_temperature[3] - 0.05).abs() < 1e-15);
    let at = |rung: usize, x: Point| {
        init(&Tempered { target: &target, inverse_temperature: inverse_temperature[rung] }, x)
    };
    let places = [[0.0, 1.1], [1.0, -0.4], [0.9, 0.5], [2.0, 0.4]];
    let mut rng = Rng::of_chain(2, 0, 0);
    let mut states: Vec<_> = (0..4).map(|rung| at(rung, places[rung])).collect();
    let mut swaps = 0;
    for sweep in 0..50 {
        swaps += swap(&mut states, &inverse_temperature, sweep % 2, &mut rng)[1];
        for (rung, state) in states.iter().enumerate() {
            let fresh = at(rung, state.x);
            assert!((state.log_density - fresh.log_density).abs() < 1e-9);
            assert!((0..2).all(|axis| (state.score[axis] - fresh.score[axis]).abs() < 1e-9));
        }
    }
    assert!(swaps > 0);
}
