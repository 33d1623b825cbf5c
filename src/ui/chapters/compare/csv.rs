//! The scoreboard and the curves as comma-separated values: one line a set of samples, then the means at the budget, then what
//! all are held against, then the claims.

use super::model::Model;
use crate::protocol::compare::{CompareRealVsReal, MethodScore, Verdict};
use crate::protocol::diffusion::{BANDWIDTHS, Distances};
use crate::protocol::estimate::Estimate;
use crate::settings::{Method, url};
use crate::ui::save::{csv_numbers, csv_words};

/// A number that is not one is left empty. `modes` are the names of the data's parts.
pub fn text(now: &Model, modes: &[String]) -> String {
    let bandwidths = BANDWIDTHS.map(|bandwidth| format!("mmd2_unbiased_{bandwidth}")).join(",");
    let shares: String =
        modes.iter().map(|mode| format!(",share_{}", mode.replace([' ', ','], "_"))).collect();
    let mut text = format!(
        "what,method,learned,run,within,at_budget,evaluations,seconds,mmd2_unbiased_mean,{bandwidths},sliced_wasserstein,\
         energy_distance,off_share{shares}\n"
    );
    for set in now.scores.iter() {
        text += &format!(
            "samples,{},{},{},{},{},{}\n",
            set.method.key(),
            set.learned,
            set.run,
            set.within,
            set.at_budget,
            csv_numbers(numbers(set))
        );
    }
    for method in Method::all() {
        text += &summary(&now.at_budget(method).collect::<Vec<_>>());
    }
    if let Some(real_vs_real) = &now.real_vs_real {
        let no_shares = vec![f32::NAN; modes.len()];
        for (what, distances) in [
            ("real data 95 %", real(real_vs_real)),
            ("gaussian blob", distances(&real_vs_real.gaussian_baseline)),
        ] {
            text +=
                &format!("{what},,,,,,,,{}\n", csv_numbers(distances.into_iter().chain(no_shares.clone())));
        }
    }
    text += "\nclaim,verdict,one,two,effect,low,high,walkers,evaluations,why_not\n";
    for claim in &now.claims {
        let verdict = match claim.verdict() {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::DoesNotApply => "does not apply",
        };
        let numbers = [claim.one, claim.two, claim.effect, claim.low, claim.high].map(|value| value as f32);
        let (walkers, evaluations) = (claim.walkers, claim.evaluations);
        let kind = url::name_of(&claim.kind);
        let why_not = csv_words(claim.why_not.as_deref().unwrap_or_default());
        text += &format!("{kind},{verdict},{},{walkers},{evaluations},{why_not}\n", csv_numbers(numbers));
    }
    text
}

/// Mean and standard error of the sets that the scoreboard counts, of one method; nothing where there are none.
fn summary(sets: &[&MethodScore]) -> String {
    let Some(first) = sets.first() else { return String::new() };
    let all: Vec<Vec<f32>> = sets.iter().map(|set| numbers(set)).collect();
    let estimates: Vec<Option<Estimate>> = (0..all[0].len())
        .map(|column| {
            Estimate::of(all.iter().filter_map(|set| set.get(column)).map(|&value| f64::from(value)))
        })
        .collect();
    let line = |what: &str, of: fn(Estimate) -> Option<f64>| {
        let numbers = estimates.iter().map(|one| one.and_then(of).map_or(f32::NAN, |value| value as f32));
        let (method, within) = (first.method.key(), first.within);
        format!(
            "{what},{method},{},{} runs,{within},true,{}\n",
            first.learned,
            sets.len(),
            csv_numbers(numbers)
        )
    };
    line("mean", |one| Some(one.mean)) + &line("standard error", |one| one.standard_error)
}

/// All of a set, from its cost on.
fn numbers(set: &MethodScore) -> Vec<f32> {
    let cost = [set.evaluations, set.seconds].into_iter();
    cost.chain(distances(&set.distances)).chain(set.shares.iter().copied()).collect()
}

fn distances(of: &Distances) -> Vec<f32> {
    let rest = [of.sliced_wasserstein, of.energy_distance, of.off_share];
    [of.mmd2_mean()].into_iter().chain(of.mmd2).chain(rest).collect()
}

/// What of real data stands in the same columns.
fn real(real_vs_real: &CompareRealVsReal) -> Vec<f32> {
    let unknown = f32::NAN;
    let narrow = [unknown; BANDWIDTHS.len() - 1].into_iter();
    let first = [real_vs_real.mmd2_q95].into_iter().chain(narrow);
    first
        .chain([real_vs_real.mmd2_wide_q95, real_vs_real.sliced_q95, unknown, real_vs_real.off_share])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::{HMC, score};
    use super::*;
    use crate::protocol::compare::{Claim, ClaimKind, CompareRealVsReal};
    use std::sync::Arc;

    #[test]
    fn every_set_is_a_line_as_long_as_its_head() {
        let claim = Claim {
            kind: ClaimKind::NeitherCrosses,
            one: 0.0,
            two: f64::NAN,
            effect: 0.0,
            low: 0.0,
            high: 0.04,
            walkers: 125,
            evaluations: 2000,
            why_not: None,
        };
        let now = Model {
            scores: Arc::new(vec![score(HMC, 0, 0.25), score(HMC, 1, f32::NAN)]),
            real_vs_real: Some(CompareRealVsReal::default()),
            claims: vec![claim.clone(), Claim { why_not: Some("one mode, \"whole\"".into()), ..claim }],
            ..Model::default()
        };
        let text = text(&now, &["upper moon".into(), "lower moon".into()]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("off_share,share_upper_moon,share_lower_moon"), "{}", lines[0]);
        assert!(lines[1].starts_with("samples,x-hmc,true,0,500,true,500,0.5,0.25,0.25"), "{}", lines[1]);
        let columns = lines[0].split(',').count();
        assert!(lines[..7].iter().all(|line| line.split(',').count() == columns), "{text}");
        assert!(lines[3].starts_with("mean,x-hmc,true,2 runs,500,true,500,0.5,0.25,"), "{}", lines[3]);
        assert!(lines[4].starts_with("standard error,x-hmc,true,2 runs,500,true,0,0,,"), "{}", lines[4]);
        assert!(lines[5].starts_with("real data 95 %,,,,,,,,0,,,,0,0,,0,,"), "{}", lines[5]);
        assert_eq!(lines[9], "neither-crosses,holds,0,,0,0,0.04,125,2000,");
        assert_eq!(
            lines[10],
            "neither-crosses,does not apply,0,,0,0,0.04,125,2000,\"one mode, \"\"whole\"\"\""
        );
    }
}
