//! One run of the chapter: its network, data and samples as the engine has told them.

use super::composition::Composition;
use super::levels::{last_level, nearest};
use crate::protocol::copying::Copying;
use crate::protocol::diffusion::{
    Beside, Cloud, Denoiser, DiffusionLane, Marginal, Probe, Quality, Reference, Score,
};
use crate::protocol::fate::{FateMap, UTurns};
use crate::settings::DiffusionBeside;
use crate::ui::plot::history::{LossHistory, ScoreHistory};

/// Noise levels whose exact law is kept.
const MARGINALS: usize = 64;

#[derive(Default)]
pub struct LaneModel {
    /// Of the present run, or of one before on the same data until the present one has told its own.
    pub reference: Option<Reference>,
    /// Whether `reference` belongs to the present run.
    pub(super) reference_is_new: bool,
    /// As for `reference`: an old cloud is better to look at than none.
    pub ideal: Option<Cloud>,
    pub ideal_is_old: bool,
    pub learned: Option<Cloud>,
    pub ideal_score: Option<Score>,
    pub learned_score: Option<Score>,
    pub losses: LossHistory,
    /// In parts of the timesteps; empty until samples of the network are drawn.
    pub excess_by_timestep: Vec<f32>,
    /// Mean MMD² of the network's samples.
    pub scores: ScoreHistory,
    /// In the order of their noise levels.
    pub marginals: Vec<Marginal>,
    /// The newest of each sampler at each number of evaluations, for either denoiser.
    pub quality: Vec<Quality>,
    /// Where points end at each noise level, and how many samples come home: of the ideal denoiser, and of the network.
    pub(super) fate_maps: [Vec<FateMap>; 2],
    pub(super) u_turns: [Option<UTurns>; 2],
    /// Whether the network copies its training points.
    pub copying: Option<Copying>,
    /// Samples of another denoiser.
    pub beside: Option<Beside>,
    pub composition: Composition,
    pub probe: Option<Probe>,
    /// The training step that is looked back at.
    pub looking_at: Option<u32>,
    /// Count what has changed, so that the stage knows when it is stale.
    pub reference_version: u32,
    pub version: u32,
}

impl LaneModel {
    /// What is left of it when a new run begins.
    pub fn begin(self, same_data: bool) -> Self {
        Self {
            reference: self.reference.filter(|_| same_data),
            ideal: self.ideal.filter(|_| same_data),
            ideal_is_old: true,
            reference_version: self.reference_version + u32::from(!same_data),
            version: self.version + 1,
            ..Self::default()
        }
    }

