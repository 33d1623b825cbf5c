//! Whether a network copies its training points, and what does nothing else, as a page is told.

use crate::common::diffusion_run::{next, pull_until, pull_with, small, start, tune};
use mcmc_to_diffusion::protocol::diffusion::{Cloud, Denoiser, WALKERS};
use mcmc_to_diffusion::settings::{DiffusionBeside, DiffusionSampler, DiffusionSettings};

fn few() -> DiffusionSettings {
    DiffusionSettings { points: 20, beside: DiffusionBeside::Copies, sampler_steps: 100, ..small() }
}

/// The share of finished samples that lie on one of `points`, `[n, 2]`.
fn copied(cloud: &Cloud, points: &[f32]) -> f32 {
    let last = &cloud.points[cloud.points.len() - 2 * WALKERS..];
    let is_copy =
        |x: &&[f32]| points.chunks_exact(2).any(|point| (x[0] - point[0]).hypot(x[1] - point[1]) < 1e-3);
    last.chunks_exact(2).filter(is_copy).count() as f32 / WALKERS as f32
}

#[test]
fn copies_are_drawn_only_where_they_are_shown_and_are_copies() {
    let all = pull_until(few(), 0, |all| {
        !all.beside.is_empty()
            && !all.references.is_empty()
            && !all.clouds.is_empty()
            && !all.scores.is_empty()
    });
    let [copies] = &all.beside[..] else { panic!("{} clouds of copies", all.beside.len()) };
    let training = &all.references[0].exact.data;
    assert_eq!(training.len(), 2 * 20);
    // The others lie between two points nearer to each other than the least noise.
    assert!(copied(&copies.cloud, training) > 0.6, "{}", copied(&copies.cloud, training));
    // The ideal denoiser of the law does not copy.
    assert!(copied(&all.clouds[0], training) < 0.01);
    let [nearest, error] = all.scores[0].nearest;
    assert_eq!(all.scores[0].denoiser, Denoiser::Ideal);
    assert!((nearest - 1.0).abs() < 4.5 * error && error < 0.1, "{nearest} ± {error}");

    let alone = pull_until(small(), 0, |all| !all.real_vs_real.is_empty() && !all.scores.is_empty());
    assert!(alone.beside.is_empty() && alone.copying.is_empty());
}

#[test]
fn copies_are_drawn_anew_with_another_sampler() {
    let ddim = DiffusionSettings { sampler: DiffusionSampler::Ddim, ..few() };
    let mut is_tuned = false;
    let all = pull_with([start(1, few()), next(0, 50.0)], |all| match all.beside.len() {
        1 if !is_tuned => {
            is_tuned = true;
            vec![tune(ddim.clone()), next(0, 50.0)]
        }
        2 => Vec::new(),
        _ => vec![next(0, 50.0)],
    });
    let samplers: Vec<_> = all.beside.iter().map(|beside| beside.cloud.sampling.sampler).collect();
    assert_eq!(samplers, [DiffusionSampler::Ddpm, DiffusionSampler::Ddim]);
}

#[test]
fn a_network_is_held_against_both_ideal_denoisers() {
    let all = pull_with([start(1, few()), next(60, 1e4)], |all| {
        if all.copying.iter().any(|copying| copying.step == 60) { Vec::new() } else { vec![next(0, 50.0)] }
    });
    let copying = all.copying.last().expect("it came");
    let [share, error] = copying.share;
    assert!(share.is_finite() && error > 0.0, "{copying:?}");
    for numbers in [&copying.shares, &copying.errors, &copying.to_law, &copying.to_points] {
        assert_eq!(numbers.len(), copying.times.len());
    }
    assert!(copying.times.is_sorted() && copying.times[0] > 0.0 && *copying.times.last().unwrap() < 100.0);
    assert!(copying.to_law.iter().chain(&copying.to_points).all(|square| *square >= 0.0));
}
