//! Correctors, and what they are handed: against each other, the exact density and automatic differentiation.

use super::invariants_composition::{SIGMA, gradient, places, tilted};
use crate::common::composition_run::Levels;
use crate::common::network::{tensor, values};
use crate::common::{Point, assert_close, moons};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::compose::energy_denoiser::density_at;
use mcmc_to_diffusion::numerics::compose::{
    Composed, Composition, Corrector, EnergyDenoiserTrainer, Factor, ScoreCorrector,
};
use mcmc_to_diffusion::numerics::density::LogDensity;
use mcmc_to_diffusion::numerics::diffusion::clip::Bound;
use mcmc_to_diffusion::numerics::diffusion::ideal_denoiser::Answer;
use mcmc_to_diffusion::numerics::diffusion::sampling::Sampling;
use mcmc_to_diffusion::numerics::diffusion::{Denoised, IdealDenoiser, Path};
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::mcmc::{Mala, OneEvaluation, Transition, Ula, init, init_all};
use mcmc_to_diffusion::numerics::nn::TimeEmbedding;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DiffusionSampler, DiffusionSettings, SamplerBug, ScheduleKind};

/// One transition of each of 500 chains on a product at a level, with the exact density and by its scores alone.
fn one_sweep<S: OneEvaluation<Position = Point> + Clone>(
    sampler: impl Fn(Point) -> S,
    intervals: usize,
) -> [(Vec<Transition<Point>>, Vec<Point>); 2] {
    let settings =
        DiffusionSettings { schedule: ScheduleKind::RescaledLinear, ..DiffusionSettings::default() };
    let levels = Levels::new(&moons(SIGMA), &Factor::HalfPlane(tilted()), Composition::Product, &settings);
    let (target, sampler) = (levels.composed(Some(15)), sampler(levels.scales(Some(15))));
    let cloud = places(levels.path.level(15).alpha_bar(), 500, &mut Rng::new(8, Stream::Data));
    let mut exact = Corrector::new(500, 3);
    exact.enter(&target, &cloud);
    // In two slices.
    let mut moves = exact.sweep(&target, &sampler, 0..200);
    moves.extend(exact.sweep(&target, &sampler, 200..500));
    let mut by_score = ScoreCorrector::new(500, 3, sampler.clone(), intervals);
    by_score.enter(sampler, cloud);
    let answer = |corrector: &mut ScoreCorrector<S>| {
        let scores: Vec<Point> = corrector.query().iter().map(|x| target.score(x)).collect();
        corrector.advance(&scores)
    };
    assert!(answer(&mut by_score).is_empty(), "nothing is decided on arrival");
    let decided = answer(&mut by_score);
    [(moves, exact.places()), (decided, by_score.places())]
}

#[test]
fn a_line_integral_of_the_score_decides_as_the_energy_does() {
    // The same proposals from the same noise; acceptances differ by the error of the rule.
    let errors = [1, 2, 4, 8].map(|intervals| {
        let mala = |scales| Mala { step_size: 1.4, inverse_mass_sqrt: scales, bug: SamplerBug::Off };
        let [(exact, _), (by_score, _)] = one_sweep(mala, intervals);
        let off = exact.iter().zip(&by_score).map(|(exact, by_score)| {
            assert_eq!(exact.proposal, by_score.proposal);
            (exact.acceptance - by_score.acceptance).powi(2)
        });
        (off.sum::<f64>() / exact.len() as f64).sqrt()
    });
    println!("errors of acceptance {errors:?}");
    assert!(errors[1] < 0.2 * errors[0] && errors[3] < 1e-3, "{errors:?}");
    assert!(errors.is_sorted_by(|more, less| more > less), "{errors:?}");
    // The unadjusted algorithm needs no energy at all: the same to the bit.
    let ula =
        |scales| Ula { step_size: 0.8, inverse_mass_sqrt: scales, temperature: 1.0, bug: SamplerBug::Off };
    let [(_, exact), (_, by_score)] = one_sweep(ula, 1);
    assert_eq!(exact, by_score);
}

