//! A corrector at work on a cloud on its way: at each noise level some sweeps of MCMC on the density composed there.

use super::ground::Ground;
use crate::engine::device::read_back;
use crate::numerics::Point;
use crate::numerics::compose::{CompositionLevels, Corrector};
use crate::numerics::diffusion::sampling::Sampling;
use crate::numerics::mcmc::{Hmc, Mala, RandomWalk, Transition};
use crate::protocol::diffusion::WALKERS;
use crate::settings::{Composing, CorrectorKind, SamplerBug};
use burn::tensor::{Tensor, TensorData};
use std::rc::Rc;

/// Step of the random walk, standardised units: as long as the moons are apart.
const WIDE: f64 = 0.9;

pub struct Correcting {
    levels: Rc<CompositionLevels>,
    kind: CorrectorKind,
    sweeps: usize,
    corrector: Corrector,
    /// The timestep at which the chains are, none at the data, and sweeps still to come there; nothing before the first.
    at: Option<(Option<usize>, usize)>,
    /// Sum of the acceptance of all transitions so far, and how many there were.
    accepted: (f64, usize),
}

impl Correcting {
    /// None without a corrector.
    pub fn new(levels: &Rc<CompositionLevels>, wanted: &Composing, seed: u32) -> Option<Self> {
        (wanted.corrector != CorrectorKind::None).then(|| Self {
            levels: levels.clone(),
            kind: wanted.corrector,
            sweeps: wanted.sweeps,
            corrector: Corrector::new(WALKERS, seed),
            at: None,
            accepted: (0.0, 0),
        })
    }

    /// One sweep of all points of `sampling` at timestep `t`, none at the data; the last of a level moves them. Returns whether
    /// there was one left.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        t: Option<usize>,
        sampling: &mut Sampling,
        ground: &Ground,
    ) -> Result<bool, String> {
        let size = self.levels.size(t);
        let levels = self.levels.clone();
        let target = levels.at(&ground.ideal, t);
        let left = match self.at {
            Some((at, left)) if at == t => left,
            _ => {
                let flat = read_back(sampling.last().clone()).await?;
                let places: Vec<Point> =
                    flat.as_chunks::<2>().0.iter().map(|x| x.map(|place| f64::from(place) / size)).collect();
                self.corrector.enter(&target, &places);
                self.sweeps
            }
        };
        let Some(left) = left.checked_sub(1) else { return Ok(false) };
        self.at = Some((t, left));
        let (chains, corrector) = (0..WALKERS, &mut self.corrector);
        let scales = target.scales(target.base.blur());
        let moves: Vec<Transition<Point>> = match self.kind {
            CorrectorKind::None => Vec::new(),
            CorrectorKind::RandomWalk => {
                corrector.sweep(&target, &RandomWalk { step_size: WIDE, inverse_mass_sqrt: [1.0; 2] }, chains)
            }
            CorrectorKind::Mala => corrector.sweep(
                &target,
                &Mala { step_size: 1.4, inverse_mass_sqrt: scales, bug: SamplerBug::Off },
                chains,
            ),
            CorrectorKind::Hmc => {
                let hmc = Hmc {
                    step_size: 1.2,
                    leapfrog_steps: 5,
                    jitter: 0.5,
                    inverse_mass_sqrt: scales,
                    bug: SamplerBug::Off,
                };
                corrector.sweep(&target, &hmc, chains)
            }
        };
        self.accepted.0 += moves.iter().map(|each| each.acceptance).sum::<f64>();
        self.accepted.1 += moves.len();
        if left == 0 {
            let places = self.corrector.places().into_iter().flatten();
            let places: Vec<f32> = places.map(|place| (place * size) as f32).collect();
            let device = sampling.last().device();
            sampling.move_to(Tensor::from_data(TensorData::new(places, [WALKERS, 2]), &device));
        }
        Ok(true)
    }

    /// Mean acceptance so far.
    pub fn acceptance(&self) -> Option<f32> {
        let (sum, count) = self.accepted;
        (count > 0).then(|| (sum / count as f64) as f32)
    }
}
