//! Any of the samplers, chosen at run time.

use super::{Hmc, Mala, Nuts, OneEvaluation, RandomWalk, State, Transition, Turn, Ula, Watch};
use crate::numerics::density::LogDensity;
use crate::numerics::{Noise, Position};
use crate::settings::{McmcSettings, Sampler};

#[derive(Clone, Debug, PartialEq)]
pub enum Kernel<P> {
    RandomWalk(RandomWalk<P>),
    Ula(Ula<P>),
    Mala(Mala<P>),
    Hmc(Hmc<P>),
    Nuts(Nuts<P>),
}

impl<P: Position> Kernel<P> {
    /// `sampler` with the reader's settings, but for the step size and the scales of the axes.
    pub fn new(sampler: Sampler, settings: &McmcSettings, step_size: f64, scales: P) -> Self {
        match sampler {
            Sampler::RandomWalk => Self::RandomWalk(RandomWalk { step_size, scales }),
            Sampler::Ula => Self::Ula(Ula { step_size, scales, temperature: 1.0 }),
            Sampler::Mala => Self::Mala(Mala { step_size, scales }),
            Sampler::Hmc => Self::Hmc(Hmc {
                step_size,
                leapfrog_steps: settings.leapfrog_steps,
                jitter: settings.jitter,
                scales,
            }),
            Sampler::Nuts => Self::Nuts(Nuts { step_size, scales }),
        }
    }

    pub fn step<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        state: &State<P>,
        noise: &mut Noise,
        watch: &mut impl Watch<P>,
    ) -> (State<P>, Transition<P>) {
        match self {
            Self::RandomWalk(sampler) => sampler.step(target, state, noise, watch),
            Self::Ula(sampler) => sampler.step(target, state, noise, watch),
            Self::Mala(sampler) => sampler.step(target, state, noise, watch),
            Self::Hmc(sampler) => sampler.step(target, state, noise, watch),
            Self::Nuts(sampler) => sampler.step(target, state, noise, watch),
        }
    }

    /// [`step`](Self::step) of every chain.
    pub fn step_all<D: LogDensity<Position = P> + ?Sized>(
        &self,
        target: &D,
        chains: &mut [Turn<P>],
    ) -> Vec<Transition<P>> {
        match self {
            Self::RandomWalk(sampler) => sampler.step_all(target, chains),
            Self::Ula(sampler) => sampler.step_all(target, chains),
            Self::Mala(sampler) => sampler.step_all(target, chains),
            Self::Hmc(sampler) => sampler.step_all(target, chains),
            Self::Nuts(sampler) => sampler.step_all(target, chains),
        }
    }

    /// The same sampler with another step size.
    pub fn with_step_size(mut self, wanted: f64) -> Self {
        match &mut self {
            Self::RandomWalk(RandomWalk { step_size, .. })
            | Self::Ula(Ula { step_size, .. })
            | Self::Mala(Mala { step_size, .. })
            | Self::Hmc(Hmc { step_size, .. })
            | Self::Nuts(Nuts { step_size, .. }) => *step_size = wanted,
        }
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
        match self {
            Self::RandomWalk(RandomWalk { step_size, .. })
            | Self::Ula(Ula { step_size, .. })
            | Self::Mala(Mala { step_size, .. })
            | Self::Hmc(Hmc { step_size, .. })
            | Self::Nuts(Nuts { step_size, .. }) => *step_size,
        }
    }
}
