//! What a run of the chapter that compares sends: three columns of the same walkers, and one scoreboard.

use super::diffusion::Distances;
use super::ebm::EnergyMap;
use super::exact::Exact;
use crate::settings::{CompareStart, Family, Method};
use serde::{Deserialize, Serialize};

/// Evaluations at which a method that can go on for ever is scored, as far as the budget goes; and the numbers of
/// evaluations within which a denoiser is asked for its samples. The budget itself is always among them.
pub const CHECKPOINTS: [u32; 12] = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];

/// Sets of samples behind each point of a curve but the last.
pub const CURVE_RUNS: u32 = 2;

/// What one slice of work brought. Parts that did not change are `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CompareFrame {
    /// Another number means that all scores and claims told before are of other models, walkers or starts.
    pub epoch: u32,
    pub reference: Option<Exact>,
    /// The energy model and the diffusion model.
    pub models: [ModelState; 2],
    /// The learned energy, once there is one.
    pub map: Option<Box<EnergyMap>>,
    /// Columns whose walkers have walked anew: each replaces the one of its family.
    pub columns: Vec<Recording>,
    pub scores: Vec<MethodScore>,
    /// Each replaces the one of its family.
    pub likelihoods: Vec<Likelihood>,
    pub real_vs_real: Option<CompareRealVsReal>,
    /// Claims of which more is known: each replaces the one of its kind.
    pub claims: Vec<Claim>,
    /// None where nothing is left to do.
    pub work: Option<Work>,
}

/// How far one of the two models is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelState {
    pub origin: Origin,
    /// Training steps behind it, and how many it is to have.
    pub steps: u32,
    pub goal: u32,
    /// Time that training took.
    pub seconds: f32,
    pub weights: u32,
    /// Examples it has seen.
    pub examples: f64,
    /// Loss of the newest step; none before the first, and of a model taken along.
    pub loss: Option<f32>,
}

impl ModelState {
    /// To the end, here or elsewhere.
    pub fn is_trained(&self) -> bool {
        match self.origin {
            Origin::Exact => false,
            Origin::Trained => self.steps >= self.goal,
            Origin::TakenAlong => true,
        }
    }
}

/// Where a model comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Nothing is learned: the exact answer stands in, as a perfect model would give it.
    #[default]
    Exact,
    /// Trained in this run.
    Trained,
    /// Trained in the family's own chapter.
    TakenAlong,
}

/// The walkers of one column on their way. `K` states, where they started first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    pub method: Method,
    /// Whether the model is learned; otherwise the exact answer stands in.
    pub learned: bool,
    pub start: CompareStart,
    /// Evaluations of each walker until each state, `[K]`, from 0; means over walkers where they differ.
    #[serde(skip)]
    pub evaluations: Vec<f32>,
    /// Seconds that all walkers together took until each state, `[K]`, from 0.
    #[serde(skip)]
    pub seconds: Vec<f32>,
    /// `[K, walkers, 2]`, data units.
    #[serde(skip)]
    pub points: Vec<f32>,
}

/// One set of samples of one method, held against as many fresh points of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MethodScore {
    pub method: Method,
    pub learned: bool,
    /// Counts the sets at these evaluations, from 0: each starts from other noise.
    pub run: u32,
    /// Evaluations that were allowed: one of [`CHECKPOINTS`], or the budget.
    pub within: u32,
    /// Whether `within` is the budget: this set is one of the scoreboard's.
    pub at_budget: bool,
    /// Evaluations that each walker took, and seconds that all of them took together.
    pub evaluations: f32,
    pub seconds: f32,
    pub distances: Distances,
    /// Share of walkers in each part of the data.
    pub shares: Vec<f32>,
}

/// How likely a model says fresh points of the data are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likelihood {
    pub method: Method,
    pub learned: bool,
    /// Mean log density of a point, bits, and its standard error over the points, the same for all models.
    pub bits: f32,
    pub error: f32,
    /// The most that any model reaches in the mean: minus the entropy of the data's law, bits.
    pub best: f32,
}

/// What the scores of real data and of a Gaussian with the data's mean and covariance look like, for as many points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CompareRealVsReal {
    /// Pairs of real sets behind it.
    pub pairs: u32,
    /// 95 % quantiles between two real sets: mean unbiased MMD² (see [`Distances::mmd2_mean`]), unbiased MMD² at
    /// bandwidth 1, sliced Wasserstein distance.
    pub mmd2_q95: f32,
    pub mmd2_wide_q95: f32,
    pub sliced_q95: f32,
    /// Mean share of real points farther than 4σ from where the data come from.
    pub off_share: f32,
    pub gaussian_baseline: Distances,
}

/// What the story says, tested on this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// HMC explores a mode of the exact density better than MALA, for as many gradients. The effect is the ratio of their
    /// effective sample sizes along the mode.
    HmcExploresBetter,
    /// Neither crosses to another mode. The effect is the larger of the two shares of chains that did.
    NeitherCrosses,
    /// Where the energy model's walkers end depends on where they start. The effect is the share of them in the first
    /// mode after a start in it, less that after a start in the second.
    EnergyDependsOnStart,
    /// The same of diffusion, where it does not.
    DiffusionDoesNot,
}

