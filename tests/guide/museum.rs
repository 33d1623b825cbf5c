//! The museum of bugs: each is named by the diagnostics of real runs over five seeds, and of healthy samplers nothing is.
//! What is expected is worked out for a ridge of standard deviation σ that is a Gaussian across, along which nothing changes: a law
//! of variance v across it has a mean of log p that is ½ (1 − v / σ²) too high.

use crate::reader::Reader;
use mcmc_to_diffusion::settings::{Chapter, Sampler, SamplerBug};
use mcmc_to_diffusion::ui::chapters::mcmc::metrics::metrics;
use mcmc_to_diffusion::ui::chapters::mcmc::model::Model;
use mcmc_to_diffusion::ui::chapters::mcmc::museum::recognise::Evidence;
use mcmc_to_diffusion::ui::chapters::mcmc::museum::{evidence, named};

const SEEDS: std::ops::RangeInclusive<u32> = 1..=5;
const SIGMA: f64 = 0.05;

fn run(changes: &str, transitions: u32) -> Model {
    let model = |settings: &_| Model::new(settings);
    let mut reader = Reader::new(Chapter::Sample, changes, model, |now, frame| _ = now.take(frame));
    (reader.now.chains, reader.now.rungs) = (reader.settings.mcmc.chains, reader.settings.mcmc.rungs);
    reader.rest(transitions, 0).now
}

/// What the only lane says, and the bugs it names.
fn seen(changes: &str, transitions: u32) -> (Evidence, Vec<SamplerBug>) {
    let now = run(changes, transitions);
    let of = evidence(&now, &now.lanes[0]).unwrap_or_else(|| panic!("{changes}: there are enough draws"));
    (of, named(&now).expect("there are enough draws"))
}

/// How much too high the mean of log p is, over the seeds; each must name `bugs`.
fn excess(changes: &str, transitions: u32, bugs: &[SamplerBug]) -> Vec<f64> {
    let of = |seed| {
        let (of, named) = seen(&format!("{changes}&seed={seed}"), transitions);
        let excess = of.log_density - of.exact;
        println!(
            "{changes}, seed {seed}: {excess:+.3} ± {:.3}, accepted {:.3}: {named:?}",
            of.error, of.accepted
        );
        assert_eq!(named, bugs, "{changes}, seed {seed}");
        excess
    };
    SEEDS.map(of).collect()
}

/// ½ (1 − v / σ²).
fn too_high(variance: f64) -> f64 {
    0.5 * (1.0 - variance / SIGMA.powi(2))
}

fn assert_near(excess: &[f64], expected: f64) {
    let mean = excess.iter().sum::<f64>() / excess.len() as f64;
    // The ends of the arcs, where the density falls along them too, add some.
    assert!((mean - expected).abs() < 0.25 * expected.abs() + 0.01, "{mean:+.3}, expected {expected:+.3}");
}

/// Of the unadjusted step x' = a x + s n, with a = 1 − ε² / (2σ²).
fn unadjusted_variance(step: f64, noise: f64) -> f64 {
    let kept = 1.0 - step.powi(2) / (2.0 * SIGMA.powi(2));
    noise.powi(2) / (1.0 - kept.powi(2))
}

#[test]
fn healthy_samplers_name_nothing() {
    for (changes, transitions) in [
        ("", 20_000),
        ("step_langevin=0.05", 20_000),
        ("sampler=hmc", 3000),
        ("sampler=hmc&start=scattered", 3000),
        ("sampler=nuts", 1500),
        ("sampler=random-walk", 20_000),
        ("sampler=ula&step_langevin=0.03", 20_000),
        ("target=ring&step_langevin=0.3", 20_000),
        ("target=correlated-gaussian&sampler=hmc&step_hmc=0.1", 3000),
        ("target=eight-gaussians&sampler=hmc&step_hmc=0.2", 3000),
    ] {
        excess(changes, transitions, &[]);
    }
}

