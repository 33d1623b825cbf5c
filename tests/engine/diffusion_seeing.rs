//! What lets a reader see into a diffusion run: forks, points held, earlier weights, exact laws, samplers measured.

use crate::common::diffusion_run::{
    Arrived, RUN, answers, arrived, frames, next, pull_after, pull_until, small, start, tune,
};
use mcmc_to_diffusion::protocol::Command;
use mcmc_to_diffusion::protocol::diffusion::{Denoiser, EVALUATIONS, LOSS_BINS, WALKERS};
use mcmc_to_diffusion::settings::{
    AskedMoon, Clip, DiffusionBeside, DiffusionSampler, DiffusionSettings, Fork, Prediction, ScheduleKind,
    TimestepDraw,
};

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn a_fork_trains_both_runs_from_one_seed_in_step() {
    let forked = |fork| DiffusionSettings { beside: DiffusionBeside::Fork, fork, ..small() };
    let run = |settings| {
        let commands = [start(1, settings), next(20, 2000.0), next(20, 2000.0), next(20, 2000.0)];
        arrived(frames(answers(commands)))
    };
    let alone = run(small());
    let schedules = run(forked(Fork::Schedule));
    assert!(alone.second.losses.is_empty());
    assert_eq!(schedules.losses.len(), schedules.second.losses.len());
    let steps = alone.losses.len().min(schedules.losses.len());
    assert!(steps >= 20);
    assert_eq!(
        bits(&alone.losses[..steps]),
        bits(&schedules.losses[..steps]),
        "a fork changes the first run"
    );
    assert_ne!(bits(&schedules.losses[..20]), bits(&schedules.second.losses[..20]));
    // Clipping is a matter of sampling: both train alike.
    let clips = run(forked(Fork::Clip));
    assert_eq!(bits(&clips.losses), bits(&clips.second.losses));
}

#[test]
fn a_fork_that_does_not_diverge_is_taken_back_with_one_that_does() {
    let settings = DiffusionSettings { beside: DiffusionBeside::Fork, fork: Fork::Prediction, ..small() };
    let wild = DiffusionSettings { learning_rate: 1e30, ..settings.clone() };
    let commands = [
        start(1, settings.clone()),
        next(20, 2000.0),
        tune(wild),
        next(20, 2000.0),
        tune(settings),
        next(20, 2000.0),
    ];
    let all = arrived(frames(answers(commands)));
    assert!(!all.halts.is_empty());
    assert_eq!(all.losses.len(), all.second.losses.len());
    assert!(all.losses.iter().chain(&all.second.losses).all(|loss| loss.is_finite() && *loss < 5.0));
}

#[test]
fn a_point_held_is_followed_to_noise_and_to_data_and_by_the_network_once_there_is_one() {
    let probe = |t| Command::Probe { run: RUN, at: [1.0, 0.5], t };
    let commands =
        [start(1, small()), probe(50.0), next(0, 2000.0), next(10, 2000.0), probe(50.0), next(0, 2000.0)];
    let all = arrived(frames(answers(commands)));
    let [exact, both] = &all.probes[..] else { panic!("{} probes", all.probes.len()) };
    assert!(exact.learned.is_none() && both.learned.is_some());
    assert_eq!((exact.at, exact.t), ([1.0, 0.5], 50.0));
    let way = &exact.exact;
    assert_eq!(way.times, [100., 90., 80., 70., 60., 50., 40., 30., 20., 10., 0.]);
    assert_eq!(way.points.len(), 2 * way.times.len());
    assert_eq!(way.points[10..12], [1.0, 0.5], "it is where it is held");
    let end = [way.points[20], way.points[21]].map(f64::from);
    let off = mcmc_to_diffusion::numerics::two_sample::mode_occupancy::off_share(
        &[end],
        &crate::common::moons(0.075),
    );
    assert_eq!(off, 0.0, "the exact denoiser leads to the moons, not to {end:?}");
    assert_eq!(bits(&both.exact.points), bits(&way.points));
    assert_ne!(bits(&both.learned.as_ref().unwrap().points), bits(&way.points));
}

#[test]
fn a_point_held_in_the_data_goes_only_up_and_one_that_is_nowhere_goes_nowhere() {
    let probe = |at, t| Command::Probe { run: RUN, at, t };
    let commands = [
        start(1, small()),
        probe([0.0, 1.0], 0.0),
        next(0, 2000.0),
        probe([f32::NAN, 0.0], 3.0),
        next(0, 2000.0),
    ];
    let all = arrived(frames(answers(commands)));
    let [held] = &all.probes[..] else { panic!("{} probes", all.probes.len()) };
    assert_eq!((held.exact.times[0], held.exact.times.last()), (100.0, Some(&0.0)));
    assert_eq!(held.exact.noise, [0.0, 0.0]);
    // At noise level 0 a point is its own clean point, but for the blur that the least noise takes away.
    assert!((held.exact.clean[0] - 0.0).hypot(held.exact.clean[1] - 1.0) < 0.05, "{:?}", held.exact.clean);
}