/// Where two strides lead, with the cloud moved in between or not; `[points · 2]`.
fn two_strides(sampler: DiffusionSampler, moved: bool) -> Vec<f64> {
    let settings = DiffusionSettings { sampler, sampler_steps: 10, ..DiffusionSettings::default() };
    let path = Path::of(&settings);
    let ideal = IdealDenoiser::new(&moons(SIGMA), &moons(SIGMA).units(), &path);
    let places = |flat: [f32; 4]| tensor(&flat, 2, &host());
    let rng = Rng::new(1, Stream::Sampling);
    let mut sampling =
        Sampling::start_at(places([0.3, -0.4, 1.0, 0.7]), &settings, &path, Bound::None, rng, &host());
    for stride in 0..2 {
        if stride == 1 && moved {
            sampling.move_to(places([-0.8, 0.2, 1.3, 0.1]));
        }
        let query = sampling.query().expect("ten steps");
        let cloud = values(query.x);
        let answers: Vec<Answer> =
            cloud.as_chunks::<2>().0.iter().map(|x| ideal.answer(query.t, *x, None)).collect();
        let each = |half: fn(&Answer) -> Point| {
            let flat: Vec<f32> = answers.iter().flat_map(half).map(|place| place as f32).collect();
            tensor(&flat, 2, &host())
        };
        sampling.advance(Denoised { x0: each(|answer| answer.x0), eps: each(|answer| answer.eps) });
    }
    values(sampling.last().clone())
}

#[test]
fn a_sampler_forgets_what_was_before_its_cloud_was_moved() {
    let apart = |moved| {
        let [one, other] =
            [DiffusionSampler::Ddim, DiffusionSampler::DpmSolver].map(|sampler| two_strides(sampler, moved));
        one.iter().zip(&other).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
    };
    // DPM-Solver++ of second order is DDIM where it knows no step before.
    assert!(apart(true) < 1e-5, "{}", apart(true));
    assert!(apart(false) > 1e-3, "{} shows no memory", apart(false));
}

#[test]
fn an_energy_denoiser_is_the_gradient_of_its_energy() {
    let settings = DiffusionSettings::default();
    let (path, embedding) = (Path::of(&settings), TimeEmbedding::new(settings.timesteps));
    let trainer = EnergyDenoiserTrainer::new(&settings, 4, &host());
    let weights: Vec<f32> = values(trainer.weights()).into_iter().map(|weight| weight as f32).collect();
    let module = EnergyNet::of_plan_with_parameters(trainer.plan(), &trainer.weights());
    for t in [0, 30, 99] {
        let level = path.level(t);
        let density = density_at(trainer.plan(), &weights, &embedding, t, level);
        let cloud = places(level.alpha_bar(), 11, &mut Rng::new(8, Stream::Data));
        for y in &cloud {
            let mut input = y.map(|place| place as f32).to_vec();
            input.extend(embedding.features(t));
            let row = tensor(&input, input.len(), &host());
            let (energy, eps) = (values(module.energy(row.clone()))[0], values(module.gradient(row)));
            let (log, score) = density.log_density_and_score(y);
            assert_close(log * level.noise_rate, -energy, 1e-4 * energy.abs().max(1.0), "energy");
            for axis in 0..2 {
                let tolerance = 1e-4 * eps[axis].abs().max(1.0);
                assert_close(score[axis] * level.noise_rate, -eps[axis], tolerance, "noise");
                // Single precision: a wide step.
                let slope = gradient(|x| density.log_density(&x), *y, 0.02)[axis] * level.noise_rate;
                assert_close(score[axis] * level.noise_rate, slope, 1e-2 * slope.abs().max(1.0), "slope");
            }
        }
        // Composed it is evaluated side by side: the same as one by one.
        let factor = Factor::HalfPlane(tilted()).noised(&moons(SIGMA).units(), level.alpha_bar());
        for composition in [Composition::Product, Composition::Mixture { share: 0.3 }] {
            let composed = Composed { base: &density, factor: &factor, composition };
            let one_by_one: Vec<_> = cloud.iter().map(|y| init(&composed, *y)).collect();
            assert_eq!(init_all(&composed, cloud.clone()), one_by_one);
        }
    }
}
