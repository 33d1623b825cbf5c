//! Things to try: some known to work and some known to fail, each with its reason.

use crate::ui::chapter::preset::Preset;

pub const PRESETS: &[Preset] = &[
    Preset {
        key: "linear",
        title: "Linear noise, made for T = 1000",
        works: false,
        why: "β rises as it was made to for 1000 levels. With 20 levels it leaves ᾱ = 0.82 at the last one, yet sampling starts \
              from pure noise, which training never showed. The gauge of this run turns red, and its MMD² is many times that of \
              the cosine beside it: DDIM adds no noise that could hide the wrong start. With T = 100 the gauge is red as well \
              (ᾱ = 0.36), and samples look right, for standardised data resemble noise from afar. Believe the gauge: it \
              measures the start. Data as they are suffer more: see the linear rows of the table.",
        changes: "schedule=linear&timesteps=20&diffusion_sampler=ddim&sampler_steps=20&diffusion_beside=fork&fork=schedule",
    },
    Preset {
        key: "rescaled",
        title: "Linear noise, rescaled",
        works: true,
        why: "β is scaled by 1000 / T, so the last level is pure noise although T is only 100. Its least loss is \
              near 0.22, not 0.39: only the distance to the dashed line shows how good a network is.",
        changes: "schedule=rescaled-linear",
    },
    Preset {
        key: "ddim",
        title: "DDIM: no noise on the way",
        works: true,
        why: "The same network, but where a sample ends depends only on where it starts, and its trail is smooth. \
              No noise on the way corrects errors, so a few more points end off the moons.",
        changes: "diffusion_sampler=ddim&sampler_steps=50",
    },
    Preset {
        key: "dpm-solver",
        title: "DPM-Solver++ in 20 steps",
        works: true,
        why: "Each step also uses the prediction before it, so it follows the bend of the path with only one \
              evaluation a step. Press Measure all samplers once the network has learned, and see what each \
              sampler reaches.",
        changes: "diffusion_sampler=dpm-solver&sampler_steps=20",
    },
    Preset {
        key: "heun",
        title: "Heun in ten steps",
        works: true,
        why: "Each step is taken twice, the second time with the mean of the slopes at its two ends. Ten steps \
              cost 19 evaluations, because the last has no slope at its end, but they follow the bend of the path. \
              The spacing is leading; the card “Heun from t = T” says why.",
        changes: "diffusion_sampler=heun&sampler_steps=10&spacing=leading",
    },
    Preset {
        key: "velocity",
        title: "Predict v",
        works: true,
        why: "v is noise where there is little of it and data where there is much, so x̂₀ is never divided by a \
              tiny signal and nothing multiplies the error of the network at t = T. Its losses cannot be compared \
              with those of ε.",
        changes: "prediction=velocity",
    },
    Preset {
        key: "flow",
        title: "Flow matching",
        works: true,
        why: "Flow matching has no schedule. Each point goes straight to its noise, and the network learns the \
              mean velocity of all points that pass. Ten steps of Heun follow it. It is a diffusion model in other \
              coordinates.",
        changes: "prediction=flow&diffusion_sampler=heun&sampler_steps=10",
    },
    Preset {
        key: "classes",
        title: "Ask for the upper moon",
        works: true,
        why: "For nine points in ten the network is told which moon they are from, so you can ask it for one moon. \
              Choose the other moon, or both, under “More” at any time.",
        changes: "conditional=1&asked=upper&guidance=1",
    },
    Preset {
        key: "clip-wrong",
        title: "Clipped to ±1",
        works: false,
        why: "Pixels of an image lie within ±1, and clipping x̂₀ there is common. Standardised data reach further, \
              so clipping cuts the ends off the moons. The choice acts at once, so switch it back under “More”.",
        changes: "clip=unit",
    },
    Preset {
        key: "no-clip",
        title: "Cosine without clipping",
        works: false,
        why: "At t = T the cosine schedule leaves almost no signal, so the error of the network in x̂₀ is divided \
              by a tiny √ᾱ. It grows up to 2,000 times, and the first step of DDIM throws the points far away. The \
              ideal denoiser has no error that could grow.",
        changes: "diffusion_sampler=ddim&sampler_steps=50&clip=off",
    },
    Preset {
        key: "heun-trailing",
        title: "Heun from t = T",
        works: false,
        why: "Heun steps along σ, noise over signal, and the last level of the cosine schedule has σ = 2,000. The \
              first step is nearly the whole path, and the slope at its end, which the network knows only roughly, \
              is multiplied by half of that. Leading spacing skips this level, and the rescaled linear schedule \
              does not have it.",
        changes: "diffusion_sampler=heun&sampler_steps=10",
    },
    Preset {
        key: "trailing-five",
        title: "Five steps, trailing",
        works: false,
        why: "The paths from noise to data are curved, and five straight steps cut the corners, so even the ideal \
              denoiser leaves the band of real data. Trailing starts at t = T, where noise is strongest. Compare \
              it with the next card.",
        changes: "diffusion_sampler=ddim&sampler_steps=5",
    },
    Preset {
        key: "leading-five",
        title: "Five steps, leading",
        works: false,
        why: "The same five steps on multiples of T / 5 from 0. They start from pure noise at a level where some \
              signal should still be there, and the noisiest levels are skipped. Compare the distance with that of \
              trailing.",
        changes: "diffusion_sampler=ddim&sampler_steps=5&spacing=leading",
    },
    Preset {
        key: "guidance-strong",
        title: "Guidance too strong",
        works: false,
        why: "With w = 8 what tells a moon from no moon is exaggerated. Points are pushed to where the class is \
              most certain, not to where its data are. Turn w down while it runs, and they come back.",
        changes: "conditional=1&guidance=8",
    },
    Preset {
        key: "bug-index",
        title: "A bug that no picture shows",
        works: false,
        why: "This sampler reads ᾱ one index too early, as public code once did. The moons look right, and MMD² is as small as \
              between real sets. One number is known exactly and tells: where little noise is left, the noise that the ideal \
              denoiser finds has a mean square a sixth too small. It is in the museum of bugs under “Bug”, without any training.",
        changes: "diffusion_bug=shifted",
    },
    Preset {
        key: "bug-blind",
        title: "A score that is always green",
        works: false,
        why: "The kernels of this MMD² are a hundred times as wide as the data are. For them every cloud is one point, so a single \
              Gaussian scores as well as real data. Before you believe a score, show it something that must fail.",
        changes: "diffusion_bug=blind-bandwidth",
    },
    Preset {
        key: "tiny",
        title: "A network too small",
        works: false,
        why: "One hidden layer of four units cannot bend the plane into two moons. The loss settles early, well \
              above the dashed line. A flat loss does not mean that learning is finished.",
        changes: "width=4&depth=1",
    },
    Preset {
        key: "hot",
        title: "Learning rate 0.1",
        works: false,
        why: "This rate is far too large. Each step overshoots, and the loss jumps instead of falling. The slider \
              acts at once, so turn it down during training and watch whether the run recovers.",
        changes: "learning_rate=0.1",
    },
    Preset {
        key: "fate",
        title: "When is a sample's fate decided?",
        works: true,
        why: "The colours say where a point ends that is denoised from there, exactly. With much noise the plane is pale: \
              everything is open. Drag the slider towards the data, and the colours part. The plot “Do samples come home?” has \
              the level at which that happens.",
        changes: "fate=exact",
    },
    Preset {
        key: "fate-tiny",
        title: "A network that decides too early",
        works: false,
        why: "A network of four units knows little more of the moons than where they are and how far they spread. Train it: its \
              samples come home from fewer levels than exact ones do, and the colours of its map part along a line too straight.",
        changes: "width=4&depth=1&fate=learned",
    },
    Preset {
        key: "copies",
        title: "20 points: it copies",
        works: false,
        why: "On the right is the ideal denoiser of the 20 training points: no network can have a lower training loss, and all it \
              draws is copies. Train: the network goes the same way. “Copying or learning?” rises to 1, and the nearest \
              training point of a sample is near 0. A perfect loss does not give a good model.",
        changes: "points=20&diffusion_beside=copies",
    },
    Preset {
        key: "learns",
        title: "2,000 points: it learns",
        works: true,
        why: "Copying 2,000 points would still have the lowest training loss of all, and the ideal denoiser on the right does \
              it. The network cannot bend that often: it finds the law that the points come from. What it cannot do is what \
              makes it good.",
        changes: "points=2000&diffusion_beside=copies",
    },
    Preset {
        key: "compose",
        title: "Two models, their scores added",
        works: false,
        why: "On the right, data and a half-plane: the score of both is exact at every noise level, and the two are added. Yet far \
              too many points end in the upper moon. The sum is the right score without noise only: with noise, the path \
              of a sampler follows another one.",
        changes: "schedule=rescaled-linear&diffusion_beside=composed",
    },
    Preset {
        key: "compose-corrected",
        title: "Added, then corrected",
        works: true,
        why: "The same sum. But before each step down, ten steps of MCMC move every point on the density that the sum belongs \
              to. The last of them is the product itself, so the share of the upper moon comes out right. The model was never wrong; \
              the sampler was.",
        changes: "schedule=rescaled-linear&diffusion_beside=composed&corrector=random-walk",
    },
    Preset {
        key: "fork-schedule",
        title: "Cosine against linear",
        works: true,
        why: "Two runs from one seed, side by side. Their losses cannot be compared, so each is drawn as its \
              distance to the least possible loss. The run on the right starts sampling wrong, which DDIM does not \
              forget and training does not correct.",
        changes: "diffusion_sampler=ddim&sampler_steps=50&diffusion_beside=fork&fork=schedule",
    },
    Preset {
        key: "fork-network",
        title: "MLP against residual MLP",
        works: true,
        why: "The same data, noise and schedule; only the network differs, so both losses have the same least \
              value. Watch which comes down first, and whether the samples agree with the loss.",
        changes: "diffusion_beside=fork&fork=network",
    },
    Preset {
        key: "fork-clip",
        title: "With clipping and without",
        works: true,
        why: "Both networks learn the same. On the left x̂₀ is clipped to the range of the data, and on the right \
              it is not. So only the sampler makes the clouds differ.",
        changes: "diffusion_sampler=ddim&sampler_steps=50&diffusion_beside=fork&fork=clip",
    },
];
