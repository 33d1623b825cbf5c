//! Chains that move side by side move as each would alone, to the bit.

use crate::common::moons;
use mcmc_to_diffusion::numerics::dataset::TwoMoons;
use mcmc_to_diffusion::numerics::density::{
    Banana, CorrelatedGaussian, DataDensity, EightGaussians, Funnel, Landscape, PairOfGaussians,
    RezendeMohamed, Ring, Squiggle, ThreeGaussians,
};
use mcmc_to_diffusion::numerics::ebm::LearnedDensity;
use mcmc_to_diffusion::numerics::kernel::Plan;
use mcmc_to_diffusion::numerics::mcmc::tempering::Tempered;
use mcmc_to_diffusion::numerics::mcmc::{
    Hmc, Kernel, Mala, Nuts, Phase, RandomWalk, Sampler, State, StepTrace, Transition, Ula, init, leapfrog,
};
use mcmc_to_diffusion::numerics::{Point, Position, Rng};
use mcmc_to_diffusion::settings::SamplerBug;
use mcmc_to_diffusion::settings::{Activation, EbmSettings};
use std::fmt::Debug;
use std::rc::Rc;

/// One full group of lanes, and a remainder.
const CHAINS: usize = 13;

/// Steps of which some are rejected, and paths of lengths from 1 to 9.
fn kernels<P: Position>(inverse_mass_sqrt: &P) -> [Kernel<P>; 5] {
    let inverse_mass_sqrt = || inverse_mass_sqrt.clone();
    [
        Kernel::RandomWalk(RandomWalk { step_size: 0.5, inverse_mass_sqrt: inverse_mass_sqrt() }),
        Kernel::Ula(Ula {
            step_size: 0.2,
            inverse_mass_sqrt: inverse_mass_sqrt(),
            temperature: 2.0,
            bug: SamplerBug::Off,
        }),
        Kernel::Mala(Mala { step_size: 0.3, inverse_mass_sqrt: inverse_mass_sqrt(), bug: SamplerBug::Off }),
        Kernel::Hmc(Hmc {
            step_size: 0.2,
            leapfrog_steps: 9,
            jitter: 1.0,
            inverse_mass_sqrt: inverse_mass_sqrt(),
            bug: SamplerBug::Off,
        }),
        Kernel::Nuts(Nuts { step_size: 0.3, inverse_mass_sqrt: inverse_mass_sqrt() }),
    ]
}

type Walk<P> = Vec<(State<P>, Transition<P>)>;

/// `count` chains from the modes' hearts, each after each of some transitions.
fn walks<D: Landscape + ?Sized>(
    target: &D,
    kernel: &Kernel<D::Position>,
    count: usize,
) -> Vec<Walk<D::Position>> {
    let tempered = Tempered { target, inverse_temperature: 0.6 };
    let modes = target.modes().len();
    let begin = |chain: usize| (init(&tempered, target.heart(chain % modes)), Rng::of_chain(3, 0, chain));
    let mut chains: Vec<_> = (0..count).map(begin).collect();
    let mut walks: Vec<Walk<_>> = vec![Vec::new(); count];
    for sweep in 0..40 {
        let mut turns: Vec<_> = chains.iter_mut().map(|(state, rng)| (state, rng)).collect();
        let transitions = match sweep % 2 {
            0 => kernel.step_all(target, &mut turns),
            _ => kernel.step_all(&tempered, &mut turns),
        };
        for ((walk, (state, _)), transition) in walks.iter_mut().zip(&chains).zip(transitions) {
            walk.push((state.clone(), transition));
        }
    }
    walks
}

