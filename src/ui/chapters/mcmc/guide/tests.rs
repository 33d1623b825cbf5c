//! The guide's sentences for runs of every kind.

use super::verdicts::*;
use super::*;
use crate::protocol::mcmc::Diagnostics;
use crate::settings::{Sampler, Target};
use crate::ui::chapter::chains::LaneModel;

fn diagnostics(ess_within: f64, ess_between: f64) -> Diagnostics {
    Diagnostics {
        draws: 1000.0,
        evaluations: 20_000.0,
        acceptance: 0.6,
        ess_bulk: 300.0,
        ess_within,
        ess_between,
        crossed: u32::from(ess_between > 0.0),
        r_hat: 1.002,
        shares: vec![0.45, 0.55],
        ..Diagnostics::default()
    }
}

fn run(lanes: Vec<(Sampler, Diagnostics)>) -> Model {
    Model::of_two_modes(lanes.into_iter().map(|(sampler, diagnostics)| LaneModel::of(sampler, diagnostics)))
}

#[test]
fn a_race_is_told_by_its_ratios_with_the_better_explorer_first() {
    let now =
        run(vec![(Sampler::Mala, diagnostics(100.0, 250.0)), (Sampler::Hmc, diagnostics(620.0, 100.0))]);
    let sentences = sentences(&now, true);
    assert_eq!(
        sentences[0],
        "HMC has 6.2 times as many effective samples per gradient as MALA within a moon; between moons, 0.4 times."
    );
    assert!((3..=5).contains(&sentences.len()), "{sentences:?}");
}

#[test]
fn too_few_draws_are_not_compared_but_patience_ends() {
    let few = || diagnostics(7.0, 0.0);
    let early = Diagnostics { evaluations: 5000.0, ..few() };
    let now = run(vec![(Sampler::Mala, early.clone()), (Sampler::Hmc, diagnostics(620.0, 0.0))]);
    assert!(sentences(&now, true)[0].starts_with("Too early to compare: MALA has hardly any"));
    assert!(sentences(&run(vec![(Sampler::Mala, early)]), true)[0].contains("neighbours"));
    let still = Diagnostics { acceptance: 0.0004, ..few() };
    let now = run(vec![(Sampler::RandomWalk, still.clone()), (Sampler::Hmc, diagnostics(79_864.0, 0.0))]);
    let words = sentences(&now, true);
    assert!(
        words[0].starts_with("Random walk stands still: hardly any") && words[0].contains("79,864"),
        "{words:?}"
    );
    assert!(words[1].contains("0.04\u{a0}%"), "{words:?}");
    let now = run(vec![(Sampler::RandomWalk, still), (Sampler::Mala, few())]);
    assert!(sentences(&now, true)[0].contains("Both get nowhere"));
    let now = run(vec![(Sampler::Mala, few())]);
    assert!(sentences(&now, true)[0].starts_with("MALA crawls"));
    let now = run(vec![(Sampler::Mala, Diagnostics { draws: 50.0, ..diagnostics(620.0, 0.0) })]);
    assert!(sentences(&now, true)[0].contains("100 draws"));
    let now = run(vec![(Sampler::Mala, diagnostics(f64::NAN, 0.0))]);
    assert!(sentences(&now, true)[0].contains("15.0"));
}

#[test]
fn modes_nobody_has_changed_are_not_divided_by() {
    let now = run(vec![(Sampler::Mala, diagnostics(100.0, 0.0)), (Sampler::Hmc, diagnostics(620.0, 0.0))]);
    assert!(sentences(&now, true)[0].ends_with("between moons, no chain of either has moved."));
    let now = run(vec![(Sampler::Mala, diagnostics(100.0, 90.0)), (Sampler::Hmc, diagnostics(620.0, 0.0))]);
    assert!(sentences(&now, true)[0].ends_with("too seldom to compare that."));
}

