//! Settings that change while a run goes on, and what that makes void.

use super::CompareRun;
use super::costs::Unit;
use super::real_vs_real::RealVsRealInProgress;
use crate::settings::{ComparePlan, CompareSettings, DiffusionSettings, EbmSettings, McmcSettings, Method};

impl CompareRun {
    /// Other walkers make all scores void; another method leaves those of the others.
    pub(super) fn take_plan(&mut self, plan: &ComparePlan) {
        self.sharing.changes += 1;
        let before = std::mem::replace(&mut self.plan, plan.clone());
        let (old, new) = (&before.compare, &self.plan.compare);
        for (column, (old, new)) in self.columns.iter_mut().zip(old.columns().into_iter().zip(new.columns()))
        {
            if old != new {
                column.is_stale = true;
                self.job = None;
            }
        }
        let same_walkers = old.walkers == new.walkers;
        let same_rest = rest(&before) == rest(&self.plan);
        if same_rest && same_walkers && (old.start, old.budget) == (new.start, new.budget) {
            return;
        }
        // Exploring has walkers of its own.
        self.results.forget(|method| method.is_none() && same_rest, same_walkers);
        if !same_walkers {
            self.real_vs_real = RealVsRealInProgress::new(self.problem.seed);
            self.costs.forget(Unit::Comparison);
        }
        self.columns.iter_mut().for_each(|column| column.is_stale = true);
        self.job = None;
    }
}

/// What is left of a plan without what can be changed in this chapter while a run goes on.
fn rest(plan: &ComparePlan) -> ComparePlan {
    let nothing = CompareSettings::default();
    let [Method::Exact(sampler), Method::Energy(walk), Method::Diffusion(denoiser)] = nothing.columns()
    else {
        unreachable!("columns have their families' methods")
    };
    ComparePlan {
        compare: CompareSettings {
            sigma: plan.compare.sigma,
            train_steps: plan.compare.train_steps,
            ..nothing
        },
        mcmc: McmcSettings { sampler, chains: 1, ..plan.mcmc.clone() },
        ebm: EbmSettings { walk, walkers: 1, ..plan.ebm.clone() },
        diffusion: DiffusionSettings { sampler: denoiser, ..plan.diffusion.clone() },
    }
}
