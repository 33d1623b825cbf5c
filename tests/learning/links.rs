//! A link is the experiment: what a preset's link restores is the preset, to the last bit of its first hundred losses.

use crate::common::energy_run;
use crate::common::mcmc_run;
use crate::common::{diffusion_run, list};
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{Chapter, EbmSettings, Experiment, Settings, url};
use mcmc_to_diffusion::ui::chapters::{compare, diffusion, ebm, mcmc};
use mcmc_to_diffusion::ui::weights_file;

const LOSSES: u32 = 100;

/// What a link to these settings opens.
fn through_a_link(settings: &Settings) -> Settings {
    let query = url::to_query(settings);
    let (opened, troubles) = url::from_query(&query);
    assert_eq!(troubles, [], "{query}");
    assert_eq!(opened, *settings, "{query}");
    assert!(query.len() < 300, "short enough to read out: {query}");
    opened
}

fn bits(losses: &[f32]) -> Vec<u32> {
    losses.iter().map(|loss| loss.to_bits()).collect()
}

#[test]
fn every_preset_on_energies_restores_its_first_losses() {
    for preset in ebm::presets::PRESETS {
        let settings = Settings { chapter: Chapter::LearnAnEnergy, seed: 3, ..preset.settings() };
        let opened = through_a_link(&settings);
        let losses = |seed: u32, ebm: &EbmSettings| -> Vec<Vec<u32>> {
            let ebm = EbmSettings { train_steps: LOSSES as usize, ..ebm.clone() };
            energy_run::train_and_walk(seed, &ebm, 0).losses.iter().map(|lane| bits(lane)).collect()
        };
        let first = losses(settings.seed, &settings.ebm);
        assert_eq!(first, losses(opened.seed, &opened.ebm), "{}", preset.key);
        assert_ne!(first, losses(opened.seed + 1, &opened.ebm), "{}: the control, another seed", preset.key);
    }
}

#[test]
fn every_preset_on_diffusion_restores_its_first_losses() {
    for preset in diffusion::presets::PRESETS {
        let settings = Settings { chapter: Chapter::Denoise, seed: 3, ..preset.settings() };
        let opened = through_a_link(&settings);
        let losses = |settings: &Settings| {
            let commands = [
                diffusion_run::start(settings.seed, settings.diffusion.clone()),
                diffusion_run::next(LOSSES, 60_000.0),
            ];
            let mut losses = Vec::new();
            for frame in diffusion_run::frames(diffusion_run::answers(commands)) {
                let Content::Diffusion(content) = frame.content else { panic!("of another chapter") };
                content.lanes.iter().for_each(|lane| losses.extend(bits(&lane.losses)));
            }
            losses
        };
        let first = losses(&settings);
        assert!(first.len() >= LOSSES as usize, "{}: {} losses", preset.key, first.len());
        assert_eq!(first, losses(&opened), "{}", preset.key);
        let other = Settings { seed: 4, ..opened };
        assert_ne!(first, losses(&other), "{}: the control, another seed", preset.key);
    }
}

#[test]
fn every_preset_on_chains_restores_its_first_states() {
    for preset in mcmc::presets::PRESETS {
        let settings = Settings { chapter: Chapter::Sample, ..preset.settings() };
        let opened = through_a_link(&settings);
        let states = |settings: &Settings| {
            let frames = mcmc_run::frames([mcmc_run::start(&settings.mcmc), mcmc_run::next(LOSSES)]);
            let content = mcmc_run::content(frames.last().expect("a frame"));
            bits(&content.lanes[0].positions)
        };
        assert_eq!(states(&settings), states(&opened), "{}", preset.key);
    }
}

#[test]
fn every_preset_that_compares_is_in_its_link() {
    for preset in compare::presets::PRESETS {
        through_a_link(&Settings { chapter: Chapter::Compare, ..preset.settings() });
    }
}

/// FNV-1a over the numbers of a weights file, after its header.
fn hash_of_numbers(file: &[u8]) -> u32 {
    let header = u64::from_le_bytes(file[..8].try_into().expect("eight bytes")) as usize;
    file[8 + header..]
        .iter()
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// A browser test saves the file of the same links and finds the same bits.
#[test]
fn what_a_link_trains_is_the_same_to_the_bit_on_every_platform() {
    for case in list(&crate::common::load("trained_weights.json")) {
        let link = case["link"].as_str().expect("a link");
        let (settings, troubles) = url::from_query(link);
        assert_eq!(troubles, [], "{link}");
        let start = Command::Start {
            run: 1,
            seed: settings.seed,
            data: settings.data.clone(),
            experiment: Experiment::of(settings.chapter, &settings),
            from: None,
        };
        let train = (0..100).map(|_| Command::Next { run: 1, steps: 1, walk: 0, budget_ms: 1.0 });
        let commands = [start].into_iter().chain(train).chain([Command::Export { run: 1 }]);
        let weights = diffusion_run::answers(commands).into_iter().find_map(|event| match event {
            Event::Weights(weights) => Some(*weights),
            _ => None,
        });
        let file = weights_file::write(&weights.expect("it has trained"), &settings).expect("a whole model");
        assert_eq!(hash_of_numbers(&file), case["hash"].as_u64().expect("a number") as u32, "{link}");
    }
}
