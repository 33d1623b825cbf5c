//! Any of the samplers, chosen at run time.

use super::{Hmc, Mala, Nuts, Observer, RandomWalk, Sampler, State, Transition, Turn, Ula};
use crate::numerics::density::LogDensity;
use crate::numerics::{Position, Rng};
use crate::settings::{self, McmcSettings};

#[derive(Clone, Debug, PartialEq)]
pub enum Kernel<P> {
    RandomWalk(RandomWalk<P>),
    Ula(Ula<P>),
    Mala(Mala<P>),
    Hmc(Hmc<P>),
    Nuts(Nuts<P>),
}

/// Does the same with whichever sampler it is.
macro_rules! each {
    ($kernel:expr, $sampler:ident => $does:expr) => {
        match $kernel {
            Kernel::RandomWalk($sampler) => $does,
            Kernel::Ula($sampler) => $does,
            Kernel::Mala($sampler) => $does,
            Kernel::Hmc($sampler) => $does,
            Kernel::Nuts($sampler) => $does,
        }
    };
}

impl<P: Position> Kernel<P> {
    /// `sampler` with the reader's settings, but for the step size and the scales of the axes.
    pub fn new(
        sampler: settings::Sampler,
        settings: &McmcSettings,
        step_size: f64,
        inverse_mass_sqrt: P,
    ) -> Self {
        let bug = settings.bug;
        match sampler {
            settings::Sampler::RandomWalk => Self::RandomWalk(RandomWalk { step_size, inverse_mass_sqrt }),
            settings::Sampler::Ula => Self::Ula(Ula { step_size, inverse_mass_sqrt, temperature: 1.0, bug }),
            settings::Sampler::Mala => Self::Mala(Mala { step_size, inverse_mass_sqrt, bug }),
            settings::Sampler::Hmc => Self::Hmc(Hmc {
                step_size,
                leapfrog_steps: settings.leapfrog_steps,
                jitter: settings.jitter,
                inverse_mass_sqrt,
                bug,
            }),
            settings::Sampler::Nuts => Self::Nuts(Nuts { step_size, inverse_mass_sqrt }),
        }
    }

    /// The same sampler with another step size.
    pub fn with_step_size(mut self, wanted: f64) -> Self {
        each!(&mut self, sampler => sampler.step_size = wanted);
        self
    }

    /// The same sampler at another temperature; only the unadjusted Langevin algorithm knows any but its target's.
    pub fn with_temperature(mut self, wanted: f64) -> Self {
        if let Self::Ula(Ula { temperature, .. }) = &mut self {
            *temperature = wanted;
        }
        self
    }

    pub fn step_size(&self) -> f64 {
        each!(self, sampler => sampler.step_size)
    }
}

impl<P: Position> Sampler for Kernel<P> {
    type Position = P;

    fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        rng: &mut Rng,
        observer: &mut impl Observer<P>,
    ) -> (State<P>, Transition<P>) {
        each!(self, sampler => sampler.step(target, state, rng, observer))
    }

    fn step_all<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        chains: &mut [Turn<P>],
    ) -> Vec<Transition<P>> {
        each!(self, sampler => sampler.step_all(target, chains))
    }
}
