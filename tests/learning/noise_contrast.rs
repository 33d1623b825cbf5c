//! Noise-contrastive estimation learns log Z where its noise lies where the data do, and does not where the noise is far.

use crate::common::diffusion_model::for_seeds;
use crate::common::energy_model::{grid, metrics, train};
use mcmc_to_diffusion::numerics::ebm::GridMetrics;
use mcmc_to_diffusion::settings::{EbmSettings, Objective};

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];

fn learned(noise_shift: f64, train_steps: usize) -> Vec<GridMetrics> {
    let settings =
        EbmSettings { objective: Objective::Nce, noise_shift, train_steps, ..EbmSettings::default() };
    let all =
        for_seeds(&SEEDS, |seed| metrics(&train(&settings, seed, train_steps), &grid(settings.data_noise)));
    for (seed, GridMetrics { log_z, kl, first_share, off_share, .. }) in SEEDS.iter().zip(&all) {
        println!(
            "shift {noise_shift}, seed {seed}: log Z {log_z:+.4}, KL {kl:.4}, upper {first_share:.3}, off {off_share:.4}"
        );
    }
    all
}

#[test]
fn where_its_noise_covers_the_data_log_z_is_found() {
    for GridMetrics { log_z, kl, first_share, .. } in learned(0.0, EbmSettings::default().train_steps) {
        assert!(log_z.abs() < 0.05, "log Z {log_z}");
        assert!(kl < 0.15 && (first_share - 0.5).abs() < 0.05, "KL {kl}, upper {first_share}");
    }
}

#[test]
fn where_its_noise_is_far_log_z_is_not_found() {
    for GridMetrics { log_z, kl, .. } in learned(6.0, 1500) {
        assert!(log_z.abs() > 1.0, "log Z {log_z}");
        assert!(kl > 3.0, "KL {kl}");
    }
}
