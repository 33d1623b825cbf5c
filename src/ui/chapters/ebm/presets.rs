//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "cd1",
        title: "CD-1 runs away",
        works: false,
        why: "One Langevin step leads nowhere far from the data, so nothing raises the energy elsewhere and \
              nothing keeps it near zero. For a while the gap between data and negatives looks small and steady. \
              Then the density leaves a moon, energies grow without bound, and the run is stopped.",
        changes: "k=1&penalty=0",
    },
    Preset {
        key: "pcd-collapse",
        title: "PCD collapses behind good samples",
        works: false,
        why: "Persistent chains and no penalty. The energy falls wherever the chains are not, and they run after \
              it. After some 2,500 steps the negatives still look right, half of them in each moon, while the \
              density has almost lost one moon. Compare the shares of the upper moon.",
        changes: "objective=pcd&penalty=0&energy_rate=0.0015&energy_steps=2500",
    },
    Preset {
        key: "cd10",
        title: "CD-10, a good energy hard to sample",
        works: true,
        why: "Ten steps and an energy penalty give a density near the exact one. The walkers all start in the \
              upper moon. Let training end, then count how many find the other. A good energy is not yet a sampler.",
        changes: "walk_start=one-moon",
    },
    Preset {
        key: "sliced",
        title: "Sliced score matching, wrong weights",
        works: false,
        why: "The score says where the density rises, but not how much of it each moon has, because there are no \
              data between the moons. The shapes come out well, and the shares of the moons do not. No sampler can \
              correct that.",
        changes: "objective=sliced",
    },
    Preset {
        key: "pcd-holds",
        title: "PCD that holds",
        works: true,
        why: "The same persistent chains, made stable by a penalty on the energies, no momentum, and a few chains \
              that start again from noise in each step. Energies stay bounded, and no moon is lost.",
        changes: "objective=pcd",
    },
    Preset {
        key: "denoising",
        title: "Denoising, stable and blurred",
        works: true,
        why: "There are no chains in training, so nothing can run away. The blur fills the gap with data, so the \
              shares of the moons come out right. But it learns the blurred density, which is wider than the data \
              and has some of its mass off both moons. Turn σ up and down while it runs.",
        changes: "objective=denoising&blur=0.1",
    },
    Preset {
        key: "nce",
        title: "Noise contrast: log Z comes with it",
        works: true,
        why: "The network learns to tell data from noise whose density is known. That fixes the scale of its energy too: e^(−E) \
              sums to 1, so log Z in the scores is near 0. No other objective here knows its own log Z.",
        changes: "objective=nce",
    },
    Preset {
        key: "nce-far",
        title: "Noise contrast, noise far away",
        works: false,
        why: "Noise that lies far from the data is told apart at a glance, and then there is nothing left to learn. The shapes are \
              wrong, and log Z in the scores is off by nats. Bring the noise nearer with its slider and train again.",
        changes: "objective=nce&noise_shift=6",
    },
    Preset {
        key: "one-moon",
        title: "Langevin never leaves its moon",
        works: false,
        why: "The energy gives both moons the same share, and all walkers start in one of them. They settle at \
              once and look fine there, but the other moon stays empty for hundreds of steps. Watch the first \
              crossings, and those that never come.",
        changes: "objective=denoising&walk_start=one-moon",
    },
    Preset {
        key: "exact-beside",
        title: "Perfect energy, still cannot mix",
        works: false,
        why: "Beside the learned energy stands the exact density, which leaves nothing to learn. Its walkers still stay where they \
              started. What keeps them is the gap between the moons, not an error of the network.",
        changes: "beside=exact&walk_start=one-moon",
    },
    Preset {
        key: "fork",
        title: "CD-10 against denoising",
        works: true,
        why: "The same first weights and the same data, but two objectives. One compares data with its own \
              samples, the other undoes noise. Compare how far each density is from the truth, how even its moons \
              are, and how high the bridge between them is.",
        changes: "beside=rival&rival_objective=denoising",
    },
];
