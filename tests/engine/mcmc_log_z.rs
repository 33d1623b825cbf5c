//! The mass under a density, as a page is told of it.

use crate::common::mcmc_run::{contents, next, start, tune, with};
use mcmc_to_diffusion::protocol::Command;
use mcmc_to_diffusion::protocol::log_z::LogZ;
use mcmc_to_diffusion::settings::{LogZStart, McmcSettings, Sampler, Target};

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
/// Standard errors: some 40 comparisons.
const Z: f64 = 4.0;

fn of_seed(settings: &McmcSettings, seed: u32) -> Command {
    let mut command = start(settings);
    if let Command::Start { seed: of_run, .. } = &mut command {
        *of_run = seed;
    }
    command
}

/// All that is told in the end.
fn weighed(settings: &McmcSettings, seed: u32) -> LogZ {
    let frames = contents([of_seed(settings, seed), next(0)]);
    frames.into_iter().rev().find_map(|frame| frame.log_z).expect("it is told")
}

/// The presets of the page.
fn eight(log_z: LogZStart) -> McmcSettings {
    with(|settings| {
        (settings.target, settings.sampler, settings.log_z) =
            (Target::EightGaussians, Sampler::RandomWalk, log_z);
        settings.step_random_walk = if log_z == LogZStart::Wide { 0.3 } else { 0.12 };
    })
}

#[test]
fn from_a_wide_gaussian_it_is_right_and_from_one_mode_an_eighth() {
    for seed in SEEDS {
        for (start, expected) in [(LogZStart::Wide, 0.0), (LogZStart::OneMode, -(8.0_f64.ln()))] {
            let known = weighed(&eight(start), seed);
            let last = known.estimates.last().expect("the longest ladder");
            println!(
                "seed {seed}, {start:?}: {:.4?} by importance, {:.0} effective, {:.4?} by the integral; {}",
                last.importance, last.effective, last.integral, known.exact
            );
            assert_eq!((known.exact, last.rungs, known.start), (0.0, 128, start));
            let [value, error] = last.importance;
            assert!(error < 0.1 && (value - expected).abs() < Z * error, "{value} ± {error}");
            // Each is the other's control.
            let other = -(8.0_f64.ln()) - expected;
            assert!((value - other).abs() > 1.0 + Z * error, "{value} ± {error}");
        }
    }
}

#[test]
fn every_density_is_weighed_by_every_sampler_that_can() {
    let short = |settings: &mut McmcSettings| settings.leapfrog_steps = 8;
    for (target, sampler, step) in [
        (Target::Data, Sampler::Hmc, 0.05),
        (Target::Data, Sampler::Mala, 0.09),
        (Target::RezendeMohamed, Sampler::Hmc, 0.15),
        (Target::Banana, Sampler::Mala, 0.4),
        (Target::Ring, Sampler::Nuts, 0.2),
        (Target::Squiggle, Sampler::Hmc, 0.1),
        (Target::CorrelatedGaussian, Sampler::Mala, 0.4),
        (Target::ThreeGaussians, Sampler::RandomWalk, 0.4),
        (Target::PairOfGaussians, Sampler::Hmc, 0.3),
    ] {
        let settings = with(|settings| {
            short(settings);
            (settings.target, settings.sampler, settings.log_z) = (target, sampler, LogZStart::Wide);
            settings.dimension = 5;
            (settings.step_hmc, settings.step_nuts) = (step, step);
            (settings.step_langevin, settings.step_random_walk) = (step, step);
        });
        let known = weighed(&settings, 1);
        let last = known.estimates.last().expect("the longest ladder");
        println!("{target:?}, {sampler:?}: {last:.3?} for {:.4}", known.exact);
        let [value, error] = last.importance;
        assert!(error < 0.25, "{target:?}: an error of {error} says nothing");
        assert!((value - known.exact).abs() < Z * error, "{target:?}: {value} ± {error}");
        assert!(last.effective > 10.0 && last.effective <= f64::from(known.chains), "{target:?}");
        // Short ladders know less, and say so.
        assert!(known.estimates[0].importance[1] > error, "{target:?}: {:?}", known.estimates);
    }
}

#[test]
fn chains_walk_as_they_do_without_it_and_it_begins_anew_with_another_sampler() {
    let walk = |log_z: LogZStart| {
        let walk = McmcSettings { log_z, ..eight(LogZStart::Wide) };
        let hmc = McmcSettings { sampler: Sampler::Hmc, ..walk.clone() };
        contents([start(&walk), next(50), tune(&hmc), next(50), next(0)])
    };
    let (with, without) = (walk(LogZStart::Wide), walk(LogZStart::Off));
    let positions = |frames: &[mcmc_to_diffusion::protocol::mcmc::McmcFrame]| {
        frames.iter().map(|frame| frame.lanes[0].positions.clone()).collect::<Vec<_>>()
    };
    assert_eq!(positions(&with), positions(&without));
    assert!(without.iter().all(|frame| frame.log_z.is_none()));
    let samplers: Vec<_> =
        with.iter().filter_map(|frame| frame.log_z.as_ref()).map(|of| of.sampler).collect();
    assert_eq!((samplers.first(), samplers.last()), (Some(&Sampler::RandomWalk), Some(&Sampler::Hmc)));
}

#[test]
fn ula_cannot_weigh() {
    let frames =
        contents([start(&McmcSettings { sampler: Sampler::Ula, ..eight(LogZStart::Wide) }), next(0)]);
    assert!(frames.iter().all(|frame| frame.log_z.is_none()));
}
