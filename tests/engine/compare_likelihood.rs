//! The scoreboard's number for all three: how likely each model says fresh data are.

use crate::common::compare_run::{Comparison, small};
use mcmc_to_diffusion::protocol::compare::Likelihood;
use mcmc_to_diffusion::settings::{Clip, ComparePlan, DataSettings, Family, Settings};

/// Bits that an exact answer may be off by: .02 nats.
const EXACT: f32 = 0.029;

fn plan() -> ComparePlan {
    let mut plan = small(&DataSettings::default());
    plan.diffusion.timesteps = 100;
    plan
}

fn of(all: &Comparison, family: Family) -> Likelihood {
    *all.likelihoods.iter().find(|of| of.method.family() == family).expect("it was weighed")
}

#[test]
fn what_is_exact_reaches_minus_the_entropy_and_all_three_agree() {
    for seed in [1, 2, 3, 4, 5] {
        let mut all = Comparison::start(seed, &DataSettings::default(), &plan());
        all.run_until_weighed();
        let [exact, energy, diffusion] = Family::ALL.map(|family| of(&all, family));
        println!("seed {seed}: {exact:?}, {:.4}, {:.4}", energy.bits, diffusion.bits);
        assert!([exact, energy, diffusion].iter().all(|of| !of.learned && of.best == exact.best));
        assert_eq!(energy.bits, exact.bits, "the exact density stands in");
        assert!((diffusion.bits - exact.bits).abs() < EXACT);
        // Of a moon's length π, half of the mass each, blurred across by σ: log 2π + ½ log 2πe σ², in bits.
        let thin = -((2.0 * std::f32::consts::PI).ln()
            + 0.5 * (2.0 * std::f32::consts::PI * std::f32::consts::E * 0.05 * 0.05).ln());
        assert!((exact.best - thin / std::f32::consts::LN_2).abs() < 0.15, "{exact:?}");
        assert!((exact.bits - exact.best).abs() < EXACT + 4.0 * exact.error, "{exact:?}");
    }
}

#[test]
fn models_that_have_learned_little_say_that_the_data_are_unlikely() {
    let mut all = Comparison::start(1, &DataSettings::default(), &plan());
    all.train(16, 16);
    all.run_until_weighed();
    let exact = of(&all, Family::Exact);
    for family in [Family::Energy, Family::Diffusion] {
        let Likelihood { learned, bits, error, .. } = of(&all, family);
        println!("{family:?}: {bits} ± {error} for {}", exact.bits);
        assert!(learned && bits < exact.bits - 1.0 && error > 0.0, "{family:?}: {bits} ± {error}");
    }
}

#[test]
fn a_trained_denoiser_is_asked_as_samples_are_drawn_with_its_clean_points_held() {
    let [held, free] = [Clip::Data, Clip::Off].map(|clip| {
        let mut settings = Settings::default();
        (settings.compare.train_steps, settings.diffusion.clip) = (1500, clip);
        let plan = ComparePlan { ebm: plan().ebm, ..ComparePlan::of(&settings) };
        let mut all = Comparison::start(1, &DataSettings::default(), &plan);
        all.slice_ms = 1000.0;
        all.train(2 * 1500, 100);
        all.run_until_weighed();
        let exact = of(&all, Family::Exact);
        let lost = exact.bits - of(&all, Family::Diffusion).bits;
        println!("{clip:?}: {lost} bits a point below the exact density");
        lost
    });
    assert!(held > 0.0 && held < 0.3, "{held}");
    assert!(free > 1.25 * held, "without it: {free}, with it: {held}");
}
