//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "one-mode",
        title: "All start in one mode",
        works: false,
        why: "No noise at the start that falls into both moons by chance. Chains stay where they are, on the exact density \
              and on the learned energy alike; only diffusion, which adds noise on its way, finds the other half.",
        changes: "compare_start=one-mode",
    },
    Preset {
        key: "fat-data",
        title: "Fat data, and chains cross",
        works: true,
        why: "With σ = 0.25 the bridge between the moons is low, so chains that all start in one of them come to the other \
              as well. Nothing is wrong with Markov chains where there is no gap.",
        changes: "compare_sigma=0.25&compare_start=one-mode&budget=2000",
    },
    Preset {
        key: "annealed",
        title: "Annealed Langevin crosses",
        works: true,
        why: "The same energy, sampled from hot to cold: while it is hot, walkers cross. That is the step from energies to \
              diffusion, which cools down as well, with a network that knows every temperature.",
        changes: "compare_walk=annealed&compare_start=one-mode",
    },
    Preset {
        key: "ddim-one-mode",
        title: "Deterministic DDIM remembers",
        works: false,
        why: "Without noise on its way diffusion, too, is a map from start to end. All walkers start in one place, so all \
              end in one place: its freedom from the start is bought with noise.",
        changes: "compare_denoiser=ddim&compare_start=one-mode",
    },
    Preset {
        key: "few-examples",
        title: "Too few examples",
        works: false,
        why: "Two hundred training steps for each. Neither model knows the data yet, and the exact density, which needs no \
              training at all, is ahead of both.",
        changes: "compare_steps=200",
    },
];
