//! The chapter on Markov chains driven as a page drives it: what its frames hold, and what commands do.

use crate::common::mcmc_run::{RUN, content, contents, frames, next, start, tune, with};
use mcmc_to_diffusion::protocol::mcmc::{BINS, McmcReference, Outcome, VISITED};
use mcmc_to_diffusion::protocol::{Command, Stage};
use mcmc_to_diffusion::settings::{DataSettings, Experiment, McmcSettings, Sampler, StartPlace, Target};

const TARGETS: [Target; 10] = [
    Target::Data,
    Target::RezendeMohamed,
    Target::Banana,
    Target::Funnel,
    Target::Ring,
    Target::EightGaussians,
    Target::ThreeGaussians,
    Target::Squiggle,
    Target::CorrelatedGaussian,
    Target::PairOfGaussians,
];

const SAMPLERS: [Sampler; 5] =
    [Sampler::RandomWalk, Sampler::Ula, Sampler::Mala, Sampler::Hmc, Sampler::Nuts];

#[test]
fn every_density_brings_its_reference_once() {
    for target in TARGETS {
        let settings = with(|settings| settings.target = target);
        let references: Vec<McmcReference> = contents([start(&settings), next(0), next(0)])
            .into_iter()
            .filter_map(|frame| frame.reference)
            .collect();
        let [reference] = &references[..] else { panic!("{target:?}: {} references", references.len()) };
        assert_eq!(reference.exact.density.len(), Stage::CELLS.pow(2));
        let most = reference.exact.density.iter().copied().fold(0.0, f32::max);
        assert!(
            most == 1.0 && reference.exact.density.iter().all(|density| *density >= 0.0),
            "{target:?}: {most}"
        );
        assert!(
            reference.exact.contours.len() > 100 && reference.exact.contours.len().is_multiple_of(4),
            "{target:?}"
        );
        assert_eq!(reference.exact.score.len(), 2 * Stage::ARROWS.pow(2));
        assert_eq!(reference.marginals.len(), 2 * BINS);
        for axis in reference.marginals.chunks(BINS) {
            let sum: f32 = axis.iter().sum();
            assert!(sum > 0.9 && sum < 1.0 + 1e-4, "{target:?}: the stage shows {sum} of a marginal");
        }
        assert_eq!(reference.modes.len(), reference.exact.shares.len());
        assert!((reference.exact.shares.iter().sum::<f32>() - 1.0).abs() < 1e-4, "{target:?}");
    }
}

