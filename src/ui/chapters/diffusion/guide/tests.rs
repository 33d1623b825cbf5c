//! The guide's sentences for runs of every kind.

use super::super::describe;
use super::super::lane::LaneModel;
use super::super::model::Model;
use super::*;
use crate::protocol::diffusion::{Denoiser, Distances, Quality, RealVsReal, Reference, Score};
use crate::protocol::exact::Exact;
use crate::settings::{AskedMoon, DataSet, DataSettings, DiffusionSampler, DiffusionSettings};

pub fn score(denoiser: Denoiser, mmd2: f32, first_share: f32) -> Score {
    let distances = Distances { mmd2: [mmd2; 4], first_share, ..Distances::default() };
    Score { denoiser, distances, step: 1000, ..Score::default() }
}

/// A run on data whose first part has this share.
fn lane(truth: f32) -> LaneModel {
    let exact = Exact { shares: vec![truth], ..Exact::default() };
    LaneModel::of(Reference { exact, ideal_loss: 0.387, ..Reference::default() })
}

pub fn floor() -> RealVsReal {
    RealVsReal {
        mmd2_mean_q95: 1e-3,
        gaussian_baseline: Distances { mmd2: [1e-2; 4], ..Distances::default() },
        ..RealVsReal::default()
    }
}

fn now(lane: LaneModel) -> Model {
    Model { lanes: vec![lane], real_vs_real: Some(floor()), ..Model::default() }
}

fn told(now: &Model, settings: &DiffusionSettings) -> String {
    sentences(&Situation { now, settings, running: false }).join(" ")
}

#[test]
fn nothing_known_is_said_and_nothing_trained_too() {
    let words = told(&Model::default(), &DiffusionSettings::default());
    assert!(words.contains("is being computed") && words.contains("should be left"), "{words}");
    let words = learning::about_loss(&now(lane(0.5)));
    assert!(words.contains("0.387"), "{words}");
}

#[test]
fn the_loss_is_told_by_its_distance_to_the_ideal() {
    let with = |loss| {
        let mut lane = lane(0.5);
        lane.losses.extend_to(1000, &[loss]);
        now(lane)
    };
    assert!(learning::about_loss(&with(0.401)).contains("0.401, 0.014 above the ideal denoiser's 0.387"));
    assert!(learning::about_loss(&with(0.390)).contains("within 0.003"));
    let below = learning::about_loss(&with(0.380));
    assert!(below.contains("0.007 below") && below.contains("chance") && !below.contains("fall"), "{below}");
}

#[test]
fn the_third_with_most_to_learn_is_named() {
    let with = |above: [f32; 3]| {
        let reference = Reference { levels: vec![0.0; 2 * 101], ..Reference::default() };
        let lane = LaneModel { excess_by_timestep: above.into(), ..LaneModel::of(reference) };
        learning::about_timesteps(&now(lane)).expect("words")
    };
    assert!(with([0.2, 0.05, 0.0]).contains("little noise: from t = 0 to 33 the loss is 0.200 above"));
    assert!(with([0.0, 0.0, 0.01]).contains("much noise: from t = 67 to 100"));
    assert!(with([0.001, -0.02, 0.0]).contains("At no third"));
}

#[test]
fn a_score_is_placed_between_the_band_and_the_blob() {
    let says = |mmd2| {
        let lane = lane(0.5).with_score(score(Denoiser::Ideal, mmd2, 0.5));
        told(&now(lane), &DiffusionSettings::default())
    };
    assert!(says(5e-4).contains("inside the band"));
    assert!(says(5e-3).contains("below the Gaussian blob's"));
    assert!(says(2e-2).contains("no better than"));
    assert!(says(f32::NAN).contains("flown apart"));
}

#[test]
fn a_moon_that_is_asked_for_is_no_failure() {
    let now = now(lane(0.5).with_score(score(Denoiser::Learned, 0.2, 0.99)));
    let settings = DiffusionSettings { conditional: true, asked: AskedMoon::Upper, ..Default::default() };
    let words = told(&now, &settings);
    assert!(words.contains("Asked for the upper moon with w = 1, 99.0\u{a0}% of the samples"), "{words}");
    assert!(words.contains("data of the moon asked for") && !words.contains("1,000 draws"), "{words}");
    let lower = DiffusionSettings { asked: AskedMoon::Lower, guidance: 3.0, ..settings.clone() };
    assert!(told(&now, &lower).contains("lower moon with w = 3, 1.0\u{a0}%"));
    let ignored = DiffusionSettings { guidance: 0.0, ..settings };
    assert!(told(&now, &ignored).contains("the class is ignored"));
}

