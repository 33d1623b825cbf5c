//! What the presets of the chapter on energies claim, and what its settings reach: measured, each on a run of its own.

use crate::common::energy_run::{Told, train_and_walk};
use mcmc_to_diffusion::protocol::ebm::EnergyMetrics;
use mcmc_to_diffusion::protocol::mcmc::Diagnostics;
use mcmc_to_diffusion::settings::{EbmSettings, Objective};
use mcmc_to_diffusion::ui::chapters::ebm::presets::PRESETS;

fn preset(key: &str) -> EbmSettings {
    PRESETS.iter().find(|preset| preset.key == key).expect("there is one").settings().ebm
}

/// The first lane's energy after training, and its walkers after so many steps on it. Training must come to its end.
fn learned(seed: u32, settings: &EbmSettings, walk: u32) -> (Told, EnergyMetrics) {
    let told = train_and_walk(seed, settings, walk);
    assert_eq!((told.halt.as_deref(), told.step as usize), (None, settings.train_steps));
    assert!(told.losses[0].iter().all(|loss| loss.is_finite()));
    let (step, metrics) = told.maps[0].expect("a map");
    assert_eq!(step, told.step);
    println!("{:?}, seed {seed}, step {step}: {metrics:?}", settings.objective);
    (told, metrics)
}

fn walkers(told: &Told, lane: usize, walk: u32) -> Diagnostics {
    let walkers = told.diagnostics[lane].clone().expect("measured");
    println!(
        "lane {lane}: {} crossed in {} steps, shares {:?}",
        walkers.crossed, walkers.draws, walkers.shares
    );
    assert_eq!(walkers.draws, f64::from(walk));
    walkers
}

/// A good energy whose walkers do not find the other moon: one run for both claims.
#[test]
fn ten_langevin_steps_and_a_penalty_learn_the_density_and_walkers_from_one_moon_do_not_leave_it() {
    let settings = preset("cd10");
    let trained = EbmSettings { walk_start: EbmSettings::default().walk_start, ..settings.clone() };
    assert_eq!(trained, EbmSettings::default(), "the default energy");
    assert_eq!((settings.objective, settings.langevin_steps, settings.penalty), (Objective::Cd, 10, 0.1));
    let (told, metrics) = learned(1, &settings, 300);
    assert!(metrics.kl <= 0.35, "{metrics:?}");
    assert!((metrics.first_share - 0.5).abs() <= 0.1, "{metrics:?}");
    assert!(metrics.barrier > 2.0, "a bridge to climb: {metrics:?}");
    let crossed = walkers(&told, 0, 300).crossed as usize;
    assert!(2 * crossed <= settings.walkers, "{crossed} crossed");
}

/// The control: a network that has hardly learned is told from one that has.
#[test]
fn a_hundred_steps_learn_nothing_like_it() {
    let (_, metrics) = learned(1, &EbmSettings { train_steps: 100, ..preset("cd10") }, 0);
    assert!(metrics.kl > 0.8, "{metrics:?}");
}

#[test]
fn one_langevin_step_and_no_penalty_run_away_and_are_caught() {
    let settings = preset("cd1");
    let told = train_and_walk(1, &settings, 0);
    let halt = told.halt.expect("it runs away");
    println!("{halt}");
    assert!(halt.contains("too far apart") && halt.contains("penalty of 0.1"), "{halt}");
    assert!(told.step > 0 && (told.step as usize) < settings.train_steps, "back at step {}", told.step);
    let (step, metrics) = told.maps[0].expect("a map");
    assert!(step == told.step && metrics.kl.is_finite(), "the weights brought back are sound: {metrics:?}");
}

#[test]
fn persistent_chains_without_a_penalty_lose_a_moon_while_their_ends_look_right() {
    let (told, metrics) = learned(1, &preset("pcd-collapse"), 0);
    let negatives = told.scores[0].expect("a score").negatives.expect("there are");
    println!("{negatives:?}");
    assert!(!(0.1..=0.9).contains(&metrics.first_share) && metrics.kl > 1.0, "{metrics:?}");
    assert!((0.35..=0.65).contains(&negatives.first_share), "{negatives:?}");
}

#[test]
fn persistent_chains_and_a_penalty_hold_for_ten_thousand_steps() {
    let settings = EbmSettings { train_steps: 10_000, ..preset("pcd-holds") };
    assert!(settings.penalty > 0.0 && settings.restart_share > 0.0);
    let runs: Vec<_> = (1..=3)
        .map(|seed| (settings.clone(), seed))
        .map(|(settings, seed)| std::thread::spawn(move || learned(seed, &settings, 0).1))
        .collect();
    for run in runs {
        let metrics = run.join().expect("it held");
        assert!(metrics.kl <= 0.8, "{metrics:?}");
    }
}

#[test]
fn sliced_score_matching_gets_the_shapes_right_and_the_weights_wrong() {
    let (_, metrics) = learned(1, &preset("sliced"), 0);
    assert!((metrics.first_share - 0.5).abs() > 0.2, "{metrics:?}");
    assert!(metrics.off_share < 0.05, "{metrics:?}");
}

/// Stable and blurred, with even moons; and again walkers that do not leave theirs.
#[test]
fn denoising_score_matching_has_the_shares_right_and_is_blurred() {
    let settings = preset("one-moon");
    let start = preset("denoising").walk_start;
    assert_eq!(EbmSettings { walk_start: start, ..settings.clone() }, preset("denoising"), "the same energy");
    assert_eq!((settings.objective, settings.blur), (Objective::Denoising, 0.1));
    let (told, metrics) = learned(1, &settings, 300);
    assert!(metrics.kl <= 0.5, "{metrics:?}");
    assert!((0.45..=0.55).contains(&metrics.first_share), "{metrics:?}");
    assert!(metrics.off_share > 0.04, "what it learned to undo is part of what it learned: {metrics:?}");
    let crossed = walkers(&told, 0, 300).crossed as usize;
    assert!(2 * crossed <= settings.walkers, "{crossed} crossed");
}

/// What they claim is measured over five seeds, of the same settings, in `noise_contrast`.
#[test]
fn noise_contrast_is_shown_where_it_works_and_where_it_fails() {
    let near = EbmSettings { objective: Objective::Nce, ..EbmSettings::default() };
    assert_eq!(preset("nce"), near);
    assert_eq!(preset("nce-far"), EbmSettings { noise_shift: 6.0, ..near });
}

#[test]
fn on_the_exact_density_walkers_stay_in_their_moon_as_well() {
    let settings = EbmSettings { train_steps: 100, ..preset("exact-beside") };
    let (told, _) = learned(1, &settings, 300);
    let crossed = walkers(&told, 1, 300).crossed as usize;
    assert!(10 * crossed <= settings.walkers, "{crossed} crossed");
}

#[test]
fn of_two_objectives_contrastive_divergence_is_nearer_and_denoising_has_the_lower_bridge() {
    let (told, contrastive) = learned(1, &EbmSettings { train_steps: 2000, ..preset("fork") }, 0);
    let denoising = told.maps[1].expect("a map").1;
    println!("{denoising:?}");
    assert!(contrastive.kl < denoising.kl && contrastive.barrier > denoising.barrier);
}
