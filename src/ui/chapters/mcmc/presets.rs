//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "race",
        title: "MALA against HMC",
        works: true,
        why: "The same start, the same number of gradients. HMC moves along a moon in one transition. MALA needs \
              many. Compare them within a moon, then between moons: neither leaves the moon it began in.",
        changes: "race=1&pace=1000",
    },
    Preset {
        key: "short-step",
        title: "MALA, step too short",
        works: false,
        why: "Nearly everything is accepted, but little is explored, because each draw is almost a copy of the one \
              before. The trace looks like a mountain range, not like grass, and the autocorrelation hardly falls.",
        changes: "step_langevin=0.005&pace=120",
    },
    Preset {
        key: "long-step",
        title: "MALA, step too long",
        works: false,
        why: "The score points straight, but the moon is curved. A long step leaves the moon, its proposal falls \
              where there is almost no density, and the chain stands still for a long time.",
        changes: "sigma=0.1&start=scattered&step_langevin=0.6&pace=30",
    },
    Preset {
        key: "resonance",
        title: "HMC in resonance on the ring",
        works: false,
        why: "Without jitter, every path here lasts exactly as long as one swing across the ring and back. It ends \
              at the radius where it began, so the proposals are accepted and the width of the ring is never \
              explored. The bulk ESS shows this, because log p depends only on the radius. Turn the jitter up \
              while it runs, and the chain explores.",
        // One period of the radius' swing, 2πw with w = 0.2, is twenty of these.
        changes: "target=ring&sampler=hmc&jitter=0&step_hmc=0.063&leapfrog_steps=20&chains=1&start=scattered",
    },
    Preset {
        key: "funnel",
        title: "Divergences in the funnel",
        works: false,
        why: "One step size has to fit a wide mouth and a very thin neck. In the neck the leapfrog path flies off, \
              which is counted as one of the divergences. The histograms lack the neck. No average shows this, but \
              the divergences do.",
        changes: "target=funnel&sampler=hmc&step_hmc=0.3&leapfrog_steps=20&pace=1000",
    },
    Preset {
        key: "one-moon",
        title: "Four chains in one moon",
        works: false,
        why: "They start in the same moon and take small steps. Soon R-hat is near 1, there are hundreds of \
              effective samples, and nearly every step is accepted. They have missed half of the density. Wait for \
              the alarm.",
        changes: "sampler=hmc&step_hmc=0.04&leapfrog_steps=20&pace=1000",
    },
    Preset {
        key: "tempering",
        title: "Tempering crosses",
        works: true,
        why: "The same start in one moon, too thin for HMC to leave. Copies of the chain at higher temperatures \
              see a flatter density, cross the gap, and pass their places down to the coldest chain. Each copy \
              costs its own gradients, and the scoreboard counts them all.",
        changes: "sampler=hmc&leapfrog_steps=20&rungs=5&pace=1000",
    },
    Preset {
        key: "bold-walk",
        title: "A bold blind walk",
        works: true,
        why: "A random walk whose jumps are six times as long as a moon is thick is rejected three times in four, \
              but it beats HMC both within a moon and between them. In two dimensions a long blind jump is cheap \
              and often lucky.",
        changes: "sigma=0.1&start=scattered&sampler=random-walk&step_random_walk=0.6&step_hmc=0.11&leapfrog_steps=20&race=1&pace=1000",
    },
    Preset {
        key: "log-z",
        title: "How much mass is there?",
        works: true,
        why: "Chains climb from a wide Gaussian, whose mass is known, to the density, and keep count of what they gain. With enough \
              temperatures on the way both estimates of log Z come near the exact one, the integral from below: chains lag \
              behind each temperature. With few, the weights lie on a handful of chains, and the error bars say so.",
        changes: "target=eight-gaussians&sampler=random-walk&step_random_walk=0.3&log_z=wide&chains=8&start=scattered",
    },
    Preset {
        key: "log-z-one-mode",
        title: "A mass eight times too small",
        works: false,
        why: "The same, but the chains climb from a narrow Gaussian on one of the eight modes, and never see the others: log Z is \
              log ⅛ = −2.08 instead of 0. The error bars are small and all chains agree. No error bar counts what was never \
              seen.",
        changes: "target=eight-gaussians&sampler=random-walk&step_random_walk=0.12&log_z=one-mode&chains=8",
    },
    Preset {
        key: "bug-sign",
        title: "A bug: the energy's sign",
        works: false,
        why: "In this HMC the energy difference has the wrong sign in the accept test. What leads away from the density is \
              taken, and the way back is refused. The chains climb off the moon and freeze: 1 proposal in 20 is accepted, \
              where 4 in 5 should be. At a shorter step nearly as many are accepted as should be, and only the mean of log p \
              tells.",
        changes: "sampler=hmc&step_hmc=0.08&bug=energy-sign&pace=1000",
    },
    Preset {
        key: "bug-noise",
        title: "A bug that no light shows",
        works: false,
        why: "This MALA has forgotten the √2 in its noise. R-hat is near 1, there are hundreds of effective samples, and more \
              is accepted than should be. They only compare the chains with each other. The draws lie too close to the \
              middle of the moons, and one number tells: the mean of log p in the scoreboard is higher than the exact one.",
        changes: "sigma=0.2&step_langevin=0.3&bug=no-sqrt2&pace=1000",
    },
    Preset {
        key: "high-dimension",
        title: "A blind walk in 50 dimensions",
        works: false,
        why: "Both step sizes are tuned here for each d. On the plane the random walk wins, near ten dimensions \
              they are even, and in 50 dimensions HMC wins by far. Nearly every direction of a blind jump leads \
              away from the density then, so its jumps must be short. Move d from 2 to 50 and watch it turn.",
        changes: "target=pair-of-gaussians&dimension=50&start=scattered&leapfrog_steps=20&step_random_walk=0.4&step_hmc=0.11&sampler=random-walk&tune=1&race=1&pace=1000",
    },
];
