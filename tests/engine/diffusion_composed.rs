//! Samples of the data composed with a second model, as a page is told of them.

use crate::common::composition_run::truth;
use crate::common::diffusion_run::{Arrived, next, pull_after, pull_until, pull_with, small, start, tune};
use crate::common::moons;
use mcmc_to_diffusion::numerics::compose::chosen::chosen;
use mcmc_to_diffusion::protocol::diffusion::{Beside, WALKERS};
use mcmc_to_diffusion::settings::{
    Compose, CorrectorKind, DiffusionBeside, DiffusionSampler, DiffusionSettings, ScheduleKind,
};

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
/// Standard errors beyond which samples are wrong, and within which they are right.
const Z: f64 = 3.5;

fn composed(corrector: CorrectorKind) -> DiffusionSettings {
    DiffusionSettings {
        beside: DiffusionBeside::Composed,
        schedule: ScheduleKind::RescaledLinear,
        sampler: DiffusionSampler::Ddpm,
        sampler_steps: 100,
        corrector,
        ..small()
    }
}

fn exact(compose: Compose) -> f64 {
    let law = moons(0.05);
    let (factor, composition) = chosen(compose, &law);
    truth(&law, &factor, composition, 300).mean(|x| f64::from(u8::from(law.mode_of(x) == 0)))
}

fn share(beside: &Beside) -> f64 {
    f64::from(*beside.composed.as_ref().expect("composed").shares.last().expect("states"))
}

fn first(all: &Arrived) -> bool {
    !all.beside.is_empty()
}

/// Standard errors of the share of the upper moon from what it should be.
fn off(settings: &DiffusionSettings, seed: u32, exact: f64) -> f64 {
    let all = pull_after([start(seed, settings.clone()), next(0, 50.0)], 0, first);
    let share = share(&all.beside[0]);
    (share - exact) / (exact * (1.0 - exact) / WALKERS as f64).sqrt()
}

#[test]
fn composed_scores_leave_an_error_that_a_corrector_mends() {
    let exact = exact(Compose::HalfPlane);
    for seed in SEEDS {
        let [plain, walk] = [CorrectorKind::None, CorrectorKind::RandomWalk]
            .map(|corrector| off(&composed(corrector), seed, exact));
        println!("seed {seed}: {plain:.1} standard errors from {exact:.4}; a random walk {walk:.1}");
        assert!(plain > Z && walk.abs() < Z, "{plain}, {walk}");
    }
}

#[test]
fn other_compositions_too_and_a_mixture_needs_no_corrector() {
    for (compose, is_wrong) in [(Compose::Ring, true), (Compose::Without, true), (Compose::Either, false)] {
        let exact = exact(compose);
        let of = |corrector| off(&DiffusionSettings { compose, ..composed(corrector) }, 1, exact);
        let [plain, walk] = [CorrectorKind::None, CorrectorKind::RandomWalk].map(of);
        println!("{compose:?}: {plain:.1} standard errors from {exact:.4}; a random walk {walk:.1}");
        assert!((plain.abs() > Z) == is_wrong && walk.abs() < Z, "{compose:?}: {plain}, {walk}");
    }
}

#[test]
fn each_corrector_moves_points_and_those_that_cannot_cross_mend_less() {
    let exact = exact(Compose::HalfPlane);
    let plain = off(&composed(CorrectorKind::None), 1, exact);
    for corrector in [CorrectorKind::Mala, CorrectorKind::Hmc] {
        let settings = DiffusionSettings { sweeps: 2, ..composed(corrector) };
        let all = pull_until(settings.clone(), 0, first);
        let composed = all.beside[0].composed.as_ref().expect("composed");
        let acceptance = composed.acceptance.expect("it was corrected");
        let left = off(&settings, 1, exact);
        println!("{corrector:?}: accepts {acceptance:.2}; {left:.1} standard errors of {plain:.1} are left");
        assert!((0.4..1.0).contains(&acceptance) && left < plain, "{acceptance}, {left}");
        assert_eq!(composed.drawn_as, settings.composing());
    }
}

#[test]
fn the_composition_is_told_at_every_noise_level_and_anew_where_it_changes() {
    let other = DiffusionSettings { compose: Compose::Ring, ..composed(CorrectorKind::None) };
    let mut is_tuned = false;
    let all = pull_with([start(1, composed(CorrectorKind::None)), next(0, 50.0)], |all| {
        match (all.composed_levels.len(), all.beside.len()) {
            (50, 2) => Vec::new(),
            (25, 1) if !is_tuned => {
                is_tuned = true;
                vec![tune(other.clone()), next(0, 50.0)]
            }
            _ => vec![next(0, 50.0)],
        }
    });
    for (levels, compose) in all.composed_levels.chunks(25).zip([Compose::HalfPlane, Compose::Ring]) {
        assert!(levels.iter().all(|level| level.compose == compose && !level.contours.is_empty()));
        let data = levels.iter().find(|level| level.t == 0.0).expect("the data");
        assert!((f64::from(data.share) - exact(compose)).abs() < 3e-3, "{} for {compose:?}", data.share);
    }
    let alone = pull_until(small(), 0, |all| !all.real_vs_real.is_empty() && !all.scores.is_empty());
    assert!(alone.composed_levels.is_empty() && alone.beside.is_empty());
}

#[test]
fn any_sampler_path_and_schedule_brings_points_that_are_numbers() {
    use mcmc_to_diffusion::settings::{Clip, Prediction};
    let usual = || composed(CorrectorKind::RandomWalk);
    for settings in [
        DiffusionSettings { schedule: ScheduleKind::Cosine, sweeps: 1, ..usual() },
        DiffusionSettings { prediction: Prediction::Flow, sampler: DiffusionSampler::Heun, ..usual() },
        DiffusionSettings { sampler: DiffusionSampler::DpmSolver, sampler_steps: 7, ..usual() },
        DiffusionSettings { clip: Clip::Off, timesteps: 10, compose: Compose::Without, ..usual() },
    ] {
        let all = pull_until(settings.clone(), 0, first);
        let Beside { cloud, composed, .. } = &all.beside[0];
        let states = cloud.times.len();
        assert_eq!(cloud.points.len(), 2 * WALKERS * states);
        assert_eq!(composed.as_ref().map(|composed| composed.shares.len()), Some(states));
        assert!(cloud.points.iter().chain(&cloud.clean).all(|place| place.is_finite()), "{settings:?}");
    }
}
