//! What the engine has told about the present run, in bounded memory.

use super::activity::Activity;
use super::taking::{Offer, Taking};
use crate::protocol::compare::{
    Claim, CompareFrame, CompareRealVsReal, Likelihood, MethodScore, ModelState, Origin, Recording, Work,
};
use crate::protocol::ebm::EnergyMap;
use crate::protocol::exact::Exact;
use crate::protocol::{Content, Frame};
use crate::settings::{CompareClock, CompareSettings, Experiment, Family, Method};
use crate::ui::chapter::live::version_of;
use crate::ui::chapter::playhead::Playhead;
use crate::ui::words::compare as names;
use std::sync::Arc;

#[derive(Default)]
pub struct Model {
    /// Of the present run, or of the one before until the present one has told its own.
    pub reference: Option<Exact>,
    /// Whether `reference` belongs to the present run.
    pub reference_is_new: bool,
    /// The energy model and the diffusion model.
    pub models: [ModelState; 2],
    /// The learned energy, as long as the walkers of its column walk on it.
    pub map: Option<EnergyMap>,
    /// In the order of [`Family::ALL`].
    pub columns: [Option<Recording>; 3],
    /// Of the run before.
    pub(super) columns_are_old: [bool; 3],
    pub scores: Arc<Vec<MethodScore>>,
    /// How likely each family's model says fresh data are.
    pub likelihoods: Vec<Likelihood>,
    pub real_vs_real: Option<CompareRealVsReal>,
    pub claims: Vec<Claim>,
    pub work: Option<Work>,
    /// Another number: what was measured before is of other samples.
    pub(super) epoch: u32,
    /// The engine has something left to do.
    pub more: bool,
    /// Training steps of both models, and how many these are to be.
    pub step: u32,
    pub goal: usize,
    pub activity: Activity,
    /// A model on its way from another chapter, what the two have to offer, and how what was taken had been set.
    pub taking: Option<Taking>,
    pub offers: [Option<Offer>; 2],
    pub taken: [Option<Arc<Experiment>>; 2],
    /// Its position is the share of the timeline.
    pub playhead: Playhead,
    pub clock: CompareClock,
    /// Count what has changed, so that drawings and read-outs know when they are stale.
    pub version: u32,
    pub backdrop_version: u32,
    pub columns_version: u32,
    pub scores_version: u32,
}

/// What of a frame moves the stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// A column has its first walkers.
    pub arrived: bool,
    /// Walkers now start elsewhere.
    pub other_start: bool,
}

impl Model {
    /// Forgets the run before, but for what the stages can still show until the new one has its own.
    pub fn begin(&mut self) {
        let before = std::mem::take(self);
        *self = Self {
            reference: before.reference,
            map: before.map,
            columns: before.columns,
            columns_are_old: [true; 3],
            version: before.version + 1,
            backdrop_version: before.backdrop_version,
            columns_version: before.columns_version,
            scores_version: before.scores_version + 1,
            goal: before.goal,
            activity: before.activity,
            taking: before.taking,
            offers: before.offers,
            playhead: before.playhead,
            clock: before.clock,
            ..Self::default()
        };
    }

    /// Takes in a frame of the present run.
    pub fn take(&mut self, frame: Frame) -> Moved {
        let Content::Compare(content) = frame.content else { return Moved::default() };
        self.step = frame.step;
        self.more = frame.more;
        self.version += 1;
        let CompareFrame {
            epoch,
            reference,
            models,
            map,
            columns,
            scores,
            likelihoods,
            real_vs_real,
            claims,
            work,
        } = content;
        (self.models, self.work) = (models, work);
        if epoch != self.epoch {
            self.epoch = epoch;
            self.scores = Arc::default();
            self.claims.clear();
            self.likelihoods.clear();
            self.real_vs_real = None;
            self.scores_version += 1;
        }
        if let Some(reference) = reference {
            (self.reference, self.reference_is_new) = (Some(reference), true);
            self.backdrop_version += 1;
        }
        if let Some(map) = map {
            self.map = Some(*map);
            self.backdrop_version += 1;
        }
        if !scores.is_empty() || real_vs_real.is_some() {
            self.scores_version += 1;
            self.real_vs_real = real_vs_real.or(self.real_vs_real.take());
            self.score(scores);
        }
        for likelihood in likelihoods {
            self.likelihoods.retain(|other| other.method.family() != likelihood.method.family());
            self.likelihoods.push(likelihood);
            self.scores_version += 1;
        }
        for claim in claims {
            self.claims.retain(|other| other.kind != claim.kind);
            self.claims.push(claim);
        }
        self.show(columns)
    }

