//! How often a sample that is noised to a level and denoised again comes home to its part of the data, and the level from which on
//! it does so by chance.
//!
//! Such U-turns show when a sample's fate is decided: Biroli, Bonnaire, de Bortoli & Mézard 2024, arXiv:2402.18491, call the level
//! speciation and find it by sending clones of a point back; Sclocchi, Favero & Wyart 2024, arXiv:2402.16991, go forward and back.

use super::ideal_denoiser::IdealDenoiser;
use super::level::Level;
use crate::numerics::dataset::{Law, Standardise};
use crate::numerics::density::DataDensity;
use crate::numerics::estimate::Estimate;
use crate::numerics::{Point, Rng};

/// Points of the data, standardised, with the parts they are of and the noise that each gets: the same at every level.
pub struct UTurnDraws {
    parts: Vec<u8>,
    clean: Vec<Point>,
    eps: Vec<Point>,
}

impl UTurnDraws {
    pub fn new(law: &Law, units: &Standardise, draws: usize, rng: &mut Rng) -> Self {
        let (clean, parts) = law.labelled(draws, rng);
        let eps = (0..draws).map(|_| [rng.normal(), rng.normal()]).collect();
        Self { parts, clean: clean.into_iter().map(|x| units.to_standard(x)).collect(), eps }
    }

    /// x = a x₀ + b ε of each.
    pub fn noised(&self, level: Level) -> impl ExactSizeIterator<Item = Point> {
        let noised = move |(clean, eps): (&Point, &Point)| {
            [0, 1].map(|axis| level.signal_rate * clean[axis] + level.noise_rate * eps[axis])
        };
        self.clean.iter().zip(&self.eps).map(noised)
    }

    /// P(same part | t) of the law itself, which the ideal denoiser and noise on the way give: E[Σ_k P(k | x_t)²], as the part
    /// before and the part after are independent given x_t.
    ///
    /// # Panics
    /// If `t` is not below T.
    pub fn same_part(&self, ideal: &IdealDenoiser, law: &Law, t: usize, level: Level) -> Estimate {
        let squares = |x: Point| -> f64 {
            (0..law.parts().len()).map(|part| ideal.part_probability(t, x, part).powi(2)).sum()
        };
        mean(self.noised(level).map(squares))
    }

    /// The same of points that have come back as `ends`, standardised, one for each draw: the mean probability that an end is of
    /// the part that the draw was of. `data` is the law of the data, standardised.
    pub fn came_home(&self, data: &DataDensity, ends: impl Iterator<Item = Point>) -> Estimate {
        let home = |(end, &part): (Point, &u8)| data.part_probability(end, usize::from(part));
        mean(ends.zip(&self.parts).map(home))
    }
}

fn mean(terms: impl Iterator<Item = f64>) -> Estimate {
    Estimate::mean(terms.collect::<Vec<_>>().into_iter())
}

/// What two independent draws of the parts have in common: Σ_k w_k².
pub fn chance(law: &Law) -> f64 {
    law.parts().iter().map(|(weight, _)| weight * weight).sum()
}

/// The level where P(same part | t) first falls through the middle between 1 and `chance`, on a line between the two levels about
/// it, with its standard error; `shares` with their noise levels, which rise. None where it never does, or the parts are one without noise.
pub fn speciation(shares: &[(f64, Estimate)], chance: f64) -> Option<Estimate> {
    let middle = 0.5 * (1.0 + chance);
    let pair = shares.windows(2).find(|pair| pair[0].1.value >= middle && pair[1].1.value < middle)?;
    let [(from, above), (to, below)] = [pair[0], pair[1]];
    let slope = (above.value - below.value) / (to - from);
    let share = (above.value - middle) / (above.value - below.value);
    let error = above.error + share * (below.error - above.error);
    Some(Estimate { value: from + share * (to - from), error: error / slope })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(value: f64) -> Estimate {
        Estimate { value, error: 0.01 }
    }

    #[test]
    fn the_level_lies_where_the_middle_is_crossed() {
        let shares = [(0.0, share(1.0)), (4.0, share(0.8)), (8.0, share(0.7)), (12.0, share(0.5))];
        let found = speciation(&shares, 0.5).expect("it crosses 0.75");
        assert!((found.value - 6.0).abs() < 1e-12 && (found.error - 0.4).abs() < 1e-12, "{found:?}");
        assert_eq!(speciation(&shares[..2], 0.5), None);
        assert_eq!(speciation(&[(0.0, share(0.6)), (4.0, share(0.5))], 0.5), None);
    }
}
