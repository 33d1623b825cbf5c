//! The museum of bugs of chapter 3: each is named by the numbers of real runs over five seeds, and of healthy ones nothing is.

use crate::reader::{Reader, shipped};
use mcmc_to_diffusion::settings::{Chapter, DiffusionBug, Settings};
use mcmc_to_diffusion::ui::chapters::diffusion::model::Model;
use mcmc_to_diffusion::ui::chapters::diffusion::museum::named;
use mcmc_to_diffusion::ui::chapters::diffusion::museum::recognise::Evidence;

const SEEDS: std::ops::RangeInclusive<u32> = 1..=5;

fn reader(changes: &str) -> Reader<Model> {
    let model = |_: &Settings| Model::default();
    let mut reader = Reader::new(Chapter::Denoise, changes, model, Model::take);
    reader.now.data = reader.settings.data.clone();
    reader
}

/// What a run says over the seeds, of the ideal denoiser and of the network that comes with the page where it is `trained`; each
/// must name `bugs`. With the mean MMD² of the samples.
fn seen(changes: &str, trained: bool, bugs: &[DiffusionBug]) -> Vec<(Evidence, f32)> {
    let of = |seed| {
        let mut reader = reader(&format!("{changes}&seed={seed}"));
        if trained {
            let weights = shipped("diffusion");
            reader.run.restore(&weights).expect("it is of these settings");
        }
        let Reader { settings, now, .. } = reader.rest(0, 0);
        let of = Evidence::of(&now).expect("the run has told");
        println!("{changes}, seed {seed}, trained {trained}: {of:?}");
        assert_eq!(of.is_learned, trained);
        assert_eq!(named(&settings.diffusion, &now).as_deref(), Some(bugs), "{changes}, seed {seed}");
        let score = now.first().and_then(|lane| lane.score()).expect("it has told that too");
        (of, score.distances.mmd2_mean())
    };
    SEEDS.map(of).collect()
}

#[test]
fn healthy_runs_name_nothing() {
    seen("", true, &[]);
    for changes in ["", "diffusion_sampler=ddim", "sampler_steps=20"] {
        seen(changes, false, &[]);
    }
    // It leaves signal at its last level without any bug.
    seen("schedule=linear", false, &[]);
}

#[test]
fn an_index_too_early_leaves_too_little_noise() {
    for trained in [false, true] {
        for (of, mmd2) in seen("diffusion_bug=shifted", trained, &[DiffusionBug::Shifted]) {
            let share = of.checks.noise[0] / of.exact_noise;
            assert!((0.7..0.95).contains(&share), "{share}");
            assert!(trained || mmd2 < of.band, "{mmd2} is not in {}: the card says it is", of.band);
        }
    }
}

#[test]
fn capped_betas_end_before_all_is_noise() {
    for (of, _) in seen("diffusion_bug=beta-clipped", false, &[DiffusionBug::BetaClipped]) {
        assert!((of.alpha_bar_last - 0.19).abs() < 0.01 && of.prior_kl > 0.001, "{of:?}");
    }
    seen("diffusion_bug=beta-clipped&schedule=rescaled-linear", false, &[]);
}

#[test]
fn unheld_points_lie_beyond_the_data_once_a_network_predicts_them() {
    let bug = "diffusion_bug=unclipped";
    for (of, _) in seen(bug, true, &[DiffusionBug::Unclipped]) {
        assert!(of.checks.beyond > 0.001, "{}", of.checks.beyond);
    }
    seen(bug, false, &[]);
}

#[test]
fn a_blind_score_cannot_tell_one_gaussian_from_the_data() {
    for (of, _) in seen("diffusion_bug=blind-bandwidth", false, &[DiffusionBug::BlindBandwidth]) {
        assert!(of.blob < of.band, "{of:?}");
    }
}
