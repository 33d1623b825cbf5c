//! What has been measured, and what of it the page has been told.

use crate::protocol::compare::{Claim, ClaimKind, CompareFrame, CompareRealVsReal, Likelihood, MethodScore};
use crate::settings::Method;

#[derive(Default)]
pub struct Results {
    /// Goes up when something the page has been told does not hold any more; all that still holds is told again.
    pub epoch: u32,
    scores: Vec<MethodScore>,
    /// Each with the method that it was tested on, where it depends on one.
    claims: Vec<(Claim, Option<Method>)>,
    likelihoods: Vec<Likelihood>,
    real_vs_real: Option<CompareRealVsReal>,
    /// Scores, claims and likelihoods that have been told, and whether real against real has.
    told: (usize, usize, usize, bool),
}

impl Results {
    /// A score that is there already stays.
    pub fn add_score(&mut self, score: MethodScore) {
        if !self.has_score(score.method, score.run, score.within) {
            self.scores.push(score);
        }
    }

    /// Replaces one of its kind.
    pub fn add_claim(&mut self, claim: Claim, method: Option<Method>) {
        let old = self.claims.iter().position(|(old, _)| old.kind == claim.kind);
        if let Some(old) = old {
            self.claims.remove(old);
            self.told.1 -= usize::from(old < self.told.1);
        }
        self.claims.push((claim, method));
    }

    pub fn add_likelihood(&mut self, likelihood: Likelihood) {
        self.likelihoods.push(likelihood);
    }

    pub fn has_likelihood(&self, method: Method) -> bool {
        self.likelihoods.iter().any(|likelihood| likelihood.method.family() == method.family())
    }

    pub fn set_real_vs_real(&mut self, real_vs_real: CompareRealVsReal) {
        self.real_vs_real = Some(real_vs_real);
        self.told.3 = false;
    }

    pub fn has_real_vs_real(&self) -> bool {
        self.real_vs_real.is_some()
    }

    pub fn has_score(&self, method: Method, run: u32, within: u32) -> bool {
        let is = |score: &MethodScore| (score.method, score.run, score.within) == (method, run, within);
        self.scores.iter().any(is)
    }

    /// Whether a claim has been tested, on this method where it depends on one.
    pub fn has_claim(&self, kind: ClaimKind, method: Option<Method>) -> bool {
        self.claims.iter().any(|(claim, on)| claim.kind == kind && *on == method)
    }

    /// Forgets the scores and likelihoods of methods that `holds` denies and the claims tested on them, claims tested on no method only
    /// where it denies `None`, and real against real where `real_vs_real_holds` does.
    pub fn forget(&mut self, holds: impl Fn(Option<Method>) -> bool, real_vs_real_holds: bool) {
        let told = |told: usize, kept: &[bool]| kept.iter().take(told).any(|kept| !kept);
        let scores: Vec<bool> = self.scores.iter().map(|score| holds(Some(score.method))).collect();
        let claims: Vec<bool> = self.claims.iter().map(|(_, method)| holds(*method)).collect();
        let likelihoods: Vec<bool> = self.likelihoods.iter().map(|of| holds(Some(of.method))).collect();
        let is_void =
            told(self.told.0, &scores) || told(self.told.1, &claims) || told(self.told.2, &likelihoods);
        retain(&mut self.scores, &scores);
        retain(&mut self.claims, &claims);
        retain(&mut self.likelihoods, &likelihoods);
        if !real_vs_real_holds {
            self.real_vs_real = None;
        }
        if is_void {
            self.epoch += 1;
            self.told = (0, 0, 0, false);
        }
    }

    /// Puts into the frame what the page does not know yet.
    pub fn tell(&mut self, frame: &mut CompareFrame) {
        frame.epoch = self.epoch;
        frame.scores.extend(self.scores[self.told.0..].iter().cloned());
        frame.claims.extend(self.claims[self.told.1..].iter().map(|(claim, _)| claim.clone()));
        frame.likelihoods.extend(&self.likelihoods[self.told.2..]);
        frame.real_vs_real = self.real_vs_real.clone().filter(|_| !self.told.3);
        self.told =
            (self.scores.len(), self.claims.len(), self.likelihoods.len(), self.real_vs_real.is_some());
    }
}

fn retain<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    items.retain(|_| kept.next().is_some_and(|kept| *kept));
}