    /// Takes in the lane after another slice, which ended after training step `step`; what looks back is not history. True
    /// if a curve has changed.
    pub fn take(&mut self, lane: DiffusionLane, step: u32, looking_at: Option<u32>) -> bool {
        let mut curves = std::mem::replace(&mut self.looking_at, looking_at) != looking_at;
        if curves {
            // Of other weights.
            self.excess_by_timestep.clear();
            self.copying = None;
        }
        if !lane.losses.is_empty() {
            self.losses.extend_to(step, &lane.losses);
            curves = true;
        }
        if !lane.excess_by_timestep.is_empty() {
            self.excess_by_timestep = lane.excess_by_timestep;
            curves = true;
        }
        if let Some(reference) = lane.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.version += 1;
            curves = true;
        }
        if let Some(cloud) = lane.cloud {
            match cloud.denoiser {
                Denoiser::Ideal => (self.ideal, self.ideal_is_old) = (Some(cloud), false),
                Denoiser::Learned => self.learned = Some(cloud),
            }
            self.version += 1;
        }
        if let Some(score) = lane.score {
            match score.denoiser {
                Denoiser::Ideal => self.ideal_score = Some(score),
                Denoiser::Learned => {
                    // What was drawn while looking back may be told only afterwards.
                    let newest = self.scores.points().last().is_none_or(|&(step, _)| step <= score.step);
                    if newest && looking_at.is_none() {
                        self.scores.push(score.step, score.distances.mmd2_mean());
                    }
                    self.learned_score = Some(score);
                }
            }
            curves = true;
        }
        if let Some(marginal) = lane.marginal {
            self.keep_marginal(marginal);
            self.version += 1;
            curves = true;
        }
        for quality in lane.quality {
            self.keep_quality(quality);
            curves = true;
        }
        if let Some(copying) = lane.copying {
            self.copying = Some(copying);
            curves = true;
        }
        if let Some(beside) = lane.beside {
            self.beside = Some(beside);
            self.version += 1;
            curves = true;
        }
        if let Some(level) = lane.composed_level {
            self.composition.take(level);
            self.version += 1;
            curves = true;
        }
        if let Some(map) = lane.fate_map {
            let maps = &mut self.fate_maps[map.drawn.denoiser as usize];
            // Those of other weights, or drawn otherwise, are of the past.
            maps.retain(|other| other.drawn == map.drawn && other.t != map.t);
            maps.push(map);
            self.version += 1;
        }
        if let Some(turns) = lane.u_turns {
            let denoiser = turns.drawn.denoiser;
            self.u_turns[denoiser as usize] = Some(turns);
            curves = true;
        }
        if let Some(probe) = lane.probe {
            self.probe = Some(probe);
            self.version += 1;
        }
        curves
    }

    fn keep_marginal(&mut self, marginal: Marginal) {
        let place = self.marginals.partition_point(|other| other.t < marginal.t);
        if self.marginals.get(place).is_some_and(|other| other.t == marginal.t) {
            self.marginals[place] = marginal;
        } else if self.marginals.len() < MARGINALS {
            self.marginals.insert(place, marginal);
        }
    }

    fn keep_quality(&mut self, quality: Quality) {
        let key = |of: &Quality| (of.denoiser, of.sampler, of.evaluations);
        match self.quality.iter_mut().find(|other| key(other) == key(&quality)) {
            Some(other) => *other = quality,
            None => self.quality.push(quality),
        }
    }

    /// Samplers are measured anew: numbers of before may be of other settings.
    pub fn measure_anew(&mut self) {
        self.quality.clear();
    }

    /// Nobody holds a point any more.
    pub fn let_go(&mut self) {
        self.probe = None;
        self.version += 1;
    }

    /// The cloud on the stage: the network's once there is one.
    pub fn cloud(&self) -> Option<&Cloud> {
        self.learned.as_ref().or(self.ideal.as_ref())
    }

    /// What stands beside the samples, if it is `what` and there already.
    pub fn beside(&self, what: DiffusionBeside) -> Option<&Beside> {
        self.beside.as_ref().filter(|beside| beside.what == what)
    }

    /// The score of the cloud on the stage, or the last one known; who looks back sees that of the step looked at.
    pub fn score(&self) -> Option<&Score> {
        match self.looking_at {
            Some(step) => self.learned_score.as_ref().filter(|score| score.step == step),
            None => self.learned_score.as_ref().or(self.ideal_score.as_ref()),
        }
    }

    /// The smoothed loss, at the step that is looked back at.
    pub fn loss(&self) -> Option<f32> {
        self.looking_at.map_or_else(|| self.losses.smoothed(), |step| self.losses.smoothed_at(step))
    }

    /// The expected loss in parts of the timesteps: the ideal denoiser's, and what the network's is above it. Empty where
    /// that is not measured.
    pub fn loss_by_timestep(&self) -> Vec<f32> {
        let ideal = self.reference().map_or(&[][..], |reference| &reference.ideal_by_timestep);
        self.excess_by_timestep.iter().zip(ideal).map(|(excess, ideal)| ideal + excess).collect()
    }

    /// What is known exactly about the present run.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref().filter(|_| self.reference_is_new)
    }

    /// T, the last noise level.
    pub fn last_level(&self) -> Option<f64> {
        self.reference().map(last_level)
    }

    /// √ᾱ_T, the signal left at the last noise level.
    pub fn signal_last(&self) -> Option<f64> {
        self.reference().map(|reference| f64::from(reference.alpha_bar_last).max(0.0).sqrt())
    }

    /// Whether the last noise level is not noise, so that sampling from noise starts wrong.
    pub fn starts_wrong(&self) -> bool {
        self.reference().is_some_and(|reference| reference.alpha_bar_last > 0.01 || reference.prior_kl > 0.01)
    }

    /// By how much the expected loss is above the ideal denoiser's, in each third of the timesteps, noise growing, measured on
    /// the same draws; none where a third has none.
    pub fn above(&self) -> Option<[f32; 3]> {
        let excess = &self.excess_by_timestep;
        let third = |index: usize| {
            let part = &excess[index * excess.len() / 3..(index + 1) * excess.len() / 3];
            let known: Vec<f32> = part.iter().copied().filter(|excess| excess.is_finite()).collect();
            (!known.is_empty()).then(|| known.iter().sum::<f32>() / known.len() as f32)
        };
        Some([third(0)?, third(1)?, third(2)?])
    }

    /// What the lowest way from part to part of the data climbs, nats.
    pub fn barrier_of_data(&self) -> Option<f32> {
        self.marginals.first().filter(|marginal| marginal.t == 0.0).map(|marginal| marginal.barrier)
    }

    /// The exact law known at the noise level nearest to `t`.
    pub fn marginal_near(&self, t: f32) -> Option<&Marginal> {
        nearest(&self.marginals, t, |marginal| marginal.t)
    }

    /// Where points end at the noise level nearest to `t` that is known.
    pub fn fate_map_near(&self, denoiser: Denoiser, t: f32) -> Option<&FateMap> {
        nearest(&self.fate_maps[denoiser as usize], t, |map| map.t)
    }

    pub fn u_turns(&self, denoiser: Denoiser) -> Option<&UTurns> {
        self.u_turns[denoiser as usize].as_ref()
    }

    /// How good samplers are on the network, or on the ideal denoiser while nothing else is measured.
    pub fn measured(&self) -> impl Iterator<Item = &Quality> {
        let is_of_step = move |quality: &&Quality| self.looking_at.is_none_or(|step| quality.step == step);
        let is_learned =
            move |quality: &&Quality| quality.denoiser == Denoiser::Learned && is_of_step(quality);
        let learned = self.quality.iter().any(|quality| is_learned(&quality));
        let is_ideal = |quality: &&Quality| quality.denoiser == Denoiser::Ideal;
        self.quality
            .iter()
            .filter(move |quality| if learned { is_learned(quality) } else { is_ideal(quality) })
    }
}

#[cfg(test)]
mod known;
#[cfg(test)]
mod tests;
