//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "one-mode",
        title: "All start in one mode",
        works: false,
        why: "All walkers start in one moon. The chains stay there, on the exact density and on the learned energy \
              alike. Only diffusion, which adds noise on its way, finds the other moon.",
        changes: "compare_start=one-mode",
    },
    Preset {
        key: "fat-data",
        title: "Fat data, and chains cross",
        works: true,
        why: "With σ = 0.25 the bridge between the moons is low, so chains that all start in one of them reach the \
              other as well. Markov chains work well where there is no gap.",
        changes: "compare_sigma=0.25&compare_start=one-mode&budget=2000",
    },
    Preset {
        key: "annealed",
        title: "Annealed Langevin crosses",
        works: true,
        why: "The same energy is sampled from hot to cold, and while it is hot, walkers cross. Diffusion goes one \
              step further: it cools down as well, with a network that knows every temperature.",
        changes: "compare_walk=annealed&compare_start=one-mode",
    },
    Preset {
        key: "ddim-one-mode",
        title: "Deterministic DDIM remembers",
        works: false,
        why: "Without noise on its way, diffusion maps each start to one end. All walkers start in one place, so \
              all end in one place. Only added noise makes diffusion forget its start.",
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
