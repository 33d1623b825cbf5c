//! Markov chain Monte Carlo: one sampler a file, every file the same shape.
//!
//! A sampler is a plain struct of its settings, `step_size` and `inverse_mass_sqrt` among them, that is a [`Sampler`] (or a
//! [`OneEvaluation`], which makes it one). It leaves the target's law as it is (the unadjusted Langevin algorithm
//! excepted), it owns nothing, and its noise is an argument. Where it has a `bug`, that may be one of the museum's.
//!
//! | symbol | in code | what it is |
//! |---|---|---|
//! | x | `x` | place of a chain, data units |
//! | ε | `step_size` | standard deviation of a random walk's or a Langevin step's noise; time of one leapfrog step |
//! | s | `inverse_mass_sqrt` | √ of the diagonal of M⁻¹: how far one unit reaches along each axis |
//! | r | `momentum` | momentum in units in which the mass is 1: r = s p, standard normal |
//! | H | `energy` | −log p(x) + ½ r·r |
//! | L | `leapfrog_steps` | leapfrog steps of one HMC transition |
//! | β | `inverse_temperature` | inverse temperature of a rung |
//! | q, f | `reference`, `target` | where annealing starts, normalised, and what it climbs to |

pub mod annealed;
pub mod annealed_importance;
pub mod dual_averaging;
pub mod hmc;
pub mod kernel;
mod leapfrog;
pub mod mala;
pub mod nuts;
mod one_evaluation;
pub mod random_walk;
pub mod tempering;
pub mod thermodynamic_integration;
pub mod tuning;
pub mod ula;
mod vectors;

pub use annealed::Annealed;
pub use annealed_importance::Annealing;
pub use hmc::Hmc;
pub use kernel::Kernel;
pub use leapfrog::{Phase, leapfrog};
pub use mala::Mala;
pub use nuts::Nuts;
pub use one_evaluation::OneEvaluation;
pub use random_walk::RandomWalk;
pub use ula::Ula;

use super::Rng;
use super::density::LogDensity;
use super::kernel::lanes::LANES;
use super::position::{Position, side_by_side};

/// Energy errors beyond this are a divergence: the integrator has left the level set (Stan's threshold). A Langevin
/// step that nobody decides about has run away when log p falls by as much.
pub const DIVERGENCE: f64 = 1000.0;

/// What moves a chain.
pub trait Sampler {
    type Position: Position;

    fn step<D: LogDensity<Position = Self::Position> + ?Sized>(
        &self,
        target: &D,
        state: &State<Self::Position>,
        rng: &mut Rng,
        observer: &mut impl Observer<Self::Position>,
    ) -> (State<Self::Position>, Transition<Self::Position>);

    /// [`step`](Self::step) of every chain, the same to the bit, with several side by side where that is possible.
    fn step_all<D: LogDensity<Position = Self::Position> + ?Sized>(
        &self,
        target: &D,
        chains: &mut [Turn<Self::Position>],
    ) -> Vec<Transition<Self::Position>> {
        let step = |(state, rng): &mut Turn<Self::Position>| {
            let (next, transition) = self.step(target, state, rng, &mut ());
            **state = next;
            transition
        };
        chains.iter_mut().map(step).collect()
    }
}

/// Where a chain is, with what every sampler asks first.
#[derive(Clone, Debug, PartialEq)]
pub struct State<P> {
    pub x: P,
    /// log p(x), up to the target's constant.
    pub log_density: f64,
    /// ∇ log p(x). A random walk does not need it; kept so that a chain can go on with any sampler.
    pub score: P,
}

/// The state of a chain at `x`: one evaluation.
pub fn init<D: LogDensity + ?Sized>(target: &D, x: D::Position) -> State<D::Position> {
    let (log_density, score) = target.log_density_and_score(&x);
    State { x, log_density, score }
}

/// The states of chains at these places, several evaluated side by side: the same as one by one.
pub fn init_all<D: LogDensity + ?Sized>(target: &D, places: Vec<D::Position>) -> Vec<State<D::Position>> {
    let Some(lanes) = target.side_by_side().filter(|_| places.len() > 1) else {
        return places.into_iter().map(|x| init(target, x)).collect();
    };
    let mut states = Vec::with_capacity(places.len());
    for group in places.chunks(LANES) {
        let (log_densities, scores) = lanes.log_densities_and_scores(&side_by_side(group.iter()));
        states.extend(group.iter().enumerate().map(|(lane, x)| State {
            x: x.clone(),
            log_density: log_densities.0[lane],
            score: Position::of_lane(&scores, lane),
        }));
    }
    states
}