fn move_alike<D>(name: &str, target: &D)
where
    D: Landscape + ?Sized,
    D::Position: Debug + PartialEq,
{
    let mut ones = target.heart(0);
    ones.as_mut().fill(1.0);
    let modes = target.modes().len();
    for kernel in kernels(&ones) {
        let many = walks(target, &kernel, CHAINS);
        let moved = many.iter().flatten().filter(|(_, transition)| transition.accepted).count();
        assert!(moved > 40, "{kernel:?} on {name}: {moved} moves");
        for count in [1, 2, 8, 9] {
            assert!(walks(target, &kernel, count) == many[..count], "{count} chains, {kernel:?} on {name}");
        }
        // And as one step after the other, looked at or not.
        let tempered = Tempered { target, inverse_temperature: 0.6 };
        for (chain, walk) in many.iter().enumerate() {
            let mut state = init(&tempered, target.heart(chain % modes));
            let mut rng = Rng::of_chain(3, 0, chain);
            for (sweep, expected) in walk.iter().enumerate() {
                let found = match sweep % 2 {
                    0 => kernel.step(target, &state, &mut rng, &mut StepTrace::default()),
                    _ => kernel.step(&tempered, &state, &mut rng, &mut ()),
                };
                assert!(found == *expected, "chain {chain}, transition {sweep}, {kernel:?} on {name}");
                state = found.0;
            }
        }
    }
}

#[test]
fn on_every_density_that_is_known() {
    move_alike("two moons", &DataDensity::new(&moons(0.15)));
    move_alike("two crescents", &RezendeMohamed::turned(0.4));
    move_alike("banana", &Banana::default());
    move_alike("funnel", &Funnel::default());
    move_alike("ring", &Ring::default());
    move_alike("eight Gaussians", &EightGaussians::default());
    move_alike("three Gaussians", &ThreeGaussians::default());
    move_alike("squiggle", &Squiggle::default());
    move_alike("correlated Gaussian", &CorrelatedGaussian::default());
    move_alike("pair of Gaussians", &PairOfGaussians::new(5));
}

#[test]
fn on_learned_energies() {
    let data = Rc::new(DataDensity::new(&TwoMoons::new(0.1).into()));
    for (activation, width, depth) in
        [(Activation::Silu, 12, 2), (Activation::Softplus, 9, 1), (Activation::Tanh, 16, 3)]
    {
        let plan = Plan::energy(&EbmSettings { width, depth, activation, ..EbmSettings::default() });
        let mut rng = Rng::of_chain(7, 0, 0);
        let parameters: Vec<f32> = rng.normals(plan.weights()).iter().map(|weight| 0.5 * weight).collect();
        move_alike(&format!("{plan:?}"), &LearnedDensity::new(&plan, &parameters, data.clone()));
    }
}

#[test]
fn a_path_of_hmc_is_one_of_leapfrog_steps() {
    let target = DataDensity::new(&moons(0.15));
    let inverse_mass_sqrt: Point = [1.0, 0.6];
    let hmc =
        Hmc { step_size: 0.1, leapfrog_steps: 12, jitter: 0.0, inverse_mass_sqrt, bug: SamplerBug::Off };
    let mut rng = Rng::of_chain(1, 0, 0);
    let mut state = init(&target, [0.0, 1.0]);
    for _ in 0..50 {
        let mut trace = StepTrace::default();
        let (next, _) = hmc.step(&target, &state, &mut rng, &mut trace);
        let velocity = trace.velocity.expect("a momentum");
        let momentum = [velocity[0] / inverse_mass_sqrt[0], velocity[1] / inverse_mass_sqrt[1]];
        let begin = Phase { state: state.clone(), momentum };
        let mut phase = begin.clone();
        assert_eq!(trace.path.len(), 13);
        for (x, energy_error) in &trace.path[1..] {
            phase = leapfrog(&target, &phase, 0.1, &inverse_mass_sqrt);
            assert!((0..2).all(|axis| (phase.state.x[axis] - x[axis]).abs() < 1e-9), "{x:?} for {phase:?}");
            assert!((phase.energy() - begin.energy() - energy_error).abs() < 1e-8, "{energy_error}");
        }
        state = next;
    }
}
