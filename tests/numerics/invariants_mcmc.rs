//! What must hold of every sampler whatever the density: reversibility, volume, the order of the energy error,
//! detailed balance, and that looking changes nothing.

use crate::common::moons;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::mcmc::{
    Hmc, Kernel, Mala, Nuts, Phase, RandomWalk, Sampler, State, StepTrace, Ula, init, leapfrog,
};
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::SamplerBug;

pub const SIGMA: f64 = 0.15;
const ONES: Point = [1.0, 1.0];

fn phases(target: &DataDensity, count: usize) -> Vec<Phase<Point>> {
    let mut rng = Rng::new(3, Stream::Data);
    let starts = moons(SIGMA).independent(count, &mut rng);
    starts
        .into_iter()
        .map(|x| Phase { state: init(target, x), momentum: [rng.normal(), rng.normal()] })
        .collect()
}

fn path(
    target: &DataDensity,
    begin: &Phase<Point>,
    step_size: f64,
    inverse_mass_sqrt: &Point,
    steps: usize,
) -> Phase<Point> {
    (0..steps).fold(begin.clone(), |phase, _| leapfrog(target, &phase, step_size, inverse_mass_sqrt))
}

#[test]
fn leapfrog_comes_back_when_the_momentum_is_turned() {
    let target = DataDensity::new(&moons(SIGMA));
    for begin in phases(&target, 50) {
        let mut end = path(&target, &begin, 0.05, &[1.0, 0.4], 20);
        assert!(end.state.x != begin.state.x);
        end.momentum = end.momentum.map(|part| -part);
        let back = path(&target, &end, 0.05, &[1.0, 0.4], 20);
        for axis in 0..2 {
            assert!((back.state.x[axis] - begin.state.x[axis]).abs() < 1e-9, "{back:?} for {begin:?}");
            assert!((back.momentum[axis] + begin.momentum[axis]).abs() < 1e-8, "{back:?} for {begin:?}");
        }
    }
}

#[test]
fn leapfrog_preserves_volume() {
    // The determinant of the derivative of a whole path, by central differences.
    let target = DataDensity::new(&moons(SIGMA));
    const H: f64 = 1e-5;
    for begin in phases(&target, 20) {
        let end = |index: usize, shift: f64| {
            let mut moved = begin.clone();
            if index < 2 {
                moved.state.x[index] += shift;
                moved.state = init(&target, moved.state.x);
            } else {
                moved.momentum[index - 2] += shift;
            }
            let end = path(&target, &moved, 0.1, &[1.0, 0.7], 5);
            [end.state.x[0], end.state.x[1], end.momentum[0], end.momentum[1]]
        };
        let columns: [[f64; 4]; 4] = std::array::from_fn(|index| {
            let (up, down) = (end(index, H), end(index, -H));
            std::array::from_fn(|row| (up[row] - down[row]) / (2.0 * H))
        });
        let volume = determinant(columns);
        assert!((volume - 1.0).abs() < 1e-4, "{volume} from {begin:?}");
    }
}

fn determinant(mut m: [[f64; 4]; 4]) -> f64 {
    let mut product = 1.0;
    for k in 0..4 {
        let pivot = (k..4).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs())).unwrap();
        if pivot != k {
            m.swap(k, pivot);
            product = -product;
        }
        product *= m[k][k];
        let pivot = m[k];
        for row in &mut m[k + 1..] {
            let factor = row[k] / pivot[k];
            for (entry, above) in row.iter_mut().zip(pivot) {
                *entry -= factor * above;
            }
        }
    }
    product
}

#[test]
fn the_energy_error_of_a_path_falls_with_the_square_of_the_step() {
    let target = DataDensity::new(&moons(SIGMA));
    let begins = phases(&target, 200);
    let error = |step_size: f64| {
        let steps = (0.5 / step_size).round() as usize;
        let errors = begins
            .iter()
            .map(|begin| (path(&target, begin, step_size, &ONES, steps).energy() - begin.energy()).abs());
        errors.sum::<f64>() / begins.len() as f64
    };
    let order = (error(0.01) / error(0.005)).log2();
    assert!((order - 2.0).abs() < 0.1, "order {order}");
}

