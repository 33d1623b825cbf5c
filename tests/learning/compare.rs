//! What the chapter that compares claims, measured as a reader would measure it: with the settings of its first screen.

use crate::common::compare_run::Comparison;
use mcmc_to_diffusion::protocol::compare::{ClaimKind, Verdict};
use mcmc_to_diffusion::settings::{ComparePlan, DataSettings, Method, Sampler, ScheduleKind, Settings, Walk};

fn plan(change: impl Fn(&mut Settings)) -> ComparePlan {
    let mut settings = Settings::default();
    // The curves cost time and are no part of the claims.
    for method in settings.compare.ticked.clone().methods() {
        settings.compare.ticked.set(*method, false);
    }
    change(&mut settings);
    ComparePlan::of(&settings)
}

/// A run with both models trained, if there is a goal, and everything measured.
fn measured(seed: u32, plan: &ComparePlan, goal: u32) -> Comparison {
    let mut all = Comparison::start(seed, &DataSettings::default(), plan);
    all.slice_ms = 1_000.0;
    all.train(goal, goal);
    assert_eq!((all.halts.len(), all.step), (0, goal));
    all.measure();
    all
}

fn print(seed: u32, all: &Comparison) {
    eprintln!("seed {seed}: training {:.0} s and {:.0} s", all.models[0].seconds, all.models[1].seconds);
    for method in Method::all().filter(|m| all.scores.iter().any(|score| score.method == *m)) {
        eprintln!(
            "  {:14} mean MMD² {:.5}, sliced {:.4}, off {:.3}, first share {:.3}, {:.0} evaluations, {:.2} s",
            method.key(),
            all.mean(method, |score| score.distances.mmd2_mean()),
            all.mean(method, |score| score.distances.sliced_wasserstein),
            all.mean(method, |score| score.distances.off_share),
            all.mean(method, |score| score.distances.first_share),
            all.mean(method, |score| score.evaluations),
            all.mean(method, |score| score.seconds),
        );
    }
    for claim in ClaimKind::ALL.map(|kind| all.claim(kind)) {
        eprintln!(
            "  {:?}: {:?}, {:.3} [{:.3}, {:.3}] of {:.3} and {:.3}",
            claim.kind,
            claim.verdict(),
            claim.effect,
            claim.low,
            claim.high,
            claim.one,
            claim.two
        );
    }
}

fn verdicts(all: &Comparison) -> [Verdict; 4] {
    ClaimKind::ALL.map(|kind| all.claim(kind).verdict())
}

fn the_four_claims_come_out(seed: u32) {
    let plan = plan(|settings| settings.compare.repeats = 2);
    let all = measured(seed, &plan, 2 * plan.compare.train_steps as u32);
    print(seed, &all);
    assert_eq!(verdicts(&all), [Verdict::Holds; 4]);
    // Diffusion is near the data, within fewer evaluations.
    let [_, energy, diffusion] = plan.compare.columns();
    let gaussian_baseline = all.real_vs_real.as_ref().expect("measured").gaussian_baseline.mmd2_mean();
    assert!(all.mean(diffusion, |score| score.distances.mmd2_mean()) < 0.25 * f64::from(gaussian_baseline));
    let spent = |method| all.mean(method, |score| score.evaluations);
    assert!(spent(diffusion) < spent(energy));
}

macro_rules! for_seeds {
    ($($name:ident: $seed:literal),*) => {
        $(#[test] fn $name() { the_four_claims_come_out($seed); })*
    };
}

// Seeds far apart, for those of the runs count up from them.
for_seeds! {
    the_four_claims_come_out_for_seed_1: 1,
    the_four_claims_come_out_for_seed_101: 101,
    the_four_claims_come_out_for_seed_201: 201,
    the_four_claims_come_out_for_seed_301: 301,
    the_four_claims_come_out_for_seed_401: 401
}

/// The control for what the exact density's chains are said to do: where σ is wide, the moons touch.
#[test]
fn at_a_wide_blur_chains_cross_and_mala_explores_as_well() {
    let all = measured(1, &plan(|settings| settings.compare.sigma = 0.3), 0);
    print(1, &all);
    let [better, crosses, ..] = verdicts(&all);
    assert_eq!(crosses, Verdict::Fails);
    assert_eq!(better, Verdict::Fails);
    assert!(all.claim(ClaimKind::NeitherCrosses).one > 0.5);
}

/// The controls for what is said of starts: chains that cross forget theirs, and a denoiser remembers its own where the last
/// noise level is not all noise.
#[test]
fn chains_that_cross_forget_their_start_and_a_denoiser_without_full_noise_does_not() {
    let settings = |settings: &mut Settings| {
        (settings.compare.sigma, settings.compare.walk) = (0.3, Walk::Hmc);
        settings.diffusion.schedule = ScheduleKind::Linear;
    };
    let all = measured(1, &plan(settings), 0);
    print(1, &all);
    let [.., energy, diffusion] = verdicts(&all);
    assert_eq!((energy, diffusion), (Verdict::Fails, Verdict::Fails));
    assert!(all.claim(ClaimKind::DiffusionDoesNot).low > 0.1);
}

/// The columns' own control: of exact samplers only what walkers start from can be wrong within the budget.
#[test]
fn with_the_exact_answers_the_denoiser_is_as_good_as_real_data() {
    let all = measured(2, &plan(|_| {}), 0);
    let [.., diffusion] = ComparePlan::of(&Settings::default()).compare.columns();
    let real_vs_real = all.real_vs_real.as_ref().expect("measured");
    assert!(all.mean(diffusion, |score| score.distances.mmd2_mean()) < f64::from(real_vs_real.mmd2_q95));
    let gaussian_baseline = f64::from(real_vs_real.gaussian_baseline.mmd2_mean());
    assert!(all.mean(Method::Exact(Sampler::Hmc), |score| score.distances.mmd2_mean()) < gaussian_baseline);
}
