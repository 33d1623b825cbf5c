//! MALA and HMC on the exact density, each from a point of the data: how well either explores its mode, and whether it
//! leaves it.

use super::chains::Chains;
use super::departure::{Departure, Lane};
use super::models::Models;
use super::problem::Problem;
use super::step_size_warmup::Recipe;
use crate::numerics::Point;
use crate::numerics::dataset::Law;
use crate::numerics::diagnostics::Draws;
use crate::numerics::diagnostics::wilson::Count;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::compare::{Claim, ClaimKind};
use crate::protocol::estimate::Estimate;
use crate::settings::{ComparePlan, Method, Sampler};

/// HMC first, as in the claims.
pub const SAMPLERS: [Method; 2] = [Method::Exact(Sampler::Hmc), Method::Exact(Sampler::Mala)];
/// Groups that are measured apart, so that their differences say how well the ratio is known; and chains in each.
const GROUPS: usize = 5;
const CHAINS: usize = 25;
/// Evaluations of each chain.
pub const EVALUATIONS: u32 = 2000;
/// 97.5 % quantile of Student's t with GROUPS − 1 degrees of freedom.
const T_QUANTILE: f64 = 2.776_445_105;

/// Both samplers one after the other.
pub struct Exploring {
    law: Law,
    explorers: [Explorer; 2],
}

struct Explorer {
    chains: Chains,
    began_in: Vec<usize>,
    left: Vec<bool>,
    /// Place along the mode, for each group; none where there is no one coordinate that says it.
    along: Option<Vec<Draws>>,
    /// Effective samples for 1,000 evaluations, for each group so far.
    worth: Vec<f64>,
}

impl Exploring {
    /// Evaluations of all chains together.
    pub const COST: f64 = (2 * GROUPS * CHAINS) as f64 * EVALUATIONS as f64;

    /// # Errors
    /// Says in words that the device is lost.
    pub async fn start(plan: &ComparePlan, problem: &Problem, models: &mut Models) -> Result<Self, String> {
        let mut rng = Rng::new(problem.seed, Stream::Explored);
        let starts = problem.law.independent(GROUPS * CHAINS, &mut rng);
        let mut explorer = async |method: Method, lane: Lane| -> Result<Explorer, String> {
            let Some(recipe) = Recipe::of(method, plan) else { unreachable!("they are Markov chains") };
            let departure =
                Departure { starts: Vec::new(), seed: problem.seed, lane, stream: Stream::ComparedSampling };
            let chains = models.chains(&recipe, plan, &starts, &departure).await?;
            Ok(Explorer::new(chains, problem))
        };
        let [hmc, mala] = SAMPLERS;
        let explorers =
            [explorer(hmc, Lane::ExploredByHmc).await?, explorer(mala, Lane::ExploredByMala).await?];
        Ok(Self { law: problem.law.clone(), explorers })
    }

    /// One unit of work. Gives both claims once they are tested; at once where neither applies.
    pub fn advance(&mut self) -> Option<[Claim; 2]> {
        let applies = self.law.parts().len() > 1 || self.explorers[0].along.is_some();
        match self.explorers.iter_mut().find(|explorer| applies && !explorer.is_done()) {
            Some(explorer) => {
                explorer.advance(&self.law);
                None
            }
            None => Some([self.better(), self.crossing()]),
        }
    }

    pub fn spent(&self) -> f64 {
        self.explorers.iter().map(|explorer| explorer.chains.evaluations() as f64).sum()
    }