#[test]
fn a_turned_sign_freezes_hmc() {
    let bug = [SamplerBug::EnergySign];
    // Of so short a step nearly all is accepted, as without the bug.
    let short = excess("sampler=hmc&bug=energy-sign", 3000, &bug);
    assert!(short.iter().all(|excess| (-1.0..-0.4).contains(excess)), "too far out");
    let long = excess("sampler=hmc&bug=energy-sign&step_hmc=0.08", 3000, &bug);
    assert!(long.iter().all(|&excess| excess < -1000.0), "far out");
    for seed in SEEDS {
        let accepted =
            |bug: &str| seen(&format!("sampler=hmc&step_hmc=0.08&bug={bug}&seed={seed}"), 3000).0.accepted;
        assert!(accepted("energy-sign") < 0.15 && accepted("off") > 0.7);
    }
}

#[test]
fn without_its_test_a_sampler_is_too_wide() {
    let bug = "bug=no-correction";
    let mala = |step| excess(&format!("{bug}&step_langevin={step}"), 20_000, &[SamplerBug::NoCorrection]);
    for step in [0.09, 0.05] {
        assert_near(&mala(step), too_high(unadjusted_variance(step, step)));
    }
    let hmc = excess(&format!("{bug}&sampler=hmc"), 3000, &[SamplerBug::NoCorrection]);
    // What the leapfrog integrator keeps is H with a precision across the ridge of (1 − (ε / 2σ)²) / σ².
    assert_near(&hmc, too_high(SIGMA.powi(2) / (1.0 - (0.055_f64 / (2.0 * SIGMA)).powi(2))));
}

#[test]
fn without_its_root_langevin_noise_is_too_small() {
    let bug = "bug=no-sqrt2";
    let mala = |step| excess(&format!("{bug}&step_langevin={step}"), 20_000, &[SamplerBug::NoSqrt2]);
    for step in [0.09, 0.05] {
        // Detailed balance of this proposal and that ratio has a precision of (2 − (ε / 2σ)²) / σ².
        assert_near(&mala(step), too_high(SIGMA.powi(2) / (2.0 - (step / (2.0 * SIGMA)).powi(2))));
    }
    let short = format!("{bug}&sampler=ula&step_langevin=0.03");
    let ula = excess(&short, 20_000, &[SamplerBug::NoSqrt2]);
    assert_near(&ula, too_high(unadjusted_variance(0.03, 0.03 / 2.0_f64.sqrt())));
    // At a long step the sampler's own error hides it.
    excess(&format!("{bug}&sampler=ula"), 20_000, &[]);
}

#[test]
fn what_a_bug_does_not_touch_stays_the_same_to_the_bit() {
    for (changes, bug) in [
        ("", SamplerBug::EnergySign),
        ("sampler=hmc", SamplerBug::NoSqrt2),
        ("sampler=nuts", SamplerBug::NoCorrection),
    ] {
        let places = |changes: &str| run(changes, 1000).lanes[0].lane.positions.clone();
        let with = format!("{changes}&bug={}", mcmc_to_diffusion::settings::url::name_of(&bug));
        assert_eq!(places(changes), places(&with));
    }
}

#[test]
fn the_hidden_one_is_named_in_a_race() {
    let mut on = Vec::new();
    for seed in 1..=24 {
        let now = run(&format!("race=1&bug=hidden&step_langevin=0.05&seed={seed}"), 1500);
        let bug = now.bug.expect("the run has told");
        let expected =
            SamplerBug::BUGS.iter().position(|&other| other == bug).map_or(0.0, |at| at as f64 + 1.0);
        assert_eq!(metrics(&now).get("bug_named"), Some(expected), "seed {seed}: {bug:?}");
        assert_eq!(
            now.lanes.iter().map(|lane| lane.lane.sampler).collect::<Vec<_>>(),
            [Sampler::Mala, Sampler::Hmc]
        );
        on.push(bug);
    }
    for bug in SamplerBug::BUGS.into_iter().chain([SamplerBug::Off]) {
        assert!(on.contains(&bug), "{bug:?} is not among {on:?}");
    }
}
