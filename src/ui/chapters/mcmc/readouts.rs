//! Every number the chapter on sampling reads out, gathered from the model a few times a second.

use super::model::Model;
use crate::protocol::mcmc::{Cost, Diagnostics};
use crate::settings::{DataSettings, McmcSettings, Sampler, Target};
use crate::ui::chapter::chains::SETTLED;
use crate::ui::words::format;
use crate::ui::words::mcmc as names;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readouts {
    pub target: Target,
    /// What the target is of, where it is the data set.
    pub data: DataSettings,
    pub chains: usize,
    pub rungs: usize,
    /// What the modes are called, and the exact probability of each; empty until the engine has told.
    pub modes: Vec<String>,
    pub truth: Vec<f32>,
    /// One for each sampler that runs.
    pub lanes: Vec<LaneReadouts>,
    /// Counts what has changed: diagnostics hold numbers that equal nothing, not even themselves.
    pub version: u32,
}

#[derive(Clone, Debug, Default)]
pub struct LaneReadouts {
    pub sampler: Sampler,
    pub cost: Cost,
    pub diagnostics: Option<Arc<Diagnostics>>,
    /// What the stage shows of the last transition, where it can be followed.
    pub caption: Option<String>,
}

impl PartialEq for LaneReadouts {
    /// Diagnostics that are the same ones, not those whose numbers are equal.
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.diagnostics, &other.diagnostics) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        same && (self.sampler, &self.cost, &self.caption) == (other.sampler, &other.cost, &other.caption)
    }
}

impl LaneReadouts {
    /// Diagnostics of draws, once there are any.
    pub fn measured(&self) -> Option<&Diagnostics> {
        self.diagnostics.as_deref().filter(|now| !now.warming_up && now.draws > 0.0)
    }

    /// Diagnostics that can be judged: of fewer draws, effective samples and R-hat are noise.
    pub fn settled(&self) -> Option<&Diagnostics> {
        self.measured().filter(|now| now.draws >= SETTLED)
    }

    pub fn warming_up(&self) -> bool {
        self.diagnostics.as_ref().is_some_and(|now| now.warming_up)
    }
}

/// `ess` for every 1,000 evaluations of the density or its gradient.
pub fn per_1000(ess: f64, diagnostics: &Diagnostics) -> f64 {
    1000.0 * ess / diagnostics.evaluations
}

impl Readouts {
    pub fn gather(model: &Model, settings: &McmcSettings, data: &DataSettings) -> Self {
        let reference = model.reference();
        Self {
            target: settings.target,
            data: data.clone(),
            chains: settings.chains,
            rungs: settings.rungs,
            modes: reference.map(|reference| reference.modes.clone()).unwrap_or_default(),
            truth: reference.map(|reference| reference.exact.shares.clone()).unwrap_or_default(),
            lanes: model
                .lanes
                .iter()
                .map(|lane| LaneReadouts {
                    sampler: lane.lane.sampler,
                    cost: lane.lane.cost.clone(),
                    diagnostics: lane.diagnostics.clone(),
                    caption: None,
                })
                .collect(),
            version: model.version,
        }
    }

    pub fn has_modes(&self) -> bool {
        self.modes.len() > 1
    }

    /// What a lane is called, with its ladder.
    pub fn name(&self, lane: &LaneReadouts) -> String {
        names::with_rungs(lane.sampler, self.rungs)
    }

    /// One sentence that says what the stage of a lane shows.
    pub fn describe(&self, lane: usize) -> String {
        let Some(now) = self.lanes.get(lane) else {
            return "A square plane; a density and the chains that sample it are about to appear.".into();
        };
        let chains =
            if self.chains == 1 { "one chain".to_owned() } else { format!("{} chains", self.chains) };
        let shares = now.measured().filter(|_| self.has_modes()).map_or(String::new(), |diagnostics| {
            let share =
                |(name, share): (&String, &f32)| format!("{name} {}", format::percent(f64::from(*share)));
            let parts: Vec<_> = self.modes.iter().zip(&diagnostics.shares).map(share).collect();
            format!(" Share of the draws: {}.", parts.join(", "))
        });
        format!(
            "The density: {}, and {chains} of {} on it after {} transitions.{shares} The first chain can be moved \
             with the pointer or the arrow keys.",
            names::target(self.target, &self.data),
            self.name(now),
            format::count(now.cost.transitions),
        )
    }
}