#[test]
fn every_sampler_runs_on_every_density() {
    for target in TARGETS {
        for sampler in SAMPLERS {
            let settings = with(|settings| (settings.target, settings.sampler) = (target, sampler));
            let frames = contents([start(&settings), next(50)]);
            let lane = &frames[1].lanes[0];
            let what = format!("{sampler:?} on {target:?}");
            assert!(lane.sampler == sampler && lane.cost.transitions == 50.0, "{what}");
            assert!(lane.cost.evaluations >= 200.0, "{what}: {:?}", lane.cost);
            assert_eq!(
                (lane.positions.len(), lane.proposals.len(), lane.outcomes.len()),
                (8, 8, 4),
                "{what}"
            );
            assert!(lane.positions.iter().all(|coordinate| coordinate.is_finite()), "{what}");
            assert!(!lane.visited.is_empty() && lane.visited.len() <= 2 * VISITED, "{what}");
            assert_eq!(lane.way.len(), 2 * 51, "{what}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_chains_bit_for_bit_whatever_the_pace() {
    for sampler in SAMPLERS {
        let settings = with(|settings| settings.sampler = sampler);
        let positions = |commands: Vec<Command>| contents(commands).pop().unwrap().lanes[0].positions.clone();
        let mut one_by_one = vec![start(&settings)];
        one_by_one.extend((0..60).map(|_| next(1)));
        let one_by_one = positions(one_by_one);
        assert_eq!(one_by_one, positions(vec![start(&settings), next(60)]), "{sampler:?}");
        assert_eq!(one_by_one, positions(vec![start(&settings), next(7), next(0), next(53)]), "{sampler:?}");
        let other = Command::Start {
            run: RUN,
            seed: 2,
            data: DataSettings::default(),
            experiment: Experiment::Mcmc(settings.clone()),
            from: None,
        };
        assert_ne!(one_by_one, positions(vec![other, next(60)]), "{sampler:?}");
    }
    // In a race neither lane waits for the clock.
    let race = with(|settings| {
        (settings.race, settings.sampler, settings.rival) = (true, Sampler::Hmc, Sampler::Nuts);
    });
    let lanes = |commands: Vec<Command>| {
        let lanes = contents(commands).pop().unwrap().lanes;
        lanes.into_iter().map(|lane| (lane.positions, lane.cost.transitions)).collect::<Vec<_>>()
    };
    let mut one_by_one = vec![start(&race)];
    one_by_one.extend((0..60).map(|_| next(1)));
    let one_by_one = lanes(one_by_one);
    assert_eq!(one_by_one, lanes(vec![start(&race), next(60)]));
    assert_eq!(one_by_one, lanes(vec![start(&race), next(7), next(0), next(53)]));
}

#[test]
fn a_single_step_shows_its_inside() {
    let inside = |sampler| {
        let settings = with(|settings| (settings.sampler, settings.jitter) = (sampler, 0.0));
        let frames = frames([start(&settings), next(1)]);
        assert_eq!(frames[1].step, 1);
        content(&frames[1]).lanes[0].clone()
    };
    for sampler in [Sampler::RandomWalk, Sampler::Ula, Sampler::Mala] {
        let lane = inside(sampler);
        let detail = lane.detail.expect("the last transition");
        let [mean, deviation] = detail.cloud.expect("the proposal's Gaussian");
        let settings = McmcSettings::default();
        assert_eq!(deviation, [settings.step_size(sampler) as f32; 2]);
        assert_eq!(mean == detail.from, sampler == Sampler::RandomWalk);
        assert!(detail.velocity.is_none() && detail.path.is_empty());
        assert_eq!(detail.proposal, [lane.proposals[0], lane.proposals[1]]);
        assert_eq!(detail.from, [lane.way[0], lane.way[1]]);
    }
    let lane = inside(Sampler::Hmc);
    let detail = lane.detail.expect("the last transition");
    assert!(detail.cloud.is_none() && detail.velocity.is_some());
    let steps = McmcSettings::default().leapfrog_steps;
    assert_eq!(detail.path.len(), 3 * (steps + 1));
    assert_eq!(detail.path[..3], [detail.from[0], detail.from[1], 0.0]);
    assert_eq!(detail.path[3 * steps..3 * steps + 2], detail.proposal);
    let stays = detail.outcome != Outcome::Accepted;
    assert_eq!(lane.positions[..2] == detail.from, stays);
}

#[test]
fn another_sampler_goes_on_from_where_the_chains_are_and_measures_afresh() {
    let mut settings = McmcSettings::default();
    let mut commands = vec![start(&settings), next(500), next(0)];
    settings.sampler = Sampler::Hmc;
    commands.extend([tune(&settings), next(0)]);
    // A setting that HMC does not read changes nothing.
    settings.step_langevin = 0.05;
    commands.extend([tune(&settings), next(0), next(40), next(0)]);
    let frames = contents(commands);
    let lane = |index: usize| &frames[index].lanes[0];
    assert_eq!(lane(3).positions, lane(2).positions);
    assert_eq!((lane(2).epoch, lane(3).epoch, lane(6).epoch), (0, 1, 1));
    assert_eq!((lane(2).cost.transitions, lane(3).cost.transitions), (500.0, 0.0));
    let newest = frames[4..].iter().rev().find_map(|frame| frame.lanes[0].diagnostics.clone()).unwrap();
    assert_eq!((newest.draws, lane(6).sampler), (40.0, Sampler::Hmc));
}

#[test]
fn lanes_of_a_race_start_together_and_spend_alike() {
    let settings = with(|settings| settings.race = true);
    let frames = contents([start(&settings), next(1), next(100)]);
    let [mala, hmc] = &frames[0].lanes[..] else { panic!("two lanes") };
    assert_eq!((mala.sampler, hmc.sampler), (Sampler::Mala, Sampler::Hmc));
    assert_eq!(mala.positions, hmc.positions);
    for frame in &frames[1..] {
        let [mala, hmc] = &frame.lanes[..] else { panic!("two lanes") };
        // A step ends with a transition of HMC; MALA had caught up before it.
        let ahead = hmc.cost.evaluations - mala.cost.evaluations;
        assert!(
            ahead.abs() <= (settings.chains * settings.leapfrog_steps) as f64,
            "{:?} {:?}",
            mala.cost,
            hmc.cost
        );
    }
    let [mala, hmc] = &frames[2].lanes[..] else { panic!("two lanes") };
    assert!(mala.cost.transitions > 10.0 * hmc.cost.transitions);
}

#[test]
fn a_chain_can_be_put_elsewhere() {
    let settings = with(|settings| (settings.start, settings.sigma) = (StartPlace::OneMode, 0.05));
    let place = |at| Command::Place { run: RUN, at };
    let frames = contents([
        start(&settings),
        next(20),
        place([1.0, -0.5]),
        next(0),
        place([f32::NAN, 0.0]),
        place([f32::INFINITY, 0.0]),
        next(0),
        next(20),
        next(0),
    ]);
    assert_eq!(frames[2].lanes[0].positions[..2], [1.0, -0.5]);
    assert_eq!(frames[2].lanes[0].positions[2..], frames[1].lanes[0].positions[2..]);
    assert_eq!(frames[3].lanes[0].positions, frames[2].lanes[0].positions);
    let last = frames.iter().rev().find_map(|frame| frame.lanes[0].diagnostics.clone()).unwrap();
    // The jump is the reader's, not the chain's: it is no crossing, and what is measured begins with it.
    assert_eq!((frames[1].lanes[0].epoch, frames[2].lanes[0].epoch, frames[3].lanes[0].epoch), (0, 1, 1));
    assert_eq!((last.draws, last.crossed, last.ess_between), (20.0, 0, 0.0));
    assert_eq!(last.shares, [0.75, 0.25]);
}

#[test]
fn a_standing_run_has_no_more_to_tell() {
    let frames = frames([start(&McmcSettings::default()), next(100), next(0), next(0)]);
    assert!(!frames[3].more, "it would be asked for ever");
    assert!(content(&frames[3]).lanes[0].diagnostics.is_none());
}
