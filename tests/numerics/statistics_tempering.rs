//! Whether tempering samples what it should: long runs against quadrature.

use crate::statistics_mcmc::{CHAINS, Z, deviation, kernels};
use mcmc_to_diffusion::numerics::density::{EightGaussians, Landscape, PlaneRule};
use mcmc_to_diffusion::numerics::mcmc::tempering::{Tempered, ladder, swap};
use mcmc_to_diffusion::numerics::mcmc::{Kernel, Sampler, State, init};
use mcmc_to_diffusion::numerics::{Point, Rng};

/// Runs a ladder over each sampler; what the coldest rung does is compared.
fn tempered<D: Landscape<Position = Point>>(
    target: &D,
    kernel: &Kernel<Point>,
    truth: &PlaneRule,
) -> (f64, String) {
    let inverse_temperature = ladder(5, 0.03);
    let modes = target.modes().len();
    let begin = |chain: usize| -> Vec<State<Point>> {
        inverse_temperature
            .iter()
            .map(|&inverse_temperature| {
                init(&Tempered { target, inverse_temperature }, target.heart(chain % modes))
            })
            .collect()
    };
    let mut replicas: Vec<_> = (0..CHAINS).map(begin).collect();
    let mut sweep = 0;
    deviation(
        truth,
        |chain| target.heart(chain % modes),
        |chain, _, rng| {
            for (state, &inverse_temperature) in replicas[chain].iter_mut().zip(&inverse_temperature) {
                let kernel = kernel.clone().with_step_size(kernel.step_size() / inverse_temperature.sqrt());
                *state = kernel.step(&Tempered { target, inverse_temperature }, state, rng, &mut ()).0;
            }
            sweep += 1;
            swap(&mut replicas[chain], &inverse_temperature, sweep % 2, rng);
            replicas[chain][0].x
        },
    )
}

#[test]
fn tempering_crosses_where_its_sampler_alone_does_not() {
    let target = EightGaussians::new(2.0, 0.12);
    let truth = PlaneRule::of(&target, [-4.0, -4.0], [4.0, 4.0], 400);
    for (name, kernel) in kernels([0.3, 0.2, 0.15, 0.2], 5) {
        let (z, what) = tempered(&target, &kernel, &truth);
        assert!(z < Z, "tempered {name}: {z} standard errors, {what}");
    }
    // Control: HMC alone never leaves the mode it starts in.
    let (_, hmc) = kernels([0.3, 0.2, 0.15, 0.2], 5).into_iter().nth(2).unwrap();
    let mut rng = Rng::of_chain(1, 0, 0);
    let mut state = init(&target, target.heart(0));
    for _ in 0..5_000 {
        state = hmc.step(&target, &state, &mut rng, &mut ()).0;
        assert_eq!(target.mode_of(&state.x), 0);
    }
}