    /// A set of samples that is scored again replaces itself.
    fn score(&mut self, scores: Vec<MethodScore>) {
        let held = Arc::make_mut(&mut self.scores);
        for score in scores {
            let key = |score: &MethodScore| (score.method, score.within, score.run, score.at_budget);
            match held.iter_mut().find(|other| key(other) == key(&score)) {
                Some(other) => *other = score,
                None => held.push(score),
            }
        }
    }

    fn show(&mut self, columns: Vec<Recording>) -> Moved {
        let mut moved = Moved::default();
        for column in columns {
            let index = index_of(column.method.family());
            self.columns_are_old[index] = false;
            let place = &mut self.columns[index];
            moved.arrived |= place.is_none();
            moved.other_start |= place.as_ref().is_some_and(|before| before.start != column.start);
            // A learned energy leaves its stage together with the walkers on it.
            self.backdrop_version +=
                u32::from(place.as_ref().is_none_or(|before| before.learned != column.learned));
            *place = Some(column);
            self.columns_version += 1;
        }
        moved
    }

    /// What is on its way to a column, in words, where its walkers are of other settings or of the run before.
    pub fn awaited(&self, index: usize, settings: &CompareSettings) -> Option<String> {
        let recording = self.columns[index].as_ref()?;
        let [method, start] =
            [settings.columns()[index] != recording.method, settings.start != recording.start];
        if method {
            Some(format!("moving walkers by {} …", names::method(settings.columns()[index])))
        } else if start {
            Some("moving walkers from their new start …".into())
        } else {
            self.columns_are_old[index].then(|| "moving the walkers of the new run …".into())
        }
    }

    /// The energy that the walkers of its column walk on; none where that is the exact density.
    pub fn learned_energy(&self) -> Option<&EnergyMap> {
        let learned = self.columns[index_of(Family::Energy)].as_ref().is_some_and(|column| column.learned);
        self.map.as_ref().filter(|_| learned)
    }

    /// The columns there are.
    pub fn recordings(&self) -> impl Iterator<Item = &Recording> {
        self.columns.iter().flatten()
    }

    /// Whether the exact answer stands in for both models.
    pub fn is_perfect(&self) -> bool {
        self.models.iter().all(|model| model.origin == Origin::Exact)
    }

    /// The scores of a method that the scoreboard counts.
    pub fn at_budget(&self, method: Method) -> impl Iterator<Item = &MethodScore> {
        self.scores.iter().filter(move |set| set.at_budget && set.method == method)
    }

    /// True share of each mode.
    pub fn truth(&self) -> &[f32] {
        self.reference.as_ref().map_or(&[], |reference| &reference.shares)
    }

    /// As long as it is the same, so is everything that is read out.
    pub fn version(&self) -> u64 {
        let taking = self.taking.map(|taking| taking.family);
        let walkers = (self.clock, self.playhead.playing(), self.playhead.share().to_bits());
        version_of((self.version, self.goal, self.activity, taking, &self.offers, walkers))
    }
}

/// Where a family stands in [`Family::ALL`].
pub fn index_of(family: Family) -> usize {
    match family {
        Family::Exact => 0,
        Family::Energy => 1,
        Family::Diffusion => 2,
    }
}

#[cfg(test)]
pub mod tests;
