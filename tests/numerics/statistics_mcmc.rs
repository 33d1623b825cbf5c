//! Whether samplers sample what they should: long runs against quadrature, with samplers that must fail the same test.

use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, Landscape, LogDensity, PairOfGaussians,
    PlaneRule, RezendeMohamed, Ring, Squiggle, ThreeGaussians,
};
use mcmc_to_diffusion::numerics::diagnostics::ess::ess_mean;
use mcmc_to_diffusion::numerics::diagnostics::mcse::mcse_mean;
use mcmc_to_diffusion::numerics::mcmc::tuning::{Tuning, WARM_UP};
use mcmc_to_diffusion::numerics::mcmc::{Hmc, Kernel, Mala, Nuts, RandomWalk, Sampler, Ula, init};
use mcmc_to_diffusion::numerics::{Point, Rng};
use mcmc_to_diffusion::settings::SamplerBug;

const ONES: Point = [1.0, 1.0];
pub const CHAINS: usize = 8;
const DRAWS: usize = 12_000;
const WARM: usize = 500;

/// Some 200 comparisons: one beyond this by chance in a thousand tests.
pub const Z: f64 = 4.5;

type Quantity = fn(Point) -> f64;
const QUANTITIES: [(&str, Quantity); 5] = [
    ("x", |[x, _]| x),
    ("y", |[_, y]| y),
    ("x²", |[x, _]| x * x),
    ("y²", |[_, y]| y * y),
    ("|x y|", |[x, y]| (x * y).abs()),
];

/// How far a run's means are from the truth, in Monte Carlo standard errors: the largest over all quantities.
pub fn deviation(
    truth: &PlaneRule,
    starts: impl Fn(usize) -> Point,
    mut step: impl FnMut(usize, Point, &mut Rng) -> Point,
) -> (f64, String) {
    let chains: Vec<Vec<Point>> = (0..CHAINS)
        .map(|chain| {
            let mut rng = Rng::of_chain(17, 0, chain);
            let mut x = starts(chain);
            (0..WARM + DRAWS)
                .map(|_| {
                    x = step(chain, x, &mut rng);
                    x
                })
                .skip(WARM)
                .collect()
        })
        .collect();
    let mut worst = (0.0, String::new());
    for (name, quantity) in QUANTITIES {
        let draws: Vec<Vec<f64>> =
            chains.iter().map(|chain| chain.iter().map(|&x| quantity(x)).collect()).collect();
        let mean = draws.iter().flatten().sum::<f64>() / (CHAINS * DRAWS) as f64;
        let (error, exact, ess) = (mcse_mean(&draws), truth.mean(quantity), ess_mean(&draws));
        let z = (mean - exact).abs() / error;
        if z.is_nan() || z > worst.0 {
            worst = (z, format!("{name}: {mean} for {exact}, error {error}, ESS {ess}"));
        }
        // A chain that hardly moves proves nothing.
        assert!(ess > 150.0, "{name}: ESS {ess}");
    }
    worst
}