impl ClaimKind {
    pub const ALL: [Self; 4] =
        [Self::HmcExploresBetter, Self::NeitherCrosses, Self::EnergyDependsOnStart, Self::DiffusionDoesNot];
}

/// What was measured for a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    pub kind: ClaimKind,
    /// Of the first: effective samples for 1,000 gradients, of HMC and of MALA. Of the second: share of chains that
    /// crossed, of HMC and of MALA. Of the others: share of walkers that end in the first mode, started there and started
    /// in the second.
    pub one: f64,
    pub two: f64,
    /// The effect, see [`ClaimKind`], with its 95 % confidence interval.
    pub effect: f64,
    pub low: f64,
    pub high: f64,
    /// Chains, or walkers, behind each of the two; and evaluations of each of them.
    pub walkers: u32,
    pub evaluations: u32,
    /// Why it says nothing about these data; none where it does.
    pub why_not: Option<String>,
}

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// Not on this data.
    Fails,
    /// There is nothing to test.
    DoesNotApply,
}

impl Claim {
    /// A share, or a difference of shares, of less than this counts as none.
    pub const SLIGHT: f64 = 0.1;

    /// Whether the whole confidence interval is on the claim's side.
    pub fn verdict(&self) -> Verdict {
        let holds = match self.kind {
            ClaimKind::HmcExploresBetter => self.low > 1.0,
            ClaimKind::NeitherCrosses => self.high < Self::SLIGHT,
            // Whichever way it depends.
            ClaimKind::EnergyDependsOnStart => self.low > Self::SLIGHT || self.high < -Self::SLIGHT,
            ClaimKind::DiffusionDoesNot => self.low > -Self::SLIGHT && self.high < Self::SLIGHT,
        };
        match (&self.why_not, holds) {
            (Some(_), _) => Verdict::DoesNotApply,
            (None, true) => Verdict::Holds,
            (None, false) => Verdict::Fails,
        }
    }
}

/// What is being done, and how much is left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    pub doing: Doing,
    /// Share of everything that is done, from the first training step to the last score.
    pub share: f32,
    /// Seconds until all is done; NaN while nothing is known of it.
    pub seconds_left: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    /// What is exact about the data.
    Reference,
    Training(Family),
    /// The walkers of a column walk, to be shown.
    Walking(Family),
    /// Real data are held against real data.
    RealVsReal,
    Scoring(Method),
    /// How likely the model of a family says the data are.
    Weighing(Family),
    Testing(ClaimKind),
}

impl CompareFrame {
    pub(super) fn arrays_mut(&mut self) -> Vec<&mut Vec<f32>> {
        let mut arrays = Vec::new();
        arrays.extend(self.reference.iter_mut().flat_map(Exact::arrays_mut));
        if let Some(map) = &mut self.map {
            arrays.extend([&mut map.energy, &mut map.contours, &mut map.score]);
        }
        for column in &mut self.columns {
            arrays.extend([&mut column.evaluations, &mut column.seconds, &mut column.points]);
        }
        arrays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(kind: ClaimKind, low: f64, high: f64) -> Claim {
        let effect = 0.5 * (low + high);
        Claim { kind, one: 0.0, two: 0.0, effect, low, high, walkers: 1, evaluations: 1, why_not: None }
    }

    #[test]
    fn a_claim_holds_where_its_whole_interval_is_on_its_side() {
        use ClaimKind::{DiffusionDoesNot, EnergyDependsOnStart, HmcExploresBetter, NeitherCrosses};
        let cases = [
            (HmcExploresBetter, 1.2, 9.0, Verdict::Holds),
            (HmcExploresBetter, 0.9, 9.0, Verdict::Fails),
            (NeitherCrosses, 0.0, 0.04, Verdict::Holds),
            (NeitherCrosses, 0.0, 0.2, Verdict::Fails),
            (EnergyDependsOnStart, 0.3, 0.5, Verdict::Holds),
            (EnergyDependsOnStart, 0.01, 0.03, Verdict::Fails),
            (EnergyDependsOnStart, -0.3, -0.15, Verdict::Holds),
            (EnergyDependsOnStart, -0.2, 0.2, Verdict::Fails),
            (DiffusionDoesNot, -0.05, 0.05, Verdict::Holds),
            (DiffusionDoesNot, -0.05, 0.15, Verdict::Fails),
        ];
        for (kind, low, high, verdict) in cases {
            assert_eq!(claim(kind, low, high).verdict(), verdict, "{kind:?} [{low}, {high}]");
        }
        // What is not a number proves nothing.
        assert_eq!(claim(DiffusionDoesNot, f64::NAN, 0.0).verdict(), Verdict::Fails);
        let none = Claim { why_not: Some("one mode".into()), ..claim(NeitherCrosses, 0.0, 0.0) };
        assert_eq!(none.verdict(), Verdict::DoesNotApply);
    }
}