fn kernels(step: [f64; 4]) -> [(&'static str, Kernel<Point>); 4] {
    let inverse_mass_sqrt = [1.0, 0.6];
    [
        ("random walk", Kernel::RandomWalk(RandomWalk { step_size: step[0], inverse_mass_sqrt })),
        ("MALA", Kernel::Mala(Mala { step_size: step[1], inverse_mass_sqrt, bug: SamplerBug::Off })),
        (
            "HMC",
            Kernel::Hmc(Hmc {
                step_size: step[2],
                leapfrog_steps: 7,
                jitter: 0.5,
                inverse_mass_sqrt,
                bug: SamplerBug::Off,
            }),
        ),
        ("NUTS", Kernel::Nuts(Nuts { step_size: step[3], inverse_mass_sqrt })),
    ]
}

/// Steps that are not always accepted.
const STEPS: [f64; 4] = [0.4, 0.25, 0.3, 0.25];

#[test]
fn looking_at_a_step_does_not_change_it() {
    let target = DataDensity::new(&moons(SIGMA));
    let ula =
        Kernel::Ula(Ula { step_size: 0.2, inverse_mass_sqrt: ONES, temperature: 1.0, bug: SamplerBug::Off });
    for (name, kernel) in kernels(STEPS).into_iter().chain([("ULA", ula)]) {
        let (mut one, mut other) = (Rng::of_chain(1, 0, 0), Rng::of_chain(1, 0, 0));
        let mut state = init(&target, [0.0, 1.0]);
        for _ in 0..300 {
            let mut trace = StepTrace::default();
            let watched = kernel.step(&target, &state, &mut one, &mut trace);
            assert_eq!(watched, kernel.step(&target, &state, &mut other, &mut ()), "{name}");
            assert!(trace.cloud.is_some() != trace.velocity.is_some(), "{name}");
            if trace.velocity.is_some() {
                // NUTS turns to its other end, which is then seen again.
                let lifts = trace.path.iter().filter(|(_, error)| error.is_nan()).count();
                assert_eq!(trace.path.len() - 2 * lifts, watched.1.evaluations as usize + 1, "{name}");
                assert_eq!(trace.path[0], (state.x, 0.0), "{name}");
            }
            state = watched.0;
        }
    }
}

/// Cells of a grid over the moons; what is outside belongs to its border.
const CELLS: usize = 6;

fn cell(x: Point) -> usize {
    let along = |value: f64, low: f64, high: f64| {
        ((value - low) / (high - low) * CELLS as f64).clamp(0.0, CELLS as f64 - 1.0) as usize
    };
    along(x[1], -0.8, 1.3) * CELLS + along(x[0], -1.3, 2.3)
}

/// Largest |N_ij − N_ji| / √(N_ij + N_ji) over pairs of cells, where N counts steps of `step` from points drawn
/// exactly from the density: standard normal for every pair if the step is in detailed balance with it.
pub fn imbalance(mut step: impl FnMut(&State<Point>, &mut Rng) -> Point) -> f64 {
    const DRAWS: usize = 100_000;
    let target = DataDensity::new(&moons(SIGMA));
    let starts = moons(SIGMA).independent(DRAWS, &mut Rng::new(11, Stream::Data));
    let mut rng = Rng::of_chain(5, 0, 0);
    let mut flux = vec![[0.0_f64; CELLS * CELLS]; CELLS * CELLS];
    for x in starts {
        let to = step(&init(&target, x), &mut rng);
        flux[cell(x)][cell(to)] += 1.0;
    }
    let mut worst = 0.0_f64;
    for (i, there) in flux.iter().enumerate() {
        for (j, back) in flux[..i].iter().enumerate() {
            let (there, back) = (there[j], back[i]);
            if there + back >= 30.0 {
                worst = worst.max((there - back).abs() / (there + back).sqrt());
            }
        }
    }
    worst
}

/// Of some 400 pairs one exceeds this by chance in ten thousand tests.
pub const BALANCED: f64 = 5.0;

#[test]
fn every_sampler_is_in_detailed_balance() {
    let target = DataDensity::new(&moons(SIGMA));
    for (name, kernel) in kernels(STEPS) {
        let mut rejections = 0;
        let worst = imbalance(|state, rng| {
            let (next, transition) = kernel.step(&target, state, rng, &mut ());
            rejections += u32::from(!transition.accepted);
            next.x
        });
        assert!(worst < BALANCED, "{name}: {worst}");
        assert!(
            name == "NUTS" || rejections > 5_000,
            "{name}: only {rejections} rejections try the decision"
        );
    }
}

#[test]
fn control_steps_without_their_decision_are_not_in_balance() {
    let target = DataDensity::new(&moons(SIGMA));
    // ULA is MALA without its decision.
    let ula =
        Ula { step_size: STEPS[1], inverse_mass_sqrt: [1.0, 0.6], temperature: 1.0, bug: SamplerBug::Off };
    let worst = imbalance(|state, rng| ula.step(&target, state, rng, &mut ()).0.x);
    assert!(worst > BALANCED, "ULA: {worst}");
    // HMC and the random walk that take every proposal.
    for (name, kernel) in kernels(STEPS).into_iter().filter(|(name, _)| ["random walk", "HMC"].contains(name))
    {
        let worst = imbalance(|state, rng| kernel.step(&target, state, rng, &mut ()).1.proposal);
        assert!(worst > BALANCED, "{name}: {worst}");
    }
    // MALA that forgets the Hastings correction.
    let mala = Mala { step_size: STEPS[1], inverse_mass_sqrt: [1.0, 0.6], bug: SamplerBug::Off };
    let worst = imbalance(|state, rng| {
        let proposal = mala.step(&target, state, rng, &mut ()).1.proposal;
        let log_ratio = target.log_density(&proposal) - state.log_density;
        if rng.uniform() < log_ratio.exp() { proposal } else { state.x }
    });
    assert!(worst > BALANCED, "MALA without its correction: {worst}");
}

#[test]
fn a_proposal_that_is_not_finite_is_a_rejected_divergence() {
    /// A standard normal that ends at a cliff.
    struct Cliff(f64);
    impl LogDensity for Cliff {
        type Position = Point;
        fn log_density(&self, x: &Point) -> f64 {
            if x[0].abs() > 1.0 { self.0 } else { -0.5 * (x[0] * x[0] + x[1] * x[1]) }
        }
        fn log_density_and_score(&self, x: &Point) -> (f64, Point) {
            (self.log_density(x), x.map(|part| -part))
        }
    }
    let ula =
        Kernel::Ula(Ula { step_size: 0.2, inverse_mass_sqrt: ONES, temperature: 1.0, bug: SamplerBug::Off });
    for beyond in [f64::NAN, f64::NEG_INFINITY, f64::INFINITY] {
        for (name, kernel) in kernels([0.8, 0.8, 0.3, 0.3]).into_iter().chain([("ULA", ula.clone())]) {
            let target = Cliff(beyond);
            let mut rng = Rng::of_chain(4, 0, 0);
            let mut state = init(&target, [0.0, 0.0]);
            let mut divergences = 0;
            for _ in 0..2_000 {
                let (next, transition) = kernel.step(&target, &state, &mut rng, &mut ());
                assert!(next.is_finite(), "{name} beyond {beyond}: {next:?}");
                assert!((0.0..=1.0).contains(&transition.acceptance), "{name}: {}", transition.acceptance);
                divergences += u32::from(transition.divergent);
                state = next;
            }
            assert!(divergences > 10, "{name} beyond {beyond}: {divergences} divergences");
        }
    }
}
