//! Things to try: some known to work and some known to fail, each with its reason.

use crate::settings::{DiffusionSettings, Network, ScheduleKind, Spacing};
use crate::ui::chapters::preset::Preset;

pub const PRESETS: &[Preset<DiffusionSettings>] = &[
    Preset {
        key: "rescaled",
        title: "Linear noise, rescaled",
        works: true,
        why: "β is scaled by 1000 / T, so the last level is pure noise although T is only 100. Its least loss is \
              near 0.22, not 0.39: only the distance to the dashed line says how well a network does.",
        change: |settings| settings.schedule = ScheduleKind::RescaledLinear,
    },
    Preset {
        key: "ancestral",
        title: "All the noise, all the steps",
        works: true,
        why: "100 DDIM steps with η = 1 put fresh noise into every step, as the first diffusion models did. The \
              trails turn ragged; the moons stay the same.",
        change: |settings| {
            settings.sampler_steps = 100;
            settings.eta = 1.0;
        },
    },
    Preset {
        key: "linear",
        title: "Linear noise, made for T = 1000",
        works: false,
        why: "At T = 100 it leaves ᾱ = 0.364 at the last level: more than a third of the data's variance is still \
              there, yet sampling starts from pure noise, which training never showed. It learns fast and then stops \
              short: before you train, see that not even the ideal denoiser gets its distance down to nothing.",
        change: |settings| settings.schedule = ScheduleKind::Linear,
    },
    Preset {
        key: "no-clip",
        title: "Cosine without clipping",
        works: false,
        why: "At t = T the cosine leaves almost no signal, so x̂₀ divides the network's error by a tiny √ᾱ: it grows \
              up to 2,000 times, and DDIM's first step throws the points away. The ideal denoiser has no error to grow.",
        change: |settings| settings.clip = false,
    },
    Preset {
        key: "five-steps",
        title: "Five steps only",
        works: false,
        why: "The ways from noise to data are curved, and five straight strides cut the corners: even the ideal \
              denoiser leaves the band of real data. This one strides with leading spacing, which skips the noisiest \
              levels. Switch to trailing under “More”, live: it includes them, and with so few steps that is worse.",
        change: |settings| {
            settings.sampler_steps = 5;
            settings.spacing = Spacing::Leading;
        },
    },
    Preset {
        key: "tiny",
        title: "A network too small",
        works: false,
        why: "One hidden layer of four units cannot bend the plane into two moons. The loss settles early, well above \
              the dashed line: flat is not the same as finished.",
        change: |settings| {
            settings.network = Network::Mlp;
            settings.width = 4;
            settings.depth = 1;
        },
    },
    Preset {
        key: "hot",
        title: "Learning rate 0.1",
        works: false,
        why: "Far too large: each step overshoots, and the loss jumps instead of falling. The slider acts \
              live, so turn it down while it trains and watch the run recover, or not.",
        change: |settings| settings.learning_rate = 0.1,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound() {
        crate::ui::chapters::preset::assert_sound(PRESETS, crate::settings::range::DIFFUSION);
    }
}
