//! One energy as the engine has told it: the map of it, the walkers on it, and its training so far.

use crate::protocol::ebm::{EbmLane, EbmScore, EnergyMap, EnergyMetrics};
use crate::protocol::mcmc::Diagnostics;
use crate::settings::Objective;
use crate::ui::chapter::chains::LaneModel as Walkers;
use crate::ui::plot::history::{LossHistory, ScoreHistory};

/// One energy, the walkers on it, and its training so far.
#[derive(Default)]
pub struct LaneModel {
    /// What its network is trained on; none where the density is the exact one.
    pub objective: Option<Objective>,
    /// Whether the walkers are on the exact density.
    pub on_exact: bool,
    pub walkers: Walkers,
    /// The newest, of the weights that are shown.
    pub map: Option<EnergyMap>,
    /// Where the chains of the last training step ended, `[rows, 2]`, data units; empty where there are none.
    pub negatives: Vec<f32>,
    pub score: Option<EbmScore>,
    /// At every training step.
    pub losses: LossHistory,
    pub data_energies: LossHistory,
    pub negative_energies: LossHistory,
    /// Mean energy of the negatives minus that of the data.
    pub gap: LossHistory,
    pub gradient_norms: LossHistory,
    /// Of the newest weights, against the training step: see [`crate::protocol::ebm::EnergyMetrics`].
    pub kl: ScoreHistory,
    pub barrier: ScoreHistory,
    pub density_first: ScoreHistory,
    /// As above, of samples.
    pub walkers_first: ScoreHistory,
    pub negatives_first: ScoreHistory,
    pub walkers_mmd2: ScoreHistory,
    pub negatives_mmd2: ScoreHistory,
    /// The training step that is looked back at.
    pub looking_at: Option<u32>,
}

impl LaneModel {
    /// The energy to show; none where the exact density is.
    pub fn learned(&self) -> Option<&EnergyMap> {
        self.map.as_ref().filter(|_| !self.on_exact)
    }

    /// Training steps behind the energy shown.
    pub fn map_step(&self) -> Option<u32> {
        self.learned().map(|map| map.step)
    }

    /// Of the energy shown; who looks back sees that of the step looked at, or none.
    pub fn metrics(&self) -> Option<EnergyMetrics> {
        let is_of_step = |map: &&EnergyMap| self.looking_at.is_none_or(|step| map.step == step);
        self.learned().filter(is_of_step).map(|map| map.metrics)
    }

    /// Of the samples shown, in the same way.
    pub fn score(&self) -> Option<EbmScore> {
        self.score.filter(|score| self.looking_at.is_none_or(|step| score.step == step))
    }

    /// The smoothed value of what training tells with every step, at the step looked at.
    pub fn smoothed(&self, of: fn(&Self) -> &LossHistory) -> Option<f64> {
        let history = of(self);
        let value = self.looking_at.map_or_else(|| history.smoothed(), |step| history.smoothed_at(step));
        value.map(f64::from)
    }

    /// Steps of each walker since they started.
    pub fn walked(&self) -> f64 {
        self.walkers.lane.cost.transitions
    }

    /// Walkers that have gone from part to part since then.
    pub fn crossed(&self) -> u32 {
        self.tally().map_or(0, |now| now.crossed)
    }

    /// What is known of their crossings, once they have taken a step: on energies of before as well.
    pub fn tally(&self) -> Option<&Diagnostics> {
        self.walkers.diagnostics.as_deref().filter(|_| self.walked() > 0.0)
    }

    /// The median of their steps to the first time; of an even number the upper of the middle two.
    pub fn first_crossing(&self) -> Option<f64> {
        let mut steps = self.tally()?.first_crossings.clone();
        steps.sort_by(f32::total_cmp);
        steps.get(steps.len() / 2).map(|&steps| f64::from(steps))
    }

    /// Takes in the lane after another slice, which ended after training step `step`; what looks back is not history.
    pub fn take(&mut self, lane: EbmLane, step: u32, looking_at: Option<u32>) -> Changed {
        let looks_back = looking_at.is_some();
        let moved = std::mem::replace(&mut self.looking_at, looking_at) != looking_at;
        let mut changed =
            Changed { map: lane.map.is_some() || lane.on_exact != self.on_exact, curves: moved };
        (self.objective, self.on_exact) = (lane.objective, lane.on_exact);
        if !lane.losses.is_empty() {
            changed.curves = true;
            let gaps = lane.negative_energies.iter().zip(&lane.data_energies);
            let gaps: Vec<f32> = gaps.map(|(negatives, data)| negatives - data).collect();
            self.losses.extend_to(step, &lane.losses);
            self.data_energies.extend_to(step, &lane.data_energies);
            self.negative_energies.extend_to(step, &lane.negative_energies);
            self.gap.extend_to(step, &gaps);
            self.gradient_norms.extend_to(step, &lane.gradient_norms);
            self.negatives = lane.negatives;
        }
        if let Some(map) = lane.map {
            if !looks_back {
                self.kl.push(map.step, map.metrics.kl as f32);
                self.barrier.push(map.step, map.metrics.barrier as f32);
                self.density_first.push(map.step, map.metrics.first_share as f32);
            }
            self.map = Some(*map);
            changed.curves = true;
        }
        if let Some(score) = lane.score {
            // Before training the walkers are on the exact density: theirs is no point of the network's curve.
            if !looks_back && (self.objective.is_none() || !self.on_exact) {
                self.walkers_first.push(score.step, score.walkers.first_share as f32);
                self.walkers_mmd2.push(score.step, score.walkers.mmd2 as f32);
                if let Some(negatives) = &score.negatives {
                    self.negatives_first.push(score.step, negatives.first_share as f32);
                    self.negatives_mmd2.push(score.step, negatives.mmd2 as f32);
                }
            }
            self.score = Some(score);
            changed.curves = true;
        }
        changed.curves |= self.walkers.take(lane.walkers);
        changed
    }
}

/// What a frame changed of a lane, beside its walkers' places.
pub struct Changed {
    pub map: bool,
    pub curves: bool,
}

#[cfg(test)]
impl LaneModel {
    /// So many walkers on the exact density after so many steps; as many as are listed have crossed, each at its step.
    pub fn on_exact(walkers: usize, walked: f64, first_crossings: &[f32]) -> Self {
        use crate::protocol::mcmc::{Cost, Lane};
        let diagnostics = Diagnostics {
            draws: walked,
            crossed: first_crossings.len() as u32,
            first_crossings: first_crossings.into(),
            ..Diagnostics::default()
        };
        let mut lane = Self { on_exact: true, ..Self::default() };
        lane.walkers.lane = Lane {
            positions: vec![0.0; 2 * walkers],
            cost: Cost { transitions: walked, ..Cost::default() },
            ..Lane::default()
        };
        lane.walkers.diagnostics = Some(std::sync::Arc::new(diagnostics));
        lane
    }

    /// The same walkers on what a network has learned.
    pub fn learn(self, objective: Objective, step: u32, metrics: EnergyMetrics) -> Self {
        let map = Some(EnergyMap { step, metrics, ..EnergyMap::default() });
        Self { objective: Some(objective), on_exact: false, map, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_a_value_in_the_middle() {
        let first = |steps: &[f32]| LaneModel::on_exact(8, 9.0, steps).first_crossing();
        assert_eq!((first(&[]), first(&[3.0, 1.0, 2.0]), first(&[4.0])), (None, Some(2.0), Some(4.0)));
    }
}
