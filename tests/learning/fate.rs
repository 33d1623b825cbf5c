//! The level where a sample's fate is decided: the default network has it where the law has it, and one that has hardly learned has not.

use crate::common::diffusion_model::for_seeds;
use crate::common::diffusion_run::{next, pull_with, start};
use mcmc_to_diffusion::protocol::diffusion::Denoiser;
use mcmc_to_diffusion::protocol::fate::UTurns;
use mcmc_to_diffusion::settings::DiffusionSettings;

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
/// Of T: as far as the two levels may lie apart.
const NEAR: f32 = 0.05;

/// What is exact, and what the network has after so many training steps.
fn u_turns(seed: u32, steps: usize) -> [UTurns; 2] {
    let all = pull_with([start(seed, DiffusionSettings::default())], |all| match steps - all.losses.len() {
        0 if all.u_turns.iter().any(|turns| turns.drawn.step as usize == steps) => Vec::new(),
        left => vec![next(left as u32, 1e3)],
    });
    let of = |denoiser| {
        all.u_turns.iter().rfind(|turns| turns.drawn.denoiser == denoiser).expect("it came").clone()
    };
    let learned = of(Denoiser::Learned);
    assert_eq!(learned.drawn.step as usize, steps);
    [of(Denoiser::Ideal), learned]
}

/// How far the network's level is from the exact one, of T; a network without a level is as far as can be.
fn off(turns: &[UTurns; 2], timesteps: f32) -> f32 {
    let [exact, learned] = turns.each_ref().map(|turns| turns.speciation);
    let [t, _] = exact.expect("the moons join");
    learned.map_or(1.0, |[learned, _]| (learned - t).abs() / timesteps)
}

#[test]
fn a_trained_network_decides_where_the_law_does() {
    let settings = DiffusionSettings::default();
    let timesteps = settings.timesteps as f32;
    let all = for_seeds(&SEEDS, |seed| u_turns(seed, settings.train_steps));
    for (seed, turns) in SEEDS.iter().zip(&all) {
        let [exact, learned] = turns;
        println!("seed {seed}: exact {:?}, learned {:?}", exact.speciation, learned.speciation);
        println!("  exact {:.3?}\n  learned {:.3?}", exact.shares, learned.shares);
        assert!(off(turns, timesteps) < NEAR);
        for turns in turns {
            let share =
                |t: f32| turns.shares[turns.times.iter().position(|&other| other >= t).expect("a level")];
            assert!(share(8.0) > 0.98 && (share(timesteps) - 0.5).abs() < 0.06, "{:?}", turns.shares);
        }
    }
    let untrained = for_seeds(&SEEDS, |seed| off(&u_turns(seed, 40), timesteps));
    println!("after 40 steps off by {untrained:.3?} of T");
    let elsewhere = untrained.iter().filter(|&&off| off > NEAR).count();
    assert!(elsewhere >= 4, "what has hardly learned decides elsewhere");
}
