//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "cd1",
        title: "CD-1 runs away",
        works: false,
        why: "One Langevin step leads nowhere far from the data, so nothing raises the energy elsewhere and nothing \
              holds it near zero. For a while the gap between data and negatives looks calm. Then the density leaves a \
              moon, energies grow without bound, and the run is stopped.",
        changes: "k=1&penalty=0",
    },
    Preset {
        key: "pcd-collapse",
        title: "PCD collapses behind good samples",
        works: false,
        why: "Persistent chains, and no penalty. The energy moves to wherever the chains are not, and they run after it: \
              after some 2,500 steps the negatives still look right, half of them in each moon, while the density has all \
              but lost one. Compare the shares of the upper moon.",
        changes: "objective=pcd&penalty=0&energy_rate=0.0015&energy_steps=2500",
    },
    Preset {
        key: "cd10",
        title: "CD-10, a good energy hard to sample",
        works: true,
        why: "Ten steps and an energy penalty give a density near the exact one. The walkers all start in the upper \
              moon: let training end, then count who finds the other. A good energy is not yet a sampler.",
        changes: "walk_start=one-moon",
    },
    Preset {
        key: "sliced",
        title: "Sliced score matching, wrong weights",
        works: false,
        why: "The score says which way density rises, not how much of it each moon has: between the moons there are \
              no data to tell. The shapes come out well and the shares of the moons do not. No sampler, however good, \
              can mend that.",
        changes: "objective=sliced",
    },
    Preset {
        key: "pcd-holds",
        title: "PCD that holds",
        works: true,
        why: "The same persistent chains with the stabilisers: a penalty on the energies, no momentum, and a few \
              chains started again from noise in each step. Energies stay bounded, and no moon is lost.",
        changes: "objective=pcd",
    },
    Preset {
        key: "denoising",
        title: "Denoising, stable and blurred",
        works: true,
        why: "No chains while training, so nothing can run away, and the blur fills the gap with data, so the moons \
              get their weights right. The price: it learns the blurred density, wider than the data, with some of its \
              mass off both moons. Turn σ up and down, live.",
        changes: "objective=denoising&blur=0.1",
    },
    Preset {
        key: "one-moon",
        title: "Langevin never leaves its moon",
        works: false,
        why: "An energy whose moons weigh the same, and walkers that all start in one of them. They settle at once and \
              look fine there; the other moon stays empty for hundreds of steps. Watch the first crossings, and those \
              that never come.",
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
        why: "The same first weights, the same data, two objectives. One contrasts data with samples of its own, the \
              other undoes noise. Compare how far each density is from the truth, how even its moons are, and how high \
              the bridge between them.",
        changes: "beside=rival&rival_objective=denoising",
    },
];
