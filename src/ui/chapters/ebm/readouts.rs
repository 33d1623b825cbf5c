//! Every number the chapter on learning an energy reads out, gathered from the model a few times a second.

use super::model::{LaneModel, Model};
use crate::protocol::ebm::{EbmFloor, EbmScore, Judged};
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{DataSettings, Objective};
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Readouts {
    /// What the run is about, and the exact share of its first part.
    pub data: DataSettings,
    pub truth: Option<f64>,
    /// Training steps.
    pub step: u32,
    pub steps_per_second: Option<f32>,
    /// Seconds until training pauses by itself.
    pub time_left: Option<f64>,
    /// The learned energy, and what stands beside it.
    pub lanes: Vec<LaneReadouts>,
    /// The bridge from part to part of the exact density, nats.
    pub barrier: Option<f64>,
    pub weights: Option<u32>,
    pub floor: Option<EbmFloor>,
    /// Training steps whose weights are kept, in order.
    pub kept: Vec<u32>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Counts what has changed.
    pub version: u32,
}

impl PartialEq for Readouts {
    /// Numbers that are not defined equal nothing, not even themselves: the version tells what has changed.
    fn eq(&self, other: &Self) -> bool {
        (self.version, self.time_left) == (other.version, other.time_left)
    }
}

#[derive(Clone, Debug, Default)]
pub struct LaneReadouts {
    /// What its network is trained on; none where the density is the exact one.
    pub objective: Option<Objective>,
    /// Whether the walkers are on the exact density.
    pub on_exact: bool,
    /// Training steps behind the energy shown; none while the exact density is.
    pub map_step: Option<u32>,
    /// Of the energy shown.
    pub judged: Option<Judged>,
    pub score: Option<EbmScore>,
    /// Smoothed over training steps, and of the last one.
    pub loss: Option<f32>,
    pub loss_raw: Option<f32>,
    /// Mean energy of the negatives minus that of the data, and the gradient's norm, smoothed.
    pub gap: Option<f32>,
    pub gradient_norm: Option<f32>,
    pub has_negatives: bool,
    pub walkers: usize,
    /// Steps of each walker since they started.
    pub walked: f64,
    /// Walkers that have gone from part to part since then, and the median of their steps to the first time.
    pub crossed: u32,
    pub first_crossing: Option<f64>,
    pub acceptance: Option<f64>,
    pub diagnostics: Option<Arc<Diagnostics>>,
}

impl LaneReadouts {
    fn gather(model: &LaneModel) -> Self {
        let map = model.learned();
        let diagnostics = model.walkers.diagnostics.clone();
        let measured = diagnostics.as_deref().filter(|now| now.draws > 0.0);
        Self {
            objective: model.objective,
            on_exact: model.on_exact,
            map_step: map.map(|map| map.step),
            judged: map.map(|map| map.judged),
            score: model.score,
            loss: model.losses.smoothed(),
            loss_raw: model.losses.last(),
            gap: model.gap.smoothed(),
            gradient_norm: model.gradient_norms.smoothed(),
            has_negatives: !model.negatives.is_empty(),
            walkers: model.walkers.lane.positions.len() / 2,
            walked: model.walkers.lane.cost.transitions,
            crossed: measured.map_or(0, |now| now.crossed),
            first_crossing: measured.and_then(|now| median(&now.first_crossings)),
            acceptance: measured.map(|now| now.acceptance).filter(|share| share.is_finite()),
            diagnostics,
        }
    }
}

/// None of no values; of an even number the upper of the middle two.
fn median(values: &[f32]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).map(|&value| f64::from(value))
}

impl Readouts {
    pub fn gather(model: &Model, data: &DataSettings, train_steps: usize) -> Self {
        let rate = Some(model.steps_per_second).filter(|&rate| rate > 0.0);
        let left = (train_steps as f64 - f64::from(model.step)).max(0.0);
        let truth = model.reference().and_then(|reference| reference.exact.shares.first());
        Self {
            data: data.clone(),
            truth: truth.map(|&share| f64::from(share)),
            step: model.step,
            steps_per_second: rate,
            time_left: rate.map(|rate| left / f64::from(rate)),
            lanes: model.lanes.iter().map(LaneReadouts::gather).collect(),
            barrier: model.reference().map(|reference| reference.barrier),
            weights: model.reference().map(|reference| reference.weights),
            floor: model.floor,
            kept: model.kept.clone(),
            looking_at: model.looking_at,
            version: model.version,
        }
    }

    /// What the stage of a lane shows: the exact density, or an objective and how long it was trained on.
    pub fn label(&self, lane: usize) -> Option<String> {
        let now = self.lanes.get(lane)?;
        let (Some(objective), Some(step)) = (now.objective, now.map_step) else {
            return Some("Exact density".into());
        };
        let (name, steps) = (names::objective(objective), format::count(f64::from(step)));
        Some(if self.looking_at.is_some() {
            format!("{name}, looking back at step {steps}")
        } else {
            format!("{name} after {steps} steps")
        })
    }

    /// One sentence that says what the stage of a lane shows.
    pub fn describe(&self, lane: usize) -> String {
        let (Some(now), Some(label)) = (self.lanes.get(lane), self.label(lane)) else {
            return "A square plane; the density of the data and walkers on it are about to appear.".into();
        };
        let data = &self.data;
        let judged = now.judged.map_or(String::new(), |judged| {
            let kl = format::decimals(judged.kl);
            if !data_words::has_parts(data) {
                return format!(" The divergence of what is learned from the truth is {kl} nats.");
            }
            let (share, first) = (format::percent(judged.first_share), data_words::the(data, 0));
            format!(" {share} of the learned mass is nearest to {first}; its divergence from the truth is {kl} nats.")
        });
        let crossed = if data_words::has_parts(data) {
            format!(", of which {} have crossed to {}", now.crossed, data_words::other(data))
        } else {
            String::new()
        };
        format!(
            "{label}, and {} walkers on it after {} steps{crossed}.{judged} The first walker can be moved with the \
             pointer or the arrow keys.",
            now.walkers,
            format::count(now.walked),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_says_what_is_on_the_stage() {
        let exact =
            LaneReadouts { objective: Some(Objective::Cd), on_exact: true, ..LaneReadouts::default() };
        let learned = LaneReadouts { map_step: Some(1250), on_exact: false, ..exact.clone() };
        let mut now = Readouts { lanes: vec![exact, learned], ..Readouts::default() };
        assert_eq!(now.label(0).as_deref(), Some("Exact density"));
        assert!(now.label(1).is_some_and(|label| label.ends_with("after 1,250 steps")));
        now.looking_at = Some(1250);
        assert!(now.describe(1).contains("looking back at step 1,250"));
        assert_eq!(now.label(2), None);
    }

    #[test]
    fn the_median_is_a_value_in_the_middle() {
        assert_eq!((median(&[]), median(&[3.0, 1.0, 2.0]), median(&[4.0])), (None, Some(2.0), Some(4.0)));
    }
}
