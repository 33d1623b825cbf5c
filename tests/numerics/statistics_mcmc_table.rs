//! Effective samples per 1,000 gradients on thin moons, against what blackjax measured: HMC explores a thin moon
//! many times as well as MALA, neither crosses the gap, and a bold random walk does.
//!
//! 32 chains of 20,000 gradients. Within a moon: the smaller of bulk and tail ESS of the place along it. Between moons:
//! ESS of the moon a draw is in.

use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{DataDensity, Landscape, RezendeMohamed};
use mcmc_to_diffusion::numerics::diagnostics::ess::{ess_bulk, ess_mean, ess_tail};
use mcmc_to_diffusion::numerics::mcmc::{Hmc, Kernel, Mala, RandomWalk, Sampler, init};
use mcmc_to_diffusion::numerics::{Point, Rng};
use mcmc_to_diffusion::settings::SamplerBug;

const ONES: Point = [1.0, 1.0];
const CHAINS: usize = 32;
const GRADIENTS: u32 = 20_000;

struct Measured {
    acceptance: f64,
    within: f64,
    between: f64,
    crossed: bool,
}

fn measure<D: Landscape<Position = Point>>(target: &D, kernel: &Kernel<Point>) -> Measured {
    let (mut along, mut first) = (Vec::new(), Vec::new());
    let (mut evaluations, mut acceptance, mut transitions) = (0, 0.0, 0.0);
    let mut crossed = false;
    for chain in 0..CHAINS {
        let mut rng = Rng::of_chain(1, 0, chain);
        let mut state = init(target, target.heart(chain % 2));
        let mut spent = 0;
        let (mut places, mut modes) = (Vec::new(), Vec::new());
        while spent < GRADIENTS {
            let (next, transition) = kernel.step(target, &state, &mut rng, &mut ());
            state = next;
            spent += transition.evaluations;
            acceptance += transition.acceptance;
            transitions += 1.0;
            places.push(target.along(&state.x).expect("a place along the moon"));
            let mode = target.mode_of(&state.x);
            crossed |= mode != chain % 2;
            modes.push(f64::from(u8::from(mode == 0)));
        }
        evaluations += spent;
        along.push(places);
        first.push(modes);
    }
    let thousands = f64::from(evaluations) / 1000.0;
    Measured {
        acceptance: acceptance / transitions,
        within: ess_bulk(&along).min(ess_tail(&along)) / thousands,
        between: ess_mean(&first) / thousands,
        crossed,
    }
}

fn mala(step_size: f64) -> Kernel<Point> {
    Kernel::Mala(Mala { step_size, inverse_mass_sqrt: ONES, bug: SamplerBug::Off })
}

fn hmc(step_size: f64, leapfrog_steps: usize) -> Kernel<Point> {
    Kernel::Hmc(Hmc { step_size, leapfrog_steps, jitter: 0.0, inverse_mass_sqrt: ONES, bug: SamplerBug::Off })
}

fn walk(step_size: f64) -> Kernel<Point> {
    Kernel::RandomWalk(RandomWalk { step_size, inverse_mass_sqrt: ONES })
}

#[track_caller]
fn near(found: f64, published: f64, what: &str) {
    println!("{what}: {found:.2}, published {published}");
    assert!(found < 1.5 * published && published < 1.5 * found, "{what}: {found} for {published}");
}

/// A row of the table: each number with the setting that reaches it.
struct Row {
    /// MALA at acceptance .574.
    mala: (f64, f64),
    best_mala: (f64, f64),
    hmc: ((f64, usize), f64),
    /// Between moons: MALA, HMC, random walk. None where no chain crosses.
    between_mala: Option<(f64, f64)>,
    between_hmc: Option<((f64, usize), f64)>,
    between_walk: (f64, f64),
}

fn check<D: Landscape<Position = Point>>(name: &str, target: &D, row: &Row) {
    let at_optimum = measure(target, &mala(row.mala.0));
    assert!((at_optimum.acceptance - 0.574).abs() < 0.04, "{name}: acceptance {}", at_optimum.acceptance);
    near(at_optimum.within, row.mala.1, &format!("{name}: MALA at .574"));
    let best = measure(target, &mala(row.best_mala.0));
    near(best.within, row.best_mala.1, &format!("{name}: best MALA"));
    let ((step_size, steps), published) = row.hmc;
    let leaping = measure(target, &hmc(step_size, steps));
    near(leaping.within, published, &format!("{name}: HMC"));
    match row.between_mala {
        Some((step_size, published)) => {
            let between = measure(target, &mala(step_size)).between;
            near(between, published, &format!("{name}: MALA between"));
        }
        None => assert!(!at_optimum.crossed, "{name}: MALA has crossed"),
    }
    match row.between_hmc {
        Some(((step_size, steps), published)) => {
            let between = measure(target, &hmc(step_size, steps)).between;
            near(between, published, &format!("{name}: HMC between"));
        }
        None => assert!(!leaping.crossed, "{name}: HMC has crossed"),
    }
    let (step_size, published) = row.between_walk;
    near(measure(target, &walk(step_size)).between, published, &format!("{name}: random walk between"));
}

fn moons(rng: f64) -> DataDensity {
    DataDensity::new(&TwoMoons::new(rng).into())
}

#[test]
fn moons_of_width_05() {
    let row = Row {
        mala: (0.090, 1.22),
        best_mala: (0.098, 1.34),
        hmc: ((0.055, 40), 23.2),
        between_mala: None,
        between_hmc: None,
        between_walk: (0.22, 1.6),
    };
    check("σ .05", &moons(0.05), &row);
}

#[test]
fn moons_of_width_10() {
    let row = Row {
        mala: (0.18, 5.5),
        best_mala: (0.28, 7.8),
        hmc: ((0.11, 20), 37.0),
        between_mala: Some((0.30, 3.7)),
        between_hmc: Some(((0.09, 5), 1.5)),
        between_walk: (0.40, 19.0),
    };
    check("σ .10", &moons(0.10), &row);
}

#[test]
fn moons_of_width_15() {
    let row = Row {
        mala: (0.276, 21.0),
        best_mala: (0.42, 34.0),
        hmc: ((0.165, 10), 68.0),
        between_mala: Some((0.48, 18.0)),
        between_hmc: Some(((0.165, 5), 11.0)),
        between_walk: (0.60, 59.0),
    };
    check("σ .15", &moons(0.15), &row);
}

#[test]
fn moons_of_width_20() {
    let row = Row {
        mala: (0.393, 54.0),
        best_mala: (0.56, 83.0),
        hmc: ((0.22, 5), 84.0),
        between_mala: Some((0.60, 47.0)),
        between_hmc: Some(((0.22, 5), 32.0)),
        between_walk: (0.80, 103.0),
    };
    check("σ .20", &moons(0.20), &row);
}

#[test]
fn crescents() {
    let row = Row {
        mala: (0.63, 39.0),
        best_mala: (0.833, 43.0),
        hmc: ((0.385, 5), 142.0),
        between_mala: Some((1.1, 4.1)),
        between_hmc: Some(((0.42, 5), 0.48)),
        between_walk: (1.6, 23.0),
    };
    check("U1", &RezendeMohamed::default(), &row);
}
