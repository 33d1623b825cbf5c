//! What the way of a cloud says of what drew it: numbers that are known exactly for a sampler without a bug.

use super::ground::Ground;
use crate::numerics::diffusion::Level;
use crate::numerics::estimate::Estimate;
use crate::protocol::diffusion::{Checks, WALKERS, has_little_noise};

/// Rounding by which a point that is held may lie beyond its bound.
const ROUNDING: f32 = 1e-3;

/// Of the states `points` and the predicted clean points `clean` `[K, WALKERS, 2]`, standardised, at the noise levels `times` `[K]`.
pub fn checks(times: &[f32], points: &[f32], clean: &[f32], ground: &Ground) -> Checks {
    let path = &ground.train_set.path;
    let last = path.timesteps() as f32;
    let little: Vec<(usize, Level)> = (0..times.len())
        .filter(|&state| has_little_noise(times[state], last))
        .map(|state| (state, path.level(times[state] as usize - 1)))
        .collect();
    // ε̂ = (x − a x̂₀) / b, squared: the mean over states and coordinates.
    let of_walker = |walker: usize| {
        let square = |&(state, Level { signal_rate, noise_rate }): &(usize, Level)| {
            let place = 2 * (state * WALKERS + walker);
            let coordinate = |at: usize| {
                let eps = f64::from(points[at]) - signal_rate * f64::from(clean[at]);
                (eps / noise_rate).powi(2)
            };
            (coordinate(place) + coordinate(place + 1)) / 2.0
        };
        little.iter().map(square).sum::<f64>() / little.len() as f64
    };
    let walkers: Vec<f64> = (0..WALKERS).map(of_walker).collect();
    let Estimate { value, error } = Estimate::mean(walkers.into_iter());
    let reach = ground.law.reach() as f32 + ROUNDING;
    // The last state is the sample itself: nothing is predicted there.
    let predicted = &clean[..clean.len() - 2 * WALKERS];
    let beyond = predicted.as_chunks::<2>().0.iter().filter(|x| x.iter().any(|part| part.abs() > reach));
    let beyond = beyond.count() as f32 / (predicted.len() / 2).max(1) as f32;
    Checks { noise: [value as f32, error as f32], beyond }
}
