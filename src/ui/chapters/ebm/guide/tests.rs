//! The guide's sentences for runs of every kind.

use super::super::model::Model;
use super::*;
use crate::protocol::ebm::{EbmScore, EnergyMetrics, SampleScore};
use crate::settings::{DataSet, DataSettings, Objective};
use std::sync::LazyLock;

pub fn sample(first_share: f64) -> SampleScore {
    SampleScore { mmd2: 0.01, first_share, off_share: 0.0 }
}

/// Walkers on the exact density.
pub fn exact() -> LaneModel {
    LaneModel::on_exact(128, 300.0, &[140.0; 3])
}

pub fn learned(objective: Objective, density: f64, walkers: f64) -> LaneModel {
    let contrastive = objective.is_contrastive();
    let metrics = EnergyMetrics { kl: 0.23, first_share: density, off_share: 0.03, barrier: 5.2, log_z: 0.0 };
    let negatives = contrastive.then_some(sample(0.52));
    let mut lane = exact().learn(objective, 1000, metrics);
    lane.score = Some(EbmScore { step: 1000, walkers: sample(walkers), negatives });
    lane.gap.extend_to(1000, if contrastive { &[0.02] } else { &[] });
    lane
}

pub fn run(lanes: Vec<LaneModel>) -> Model {
    Model::of(lanes, 0.5, 7.3)
}

pub fn at(now: &Model) -> Situation<'_> {
    static DEFAULTS: LazyLock<EbmSettings> = LazyLock::new(EbmSettings::default);
    Situation { now, settings: &DEFAULTS, running: false }
}

#[test]
fn before_training_it_speaks_of_the_exact_density() {
    let now = run(vec![LaneModel { objective: Some(Objective::Cd), ..exact() }]);
    let words = sentences(&at(&now));
    assert_eq!(words.len(), 3);
    assert_eq!(
        words[0],
        "On the exact density 3 of 128 walkers have crossed to the other moon after 300 steps. This density \
         is exact, so it is only the gap that holds them back."
    );
    assert!(words[1].contains("7.30 nats") && words[1].contains("about 1,500 times"), "{}", words[1]);
    assert!(words[2].contains("Press Train"));
    assert!(!sentences(&Situation { running: true, ..at(&now) })[2].contains("Press"));
    assert_eq!(sentences(&at(&Model::default())).len(), 1);
    let early = run(vec![LaneModel::on_exact(128, 0.0, &[])]);
    assert!(sentences(&at(&early))[0].contains("about to set out"));
    let quick = run(vec![LaneModel::on_exact(128, 20.0, &[])]);
    assert!(!sentences(&at(&quick))[0].contains("holds them back"), "too early to judge");
}

#[test]
fn a_trained_energy_has_three_to_five_sentences_with_its_numbers() {
    for lanes in [
        vec![learned(Objective::Cd, 0.48, 0.9)],
        vec![learned(Objective::Denoising, 0.48, 0.9)],
        vec![learned(Objective::Cd, 0.48, 0.9), exact()],
        vec![learned(Objective::Cd, 0.48, 0.9), learned(Objective::Denoising, 0.5, 0.5)],
    ] {
        let now = run(lanes);
        for running in [false, true] {
            let words = sentences(&Situation { running, ..at(&now) });
            assert!((3..=5).contains(&words.len()), "{words:#?}");
        }
    }
    let now = run(vec![learned(Objective::Cd, 0.48, 0.9)]);
    let words = sentences(&at(&now));
    assert!(words[0].contains("0.02 nats above the data") && words[0].contains("small gap"), "{}", words[0]);
    assert!(words[1].contains("0.23 nats (KL)") && words[1].contains("close"), "{}", words[1]);
    assert!(words[3].starts_with("3 of 128") && words[3].contains("97.7\u{a0}% never did"), "{}", words[3]);
    assert!(words[4].contains("5.20 nats, the true one 7.30 nats: lower"), "{}", words[4]);
}

#[test]
fn energy_and_samples_are_judged_apart() {
    let says = |density, walkers| {
        let now = run(vec![learned(Objective::Cd, density, walkers)]);
        verdicts::about_agreement(&at(&now), &now.lanes[0]).expect("a sentence")
    };
    assert!(says(0.5, 0.95).starts_with("The energy weighs the moons right where its samples do not"));
    assert!(says(0.03, 0.55).contains("where the energy does not") && says(0.03, 0.55).contains("walkers"));
    assert!(says(0.03, 0.9).contains("52.0\u{a0}% of the negatives"));
    assert!(says(0.5, 0.5).contains("agree") && says(0.5, 0.5).contains("start from noise"));
    let now = run(vec![learned(Objective::Sliced, 0.9, 0.9)]);
    assert!(
        verdicts::about_agreement(&at(&now), &now.lanes[0]).is_some_and(|words| words.contains("both wrong"))
    );
    let mut few = run(vec![learned(Objective::Cd, 0.5, 1.0)]);
    few.lanes[0].walkers.lane.positions.truncate(8);
    assert_eq!(verdicts::about_agreement(&at(&few), &few.lanes[0]), None, "four walkers are chance");
}

