//! The first three chapters on every data set.

use crate::common::diffusion_run::{RUN, answers, arrived, frames, next, pull_with, small};
use mcmc_to_diffusion::protocol::{Command, Content, Stage};
use mcmc_to_diffusion::settings::{
    Chapter, DataSet, DataSettings, EbmSettings, Experiment, McmcSettings, Sampler, Settings,
};

fn data_sets() -> impl Iterator<Item = DataSettings> {
    DataSet::ALL.into_iter().map(|set| DataSettings { set, ..DataSettings::default() })
}

fn start(data: &DataSettings, experiment: Experiment) -> Command {
    Command::Start { run: RUN, seed: 1, data: data.clone(), experiment, from: None }
}

/// A density on the stage's cells has all its mass there, and shares are of everything.
fn assert_known(density: &[f32], shares: &[f32], data: &DataSettings) {
    let cell = (data.stage().side / Stage::CELLS as f64).powi(2);
    let mass = density.iter().map(|&density| f64::from(density)).sum::<f64>() * cell;
    assert!((mass - 1.0).abs() < 0.01, "{:?}: {mass} on the stage", data.set);
    assert_eq!(shares.len(), data.modes().len(), "{:?}", data.set);
    assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{:?}: {shares:?}", data.set);
}

/// Whether all points, `[n, 2]`, lie where data or noise can be.
fn are_near(points: &[f32]) -> bool {
    points.iter().all(|place| place.abs() < 12.0)
}

#[test]
fn chains_sample_it() {
    for data in data_sets() {
        let settings = McmcSettings { sampler: Sampler::Hmc, chains: 8, ..McmcSettings::default() };
        let until = [start(&data, Experiment::Mcmc(settings)), next(200, 60_000.0), next(0, 5_000.0)];
        let mut known = false;
        for frame in frames(answers(until)) {
            let Content::Mcmc(content) = frame.content else { panic!("not of this chapter") };
            assert!(are_near(&content.lanes[0].positions), "{:?}", data.set);
            if let Some(reference) = content.reference {
                assert_eq!(reference.modes, data.modes());
                assert_eq!(reference.exact.shares.len(), reference.modes.len());
                known = true;
            }
        }
        assert!(known, "{:?}: nothing is known", data.set);
    }
}

#[test]
fn an_energy_learns_it() {
    for data in data_sets() {
        let settings =
            EbmSettings { width: 16, points: 500, batch_size: 64, walkers: 16, ..EbmSettings::default() };
        let pulls = std::iter::repeat_n(next(0, 400.0), 12);
        let commands = [start(&data, Experiment::Ebm(settings)), next(6, 5_000.0)].into_iter().chain(pulls);
        let (mut losses, mut metrics, mut known) = (Vec::<f32>::new(), None, false);
        for frame in frames(answers(commands)) {
            let Content::Ebm(content) = frame.content else { panic!("not of this chapter") };
            if let Some(reference) = &content.reference {
                assert_known(&reference.exact.density, &reference.exact.shares, &data);
                // Only between two parts is there a way.
                assert_eq!(reference.barrier.is_nan(), data.modes().len() == 1, "{:?}", data.set);
                known = true;
            }
            losses.extend(&content.lanes[0].losses);
            assert!(are_near(&content.lanes[0].walkers.positions), "{:?}", data.set);
            metrics = content.lanes[0].map.as_ref().map(|map| map.metrics).or(metrics);
        }
        assert!(known && losses.len() == 6 && losses.iter().all(|loss| loss.is_finite()), "{:?}", data.set);
        assert!(metrics.is_some_and(|metrics| metrics.kl > 0.1), "{:?}: {metrics:?}", data.set);
    }
}

#[test]
fn the_ideal_denoiser_draws_it_and_a_network_learns_it() {
    for data in data_sets() {
        // The ideal denoiser is scored before there is a network, and no more once there is one.
        let all = pull_with([start(&data, Experiment::Diffusion(small()))], |all| match &all.scores[..] {
            [] => vec![next(0, 50.0)],
            [_, _, ..] if !all.references.is_empty() && !all.marginals.is_empty() => Vec::new(),
            _ => vec![next(4 - all.losses.len() as u32, 50.0)],
        });
        assert_known(&all.references[0].exact.density, &all.references[0].exact.shares, &data);
        assert!(all.losses.len() == 4 && all.losses.iter().all(|loss| loss.is_finite()), "{:?}", data.set);
        // Ten steps of the exact answer are near the data already.
        let ideal = all.scores[0].distances.mmd2_mean();
        assert!(ideal < 0.02, "{:?}: the ideal denoiser scores {ideal}", data.set);
        assert_eq!(all.marginals[0].barrier.is_nan(), data.modes().len() == 1, "{:?}", data.set);
        assert!(are_near(&all.clouds[0].points), "{:?}", data.set);
    }
}

#[test]
fn a_network_is_told_of_two_parts_and_of_no_other_number() {
    for data in data_sets() {
        let mut settings = Settings { data: data.clone(), ..Settings::default() };
        settings.diffusion = mcmc_to_diffusion::settings::DiffusionSettings { conditional: true, ..small() };
        let experiment = Experiment::of(Chapter::Denoise, &settings);
        let Experiment::Diffusion(told) = &experiment else { panic!("of another chapter") };
        assert_eq!(told.conditional, data.modes().len() == 2, "{:?}", data.set);
        let all = arrived(frames(answers([start(&data, experiment), next(2, 5_000.0)])));
        assert_eq!(all.losses.len(), 2, "{:?}", data.set);
    }
}