#[test]
fn the_best_sampler_is_named_once_it_is_measured() {
    let of = |sampler, evaluations, mmd2| Quality { sampler, evaluations, mmd2, ..Quality::default() };
    let quality = vec![of(DiffusionSampler::Heun, 20, 5e-4), of(DiffusionSampler::Ddpm, 20, 0.01)];
    let words = sampling::about_quality(&now(LaneModel { quality, ..LaneModel::default() }));
    assert!(
        words.is_some_and(|words| words.contains("Heun comes nearest") && words.contains("inside the band"))
    );
    assert_eq!(sampling::about_quality(&now(LaneModel::default())), None);
}

#[test]
fn the_bridge_falls_until_there_is_nothing_to_cross() {
    let with = |t, barrier| {
        let lane = LaneModel::default().at_level(t).with_barriers(&[(0.0, 7.3), (t, barrier)]);
        sampling::about_barrier(&now(lane)).expect("words")
    };
    assert!(with(60.0, 0.0).contains("At t = 60 the moons are one"));
    assert!(with(10.0, 2.5).contains("climbs 2.50 nats, against 7.30 without noise"));
    assert!(
        with(0.0, 7.3)
            .starts_with("Without noise the lowest way from moon to moon climbs 7.30 nats. Noise lowers")
    );
}

#[test]
fn a_schedule_that_leaves_signal_is_called_out() {
    let with = |alpha_bar_last| {
        sampling::about_noise(&now(LaneModel::of(Reference { alpha_bar_last, ..Reference::default() })))
    };
    assert!(with(0.364).contains("0.603: the last level is not noise"));
    assert!(with(2.4e-7).contains("as sampling assumes"));
}

#[test]
fn two_runs_are_held_side_by_side() {
    let lane = || lane(0.5).with_score(score(Denoiser::Learned, 2e-3, 0.5));
    let mut now = now(lane());
    assert_eq!(learning::about_fork(&now), None);
    now.lanes.push(lane());
    now.names = vec!["Residual MLP", "MLP"];
    let words = learning::about_fork(&now).expect("two runs");
    assert!(words.contains("0.00200 (Residual MLP) and") && !words.contains("rank"), "{words}");
    now.lanes[1].learned_score = Some(Score { step: 1250, ..score(Denoiser::Learned, 3e-3, 0.5) });
    let words = learning::about_fork(&now).expect("two runs");
    assert!(words.contains("0.00200 (Residual MLP, step 1,000) and 0.00300 (MLP, step 1,250)"), "{words}");
    assert!(describe::mmd(&now).contains("MLP: 0.00300 (step 1,250);"), "{}", describe::mmd(&now));
    for lane in &mut now.lanes {
        lane.learned_score = Some(score(Denoiser::Learned, 5e-4, 0.5));
    }
    assert!(learning::about_fork(&now).is_some_and(|words| words.contains("cannot rank")));
}

#[test]
fn other_data_are_called_by_their_names_and_judged_by_their_shares() {
    let of = |set, truth| {
        let data = DataSettings { set, ..DataSettings::default() };
        let lane = lane(truth).with_score(score(Denoiser::Learned, 5e-4, 0.125));
        let lane = lane.at_level(10.0).with_barriers(&[(10.0, 2.5)]);
        told(&Model { data, ..now(lane) }, &DiffusionSettings::default())
    };
    let words = of(DataSet::EightGaussians, 0.125);
    assert!(
        words.contains("nearest to the east Gaussian, where 12.5\u{a0}% is true: within the chance"),
        "{words}"
    );
    assert!(
        words.contains("from the east Gaussian to the north-east Gaussian") && !words.contains("moon"),
        "{words}"
    );
    assert!(
        of(DataSet::Circles, 0.5).contains("the outer circle, where 50.0\u{a0}% is true: more than chance")
    );
    let words = of(DataSet::SwissRoll, 1.0);
    assert!(
        words.contains("Of the samples 0.0\u{a0}% lie off the roll")
            && !words.contains("nearest to the roll"),
        "{words}"
    );
}