#[test]
fn one_mode_and_one_lane_have_words_of_their_own() {
    let mut now = run(vec![(Sampler::Mala, diagnostics(100.0, 0.0))]);
    assert!(sentences(&now, true)[0].contains("5.0 effective samples within a moon"));
    let reference = now.reference.as_mut().expect("it is known");
    reference.modes.truncate(1);
    reference.exact.shares.truncate(1);
    now.target = Target::Banana;
    assert!(!sentences(&now, true).iter().any(|words| words.contains("moon")), "{:?}", sentences(&now, true));
    assert!(sentences(&Model::default(), false)[0].contains("Press Run"));
    assert!(!sentences(&Model::default(), true)[0].contains("Press Run"));
}

fn lane(sampler: Sampler, now: &Diagnostics) -> Lane<'_> {
    Lane { name: sampler.name().into(), sampler, now, settled: true }
}

#[test]
fn acceptance_is_judged_for_the_sampler_and_divergences_come_after() {
    let says = |sampler, acceptance, divergences| {
        about_acceptance(&lane(sampler, &Diagnostics { acceptance, divergences, ..Diagnostics::default() }))
    };
    assert!(says(Sampler::Mala, 0.05, 0.0).contains("stands still"));
    assert!(says(Sampler::Mala, 0.97, 0.0).contains("crawls"));
    assert!(says(Sampler::Mala, 0.57, 0.0).contains("57 %"));
    assert!(says(Sampler::Hmc, 0.3, 0.0).contains("too long"));
    assert!(says(Sampler::Hmc, 0.95, 0.0).contains("nearly kept"));
    let diverged = says(Sampler::Mala, 0.01, 1.0);
    assert!(
        diverged.starts_with("MALA accepts only") && diverged.contains("1 transition diverged"),
        "{diverged}"
    );
    assert!(says(Sampler::Hmc, 0.9, 12.0).contains("12 transitions diverged"));
    assert!(says(Sampler::Ula, 1.0, 0.0).contains("exact line"));
    assert!(says(Sampler::Ula, 1.0, 3.0).contains("runs away"));
}

#[test]
fn agreement_is_not_called_being_right_and_the_worse_lane_is_spoken_of() {
    let mut now = run(vec![]);
    let says = |r_hats: &[f64], now: &Model| {
        let all: Vec<_> =
            r_hats.iter().map(|&r_hat| Diagnostics { r_hat, ..Diagnostics::default() }).collect();
        let lanes: Vec<_> =
            all.iter().zip([Sampler::Mala, Sampler::Hmc]).map(|(now, of)| lane(of, now)).collect();
        about_agreement(now, &lanes).expect("a sentence")
    };
    assert!(says(&[1.004], &now).contains("does not make them right"));
    assert!(says(&[1.3], &now).contains("do not agree yet: R-hat is 1.300"));
    assert!(says(&[1.0101], &now).contains("R-hat is 1.0101"));
    assert!(says(&[1.3, 1.004], &now).contains("MALA") && says(&[1.004, 1.3], &now).contains("HMC"));
    assert!(says(&[f64::NAN], &now).contains("not defined"));
    now.chains = 1;
    assert!(says(&[f64::NAN], &now).contains("two chains"));
}

#[test]
fn right_shares_of_chains_that_never_moved_are_no_merit() {
    let shares = |shares: [f32; 2]| Diagnostics { shares: shares.into(), ..diagnostics(620.0, 0.0) };
    let now = run(vec![(Sampler::Mala, shares([0.5, 0.5])), (Sampler::Hmc, shares([1.0, 0.0]))]);
    let last = |now: &Model| sentences(now, true).pop().expect("a sentence");
    assert!(last(&now).starts_with("0 of 4 chains of HMC") && last(&now).contains("0.0"), "{}", last(&now));
    assert!(last(&run(vec![(Sampler::Mala, shares([0.5, 0.5]))])).contains("as at the start"));
}

#[test]
fn a_ladder_is_named_and_has_a_sentence_on_its_swaps() {
    let tempered = Diagnostics { swaps: 0.7, first_crossing: 1234.0, ..diagnostics(620.0, 90.0) };
    let mut now = run(vec![(Sampler::Hmc, tempered)]);
    now.rungs = 5;
    let words = sentences(&now, true);
    assert!(words[0].starts_with("HMC · 5 rungs"), "{words:?}");
    assert!(words.iter().any(|words| words.contains("swaps") && words.contains("1,234")), "{words:?}");
}