#[test]
fn looking_back_does_not_mix_samples_and_weights_of_two_steps() {
    let mut now = run(vec![learned(Objective::Pcd, 0.03, 0.9)]);
    (now.looking_at, now.lanes[0].looking_at) = (Some(1000), Some(1000));
    assert!(verdicts::about_agreement(&at(&now), &now.lanes[0]).is_some());
    now.lanes[0].map.as_mut().expect("it has learned").step = 10;
    (now.looking_at, now.lanes[0].looking_at) = (Some(10), Some(10));
    assert_eq!(verdicts::about_agreement(&at(&now), &now.lanes[0]), None);
}

#[test]
fn a_perfect_energy_that_does_not_mix_is_said_to_be_perfect() {
    let now = run(vec![learned(Objective::Cd, 0.5, 0.5), exact()]);
    let words = verdicts::about_crossings(&at(&now)).expect("a sentence");
    assert!(
        words.starts_with("On CD-k 3 of 128") && words.contains("On the exact density 3 of 128"),
        "{words}"
    );
    assert!(words.ends_with("Even a perfect energy does not make these walkers mix."));
    let mixing = run(vec![learned(Objective::Cd, 0.5, 0.5), LaneModel::on_exact(128, 300.0, &[140.0; 100])]);
    assert!(verdicts::about_crossings(&at(&mixing)).is_some_and(|words| !words.contains("perfect")));
    let words = verdicts::about_crossings(&Situation { running: true, ..at(&now) });
    assert!(words.is_some_and(|words| words.contains("still changes") && !words.contains("perfect")));
}

#[test]
fn two_objectives_are_compared_with_the_nearer_first() {
    let mut now = run(vec![learned(Objective::Cd, 0.4, 0.5), learned(Objective::Denoising, 0.5, 0.5)]);
    now.lanes[0].map.as_mut().expect("it has learned").metrics.kl = 0.43;
    let words = verdicts::about_density(&at(&now));
    assert!(words.starts_with("Denoising score matching is nearer"), "{words}");
    assert!(words.contains("KL 0.23 nats against 0.43 nats of CD-k"), "{words}");
    assert!(
        verdicts::about_bridge(&at(&now)).is_some_and(|words| words.contains("with CD-k, 5.20 nats with"))
    );
}

#[test]
fn a_cheap_chain_is_called_one() {
    let now = run(vec![learned(Objective::ShortRun, 0.5, 0.5)]);
    let says = |noise_scale| {
        let settings = EbmSettings { noise_scale, ..EbmSettings::default() };
        verdicts::about_gap(&Situation { settings: &settings, ..at(&now) }, &now.lanes[0])
            .expect("a sentence")
    };
    assert!(says(0.5).contains("τ = 0.5: too little noise") && !says(1.0).contains('τ'));
}

#[test]
fn what_is_not_known_is_not_said() {
    let nothing =
        EnergyMetrics { kl: f64::NAN, first_share: f64::NAN, barrier: f64::NAN, ..EnergyMetrics::default() };
    let now =
        Model::of([learned(Objective::Cd, 0.5, 0.5).learn(Objective::Cd, 1000, nothing)], 0.5, f64::NAN);
    let words = sentences(&at(&now));
    assert!(words.iter().any(|words| words.contains("cannot be told")));
    assert!(!words.iter().any(|words| words.contains("NaN") || words.contains("bridge")), "{words:?}");
}

#[test]
fn other_data_are_called_by_their_names_and_judged_by_their_shares() {
    let of = |set| DataSettings { set, ..DataSettings::default() };
    let says = |density: f64, walkers: f64| {
        let mut now = Model::of([learned(Objective::Cd, density, walkers)], 0.2, 7.3);
        now.data = of(DataSet::Pinwheel);
        sentences(&at(&now))
    };
    let words = says(0.22, 0.5).join(" ");
    assert!(
        words.contains("nearest to arm 1, where 20.0\u{a0}% is right") && words.contains("off the arms"),
        "{words}"
    );
    assert!(words.contains("weighs arm 1 right where its samples do not"), "{words}");
    assert!(
        words.contains("crossed to another arm") && words.contains("bridge from arm 1 to arm 2"),
        "{words}"
    );
    assert!(says(0.5, 0.5).join(" ").contains("Samples") || says(0.5, 0.5).join(" ").contains("both wrong"));
    for words in [says(0.2, 0.2), says(0.5, 0.2)] {
        assert!(!words.join(" ").contains("moon"), "{words:?}");
    }
    let mut roll = Model::of([learned(Objective::Cd, 1.0, 1.0)], 1.0, f64::NAN);
    roll.data = of(DataSet::SwissRoll);
    let words = sentences(&at(&roll)).join(" ");
    assert!(
        words.contains("one piece") && words.contains("off the roll") && !words.contains("cross to"),
        "{words}"
    );
}