/// A chain to be moved: where it is, and its own noise.
pub type Turn<'a, P> = (&'a mut State<P>, &'a mut Rng);

impl<P: Position> State<P> {
    /// Whether a chain may be here. Nothing else is ever accepted.
    pub fn is_finite(&self) -> bool {
        self.log_density.is_finite()
            && self.x.as_ref().iter().chain(self.score.as_ref()).all(|number| number.is_finite())
    }
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition<P> {
    /// Where the chain would have gone.
    pub proposal: P,
    /// Probability with which this proposal is accepted; of NUTS the mean over its path.
    pub acceptance: f64,
    /// Whether the chain moved there.
    pub accepted: bool,
    /// A number was not finite, or an energy error beyond [`DIVERGENCE`]: such a proposal is rejected, and NUTS, which may
    /// have moved along the sound part of its path, ends that path.
    pub divergent: bool,
    /// Evaluations of the density with its gradient.
    pub evaluations: u32,
}

/// Looks inside a step while it is made. `()` sees nothing and costs nothing.
pub trait Observer<P> {
    /// Whether leapfrog points are looked at: energies on the way are computed only then.
    const SEES_PATH: bool;

    /// Mean and standard deviation of the Gaussian that the proposal is drawn from.
    fn cloud(&mut self, mean: &P, deviation: &P);

    /// Momentum drawn, as the velocity s r it is.
    fn velocity(&mut self, velocity: &P);

    /// A point of the leapfrog path and its energy error, the beginning first.
    fn path(&mut self, x: &P, energy_error: f64);

    /// The path goes on from elsewhere: its other end.
    fn lift(&mut self);
}

impl<P> Observer<P> for () {
    const SEES_PATH: bool = false;

    fn cloud(&mut self, _mean: &P, _deviation: &P) {}

    fn velocity(&mut self, _velocity: &P) {}

    fn path(&mut self, _x: &P, _energy_error: f64) {}

    fn lift(&mut self) {}
}

/// Everything there is to see in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepTrace<P> {
    pub cloud: Option<[P; 2]>,
    pub velocity: Option<P>,
    /// Where it is lifted there is a point that is not a number.
    pub path: Vec<(P, f64)>,
}

impl<P> Default for StepTrace<P> {
    fn default() -> Self {
        Self { cloud: None, velocity: None, path: Vec::new() }
    }
}

impl<P: Position> Observer<P> for StepTrace<P> {
    const SEES_PATH: bool = true;

    fn cloud(&mut self, mean: &P, deviation: &P) {
        self.cloud = Some([mean.clone(), deviation.clone()]);
    }

    fn velocity(&mut self, velocity: &P) {
        self.velocity = Some(velocity.clone());
    }

    fn path(&mut self, x: &P, energy_error: f64) {
        self.path.push((x.clone(), energy_error));
    }

    fn lift(&mut self) {
        if let Some((last, _)) = self.path.last() {
            let mut nowhere = last.clone();
            nowhere.as_mut().fill(f64::NAN);
            self.path.push((nowhere, f64::NAN));
        }
    }
}

/// Accepts a proposed state with probability min(1, e^`log_ratio`), given `uniform` from [0, 1); one that is not finite
/// never.
fn accept_or_reject<P: Position>(
    state: &State<P>,
    proposed: State<P>,
    log_ratio: f64,
    uniform: f64,
    evaluations: u32,
) -> (State<P>, Transition<P>) {
    let divergent = !proposed.is_finite() || log_ratio.is_nan();
    let acceptance = match log_ratio {
        _ if divergent => 0.0,
        0.0.. => 1.0,
        _ => log_ratio.exp(),
    };
    let accepted = uniform < acceptance;
    let proposal = proposed.x.clone();
    let next = if accepted { proposed } else { state.clone() };
    (next, Transition { proposal, acceptance, accepted, divergent, evaluations })
}

/// Takes a proposed state without asking, unless it is not finite or has run away (see [`DIVERGENCE`]).
fn take_unless_lost<P: Position>(
    state: &State<P>,
    proposed: State<P>,
    evaluations: u32,
) -> (State<P>, Transition<P>) {
    let divergent = !proposed.is_finite() || proposed.log_density < state.log_density - DIVERGENCE;
    let transition = Transition {
        proposal: proposed.x.clone(),
        acceptance: if divergent { 0.0 } else { 1.0 },
        accepted: !divergent,
        divergent,
        evaluations,
    };
    (if divergent { state.clone() } else { proposed }, transition)
}