    /// HMC's worth over MALA's: the mean of its logarithm over groups, and Student's interval about it.
    fn better(&self) -> Claim {
        let kind = ClaimKind::HmcExploresBetter;
        let [hmc, mala] = &self.explorers;
        if hmc.along.is_none() {
            return self.claim(
                kind,
                [f64::NAN; 5],
                Some("no part of these data has a direction along it to explore"),
            );
        }
        let logs = hmc.worth.iter().zip(&mala.worth).map(|(hmc, mala)| (hmc / mala).ln());
        // A group that is worth nothing that can be measured leaves nothing known of the ratio.
        let known = Estimate::of(logs).filter(|estimate| estimate.n == GROUPS);
        let (mean, error) = known
            .map_or((f64::NAN, f64::NAN), |known| (known.mean, known.standard_error.unwrap_or(f64::NAN)));
        let geometric =
            |worth: &[f64]| (worth.iter().map(|worth| worth.ln()).sum::<f64>() / GROUPS as f64).exp();
        let reach = T_QUANTILE * error;
        let numbers = [mean, mean - reach, mean + reach].map(f64::exp);
        let [effect, low, high] = numbers;
        self.claim(kind, [geometric(&hmc.worth), geometric(&mala.worth), effect, low, high], None)
    }

    /// The larger share of chains that have left their mode, with Wilson's interval.
    fn crossing(&self) -> Claim {
        let kind = ClaimKind::NeitherCrosses;
        if self.law.parts().len() < 2 {
            return self.claim(kind, [f64::NAN; 5], Some(super::dependence::ONE_MODE));
        }
        let counts = self.explorers.each_ref().map(Explorer::crossed);
        let [hmc, mala] = counts;
        let more = if mala.hits > hmc.hits { mala } else { hmc };
        let [low, high] = more.interval();
        self.claim(kind, [hmc.share(), mala.share(), more.share(), low, high], None)
    }

    fn claim(
        &self,
        kind: ClaimKind,
        [one, two, effect, low, high]: [f64; 5],
        why_not: Option<&str>,
    ) -> Claim {
        Claim {
            kind,
            one,
            two,
            effect,
            low,
            high,
            walkers: (GROUPS * CHAINS) as u32,
            evaluations: EVALUATIONS,
            why_not: why_not.map(str::to_owned),
        }
    }
}

impl Explorer {
    fn new(chains: Chains, problem: &Problem) -> Self {
        let law = &problem.law;
        let starts: Vec<Point> = chains.positions().copied().collect();
        let has_ways = starts.iter().all(|&x| law.along(x).is_some());
        Self {
            began_in: starts.iter().map(|&x| law.mode_of(x)).collect(),
            left: vec![false; starts.len()],
            along: has_ways.then(|| vec![Draws::new(CHAINS); GROUPS]),
            worth: Vec::new(),
            chains,
        }
    }

    fn has_walked(&self) -> bool {
        self.chains.evaluations() >= (GROUPS * CHAINS) as u64 * u64::from(EVALUATIONS)
    }

    fn is_done(&self) -> bool {
        self.has_walked() && self.along.as_ref().is_none_or(|along| self.worth.len() == along.len())
    }

    /// Some chains move on; then one group after the other is measured.
    fn advance(&mut self, law: &Law) {
        if !self.has_walked() {
            if self.chains.advance() {
                self.look(law);
            }
        } else if let Some(group) = self.along.as_ref().and_then(|along| along.get(self.worth.len())) {
            let thousands = self.chains.evaluations() as f64 / GROUPS as f64 / 1000.0;
            self.worth.push(group.ess_bulk().min(group.ess_tail()) / thousands);
        }
    }

    /// Takes down where all chains are.
    fn look(&mut self, law: &Law) {
        let positions: Vec<Point> = self.chains.positions().copied().collect();
        for ((left, &x), &began_in) in self.left.iter_mut().zip(&positions).zip(&self.began_in) {
            *left = *left || law.mode_of(x) != began_in;
        }
        for (draws, group) in self.along.iter_mut().flatten().zip(positions.chunks(CHAINS)) {
            let along: Vec<f64> = group.iter().map(|&x| law.along(x).unwrap_or(f64::NAN)).collect();
            draws.push(&along);
        }
    }

    fn crossed(&self) -> Count {
        Count { hits: self.left.iter().filter(|left| **left).count() as u64, trials: self.left.len() as u64 }
    }
}