#[test]
fn an_earlier_training_step_can_be_sampled_again() {
    let mut commands = vec![start(1, small())];
    commands.extend((0..6).map(|_| next(10, 2000.0)));
    commands.push(Command::LookAt { run: RUN, step: Some(3) });
    commands.extend((0..6).map(|_| next(0, 2000.0)));
    commands.push(Command::LookAt { run: RUN, step: None });
    commands.extend((0..6).map(|_| next(0, 2000.0)));
    let all = arrived(frames(answers(commands)));
    let steps: Vec<u32> = all
        .clouds
        .iter()
        .filter(|cloud| cloud.denoiser == Denoiser::Learned)
        .map(|cloud| cloud.step)
        .collect();
    let newest = all.losses.len() as u32;
    assert!(all.checkpoints.starts_with(&[0, 1, 2, 3, 4, 5, 7]), "{:?}", all.checkpoints);
    assert_eq!(steps[steps.len() - 2..], [3, newest], "{steps:?}");
}

#[test]
fn the_moons_become_one_as_noise_grows_and_losses_are_told_apart_by_timestep() {
    let mut all = pull_until(small(), 0, |all| all.marginals.len() > 24);
    assert!(
        all.marginals[..4].iter().map(|marginal| marginal.t).eq([0.0, 33.0, 67.0, 100.0]),
        "roughly first"
    );
    all.marginals.sort_by(|one, other| one.t.total_cmp(&other.t));
    assert!(all.marginals.iter().all(|marginal| !marginal.contours.is_empty()));
    let barriers: Vec<f32> = all.marginals.iter().map(|marginal| marginal.barrier).collect();
    assert!(barriers[0] > 8.0 && barriers[24] < 0.01, "{barriers:?}");
    assert!(barriers.windows(2).all(|pair| pair[1] <= pair[0] + 0.02), "{barriers:?}");

    let [reference] = &all.references[..] else { panic!("{} references", all.references.len()) };
    assert_eq!(reference.levels.len(), 2 * 101);
    assert_eq!(reference.levels[..2], [1.0, 0.0]);
    assert_eq!(reference.forward_noise.len(), 2 * 500);
    assert_eq!(reference.ideal_by_timestep.len(), LOSS_BINS);
    // The least is hard to tell where there is little noise, and easy where there is nothing but noise.
    assert!(reference.ideal_by_timestep[0] > 0.7 && reference.ideal_by_timestep[LOSS_BINS - 1] < 0.05);
    assert!(reference.prior_kl.abs() < 1e-5, "{}", reference.prior_kl);
}

#[test]
fn a_schedule_that_never_reaches_noise_is_told_by_its_distance_to_noise() {
    let linear = DiffusionSettings { schedule: ScheduleKind::Linear, ..small() };
    let all = pull_until(linear, 0, |all| !all.references.is_empty());
    assert!(all.references[0].prior_kl > 0.01, "{}", all.references[0].prior_kl);
}

#[test]
fn the_distance_to_the_ideal_denoiser_at_each_noise_level_comes_with_samples() {
    let all = pull_until(small(), 20, |all| !all.excess_by_timestep.is_empty());
    assert_eq!(all.excess_by_timestep.len(), LOSS_BINS);
    let known = all.excess_by_timestep.iter().filter(|excess| excess.is_finite());
    assert!(known.clone().count() > 5 && known.into_iter().all(|&excess| excess > 0.0));
}

#[test]
fn importance_sampling_does_not_depend_on_the_pace() {
    let settings = DiffusionSettings { timestep_draw: TimestepDraw::Importance, ..small() };
    let run = |steps: u32, budget_ms: f32, frames_asked: usize| {
        let mut commands = vec![start(1, settings.clone())];
        commands.extend((0..frames_asked).map(|_| next(steps, budget_ms)));
        arrived(frames(answers(commands))).losses
    };
    let (slow, fast) = (run(1, 1.0, 160), run(160, 3000.0, 20));
    assert_eq!(bits(&slow[..160]), bits(&fast[..160]));
    let uniform =
        arrived(frames(answers([start(1, small())].into_iter().chain((0..20).map(|_| next(160, 3000.0))))));
    assert_eq!(bits(&slow[..50]), bits(&uniform.losses[..50]), "nothing is known of the losses yet");
    assert_ne!(bits(&slow[100..160]), bits(&uniform.losses[100..160]));
}

