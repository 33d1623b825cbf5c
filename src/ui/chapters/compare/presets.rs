//! Things to try: some known to work and some known to fail, each with its reason.

use crate::settings::{CompareSettings, CompareStart, DiffusionSampler, Walk};
use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset<CompareSettings>] = &[
    Preset {
        key: "one-mode",
        title: "All start in one mode",
        works: false,
        why: "No noise at the start that falls into both moons by chance. Chains stay where they are, on the exact density \
              and on the learned energy alike; only diffusion, which adds noise on its way, finds the other half.",
        change: |settings| settings.start = CompareStart::OneMode,
    },
    Preset {
        key: "fat-data",
        title: "Fat data, and chains cross",
        works: true,
        why: "With σ = 0.25 the bridge between the moons is low, so chains that all start in one of them come to the other \
              as well. Nothing is wrong with Markov chains where there is no gap.",
        change: |settings| {
            settings.sigma = 0.25;
            settings.start = CompareStart::OneMode;
            settings.budget = 2000;
        },
    },
    Preset {
        key: "annealed",
        title: "Annealed Langevin crosses",
        works: true,
        why: "The same energy, sampled from hot to cold: while it is hot, walkers cross. That is the step from energies to \
              diffusion, which cools down as well, with a network that knows every temperature.",
        change: |settings| {
            settings.walk = Walk::Annealed;
            settings.start = CompareStart::OneMode;
        },
    },
    Preset {
        key: "ddim-one-mode",
        title: "Deterministic DDIM remembers",
        works: false,
        why: "Without noise on its way diffusion, too, is a map from start to end. All walkers start in one place, so all \
              end in one place: its freedom from the start is bought with noise.",
        change: |settings| {
            settings.denoiser = DiffusionSampler::Ddim;
            settings.start = CompareStart::OneMode;
        },
    },
    Preset {
        key: "few-examples",
        title: "Too few examples",
        works: false,
        why: "Two hundred training steps for each. Neither model knows the data yet, and the exact density, which needs no \
              training at all, is ahead of both.",
        change: |settings| settings.train_steps = 200,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chapter::preset::assert_sound;

    #[test]
    fn presets_are_settings_a_reader_could_make() {
        assert_sound(PRESETS);
    }
}
