//! Maps of where points end, and samples that come home, as a page is told them.

use crate::common::diffusion_run::{next, pull_until, pull_with, small, start, tune};
use mcmc_to_diffusion::protocol::Command;
use mcmc_to_diffusion::protocol::diffusion::Denoiser;
use mcmc_to_diffusion::protocol::fate::{FateMap, UTurns};
use mcmc_to_diffusion::settings::{
    DataSet, DataSettings, DiffusionSampler, DiffusionSettings, Experiment, FateLayer,
};

/// What all runs here end with: 25 levels.
const LEVELS: usize = 25;

fn of(turns: &[UTurns], denoiser: Denoiser) -> Vec<&UTurns> {
    turns.iter().filter(|turns| turns.drawn.denoiser == denoiser).collect()
}

/// The share of the map in the upper half of the stage, and in the lower, that ends in the upper moon.
fn halves(map: &FateMap) -> [f32; 2] {
    let (lower, upper) = map.first.split_at(map.first.len() / 2);
    [upper, lower].map(|half| half.iter().sum::<f32>() / half.len() as f32)
}

#[test]
fn exact_u_turns_come_without_training_and_maps_only_where_they_are_shown() {
    let all = pull_until(small(), 0, |all| !all.u_turns.is_empty());
    let [turns] = &all.u_turns[..] else { panic!("{} curves", all.u_turns.len()) };
    assert_eq!((turns.drawn.denoiser, turns.times.len(), turns.chance), (Denoiser::Ideal, LEVELS, 0.5));
    assert!(turns.times.is_sorted() && turns.times[0] == 0.0 && turns.times[LEVELS - 1] == 100.0);
    assert!(turns.shares[0] > 0.999 && (turns.shares[LEVELS - 1] - 0.5).abs() < 1e-3, "{:?}", turns.shares);
    assert!(
        turns.speciation.is_some_and(|[t, error]| (20.0..80.0).contains(&t) && error > 0.0 && error < 2.0)
    );
    assert!(all.fate_maps.is_empty());
}

#[test]
fn exact_maps_part_the_plane_where_there_is_no_noise_and_are_open_where_there_is_only_noise() {
    let settings = DiffusionSettings { fate: FateLayer::Exact, ..small() };
    let all = pull_until(settings, 0, |all| all.fate_maps.len() == LEVELS);
    let at = |t: f32| all.fate_maps.iter().find(|map| map.t == t).expect("a level that is looked at");
    for map in &all.fate_maps {
        assert!(map.first.len() == 10_000 && map.first.iter().all(|share| (0.0..=1.0).contains(share)));
    }
    let [upper, lower] = halves(at(0.0));
    assert!(upper > 0.6 && lower < 0.4, "{upper}, {lower}");
    assert!(at(100.0).first.iter().all(|share| (share - 0.5).abs() < 0.05));
    let decided = |map: &FateMap| map.first.iter().filter(|share| (*share - 0.5).abs() > 0.45).count();
    assert!(decided(at(0.0)) > 9_000 && decided(at(50.0)) < decided(at(25.0)));
}

#[test]
fn a_network_has_its_own_once_training_pauses_and_others_after_a_change_of_sampler() {
    let ddim = DiffusionSettings { fate: FateLayer::Learned, sampler: DiffusionSampler::Ddim, ..small() };
    let ddpm = DiffusionSettings { sampler: DiffusionSampler::Ddpm, ..ddim.clone() };
    let mut is_tuned = false;
    let all = pull_with([start(1, ddim.clone()), next(60, 1e4)], |all| {
        let is_known = !of(&all.u_turns, Denoiser::Learned).is_empty();
        assert!(is_known || all.fate_maps.is_empty(), "the share that comes home is told before any map");
        let maps = |side: usize| all.fate_maps.iter().filter(|map| map.first.len() == side * side).count();
        if maps(50) >= 2 {
            return Vec::new();
        }
        if maps(100) == LEVELS && !is_tuned {
            is_tuned = true;
            return vec![tune(ddpm.clone()), next(0, 50.0)];
        }
        vec![next(0, 50.0)]
    });
    assert_eq!(of(&all.u_turns, Denoiser::Ideal).len(), 1);
    let learned = of(&all.u_turns, Denoiser::Learned);
    assert!(learned.len() <= 2 && learned.iter().all(|turns| turns.drawn.step == 60));
    for map in &all.fate_maps {
        let sampler = if map.first.len() == 10_000 { DiffusionSampler::Ddim } else { DiffusionSampler::Ddpm };
        assert_eq!(
            (map.drawn.denoiser, map.drawn.step, map.drawn.sampling.sampler),
            (Denoiser::Learned, 60, sampler)
        );
        assert!(map.first.iter().all(|share| (-1e-6..=1.0 + 1e-6).contains(share)));
    }
}

#[test]
fn data_of_one_piece_have_no_fate() {
    let data = DataSettings { set: DataSet::SwissRoll, ..DataSettings::default() };
    let settings = DiffusionSettings { fate: FateLayer::Exact, ..small() };
    let Command::Start { run, seed, from, .. } = start(1, settings.clone()) else { unreachable!() };
    let start = Command::Start { run, seed, data, experiment: Experiment::Diffusion(settings), from };
    let all = pull_with([start, next(0, 50.0)], |all| {
        let is_done = all.marginals.len() == LEVELS && !all.real_vs_real.is_empty();
        if is_done { Vec::new() } else { vec![next(0, 50.0)] }
    });
    assert!(all.u_turns.is_empty() && all.fate_maps.is_empty());
}
