//! Where walkers start, and the noise that moves them.

use super::problem::Problem;
use crate::numerics::Point;
use crate::numerics::rng::{Rng, Stream};
use crate::settings::{CompareSettings, CompareStart};

/// Whose noise moves Markov chains. Other chapters have lanes from 0.
#[derive(Clone, Copy, Debug)]
pub enum Lane {
    Compared = 16,
    /// Step sizes are tuned on these.
    StepSizeWarmup,
    ExploredByHmc,
    ExploredByMala,
    FromSecondMode,
}

/// The walkers of one run before their first step: the same for every method.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Standardised, rounded as a network sees them.
    pub starts: Vec<[f32; 2]>,
    /// That of the run.
    pub seed: u32,
    /// Noise of Markov chains, and of denoisers.
    pub lane: Lane,
    pub stream: Stream,
}

impl Departure {
    /// Of run `run`, counted from 0: seeds count up from that of the subject.
    pub fn of_run(problem: &Problem, settings: &CompareSettings, run: u32) -> Self {
        let seed = problem.seed.wrapping_add(run);
        let starts = match settings.start {
            CompareStart::Noise => {
                let normals = Rng::new(seed, Stream::ComparedStarts).normals(2 * settings.walkers);
                normals.as_chunks::<2>().0.to_vec()
            }
            CompareStart::OneMode => vec![problem.heart(0); settings.walkers],
        };
        Self { starts, seed, lane: Lane::Compared, stream: Stream::ComparedSampling }
    }

    /// All in the middle of the first mode, or of the second; with other noise for each.
    pub fn in_mode(problem: &Problem, second: bool, walkers: usize, run: u32) -> Self {
        let (lane, stream) = if second {
            (Lane::FromSecondMode, Stream::FromSecondMode)
        } else {
            (Lane::Compared, Stream::ComparedSampling)
        };
        let starts = vec![problem.heart(usize::from(second)); walkers];
        Self { starts, seed: problem.seed.wrapping_add(run), lane, stream }
    }

    /// Data units.
    pub fn in_data_units(&self, problem: &Problem) -> Vec<Point> {
        self.starts.iter().map(|z| problem.units.to_data_units(z.map(f64::from))).collect()
    }
}