pub fn kernels(steps: [f64; 4], leapfrog_steps: usize) -> [(&'static str, Kernel<Point>); 4] {
    let [walk, langevin, hmc, nuts] = steps;
    [
        ("random walk", Kernel::RandomWalk(RandomWalk { step_size: walk, inverse_mass_sqrt: ONES })),
        ("MALA", Kernel::Mala(Mala { step_size: langevin, inverse_mass_sqrt: ONES, bug: SamplerBug::Off })),
        (
            "HMC",
            Kernel::Hmc(Hmc {
                step_size: hmc,
                leapfrog_steps,
                jitter: 0.5,
                inverse_mass_sqrt: ONES,
                bug: SamplerBug::Off,
            }),
        ),
        ("NUTS", Kernel::Nuts(Nuts { step_size: nuts, inverse_mass_sqrt: ONES })),
    ]
}

fn run<D: Landscape<Position = Point>>(
    target: &D,
    kernel: &Kernel<Point>,
    truth: &PlaneRule,
) -> (f64, String) {
    let modes = target.modes().len();
    deviation(
        truth,
        |chain| target.heart(chain % modes),
        |_, x, rng| kernel.step(target, &init(target, x), rng, &mut ()).0.x,
    )
}

/// Every sampler, on a density that none of them is shut out of.
fn all_agree<D: Landscape<Position = Point>>(
    name: &str,
    target: &D,
    reach: f64,
    steps: [f64; 4],
    leaps: usize,
) {
    let truth = PlaneRule::of(target, [-reach, -reach], [reach, reach], 400);
    for (sampler, kernel) in kernels(steps, leaps) {
        let (z, what) = run(target, &kernel, &truth);
        assert!(z < Z, "{sampler} on {name}: {z} standard errors, {what}");
    }
}

#[test]
fn on_two_moons() {
    let moons = DataDensity::new(&TwoMoons::new(0.25).into());
    all_agree("two moons", &moons, 4.0, [0.8, 0.45, 0.25, 0.3], 6);
}

#[test]
fn on_a_banana_and_a_squiggle() {
    let banana = Banana { length: 1.0, bend: 0.5, width: 0.5 };
    all_agree("banana", &banana, 12.0, [0.8, 0.5, 0.3, 0.3], 8);
    all_agree("squiggle", &Squiggle::default(), 9.0, [0.6, 0.25, 0.1, 0.12], 15);
}

#[test]
fn on_a_funnel_that_can_be_sampled() {
    all_agree("funnel", &Funnel { spread: 1.0 }, 12.0, [1.0, 0.7, 0.3, 0.3], 8);
}

#[test]
fn on_a_ring_and_a_gaussian() {
    all_agree("ring", &Ring::default(), 4.0, [0.9, 0.3, 0.2, 0.2], 15);
    all_agree("correlated Gaussian", &CorrelatedGaussian::default(), 7.0, [0.9, 0.4, 0.3, 0.3], 8);
}

#[test]
fn on_mixtures_that_a_walker_can_cross() {
    let kernel = Kernel::RandomWalk(RandomWalk { step_size: 1.5, inverse_mass_sqrt: ONES });
    let eight = EightGaussians::default();
    let truth = PlaneRule::of(&eight, [-4.0, -4.0], [4.0, 4.0], 400);
    let (z, what) = run(&eight, &kernel, &truth);
    assert!(z < Z, "random walk on eight Gaussians: {z}, {what}");
    let three = ThreeGaussians::default();
    let truth = PlaneRule::of(&three, [-8.0, -8.0], [8.0, 8.0], 400);
    let (z, what) = run(&three, &kernel, &truth);
    assert!(z < Z, "random walk on three Gaussians: {z}, {what}");
    let crescents = RezendeMohamed::default();
    let truth = PlaneRule::of(&crescents, [-6.0, -6.0], [6.0, 6.0], 400);
    let (z, what) = run(&crescents, &kernel, &truth);
    assert!(z < Z, "random walk on two crescents: {z}, {what}");
}

#[test]
fn control_samplers_that_are_wrong_fail() {
    let target = DataDensity::new(&TwoMoons::new(0.25).into());
    let truth = PlaneRule::of(&target, [-4.0, -4.0], [4.0, 4.0], 400);
    // MALA's steps without its decision.
    let ula =
        Kernel::Ula(Ula { step_size: 0.45, inverse_mass_sqrt: ONES, temperature: 1.0, bug: SamplerBug::Off });
    let (z, _) = run(&target, &ula, &truth);
    assert!(z > Z, "ULA: {z}");
    // HMC that takes every proposal.
    let hmc =
        Hmc { step_size: 0.4, leapfrog_steps: 6, jitter: 0.5, inverse_mass_sqrt: ONES, bug: SamplerBug::Off };
    let (z, _) = deviation(
        &truth,
        |chain| target.heart(chain % 2),
        |_, x, rng| hmc.step(&target, &init(&target, x), rng, &mut ()).1.proposal,
    );
    assert!(z > Z, "HMC without its decision: {z}");
}

#[test]
fn in_many_dimensions_coordinates_keep_their_law() {
    // 20 dimensions: the second coordinate is N(0, .6²), and the pair is symmetric.
    let target = PairOfGaussians::new(20);
    for kernel in [
        Kernel::Hmc(Hmc {
            step_size: 0.25,
            leapfrog_steps: 6,
            jitter: 0.5,
            inverse_mass_sqrt: vec![1.0; 20],
            bug: SamplerBug::Off,
        }),
        Kernel::Nuts(Nuts { step_size: 0.25, inverse_mass_sqrt: vec![1.0; 20] }),
        Kernel::Mala(Mala { step_size: 0.5, inverse_mass_sqrt: vec![1.0; 20], bug: SamplerBug::Off }),
    ] {
        let mut squares: Vec<Vec<f64>> = Vec::new();
        for chain in 0..CHAINS {
            let mut rng = Rng::of_chain(3, 0, chain);
            let mut state = init(&target, target.heart(chain % 2));
            let mut draws = Vec::new();
            for index in 0..5_000 {
                state = kernel.step(&target, &state, &mut rng, &mut ()).0;
                if index >= WARM {
                    draws.push(state.x[1..].iter().map(|x| x * x).sum::<f64>() / 19.0);
                }
            }
            squares.push(draws);
        }
        let mean = squares.iter().flatten().sum::<f64>() / (CHAINS * squares[0].len()) as f64;
        let error = mcse_mean(&squares);
        assert!((mean - 0.36).abs() < Z * error && error < 0.01, "{kernel:?}: {mean} ± {error}");
    }
}

#[test]
fn tuning_finds_the_acceptance_rate_and_the_scales() {
    /// Independent normals of very different widths.
    struct Narrow;
    impl LogDensity for Narrow {
        type Position = Point;
        fn log_density(&self, x: &Point) -> f64 {
            -0.5 * (x[0] * x[0] / 9.0 + x[1] * x[1] / 0.01)
        }
        fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
            (self.log_density(x), [-x[0] / 9.0, -x[1] / 0.01])
        }
    }
    for learn_scales in [false, true] {
        for (name, wanted, kernel) in [("random walk", 0.234, 0usize), ("MALA", 0.574, 1), ("HMC", 0.8, 2)]
            .map(|(name, wanted, index)| (name, wanted, kernels([1.0, 1.0, 1.0, 1.0], 10)[index].1.clone()))
        {
            let mut tuning = Tuning::new(1.0, wanted, learn_scales, &ONES);
            let mut chains: Vec<_> =
                (0..4).map(|chain| (init(&Narrow, [0.0, 0.0]), Rng::of_chain(8, 0, chain))).collect();
            let with = |tuning: &Tuning<Point>| {
                let mut kernel = kernel.clone().with_step_size(tuning.step_size());
                match &mut kernel {
                    Kernel::RandomWalk(RandomWalk { inverse_mass_sqrt, .. })
                    | Kernel::Mala(Mala { inverse_mass_sqrt, .. })
                    | Kernel::Hmc(Hmc { inverse_mass_sqrt, .. }) => {
                        *inverse_mass_sqrt = *tuning.inverse_mass_sqrt()
                    }
                    _ => unreachable!("not tuned here"),
                }
                kernel
            };
            let mut sweep = |kernel: &Kernel<Point>| {
                let mut acceptance = 0.0;
                for (state, rng) in &mut chains {
                    let (next, transition) = kernel.step(&Narrow, state, rng, &mut ());
                    *state = next;
                    acceptance += transition.acceptance / 4.0;
                }
                (acceptance, chains.iter().map(|(state, _)| state.x).collect::<Vec<_>>())
            };
            for _ in 0..WARM_UP {
                assert!(!tuning.is_done());
                let (acceptance, places) = sweep(&with(&tuning));
                tuning.update(acceptance, places.iter());
            }
            assert!(tuning.is_done());
            let tuned = with(&tuning);
            let found = (0..2_000).map(|_| sweep(&tuned).0).sum::<f64>() / 2_000.0;
            assert!((found - wanted).abs() < 0.1, "{name}, scales {learn_scales}: {found} for {wanted}");
            let ratio = tuning.inverse_mass_sqrt()[0] / tuning.inverse_mass_sqrt()[1];
            // The widths are 3 and 0.1.
            let right = if learn_scales { ratio > 10.0 && ratio < 90.0 } else { ratio == 1.0 };
            assert!(right, "{name}: scales {:?}", tuning.inverse_mass_sqrt());
        }
    }
}
