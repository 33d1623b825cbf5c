//! Whether a denoiser has learned the law of its training points or copies them: where its x̂₀ lies between the two ideal ones.
//!
//! Both are the best denoiser there is: the [law's](IdealDenoiser) for fresh data, and the [points' own](EmpiricalDenoiser) for
//! the training set, where it has the least loss of all and draws copies. A lower training loss leads from the one to the other
//! (Kadkhodaie et al. 2024, arXiv:2310.02557; Gu et al. 2023, arXiv:2310.02664).
//!
//! They are compared on noised *training points*. There the network has been trained, so that what it says is what it has learned,
//! and its squared distance to the copier is by how much its training loss, in x₀, is above the least. On noised fresh data at
//! little noise no network has been trained, and the copier says whatever point is nearest: to be far from it there says little.
//!
//! At much noise the two differ by no more than the chance in which points were drawn, which no network can tell from the law: it
//! lies at the copier there, however many points there are. Copies are made where noise is less than what lies between points.
//! Over several levels distances are therefore best taken in ε, as the loss counts them, where little noise weighs most.

use super::empirical_denoiser::EmpiricalDenoiser;
use super::ideal_denoiser::IdealDenoiser;
use super::level::{Level, Path};
use super::prediction::squared_gain;
use crate::numerics::estimate::Estimate;
use crate::numerics::{Point, Rng};
use crate::settings::Prediction;

/// Points x_t of one noise level, and what both ideal denoisers say there.
#[derive(Clone, Debug)]
pub struct IdealAnswers {
    pub t: usize,
    /// As networks see them, `[rows, 2]`.
    pub x: Vec<f32>,
    /// E[x₀ | x_t] of the law, and of the points, standardised.
    law: Vec<Point>,
    points: Vec<Point>,
}

/// Squared distances at one x_t, standardised, of x₀ or of ε.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Squares {
    /// Of what a denoiser says to what the law's says, and to what that of the points says.
    pub to_law: f64,
    pub to_points: f64,
    /// Of these two.
    pub apart: f64,
}

/// Where a denoiser lies between the law's and that of the points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copying {
    /// Mean squared distances.
    pub to_law: Estimate,
    pub to_points: Estimate,
    /// How far along the way from the law to the points: Σ ⟨x̂₀ − law, points − law⟩ / Σ |points − law|². 0 is the law's
    /// denoiser, 1 a copier; below ½ the law is nearer in the mean square.
    pub share: Estimate,
}

impl IdealAnswers {
    /// At `rows` draws of `clean`, standardised, noised to timestep `t`.
    ///
    /// # Panics
    /// If `clean` is empty or `t` not below T.
    pub fn new(
        t: usize,
        rows: usize,
        clean: &[Point],
        path: &Path,
        law: &IdealDenoiser,
        points: &EmpiricalDenoiser,
        rng: &mut Rng,
    ) -> Self {
        let level = path.level(t);
        let mut answers = Self { t, x: Vec::with_capacity(2 * rows), law: Vec::new(), points: Vec::new() };
        for _ in 0..rows {
            let clean = clean[rng.below(clean.len())];
            let x = clean.map(|clean| (level.signal_rate * clean + level.noise_rate * rng.normal()) as f32);
            answers.x.extend(x);
            answers.law.push(law.answer(t, x.map(f64::from), None).x0);
            answers.points.push(points.answer(t, x.map(f64::from)).x0);
        }
        answers
    }

    /// Of the x̂₀ that a denoiser says at [`x`](Self::x), `[rows, 2]`, standardised, held to where sampling holds it.
    pub fn squares<'a>(&'a self, said: &'a [f32]) -> impl Iterator<Item = Squares> + 'a {
        let square = |one: Point, other: Point| (one[0] - other[0]).powi(2) + (one[1] - other[1]).powi(2);
        let rows = said.as_chunks::<2>().0.iter().zip(self.law.iter().zip(&self.points));
        rows.map(move |(said, (&law, &points))| {
            let said = said.map(f64::from);
            Squares { to_law: square(said, law), to_points: square(said, points), apart: square(law, points) }
        })
    }
}

impl Squares {
    /// The squared distances of ε that follow from these of x₀, at the level they are taken at.
    pub fn of_noise(self, level: Level) -> Self {
        let gain = squared_gain(Prediction::Clean, level);
        Self { to_law: self.to_law / gain, to_points: self.to_points / gain, apart: self.apart / gain }
    }
}

impl Copying {
    /// Over some rows, of one noise level or of several.
    pub fn of(rows: &[Squares]) -> Self {
        // |x̂₀ − points|² = |x̂₀ − law|² − 2 ⟨x̂₀ − law, points − law⟩ + |points − law|².
        let along = |row: &Squares| 0.5 * (row.to_law - row.to_points + row.apart);
        Self {
            to_law: Estimate::mean(rows.iter().map(|row| row.to_law)),
            to_points: Estimate::mean(rows.iter().map(|row| row.to_points)),
            share: Estimate::ratio(rows.iter().map(|row| [along(row), row.apart])),
        }
    }
}
