//! The guide's sentences for runs of every kind.

use super::*;
use crate::protocol::diffusion::{Denoiser, Distances, Floor, Quality, Score};
use crate::settings::{AskedMoon, DataSet, DataSettings, DiffusionSampler, DiffusionSettings};
use crate::ui::chapters::diffusion::lane_readouts::LaneReadouts;

fn score(denoiser: Denoiser, mmd2: f32, first_share: f32) -> Option<Score> {
    let distances = Distances { mmd2: [mmd2; 4], first_share, ..Distances::default() };
    Some(Score { denoiser, distances, step: 1000 })
}

fn floor() -> Floor {
    Floor {
        mmd2_mean_q95: 1e-3,
        blob: Distances { mmd2: [1e-2; 4], ..Distances::default() },
        ..Floor::default()
    }
}

fn now(lane: LaneReadouts) -> Readouts {
    Readouts { lanes: vec![lane], floor: Some(floor()), truth: Some(0.5), ..Readouts::default() }
}

fn told(now: &Readouts, settings: &DiffusionSettings) -> String {
    sentences(&Situation { now, settings }).join(" ")
}

#[test]
fn nothing_known_is_said_and_nothing_trained_too() {
    let words = told(&Readouts::default(), &DiffusionSettings::default());
    assert!(words.contains("is being computed") && words.contains("should be left"), "{words}");
    let words =
        learning::about_loss(&now(LaneReadouts { ideal_loss: Some(0.387), ..LaneReadouts::default() }));
    assert!(words.contains("0.387"), "{words}");
}

#[test]
fn the_loss_is_told_by_its_distance_to_the_ideal() {
    let with =
        |loss| now(LaneReadouts { ideal_loss: Some(0.387), loss: Some(loss), ..LaneReadouts::default() });
    assert!(learning::about_loss(&with(0.401)).contains("0.401, 0.014 above the ideal denoiser's 0.387"));
    assert!(learning::about_loss(&with(0.390)).contains("within 0.003"));
    let below = learning::about_loss(&with(0.380));
    assert!(below.contains("0.007 below") && below.contains("chance") && !below.contains("fall"), "{below}");
}

#[test]
fn the_third_with_most_to_learn_is_named() {
    let with = |above| {
        let lane = LaneReadouts { above: Some(above), last_level: Some(100.0), ..LaneReadouts::default() };
        learning::about_timesteps(&now(lane)).expect("words")
    };
    assert!(with([0.2, 0.05, 0.0]).contains("little noise: from t = 0 to 33 the loss is 0.200 above"));
    assert!(with([0.0, 0.0, 0.01]).contains("much noise: from t = 67 to 100"));
    assert!(with([0.001, -0.02, 0.0]).contains("At no third"));
}

#[test]
fn a_score_is_placed_between_the_band_and_the_blob() {
    let says = |mmd2| {
        let lane = LaneReadouts { score: score(Denoiser::Ideal, mmd2, 0.5), ..LaneReadouts::default() };
        told(&now(lane), &DiffusionSettings::default())
    };
    assert!(says(5e-4).contains("inside the band"));
    assert!(says(5e-3).contains("below the Gaussian blob's"));
    assert!(says(2e-2).contains("no better than"));
    assert!(says(f32::NAN).contains("flown apart"));
}

#[test]
fn a_moon_that_is_asked_for_is_no_failure() {
    let lane = LaneReadouts { score: score(Denoiser::Learned, 0.2, 0.99), ..LaneReadouts::default() };
    let settings = DiffusionSettings { conditional: true, asked: AskedMoon::Upper, ..Default::default() };
    let words = told(&now(lane.clone()), &settings);
    assert!(words.contains("Asked for the upper moon with w = 1, 99.0\u{a0}% of the samples"), "{words}");
    assert!(words.contains("data of the moon asked for") && !words.contains("fair draws"), "{words}");
    let lower = DiffusionSettings { asked: AskedMoon::Lower, guidance: 3.0, ..settings.clone() };
    assert!(told(&now(lane.clone()), &lower).contains("lower moon with w = 3, 1.0\u{a0}%"));
    let ignored = DiffusionSettings { guidance: 0.0, ..settings };
    assert!(told(&now(lane), &ignored).contains("the class is ignored"));
}

#[test]
fn the_best_sampler_is_named_once_it_is_measured() {
    let of = |sampler, evaluations, mmd2| Quality { sampler, evaluations, mmd2, ..Quality::default() };
    let quality = vec![of(DiffusionSampler::Heun, 20, 5e-4), of(DiffusionSampler::Ddpm, 20, 0.01)];
    let words = sampling::about_quality(&now(LaneReadouts { quality, ..LaneReadouts::default() }));
    assert!(
        words.is_some_and(|words| words.contains("Heun comes nearest") && words.contains("inside the band"))
    );
    assert_eq!(sampling::about_quality(&now(LaneReadouts::default())), None);
}

#[test]
fn the_bridge_falls_until_there_is_nothing_to_cross() {
    let with = |t, barrier| {
        let barrier = Some((t, barrier));
        let lane = LaneReadouts { barrier, barrier_of_data: Some(7.3), ..LaneReadouts::default() };
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
    let with = |alpha_bar| {
        sampling::about_noise(&now(LaneReadouts {
            alpha_bar_last: Some(alpha_bar),
            ..LaneReadouts::default()
        }))
    };
    assert!(with(0.364).contains("0.603: the last level is not noise"));
    assert!(with(2.4e-7).contains("as sampling assumes"));
}

#[test]
fn two_runs_are_held_side_by_side() {
    let lane = LaneReadouts { score: score(Denoiser::Learned, 2e-3, 0.5), ..LaneReadouts::default() };
    let mut now = now(lane.clone());
    assert_eq!(learning::about_fork(&now), None);
    now.lanes.push(lane);
    now.names = vec!["Residual MLP", "MLP"];
    let words = learning::about_fork(&now).expect("two runs");
    assert!(words.contains("0.00200 (Residual MLP)") && !words.contains("rank"), "{words}");
    for lane in &mut now.lanes {
        lane.score = score(Denoiser::Learned, 5e-4, 0.5);
    }
    assert!(learning::about_fork(&now).is_some_and(|words| words.contains("cannot rank")));
}

#[test]
fn other_data_are_called_by_their_names_and_judged_by_their_shares() {
    let lane = LaneReadouts {
        score: score(Denoiser::Learned, 5e-4, 0.125),
        barrier: Some((10.0, 2.5)),
        ..LaneReadouts::default()
    };
    let of = |set, truth| {
        let data = DataSettings { set, ..DataSettings::default() };
        let now = Readouts { data, truth: Some(truth), ..now(lane.clone()) };
        told(&now, &DiffusionSettings::default())
    };
    let words = of(DataSet::EightGaussians, 0.125);
    assert!(words.contains("nearest to the east Gaussian, where 12.5\u{a0}% is true: as near"), "{words}");
    assert!(
        words.contains("from the east Gaussian to the north-east Gaussian") && !words.contains("moon"),
        "{words}"
    );
    assert!(of(DataSet::Circles, 0.5).contains("the outer circle, where 50.0\u{a0}% is true: further off"));
    let words = of(DataSet::SwissRoll, 1.0);
    assert!(
        words.contains("Of the samples 0.0\u{a0}% lie off the roll")
            && !words.contains("nearest to the roll"),
        "{words}"
    );
}
