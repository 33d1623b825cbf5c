//! What is kept of one lane's frames.

use super::*;
use crate::settings::DiffusionSampler;

#[test]
fn thirds_leave_out_parts_without_a_row() {
    let above =
        |excess: &[f32]| LaneModel { excess_by_timestep: excess.into(), ..LaneModel::default() }.above();
    assert_eq!(above(&[f32::NAN, 0.25, 0.1, 0.1, 0.0, 0.0]).map(|above| above[0]), Some(0.25));
    assert_eq!((above(&[f32::NAN; 6]), above(&[])), (None, None));
}

#[test]
fn either_sign_of_signal_left_is_a_wrong_start() {
    let of = |alpha_bar_last, prior_kl| {
        LaneModel::of(Reference { alpha_bar_last, prior_kl, ..Reference::default() })
    };
    assert!(of(0.364, 0.0).starts_wrong() && of(0.0, 0.02).starts_wrong());
    assert!(!of(2.4e-7, 1e-7).starts_wrong() && !LaneModel::default().starts_wrong());
    assert!(of(0.25, 0.0).signal_last().is_some_and(|signal| (signal - 0.5).abs() < 1e-9));
}

#[test]
fn the_nearest_noise_level_is_found_and_each_is_kept_once() {
    let mut lane = LaneModel::default();
    for (t, barrier) in [(50.0, 1.0), (0.0, 7.0), (100.0, 0.0), (50.0, 2.0)] {
        lane.keep_marginal(Marginal { t, barrier, ..Marginal::default() });
    }
    assert_eq!(lane.marginals.iter().map(|of| of.t).collect::<Vec<_>>(), [0.0, 50.0, 100.0]);
    assert_eq!(lane.marginal_near(60.0).map(|of| of.barrier), Some(2.0));
    for t in 0..2000 {
        lane.keep_marginal(Marginal { t: t as f32 / 7.0, ..Marginal::default() });
    }
    assert!(lane.marginals.len() <= MARGINALS);
    assert!(LaneModel::default().marginal_near(1.0).is_none());
}

#[test]
fn a_sampler_measured_again_replaces_itself_and_the_networks_numbers_come_first() {
    let mut lane = LaneModel::default();
    let heun = Quality { sampler: DiffusionSampler::Heun, evaluations: 10, ..Quality::default() };
    let of = |step, mmd2, denoiser| Quality { step, mmd2, denoiser, ..heun };
    let quality = vec![of(0, 0.1, Denoiser::Ideal), of(5, 0.3, Denoiser::Learned)];
    lane.take(DiffusionLane { quality, ..DiffusionLane::default() }, 5, None);
    lane.take(
        DiffusionLane { quality: vec![of(9, 0.2, Denoiser::Learned)], ..DiffusionLane::default() },
        9,
        None,
    );
    assert_eq!(lane.quality.len(), 2);
    assert_eq!(lane.measured().map(|of| of.step).collect::<Vec<_>>(), [9]);
}

#[test]
fn a_point_let_go_is_forgotten() {
    let mut lane = LaneModel::default();
    lane.take(DiffusionLane { probe: Some(Probe::default()), ..DiffusionLane::default() }, 0, None);
    let version = lane.version;
    lane.let_go();
    assert!(lane.probe.is_none() && lane.version > version);
}
