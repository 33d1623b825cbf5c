//! The engine driven as a page drives it: commands in, events out, on the CPU.

use crate::common::diffusion_run::{
    Arrived, RUN, answers, arrived, frames, next, pull_until, pull_with, small, start, tune,
};
use mcmc_to_diffusion::protocol::diffusion::{Cloud, Denoiser, WALKERS};
use mcmc_to_diffusion::protocol::{Backend, Command, Event, Stage};
use mcmc_to_diffusion::settings::{DataSettings, DiffusionSampler, DiffusionSettings, ScheduleKind};

fn losses(seed: u32, steps: u32, budget_ms: f32) -> Vec<f32> {
    let commands = [start(seed, small())].into_iter().chain((0..steps).map(|_| next(1, budget_ms)));
    arrived(frames(answers(commands))).losses
}

#[test]
fn ready_comes_first_and_names_the_device() {
    let events = answers([]);
    assert!(matches!(&events[..], [Event::Ready { backend: Backend::Cpu, .. }]));
}

#[test]
fn the_same_seed_gives_the_same_run_bit_for_bit_whatever_the_pace() {
    let one_by_one = losses(1, 30, 1.0);
    assert_eq!(one_by_one.len(), 30);
    let mut commands = vec![start(1, small())];
    commands.extend((0..30).map(|_| next(30, 1000.0)));
    let at_once = arrived(frames(answers(commands))).losses;
    let bits = |losses: &[f32]| losses[..30].iter().map(|loss| loss.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&one_by_one), bits(&at_once));
    assert_eq!(bits(&one_by_one), bits(&losses(1, 30, 1.0)));
    assert_ne!(bits(&one_by_one), bits(&losses(2, 30, 1.0)));
}

#[test]
fn a_single_step_is_a_single_step() {
    let frames = frames(answers([start(1, small()), next(1, 30.0), next(0, 30.0), next(1, 30.0)]));
    let steps: Vec<u32> = frames.iter().map(|frame| frame.step).collect();
    assert_eq!(steps, [0, 1, 1, 2]);
    assert!(frames.iter().all(|frame| frame.run == RUN));
}

#[test]
fn an_idle_run_brings_the_ideal_cloud_the_reference_and_real_against_real() {
    let all = pull_until(small(), 0, |all| !all.real_vs_real.is_empty() && !all.scores.is_empty());

    let [cloud] = &all.clouds[..] else { panic!("{} clouds", all.clouds.len()) };
    assert_eq!(cloud.denoiser, Denoiser::Ideal);
    assert_eq!(cloud.times, [100., 90., 80., 70., 60., 50., 40., 30., 20., 10., 0.]);
    assert_eq!(cloud.points.len(), 11 * WALKERS * 2);
    assert_eq!(cloud.field.len(), 11 * Stage::ARROWS.pow(2) * 2);

    let [reference] = &all.references[..] else { panic!("{} references", all.references.len()) };
    assert_eq!(reference.exact.data.len(), 500 * 2);
    assert_eq!(reference.exact.density.len(), Stage::CELLS.pow(2));
    assert_eq!(reference.weights, (66 * 16 + 16) + (16 * 16 + 16) + (16 * 2 + 2));
    // science.md's least loss of the cosine schedule, within four standard errors of 16,000 draws.
    assert!((reference.ideal_loss - 0.387).abs() < 0.012, "ideal loss {}", reference.ideal_loss);
    let cell = (DataSettings::default().stage().side as f32 / Stage::CELLS as f32).powi(2);
    let mass = reference.exact.density.iter().sum::<f32>() * cell;
    assert!((mass - 1.0).abs() < 1e-3, "the density map holds {mass}");

    let real_vs_real = all.real_vs_real.last().expect("real against real");
    let [score] = &all.scores[..] else { panic!("{} scores", all.scores.len()) };
    assert!(
        score.distances.mmd2_mean() < real_vs_real.gaussian_baseline.mmd2_mean() / 5.0,
        "{score:?} {real_vs_real:?}"
    );
    assert!(
        real_vs_real.mmd2_mean_q95 > 0.0
            && real_vs_real.mmd2_mean_q95 < real_vs_real.gaussian_baseline.mmd2_mean() / 5.0,
        "{real_vs_real:?}"
    );
}

#[test]
fn a_trained_run_brings_the_networks_cloud_and_its_score() {
    let mut commands = vec![start(1, small())];
    commands.extend((0..20).map(|_| next(10, 200.0)));
    commands.extend((0..4).map(|_| next(0, 1000.0)));
    let frames = frames(answers(commands));
    let last_step = frames.last().unwrap().step;
    let all = arrived(frames);
    assert_eq!(all.losses.len() as u32, last_step);
    let cloud = all.clouds.last().expect("a cloud");
    assert_eq!((cloud.denoiser, cloud.step), (Denoiser::Learned, last_step));
    let score = all.scores.last().expect("a score");
    assert_eq!((score.denoiser, score.step), (Denoiser::Learned, last_step));
    assert!(score.distances.mmd2.iter().all(|mmd2| mmd2.is_finite()));
}

