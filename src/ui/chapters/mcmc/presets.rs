//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "race",
        title: "MALA against HMC",
        works: true,
        why: "The same start, the same number of gradients. HMC rides along a moon in one transition; MALA stumbles \
              along it in many. Compare them within a moon, then between moons: neither leaves the moon it began in.",
        changes: "race=1&pace=1000",
    },
    Preset {
        key: "short-step",
        title: "MALA, step too short",
        works: false,
        why: "Nearly everything is accepted, and nothing is explored: each draw is a copy of the one before. The trace \
              looks like a mountain range, not like grass, and the autocorrelation hardly falls.",
        changes: "step_langevin=0.005&pace=120",
    },
    Preset {
        key: "long-step",
        title: "MALA, step too long",
        works: false,
        why: "The score is a straight line drawn at a curved place: a long step overshoots the moon, the proposal \
              falls where there is no density, and the chain stands still for long stretches.",
        changes: "sigma=0.1&start=scattered&step_langevin=0.6&pace=30",
    },
    Preset {
        key: "resonance",
        title: "HMC in resonance on the ring",
        works: false,
        why: "Without jitter, every ride here lasts as long as one swing across the ring and back. It ends at the \
              radius where it began, so the proposals are accepted and the ring's width is never explored. Bulk ESS \
              tells: it counts log p, which only the radius changes. Turn the jitter up, live, and the spell breaks.",
        // One period of the radius' swing, 2πw with w = 0.2, is twenty of these.
        changes: "target=ring&sampler=hmc&jitter=0&step_hmc=0.063&leapfrog_steps=20&chains=1&start=scattered",
    },
    Preset {
        key: "funnel",
        title: "Divergences in the funnel",
        works: false,
        why: "One step size for a mouth that is wide and a neck that is hair-thin: in the neck the leapfrog flies off, \
              which is counted as a divergence. The histograms lack the neck, and no average will say so; the \
              divergences do.",
        changes: "target=funnel&sampler=hmc&step_hmc=0.3&leapfrog_steps=20&pace=1000",
    },
    Preset {
        key: "one-moon",
        title: "Four chains in one moon",
        works: false,
        why: "They start in the same moon and take small steps. Soon they agree on everything: R-hat near 1, \
              hundreds of effective samples, nearly every step accepted. They have missed half of the density. Wait \
              for the alarm.",
        changes: "sampler=hmc&step_hmc=0.04&leapfrog_steps=20&pace=1000",
    },
    Preset {
        key: "tempering",
        title: "Tempering crosses",
        works: true,
        why: "The same start in one moon, too thin for HMC to leave. Replicas at higher temperatures see a flatter \
              density, cross the gap, and hand their places down the ladder. Each rung costs its own gradients: the \
              scoreboard counts them all.",
        changes: "sampler=hmc&leapfrog_steps=20&rungs=5&pace=1000",
    },
    Preset {
        key: "bold-walk",
        title: "A bold blind walk",
        works: true,
        why: "A random walk whose jumps are six times as long as a moon is thick is rejected three times in four, and \
              yet it beats HMC both within a moon and between them: in two dimensions, a long blind jump is cheap and \
              often lucky.",
        changes: "sigma=0.1&start=scattered&sampler=random-walk&step_random_walk=0.6&step_hmc=0.11&leapfrog_steps=20&race=1&pace=1000",
    },
    Preset {
        key: "high-dimension",
        title: "A blind walk in 50 dimensions",
        works: false,
        why: "Luck does not last. Both step sizes are tuned here, whatever d is: on the plane the walk wins, near ten \
              dimensions they are even, and in 50 HMC wins by far. Nearly every direction of a blind jump leads away from \
              the density then, so its jumps must be short. Move d from 2 to 50 and watch it turn.",
        changes: "target=pair-of-gaussians&dimension=50&start=scattered&leapfrog_steps=20&step_random_walk=0.4&step_hmc=0.11&sampler=random-walk&tune=1&race=1&pace=1000",
    },
];