#[test]
fn every_sampler_is_measured_at_every_number_of_evaluations() {
    let settings = DiffusionSettings { points: 200, ..small() };
    // The ideal denoiser, since nothing is trained.
    let commands = [start(1, settings), Command::Measure { run: RUN, on: true }];
    let all = pull_after(commands, 0, |all| all.qualities.len() >= EVALUATIONS.len());
    let cells: Vec<_> = all.qualities.iter().map(|quality| (quality.sampler, quality.evaluations)).collect();
    // A fast engine has begun with the next sampler.
    assert_eq!(
        cells[..EVALUATIONS.len()],
        EVALUATIONS.map(|evaluations| (DiffusionSampler::Ddpm, evaluations))
    );
    let of = |sampler, evaluations| {
        let found = all.qualities.iter().find(|one| (one.sampler, one.evaluations) == (sampler, evaluations));
        found.map(|quality| quality.mmd2)
    };
    let (few, many) = (of(DiffusionSampler::Ddpm, 5).unwrap(), of(DiffusionSampler::Ddpm, 100).unwrap());
    assert!(few > 3.0 * many.abs(), "five strides cut corners: {few}, a hundred do not: {many}");
    assert!(all.qualities.iter().all(|quality| quality.denoiser == Denoiser::Ideal && quality.sets == 3));
}

#[test]
fn the_moon_that_is_asked_for_comes() {
    for (asked, upper) in [(AskedMoon::Upper, 1.0), (AskedMoon::Lower, 0.0), (AskedMoon::Both, 0.5)] {
        let settings = DiffusionSettings { conditional: true, asked, sampler_steps: 30, ..small() };
        let all = pull_until(settings, 0, |all| !all.scores.is_empty());
        let share = all.scores[0].distances.first_share;
        assert!((share - upper).abs() < 0.01, "{asked:?}: {share}");
    }
}

#[test]
fn every_sampler_and_prediction_brings_a_cloud_of_the_right_form() {
    let of_samplers = DiffusionSampler::ALL.map(|sampler| (sampler, Prediction::Noise));
    let of_predictions = [
        (DiffusionSampler::Ddim, Prediction::Clean),
        (DiffusionSampler::DpmSolver, Prediction::Velocity),
        (DiffusionSampler::Heun, Prediction::Flow),
    ];
    for (sampler, prediction) in of_samplers.into_iter().chain(of_predictions) {
        let settings = DiffusionSettings { sampler, prediction, ..small() };
        let is_there = |all: &Arrived, denoiser| all.clouds.iter().any(|cloud| cloud.denoiser == denoiser);
        let all = pull_after([start(1, settings), next(2, 3000.0)], 0, |all| {
            is_there(all, Denoiser::Ideal) && is_there(all, Denoiser::Learned)
        });
        let cloud = |denoiser| all.clouds.iter().find(|cloud| cloud.denoiser == denoiser).expect("a cloud");
        let (learned, ideal) = (cloud(Denoiser::Learned), cloud(Denoiser::Ideal));
        assert_eq!(learned.times.len(), 11, "{sampler:?} {prediction:?}");
        assert_eq!(learned.points.len(), 11 * 2 * WALKERS);
        assert_eq!(learned.clean.len(), learned.points.len());
        assert!(ideal.points.iter().all(|place| place.is_finite()), "{sampler:?} {prediction:?}");
    }
}

#[test]
fn clipping_holds_what_the_network_says_to_where_the_data_can_be() {
    let run = |clip| {
        let mut commands = vec![start(1, DiffusionSettings { clip, ..small() }), next(2, 3000.0)];
        commands.extend((0..8).map(|_| next(0, 1000.0)));
        let clouds = arrived(frames(answers(commands))).clouds;
        let cloud = clouds.into_iter().find(|cloud| cloud.denoiser == Denoiser::Learned).expect("a cloud");
        cloud.clean.chunks_exact(2).map(|x| (x[0] - 0.5).abs()).fold(0.0, f32::max)
    };
    // ±1 in standardised units is .868 in x; the data reach 1.7 beyond their mean.
    assert!(run(Clip::Unit) < 0.87 && run(Clip::Off) > 20.0, "{} {}", run(Clip::Unit), run(Clip::Off));
    let clipped = run(Clip::Data);
    assert!(clipped > 0.9 && clipped < 1.8, "{clipped}");
}
