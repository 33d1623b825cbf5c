//! The one source of randomness: a seeded host generator with a separate stream for each use.
//!
//! ChaCha's integers and the arithmetic done on them here are the same on every platform. Only the
//! tail of a normal (one draw in some 4,000) goes through the platform's `ln`, so there native
//! and wasm may differ in the last bit of the f64; [`Rng::half_circle`] needs no trigonometry for
//! the same reason.

use super::Point;
use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_distr::StandardNormal;

/// What draws are for. Each use has a ChaCha stream of its own, so that drawing more for one of them
/// (another cloud, a longer training) never shifts another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The training points.
    Data,
    /// The network's first weights.
    Weights,
    /// Rows, timesteps and noise of training steps.
    Batches,
    /// Where samples start, and the noise a sampler adds.
    Sampling,
    /// Independent points that samples are scored against.
    FreshData,
    /// Directions of the sliced Wasserstein distance.
    Projections,
    /// Pairs of real sets, and the Gaussian blob.
    RealVsReal,
    /// The Monte Carlo estimate of the least loss.
    LeastLoss,
    /// Where Markov chains start.
    Starts,
    /// Langevin chains that find the negatives of contrastive divergence.
    Negatives,
    /// Noise of the data that is shown beside samples.
    Forward,
    /// Where the samples start that measure samplers, and the data they are held against.
    Measured,
    MeasuredAgainst,
    /// The order in which whole passes take the training points.
    Epochs,
    /// Where the walkers of all families start that are compared, the noise that denoisers add on the way, and the data
    /// they are held against.
    ComparedStarts,
    ComparedSampling,
    ComparedAgainst,
    /// Where the chains start that step sizes are tuned on.
    StepSizeWarmup,
    /// Where the chains start that explore a mode, and the noise that denoisers add which start in the second mode.
    Explored,
    FromSecondMode,
    /// Where networks are held against the ideal denoiser.
    Excess,
    /// Points that are noised and denoised again with their noise, and what samplers add on the way of these and of a map.
    UTurns,
    UTurnSampling,
    FateMap,
    /// Noised training points on which a network is held against both ideal denoisers.
    Copying,
    /// Fresh points of which models are asked how likely they are.
    HeldOut,
    /// Which bug is on where it is hidden.
    Museum,
}

/// Streams of Markov chains begin here, beyond those of [`Stream`].
const FIRST_CHAIN: u64 = 1 << 32;

/// Streams of runs that go on begin here, beyond those of chains.
const FIRST_LATER: u64 = 1 << 40;

/// Seeded draws of one [`Stream`].
#[derive(Debug)]
pub struct Rng(ChaCha8Rng);

impl Rng {
    pub fn new(seed: u32, stream: Stream) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(u64::from(seed));
        generator.set_stream(stream as u64);
        Self(generator)
    }

    /// The draws after so many steps of a run: those of a run that goes on from there are others than the earlier one had, and
    /// what is drawn at a step does not depend on what was drawn before.
    pub fn after(seed: u32, stream: Stream, steps: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(u64::from(seed));
        generator.set_stream(FIRST_LATER + ((stream as u64) << 32) + steps as u64);
        Self(generator)
    }

    /// The draws of one Markov chain: each chain of each lane of a race has a stream of its own.
    pub fn of_chain(seed: u32, lane: usize, chain: usize) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(u64::from(seed));
        generator.set_stream(FIRST_CHAIN + ((lane as u64) << 16) + chain as u64);
        Self(generator)
    }

    /// The stream and the place in it of the next draw.
    pub fn place(&self) -> [u64; 2] {
        [self.0.get_stream(), self.0.get_word_pos() as u64]
    }

    /// Goes on at the [place](Self::place) of a generator of the same seed.
    pub fn resume(&mut self, [stream, position]: [u64; 2]) {
        self.0.set_stream(stream);
        self.0.set_word_pos(position.into());
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Standard normal (Ziggurat, Doornik 2005).
    #[inline]
    pub fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// Uniform in `0..n`, and 0 for n = 0. The bias of the multiply-and-shift is below n / 2⁶⁴.
    pub fn below(&mut self, n: usize) -> usize {
        // 64 bits whatever the width of usize: wasm's has 32.
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// `count` standard normals, rounded to f32.
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.normal() as f32).collect()
    }

    /// `0..n` in random order (Fisher and Yates).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }

    /// Uniform on the upper half of the unit circle (von Neumann's rejection: a point of the half disc,
    /// scaled to length 1).
    pub fn half_circle(&mut self) -> Point {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, self.uniform());
            let square = x * x + y * y;
            if square > 0.0 && square <= 1.0 {
                let length = square.sqrt();
                return [x / length, y / length];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generator_resumed_in_the_place_of_another_draws_what_that_draws() {
        let (mut one, mut other) = (Rng::after(5, Stream::Batches, 7), Rng::new(5, Stream::Data));
        for draws in [0, 1, 2, 31, 64, 1000] {
            one.normals(draws);
            other.resume(one.place());
            let both = [&mut one, &mut other].map(|rng| (rng.normals(100), rng.below(1 << 40)));
            assert_eq!(both[0], both[1], "after {draws} more");
            one.half_circle();
        }
    }
}
