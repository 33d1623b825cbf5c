//! Parallel tempering (Swendsen & Wang 1986; Geyer 1991): replicas on p^β for a ladder of β, which swap places.

use super::State;
use crate::numerics::density::{LogDensity, SideBySide};
use crate::numerics::kernel::lanes::{LANES, Lanes};
use crate::numerics::{Position, Rng};

/// p^β, the density of a rung.
pub struct Tempered<'a, D: ?Sized> {
    pub target: &'a D,
    /// β.
    pub inverse_temperature: f64,
}

impl<D: LogDensity + ?Sized> LogDensity for Tempered<'_, D> {
    type Position = D::Position;

    fn log_density(&self, x: &D::Position) -> f64 {
        self.inverse_temperature * self.target.log_density(x)
    }

    fn log_density_and_score(&self, x: &D::Position) -> (f64, D::Position) {
        let (log_density, mut score) = self.target.log_density_and_score(x);
        score.as_mut().iter_mut().for_each(|part| *part *= self.inverse_temperature);
        (self.inverse_temperature * log_density, score)
    }

    fn score(&self, x: &D::Position) -> D::Position {
        let mut score = self.target.score(x);
        score.as_mut().iter_mut().for_each(|part| *part *= self.inverse_temperature);
        score
    }

    fn side_by_side(&self) -> Option<&dyn SideBySide<D::Position>> {
        self.target.side_by_side().map(|_| self as _)
    }
}

impl<D: LogDensity + ?Sized> Tempered<'_, D> {
    fn lanes(&self) -> &dyn SideBySide<D::Position> {
        self.target.side_by_side().expect("else nobody asks")
    }
}

impl<D: LogDensity + ?Sized> SideBySide<D::Position> for Tempered<'_, D> {
    fn log_densities_and_scores(
        &self,
        x: &<D::Position as Position>::Lanes,
    ) -> (Lanes<LANES>, <D::Position as Position>::Lanes) {
        let (log_densities, mut scores) = self.lanes().log_densities_and_scores(x);
        scores.as_mut().iter_mut().for_each(|parts| *parts = *parts * self.inverse_temperature);
        (log_densities * self.inverse_temperature, scores)
    }

    fn scores(&self, x: &<D::Position as Position>::Lanes) -> <D::Position as Position>::Lanes {
        let mut scores = self.lanes().scores(x);
        scores.as_mut().iter_mut().for_each(|parts| *parts = *parts * self.inverse_temperature);
        scores
    }
}

/// β of each rung, from 1 down to `hottest` in equal ratios; `[1]` for a single rung.
pub fn ladder(rungs: usize, hottest: f64) -> Vec<f64> {
    let last = rungs.max(1) - 1;
    (0..=last).map(|rung| if rung == 0 { 1.0 } else { hottest.powf(rung as f64 / last as f64) }).collect()
}

/// log of the ratio by which a swap of two rungs' places is accepted: (β₁ − β₂)(log p(x₂) − log p(x₁)), of the
/// untempered density.
pub fn log_swap_ratio(inverse_temperature: [f64; 2], log_density: [f64; 2]) -> f64 {
    (inverse_temperature[0] - inverse_temperature[1]) * (log_density[1] - log_density[0])
}

/// Offers a swap to every other pair of neighbouring rungs, beginning with the pair `first` (0 or 1, in turns:
/// Okabe et al. 2001). States are those of [`Tempered`] at `inverse_temperature`. Gives the number of swaps offered and accepted.
pub fn swap<P: Position>(
    states: &mut [State<P>],
    inverse_temperature: &[f64],
    first: usize,
    rng: &mut Rng,
) -> [u32; 2] {
    let mut counts = [0, 0];
    for cold in (first..states.len().saturating_sub(1)).step_by(2) {
        let betas = [inverse_temperature[cold], inverse_temperature[cold + 1]];
        let plain = [states[cold].log_density / betas[0], states[cold + 1].log_density / betas[1]];
        counts[0] += 1;
        if rng.uniform() < log_swap_ratio(betas, plain).exp() {
            counts[1] += 1;
            states.swap(cold, cold + 1);
            retemper(&mut states[cold], betas[0] / betas[1]);
            retemper(&mut states[cold + 1], betas[1] / betas[0]);
        }
    }
    counts
}

fn retemper<P: Position>(state: &mut State<P>, ratio: f64) {
    state.log_density *= ratio;
    state.score.as_mut().iter_mut().for_each(|part| *part *= ratio);
}
