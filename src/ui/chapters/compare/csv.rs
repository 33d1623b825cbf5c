//! The scoreboard and the curves as comma-separated values: one line a set of samples, then what they are held against, then
//! the claims.

use super::readouts::Readouts;
use crate::protocol::compare::Verdict;
use crate::protocol::diffusion::{BANDWIDTHS, Distances};
use crate::settings::url;

/// A number that is not one is left empty. `modes` are the names of the data's parts.
pub fn text(now: &Readouts, modes: &[String]) -> String {
    let bandwidths = BANDWIDTHS.map(|bandwidth| format!("mmd2_unbiased_{bandwidth}")).join(",");
    let shares: String =
        modes.iter().map(|mode| format!(",share_{}", mode.replace([' ', ','], "_"))).collect();
    let mut text = format!(
        "what,method,learned,run,within,at_budget,evaluations,seconds,mmd2_unbiased_mean,{bandwidths},sliced_wasserstein,\
         energy_distance,off_share{shares}\n"
    );
    for set in now.scores.iter() {
        let shares: String = set.shares.iter().map(|share| format!(",{}", number(*share))).collect();
        text += &format!(
            "samples,{},{},{},{},{},{},{},{}{shares}\n",
            set.method.key(),
            set.learned,
            set.run,
            set.within,
            set.at_budget,
            number(set.evaluations),
            number(set.seconds),
            distances(&set.distances)
        );
    }
    if let Some(floor) = &now.floor {
        let real = Distances {
            mmd2: [f32::NAN, f32::NAN, f32::NAN, floor.mmd2_wide_q95],
            sliced_wasserstein: floor.sliced_q95,
            energy_distance: f32::NAN,
            off_share: floor.off_share,
            ..Distances::default()
        };
        let rest = distances(&real).split_once(',').map_or(String::new(), |(_, rest)| rest.to_owned());
        text += &format!("real data 95 %,,,,,,,,{},{rest}\n", number(floor.mmd2_q95));
        text += &format!("gaussian blob,,,,,,,,{}\n", distances(&floor.blob));
    }
    text += "\nclaim,verdict,one,two,effect,low,high,walkers,evaluations\n";
    for claim in &now.claims {
        let verdict = match claim.verdict() {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::DoesNotApply => "does not apply",
        };
        let numbers =
            [claim.one, claim.two, claim.effect, claim.low, claim.high].map(|value| number(value as f32));
        let (walkers, evaluations) = (claim.walkers, claim.evaluations);
        let kind = url::name_of(&claim.kind);
        text += &format!("{kind},{verdict},{},{walkers},{evaluations}\n", numbers.join(","));
    }
    text
}

fn distances(of: &Distances) -> String {
    let rest = [of.sliced_wasserstein, of.energy_distance, of.off_share];
    let all = [of.mmd2_mean()].into_iter().chain(of.mmd2).chain(rest);
    all.map(number).collect::<Vec<_>>().join(",")
}

fn number(value: f32) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::{HMC, score};
    use super::*;
    use crate::protocol::compare::{Claim, ClaimKind, CompareFloor};
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
        let now = Readouts {
            scores: Arc::new(vec![score(HMC, 0, 0.25), score(HMC, 1, f32::NAN)]),
            floor: Some(CompareFloor::default()),
            claims: vec![claim],
            ..Readouts::default()
        };
        let text = text(&now, &["upper moon".into(), "lower moon".into()]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("off_share,share_upper_moon,share_lower_moon"), "{}", lines[0]);
        assert!(lines[1].starts_with("samples,x-hmc,true,0,500,true,500,0.5,0.25,0.25"), "{}", lines[1]);
        let columns = lines[0].split(',').count();
        assert!(lines[1..3].iter().all(|line| line.split(',').count() == columns), "{text}");
        // Real data and the blob have no shares.
        assert!(lines[3..5].iter().all(|line| line.split(',').count() == columns - 2), "{text}");
        assert_eq!(lines[7], "neither-crosses,holds,0,,0,0,0.04,125,2000");
    }
}
