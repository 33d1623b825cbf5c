//! Things to try: some known to work and some known to fail, each with its reason.

use crate::settings::mcmc::AS_FAST_AS_IT_CAN;
use crate::settings::{McmcSettings, Sampler, StartPlace, Target};
use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset<McmcSettings>] = &[
    Preset {
        key: "race",
        title: "MALA against HMC",
        works: true,
        why: "The same start, the same number of gradients. HMC rides along a moon in one transition; MALA stumbles \
              along it in many. Compare them within a moon, then between moons: the gap is crossed by luck, and a \
              long ride buys none.",
        change: |settings| {
            settings.race = true;
            fast(settings);
        },
    },
    Preset {
        key: "short-step",
        title: "MALA, step too short",
        works: false,
        why: "Nearly everything is accepted, and nothing is explored: each draw is a copy of the one before. The trace \
              looks like a mountain range, not like grass, and the autocorrelation hardly falls.",
        change: |settings| {
            settings.step_langevin = 0.01;
            settings.pace = 120.0;
        },
    },
    Preset {
        key: "long-step",
        title: "MALA, step too long",
        works: false,
        why: "The score is a straight line drawn at a curved place: a long step overshoots the moon, the proposal \
              falls where there is no density, and the chain stands still for long stretches.",
        change: |settings| {
            settings.step_langevin = 0.6;
            settings.pace = 30.0;
        },
    },
    Preset {
        key: "resonance",
        title: "HMC in resonance on the ring",
        works: false,
        why: "Without jitter, every ride here lasts as long as one swing across the ring and back. It ends at the \
              radius where it began, so the proposals are accepted and the ring's width is never explored. Bulk ESS \
              tells: it counts log p, which only the radius changes. Turn the jitter up, live, and the spell breaks.",
        change: |settings| {
            settings.target = Target::Ring;
            settings.sampler = Sampler::Hmc;
            settings.jitter = 0.0;
            // One period of the radius' swing, 2πw with w = 0.2, is twenty of these.
            settings.step_hmc = 0.063;
            settings.chains = 1;
        },
    },
    Preset {
        key: "funnel",
        title: "Divergences in the funnel",
        works: false,
        why: "One step size for a mouth that is wide and a neck that is hair-thin: in the neck the leapfrog flies off, \
              which is counted as a divergence. The histograms lack the neck, and no average will say so; the \
              divergences do.",
        change: |settings| {
            settings.target = Target::Funnel;
            settings.sampler = Sampler::Hmc;
            settings.step_hmc = 0.3;
            settings.start = StartPlace::OneMode;
            fast(settings);
        },
    },
    Preset {
        key: "one-moon",
        title: "Four chains in one moon",
        works: false,
        why: "They start in the same moon and take small steps. Soon they agree on everything: R-hat near 1, \
              hundreds of effective samples, nearly every step accepted. They have missed half of the density. Wait \
              for the alarm.",
        change: |settings| {
            settings.sigma = 0.05;
            settings.start = StartPlace::OneMode;
            settings.sampler = Sampler::Hmc;
            settings.step_hmc = 0.04;
            fast(settings);
        },
    },
    Preset {
        key: "tempering",
        title: "Tempering crosses",
        works: true,
        why: "The same start in one moon, too thin for HMC to leave. Replicas at higher temperatures see a flatter \
              density, cross the gap, and hand their places down the ladder. Each rung costs its own gradients: the \
              scoreboard counts them all.",
        change: |settings| {
            settings.sigma = 0.05;
            settings.start = StartPlace::OneMode;
            settings.sampler = Sampler::Hmc;
            settings.step_hmc = 0.055;
            settings.rungs = 5;
            fast(settings);
        },
    },
    Preset {
        key: "bold-walk",
        title: "A bold blind walk",
        works: true,
        why: "A random walk whose jumps are six times as long as a moon is thick is rejected three times in four, and \
              yet it beats HMC both within a moon and between them: in two dimensions, a long blind jump is cheap and \
              often lucky.",
        change: |settings| {
            settings.sampler = Sampler::RandomWalk;
            settings.step_random_walk = 0.6;
            settings.race = true;
            fast(settings);
        },
    },
    Preset {
        key: "high-dimension",
        title: "A blind walk in 50 dimensions",
        works: false,
        why: "Luck does not last. Both step sizes are tuned here, whatever d is: on the plane the walk wins, near ten \
              dimensions they are even, and in 50 HMC wins by far. Nearly every direction of a blind jump leads away from \
              the density then, so its jumps must be short. Move d from 2 to 50 and watch it turn.",
        change: |settings| {
            settings.target = Target::PairOfGaussians;
            settings.dimension = 50;
            settings.sampler = Sampler::RandomWalk;
            settings.tune = true;
            settings.race = true;
            fast(settings);
        },
    },
];

/// As many transitions as the engine can do.
fn fast(settings: &mut McmcSettings) {
    settings.pace = AS_FAST_AS_IT_CAN;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sound() {
        crate::ui::chapter::preset::assert_sound(PRESETS);
    }
}
