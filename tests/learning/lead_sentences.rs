//! What the sentence that leads into a chapter says is seen on the chapter's defaults, for five seeds, and the control: other
//! settings, where it must not be. Of chapter 3 `quality.rs` tells, of chapter 4 `compare.rs`.

use crate::common::diffusion_run::pull_until;
use crate::common::energy_run::train_and_walk;
use crate::presets_mcmc::{measure_seed, worth};
use mcmc_to_diffusion::protocol::diffusion::Distances;
use mcmc_to_diffusion::settings::{DiffusionSampler, DiffusionSettings, EbmSettings, McmcSettings, Sampler};
use mcmc_to_diffusion::ui::chapters::diffusion::presets::PRESETS;

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
/// Transitions: eight minutes at the pace that the chapter opens with.
const TRANSITIONS: u32 = 4_000;

fn of(sampler: Sampler) -> McmcSettings {
    McmcSettings { sampler, ..McmcSettings::default() }
}

#[test]
fn hmc_explores_its_moon_and_mala_crawls_and_neither_finds_the_other() {
    for seed in SEEDS {
        let [mala, hmc] = [Sampler::Mala, Sampler::Hmc]
            .map(|sampler| measure_seed(seed, &of(sampler), TRANSITIONS).remove(0));
        for measured in [&mala, &hmc] {
            println!(
                "{seed}: acceptance {}, {} crossed, {:?}",
                measured.acceptance,
                measured.crossed,
                worth(measured)
            );
            assert_eq!((measured.crossed, &measured.shares[..]), (0, &[1.0, 0.0][..]), "seed {seed}");
        }
        assert!((mala.acceptance - 0.574).abs() < 0.1, "MALA's step is near its best: {}", mala.acceptance);
        assert!(hmc.acceptance > 0.6, "{}", hmc.acceptance);
        assert!(worth(&hmc)[0] > 5.0 * worth(&mala)[0], "{:?} {:?}", worth(&mala), worth(&hmc));
    }
}

#[test]
fn where_the_moons_are_wide_chains_do_find_the_other() {
    for sampler in [Sampler::Mala, Sampler::Hmc] {
        let wide =
            McmcSettings { sigma: 0.2, step_langevin: 0.3, step_hmc: 0.2, leapfrog_steps: 10, ..of(sampler) };
        let measured = measure_seed(1, &wide, TRANSITIONS).remove(0);
        assert_eq!(measured.crossed as usize, wide.chains, "{sampler:?}");
    }
}

/// KL of the learned density from the true one, nats.
fn energy_is_off_by(seed: u32, settings: &EbmSettings) -> f64 {
    let told = train_and_walk(seed, settings, 0);
    assert_eq!(told.halt, None, "seed {seed}");
    told.maps[0].expect("a map").1.kl
}

#[test]
fn the_energy_is_low_where_the_data_are_and_before_training_it_is_not() {
    let settings = EbmSettings::default();
    for seed in SEEDS {
        let kl = energy_is_off_by(seed, &settings);
        println!("{seed}: KL {kl}");
        assert!(kl < 0.5, "seed {seed}: {kl}");
    }
    let hardly = energy_is_off_by(1, &EbmSettings { train_steps: 100, ..settings });
    assert!(hardly > 0.8, "{hardly}");
}

/// The ideal denoiser's samples, as the stage shows them before training, against data.
fn ideal_samples(settings: DiffusionSettings) -> Distances {
    let mut all = pull_until(settings, 0, |all| !all.scores.is_empty());
    all.scores.pop().expect("scored").distances
}

#[test]
fn the_linear_schedule_fails_where_its_card_shows_it_and_the_cosine_beside_it_does_not() {
    let card = PRESETS.iter().find(|preset| preset.key == "linear").expect("a card");
    let runs = card.settings().diffusion.runs();
    assert!(runs.len() == 2 && runs.iter().all(|run| run.sampler == DiffusionSampler::Ddim));
    let [linear, cosine] = [0, 1].map(|index| ideal_samples(runs[index].clone()));
    // The control: with more levels less signal is left, and the samples do not show it.
    let hidden = ideal_samples(DiffusionSettings { timesteps: 100, sampler_steps: 50, ..runs[0].clone() });
    println!("linear {linear:?}\ncosine {cosine:?}\nlinear, T = 100 {hidden:?}");
    let [linear, cosine, hidden] = [linear, cosine, hidden].map(|distances| distances.mmd2_mean());
    assert!(linear > 3.0 * cosine.max(1e-3), "linear {linear}, cosine {cosine}");
    assert!(linear > 3.0 * hidden, "{hidden} with T = 100");
}
