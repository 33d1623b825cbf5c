//! What the presets of the chapter on Markov chains say of themselves, measured.

use futures::channel::mpsc;
use futures::executor::block_on;
use mcmc_to_diffusion::engine::{device::EngineDevice, serve};
use mcmc_to_diffusion::protocol::mcmc::Diagnostics;
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{DataSettings, Experiment, McmcSettings, SamplerBug};
use mcmc_to_diffusion::ui::chapters::mcmc::presets::PRESETS;

fn preset(key: &str) -> McmcSettings {
    PRESETS
        .iter()
        .find(|preset| preset.key == key)
        .unwrap_or_else(|| panic!("no preset {key}"))
        .settings()
        .mcmc
}

/// What each lane measures after `steps` steps.
fn measure(settings: &McmcSettings, steps: u32) -> Vec<Diagnostics> {
    measure_seed(1, settings, steps)
}

/// The same of another seed.
pub fn measure_seed(seed: u32, settings: &McmcSettings, steps: u32) -> Vec<Diagnostics> {
    let (sender, receiver) = mpsc::unbounded();
    let experiment = Experiment::Mcmc(settings.clone());
    for command in [
        Command::Start { run: 1, seed, data: DataSettings::default(), experiment, from: None },
        Command::Next { run: 1, steps, walk: 0, budget_ms: 60_000.0 },
        Command::Next { run: 1, steps: 0, walk: 0, budget_ms: 1_000.0 },
    ] {
        sender.unbounded_send(command).unwrap();
    }
    drop(sender);
    let mut newest = vec![None; settings.lanes().len()];
    block_on(serve(EngineDevice::cpu(), receiver, |event| {
        let Event::Frame(frame) = event else { return };
        let Content::Mcmc(content) = frame.content else { return };
        for (newest, lane) in newest.iter_mut().zip(content.lanes) {
            *newest = lane.diagnostics.or(newest.take());
        }
    }));
    newest.into_iter().map(|newest| *newest.expect("a run that stands still is measured")).collect()
}

/// Effective samples per evaluation: within a mode, and between modes.
pub fn worth(measured: &Diagnostics) -> [f64; 2] {
    [measured.ess_within, measured.ess_between].map(|ess| ess / measured.evaluations)
}

#[test]
fn hmc_explores_a_moon_better_than_mala() {
    let lanes = measure(&preset("race"), 3_000);
    assert!(worth(&lanes[1])[0] > 3.0 * worth(&lanes[0])[0], "{:?} {:?}", worth(&lanes[0]), worth(&lanes[1]));
}

#[test]
fn steps_too_short_are_accepted_and_lead_nowhere_and_steps_too_long_are_not_accepted() {
    let right = &measure(&McmcSettings::default(), 30_000)[0];
    let short = &measure(&preset("short-step"), 30_000)[0];
    assert!(short.acceptance > 0.99 && worth(short)[0] < 0.1 * worth(right)[0], "{}", short.acceptance);
    // On thicker moons: on the thinnest, a step that is seldom taken but leads far is worth as much as the right one.
    let long = preset("long-step");
    let right = &measure(&McmcSettings { step_langevin: 0.18, ..long.clone() }, 30_000)[0];
    let long = &measure(&long, 30_000)[0];
    assert!(long.acceptance < 0.1 && worth(long)[0] < 0.1 * worth(right)[0], "{}", long.acceptance);
}

#[test]
fn jitter_breaks_the_resonance() {
    let resonant = preset("resonance");
    let stuck = &measure(&resonant, 4_000)[0];
    let free = &measure(&McmcSettings { jitter: 0.5, ..resonant }, 4_000)[0];
    let per_gradient = |measured: &Diagnostics| measured.ess_bulk / measured.evaluations;
    assert!(stuck.acceptance > 0.99 && per_gradient(free) > 2.0 * per_gradient(stuck));
}

#[test]
fn the_funnel_diverges() {
    let funnel = &measure(&preset("funnel"), 3_000)[0];
    assert!(funnel.divergences > 100.0, "{} divergences", funnel.divergences);
}

#[test]
fn four_chains_agree_on_one_moon() {
    let measured = &measure(&preset("one-moon"), 4_000)[0];
    assert!(measured.r_hat < 1.01 && measured.ess_bulk > 400.0 && measured.ess_tail > 400.0);
    assert!(measured.divergences == 0.0 && measured.acceptance > 0.9 && measured.shares == [1.0, 0.0]);
}

#[test]
fn a_turned_sign_refuses_nearly_all_and_a_missing_root_shows_nowhere() {
    let frozen = &measure(&preset("bug-sign"), 3_000)[0];
    let healthy = &measure(&McmcSettings { bug: SamplerBug::Off, ..preset("bug-sign") }, 3_000)[0];
    assert!(
        frozen.acceptance < 0.15 && healthy.acceptance > 0.7,
        "{} {}",
        frozen.acceptance,
        healthy.acceptance
    );
    let green = &measure(&preset("bug-noise"), 20_000)[0];
    let healthy = &measure(&McmcSettings { bug: SamplerBug::Off, ..preset("bug-noise") }, 20_000)[0];
    assert!(green.r_hat < 1.02 && green.ess_bulk > 300.0, "{} {}", green.r_hat, green.ess_bulk);
    assert!(green.acceptance > healthy.acceptance);
    let [bug, own] = [green, healthy].map(|of| of.log_density);
    assert!(bug[0] - own[0] > 5.0 * bug[1].hypot(own[1]), "{bug:?} {own:?}");
}

#[test]
fn tempering_crosses_where_its_sampler_stays() {
    let ladder = preset("tempering");
    assert_eq!(measure(&ladder, 1_500)[0].crossed, 4);
    assert_eq!(measure(&McmcSettings { rungs: 1, ..ladder }, 1_500)[0].crossed, 0);
}

#[test]
fn a_bold_walk_beats_hmc_on_the_plane() {
    let lanes = measure(&preset("bold-walk"), 3_000);
    assert!((lanes[0].acceptance - 0.25).abs() < 0.05, "{}", lanes[0].acceptance);
    for (walk, hmc) in worth(&lanes[0]).into_iter().zip(worth(&lanes[1])) {
        assert!(walk > hmc, "{:?} {:?}", worth(&lanes[0]), worth(&lanes[1]));
    }
}

#[test]
fn in_many_dimensions_hmc_beats_the_walk_that_won_in_two() {
    let many = preset("high-dimension");
    let lanes = measure(&many, 6_000);
    let [walk, hmc] = [worth(&lanes[0]), worth(&lanes[1])];
    assert!(hmc[0] > 2.0 * walk[0] && hmc[1] > 2.0 * walk[1], "in {}: {walk:?} {hmc:?}", many.dimension);
    let lanes = measure(&McmcSettings { dimension: 2, ..many }, 6_000);
    let [walk, hmc] = [worth(&lanes[0]), worth(&lanes[1])];
    assert!(walk[0] > hmc[0] && walk[1] > hmc[1], "in 2: {walk:?} {hmc:?}");
}
