//! log Z of the density by chains that climb to it from a Gaussian, with more and more rungs, in small slices.

use super::trace::with_first_two;
use crate::numerics::density::{DiagonalGaussian, Landscape};
use crate::numerics::mcmc::Kernel;
use crate::numerics::mcmc::annealed::rising;
use crate::numerics::mcmc::annealed_importance::Annealing;
use crate::numerics::mcmc::thermodynamic_integration::integrate;
use crate::protocol::log_z::{LogZ, LogZEstimate};
use crate::settings::{LogZStart, McmcSettings, StageSquare};
use std::rc::Rc;

const CHAINS: usize = 256;
/// Rungs of each ladder.
const LADDERS: [usize; 6] = [4, 8, 16, 32, 64, 128];
/// β of the first rung above the Gaussian.
const HOTTEST: f64 = 1e-3;
/// Of each chain at each rung.
const TRANSITIONS: usize = 2;
/// Chains in one slice.
const BLOCK: usize = 16;
/// Standard deviations of the Gaussians, of the stage's side.
const WIDE: f64 = 0.25;
const NARROW: f64 = 0.03;

/// Of a density of any dimension.
pub trait AnyLogZ {
    fn is_done(&self) -> bool;

    /// One slice. The last one of a ladder brings all that is known.
    fn advance(&mut self) -> Option<LogZ>;
}

pub struct LogZInProgress<D: Landscape + ?Sized> {
    target: Rc<D>,
    kernel: Kernel<D::Position>,
    reference: DiagonalGaussian<D::Position>,
    seed: u32,
    annealing: Option<Annealing<D::Position>>,
    known: LogZ,
}

impl<D: Landscape + ?Sized> LogZInProgress<D> {
    /// With the sampler of the first lane, which must leave a density as it is.
    pub fn new(target: Rc<D>, settings: &McmcSettings, square: &StageSquare, seed: u32, exact: f64) -> Self {
        let (start, sampler) = (settings.log_z, settings.sampler);
        let (heart, middle) = (target.heart(0), [square.x, square.y].map(|low| low + 0.5 * square.side));
        // Beyond the stage, where a density is as wide as a standard normal one at most.
        let ones = || {
            let mut ones = heart.clone();
            ones.as_mut().fill(1.0);
            ones
        };
        let (mean, share) = match start {
            LogZStart::OneMode => (heart.clone(), NARROW),
            LogZStart::Off | LogZStart::Wide => (with_first_two(heart.clone(), middle), WIDE),
        };
        Self {
            kernel: Kernel::new(sampler, settings, settings.step_size(sampler), ones()),
            reference: DiagonalGaussian::new(mean, with_first_two(ones(), [share * square.side; 2])),
            target,
            seed,
            annealing: None,
            known: LogZ { start, sampler, chains: CHAINS as u32, exact, estimates: Vec::new() },
        }
    }
}

impl<D: Landscape + ?Sized> AnyLogZ for LogZInProgress<D> {
    fn is_done(&self) -> bool {
        self.known.estimates.len() == LADDERS.len()
    }

    fn advance(&mut self) -> Option<LogZ> {
        let &rungs = LADDERS.get(self.known.estimates.len())?;
        let start = || Annealing::new(self.reference.clone(), rising(rungs, HOTTEST), CHAINS, self.seed);
        let annealing = self.annealing.get_or_insert_with(start);
        annealing.advance(&*self.target, &self.kernel, TRANSITIONS, BLOCK);
        let importance = annealing.log_z()?;
        let integral = integrate(annealing.rungs(), &annealing.seen());
        self.known.estimates.push(LogZEstimate {
            rungs: rungs as u32,
            importance: [importance.value, importance.error],
            integral: [integral.value, integral.error],
            effective: annealing.effective(),
        });
        self.annealing = None;
        Some(self.known.clone())
    }
}
