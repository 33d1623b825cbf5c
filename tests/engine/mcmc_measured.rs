//! What the chapter on Markov chains measures of warm-up, tempering, and chains side by side.

use crate::common::diffusion_run::answers;
use crate::common::mcmc_run::{RUN, after, content, frames, next, start, with};
use mcmc_to_diffusion::protocol::{Command, Event};
use mcmc_to_diffusion::settings::{Mass, McmcSettings, Sampler, StartPlace};

/// On thin moons, which it does not leave.
fn hmc_in_one_moon() -> McmcSettings {
    with(|settings| {
        (settings.sampler, settings.sigma, settings.start) = (Sampler::Hmc, 0.05, StartPlace::OneMode);
        settings.step_hmc = 0.055;
    })
}

#[test]
fn in_the_default_race_hmc_explores_a_thin_moon_better_than_mala() {
    let (_, measured) = after(&with(|settings| settings.race = true), 4_000);
    let within: Vec<f64> = measured.iter().map(|lane| lane.ess_within / lane.evaluations).collect();
    assert!(within[1] > 3.0 * within[0], "MALA and HMC, effective samples per gradient: {within:?}");
}

#[test]
fn tuning_comes_before_the_first_step_and_is_not_measured() {
    let settings =
        with(|settings| (settings.tune, settings.mass, settings.chains) = (true, Mass::Diagonal, 8));
    for (sampler, wanted) in [(Sampler::RandomWalk, 0.234), (Sampler::Mala, 0.574), (Sampler::Hmc, 0.8)] {
        let (lanes, measured) = after(&McmcSettings { sampler, ..settings.clone() }, 1_000);
        assert_eq!((lanes[0].cost.transitions, measured[0].draws), (1_000.0, 1_000.0));
        assert!(!measured[0].warming_up && measured[0].step_size != settings.step_size(sampler));
        assert!((measured[0].acceptance - wanted).abs() < 0.12, "{sampler:?}: {}", measured[0].acceptance);
    }
    // ULA accepts everything: there is nothing to tune.
    let (_, measured) = after(&McmcSettings { sampler: Sampler::Ula, ..settings.clone() }, 100);
    assert_eq!((measured[0].step_size, measured[0].acceptance), (settings.step_langevin, 1.0));
}

#[test]
fn a_warm_up_that_does_not_fit_into_a_frame_goes_on_in_the_next() {
    let settings = with(|settings| (settings.tune, settings.chains) = (true, 512));
    let hurried = Command::Next { run: RUN, steps: 1, walk: 0, budget_ms: 0.0 };
    // Nothing more is asked for: the step that was is still owed.
    let frames = frames([start(&settings), hurried.clone(), hurried, next(0)]);
    assert_eq!(frames.iter().map(|frame| frame.step).collect::<Vec<_>>(), [0, 0, 0, 1]);
    assert!(frames[2].more && content(&frames[2]).lanes[0].cost.transitions == 0.0);
}

#[test]
fn tempering_crosses_where_hmc_alone_stays() {
    let alone = hmc_in_one_moon();
    let (_, measured) = after(&alone, 2_000);
    assert_eq!((measured[0].crossed, measured[0].shares[1]), (0, 0.0));
    assert!(measured[0].swaps.is_nan());
    let ladder = McmcSettings { rungs: 5, hottest: 0.05, ..alone };
    let (_, measured) = after(&ladder, 2_000);
    assert!(measured[0].crossed == 4 && measured[0].ess_between > 20.0, "{} crossed", measured[0].crossed);
    assert!(measured[0].swaps > 0.05 && measured[0].swaps < 0.99, "{}", measured[0].swaps);
}

#[test]
fn chains_that_agree_can_all_be_wrong() {
    // What the page's alarm is about: every diagnostic is fine, and a moon is missing.
    let (_, measured) = after(&hmc_in_one_moon(), 4_000);
    let measured = &measured[0];
    assert!(
        measured.r_hat < 1.01 && measured.ess_bulk > 400.0 && measured.acceptance > 0.5,
        "R-hat {}",
        measured.r_hat
    );
    assert_eq!(measured.shares, [1.0, 0.0]);
}

#[test]
fn draws_handed_out_are_what_was_measured_lane_by_lane() {
    let settings = with(|settings| (settings.race, settings.chains) = (true, 3));
    let (lanes, measured) = after(&settings, 1_000);
    let events = answers([start(&settings), next(1_000), Command::Draw { run: RUN }]);
    let Some(Event::Draws(draws)) = events.last() else { panic!("no draws") };
    assert_eq!((draws.run, draws.lanes.len()), (RUN, 2));
    for ((lane, told), measured) in draws.lanes.iter().zip(lanes).zip(measured) {
        let count = lane.log_density.len() / 3;
        assert_eq!((lane.sampler, lane.chains, lane.points.len()), (told.sampler, 3, 2 * 3 * count));
        let kept = told.cost.transitions as usize / lane.stride as usize;
        assert_eq!(count, kept, "a draw every {} transitions of {}", lane.stride, told.cost.transitions);
        let mean = lane.points.iter().step_by(2).map(|&x| f64::from(x)).sum::<f64>() / (3 * count) as f64;
        // Of thinned draws only nearly: the measured mean is that of all.
        let off = (mean - measured.mean[0]).abs();
        assert!(off < if lane.stride == 1 { 1e-6 } else { 0.1 }, "{mean} against {}", measured.mean[0]);
        assert!(lane.log_density.iter().all(|value| value.is_finite()));
    }
    assert!(draws.lanes[0].stride > 1 && draws.lanes[1].stride == 1, "MALA's many draws are thinned");
    let stranger = answers([start(&settings), Command::Draw { run: RUN + 1 }]);
    assert!(!stranger.iter().any(|event| matches!(event, Event::Draws(_))));
}