#[test]
fn a_run_that_trains_from_the_start_hears_of_real_against_real_too() {
    // What is asked for arrives, or this never ends.
    let all = pull_until(small(), u32::MAX, |all| {
        let learned = all.scores.iter().filter(|score| score.denoiser == Denoiser::Learned).count();
        learned > 1 && !all.real_vs_real.is_empty()
    });
    assert!(all.losses.iter().all(|loss| loss.is_finite()) && !all.losses.is_empty());
}

#[test]
fn a_new_sampler_draws_the_clouds_anew() {
    let mut diffusion = small();
    let mut commands = vec![start(1, diffusion.clone())];
    commands.extend((0..10).map(|_| next(0, 1000.0)));
    diffusion.sampler_steps = 5;
    commands.push(tune(diffusion));
    commands.extend((0..10).map(|_| next(0, 1000.0)));
    let clouds = arrived(frames(answers(commands))).clouds;
    assert_eq!(clouds.iter().map(|cloud| cloud.times.len()).collect::<Vec<_>>(), [11, 6]);
    // The walkers start from the same noise.
    assert_eq!(clouds[0].points[..WALKERS * 2], clouds[1].points[..WALKERS * 2]);
}

#[test]
fn a_score_is_of_its_cloud_however_many_were_scored_before() {
    let other = DiffusionSettings { sampler_steps: 5, ..small() };
    let mut commands = vec![start(1, small())];
    for then in [other, small()] {
        commands.extend((0..10).map(|_| next(0, 1000.0)));
        commands.push(tune(then));
    }
    commands.extend((0..10).map(|_| next(0, 1000.0)));
    let scores = arrived(frames(answers(commands))).scores;
    let [first, other, again] = &scores[..] else { panic!("{} scores", scores.len()) };
    assert_eq!(first, again);
    assert_ne!(first.distances, other.distances);
}

/// However slow the machine is: what is counted is training steps between the change and the samples.
#[test]
fn samples_of_a_new_sampler_come_before_more_training() {
    let diffusion = DiffusionSettings { sampler_steps: 100, ..small() };
    let ddim = DiffusionSettings { sampler: DiffusionSampler::Ddim, ..diffusion.clone() };
    let is_drawn = |all: &Arrived| {
        let of_ddim = |cloud: &Cloud| cloud.sampling == ddim.sampling();
        all.clouds.iter().any(|cloud| cloud.denoiser == Denoiser::Learned && of_ddim(cloud))
    };
    let mut changed_at = None;
    let all = pull_with([start(1, diffusion)], |all| {
        let train = Some(next(u32::MAX, 50.0)).filter(|_| !is_drawn(all));
        let change = (changed_at.is_none() && all.losses.len() > 500).then(|| {
            changed_at = Some(all.losses.len());
            tune(ddim.clone())
        });
        change.into_iter().chain(train).collect()
    });
    let before = changed_at.expect("it was changed");
    // A frame takes one; each of the cloud's hundred evaluations fits into one.
    assert!(all.losses.len() - before <= 101, "{} training steps", all.losses.len() - before);
}

#[test]
fn commands_of_another_run_are_not_answered() {
    let other = Command::Next { run: RUN + 1, steps: 1, walk: 0, budget_ms: 10.0 };
    let frames = frames(answers([other.clone(), start(1, small()), other]));
    assert_eq!(frames.iter().map(|frame| (frame.run, frame.step)).collect::<Vec<_>>(), [(RUN, 0)]);
}

#[test]
fn a_loss_that_is_no_number_halts_with_words_and_keeps_the_good_weights() {
    let mut diffusion = small();
    let mut commands = vec![start(1, diffusion.clone()), next(20, 500.0)];
    diffusion.learning_rate = 1e30;
    commands.push(tune(diffusion.clone()));
    commands.extend([next(20, 500.0), next(20, 500.0)]);
    diffusion.learning_rate = 1e-3;
    commands.push(tune(diffusion));
    commands.push(next(5, 500.0));
    let all = arrived(frames(answers(commands)));
    assert!(all.halts[0].contains("learning rate"), "{:?}", all.halts);
    assert!(all.losses.iter().all(|loss| loss.is_finite()), "{:?}", all.losses);
    assert!(all.losses.last().unwrap() < &2.0, "the weights of before are gone: {:?}", all.losses);
}

#[test]
fn a_linear_schedule_of_100_steps_never_reaches_noise() {
    let diffusion = DiffusionSettings { schedule: ScheduleKind::Linear, ..small() };
    let all = pull_until(diffusion, 0, |all| !all.references.is_empty());
    assert!((all.references[0].alpha_bar_last - 0.364).abs() < 1e-3);
}

#[test]
fn a_benchmark_that_does_not_exist_says_so() {
    let bench = |case: &str| Command::Bench { case: case.to_owned(), seed: 1, budget_ms: 1.0 };
    let events = answers([bench("w9.Z"), bench("w1.A.256"), bench("w2.A")]);
    let [_, Event::Bench(missing), Event::Bench(training), Event::Bench(sampling)] = &events[..] else {
        panic!("{events:?}")
    };
    assert!(missing.error.as_ref().unwrap().contains("w9.Z"));
    assert!(training.error.is_none() && training.units >= 1.0 && training.loss_first.is_finite());
    assert!(sampling.error.is_none() && sampling.ok && sampling.units >= 2000.0);
}
