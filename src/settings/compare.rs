//! What a reader can set in the chapter that compares: one method of each family, on the same data.

use super::range::{COMPARE, defaults};
use super::{
    Beside, DiffusionBeside, DiffusionSampler, DiffusionSettings, EbmSettings, McmcSettings, Sampler,
    Settings, Target, Walk,
};
use serde::{Deserialize, Serialize};

/// What is known, or learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// The exact density, sampled by Markov chains: nothing is learned.
    Exact,
    /// An energy learned from data, sampled by Markov chains.
    Energy,
    /// A denoiser learned from data.
    Diffusion,
}

impl Family {
    pub const ALL: [Self; 3] = [Self::Exact, Self::Energy, Self::Diffusion];
}

/// One way to draw samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    Exact(Sampler),
    Energy(Walk),
    Diffusion(DiffusionSampler),
}

impl Method {
    /// Every method, family by family.
    pub fn all() -> impl Iterator<Item = Self> {
        let exact = Sampler::ALL.into_iter().map(Self::Exact);
        let energy = Walk::ALL.into_iter().map(Self::Energy);
        exact.chain(energy).chain(DiffusionSampler::ALL.into_iter().map(Self::Diffusion))
    }

    pub fn family(self) -> Family {
        match self {
            Self::Exact(_) => Family::Exact,
            Self::Energy(_) => Family::Energy,
            Self::Diffusion(_) => Family::Diffusion,
        }
    }

    /// Its name in a link: the family's letter and the sampler's name, as in `x-hmc`, `e-langevin`, `d-ddpm`.
    pub fn key(self) -> String {
        use super::url::name_of;
        match self {
            Self::Exact(sampler) => format!("x-{}", name_of(&sampler)),
            Self::Energy(walk) => format!("e-{}", name_of(&walk)),
            Self::Diffusion(sampler) => format!("d-{}", name_of(&sampler)),
        }
    }
}

/// Methods whose quality is drawn against evaluations: those of [`Method::all`] that are ticked, at most
/// [`Ticked::MOST`], in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ticked(Vec<Method>);

impl Ticked {
    pub const MOST: usize = 8;

    pub fn methods(&self) -> &[Method] {
        &self.0
    }

    pub fn contains(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// With `method`, or without it. False if there are too many already: then nothing is changed.
    pub fn set(&mut self, method: Method, ticked: bool) -> bool {
        let wanted = |other: &Method| if *other == method { ticked } else { self.contains(*other) };
        let methods: Vec<Method> = Method::all().filter(wanted).collect();
        let fits = methods.len() <= Self::MOST;
        if fits {
            self.0 = methods;
        }
        fits
    }
}

impl Default for Ticked {
    fn default() -> Self {
        Self(vec![
            Method::Exact(Sampler::Mala),
            Method::Exact(Sampler::Hmc),
            Method::Energy(Walk::Langevin),
            Method::Energy(Walk::Annealed),
            Method::Diffusion(DiffusionSampler::Ddim),
            Method::Diffusion(DiffusionSampler::Ddpm),
            Method::Diffusion(DiffusionSampler::DpmSolver),
        ])
    }
}

impl From<Ticked> for String {
    fn from(ticked: Ticked) -> Self {
        ticked.0.into_iter().map(Method::key).collect::<Vec<_>>().join(".")
    }
}

impl TryFrom<String> for Ticked {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut ticked = Self(Vec::new());
        for key in text.split('.').filter(|key| !key.is_empty()) {
            let method = Method::all().find(|method| method.key() == key);
            if !method.is_some_and(|method| ticked.set(method, true)) {
                return Err(format!("“{key}” is no method, or one too many"));
            }
        }
        Ok(ticked)
    }
}

/// Where walkers start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompareStart {
    /// A standard normal in standardised units: the noise that diffusion starts from.
    #[default]
    Noise,
    /// All at the middle of the first mode.
    OneMode,
}

/// What the timeline counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompareClock {
    /// Evaluations of a gradient or a network by each walker: all columns in step.
    #[default]
    Evaluations,
    /// Seconds that this machine took: each column at its own pace.
    Seconds,
}

/// Settings of the chapter. Numbers have their ranges in [`super::range`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompareSettings {
    /// σ of the data, data units.
    pub sigma: f64,
    /// The method of each column.
    pub sampler: Sampler,
    pub walk: Walk,
    pub denoiser: DiffusionSampler,
    pub start: CompareStart,
    pub clock: CompareClock,
    /// Training steps of each model; with the batch size of chapter 3, as many examples for both.
    pub train_steps: usize,
    /// Walkers of each column.
    pub walkers: usize,
    /// Evaluations that a walker of a Markov chain may take, and of a denoiser at most.
    pub budget: usize,
    /// Runs of each method, each from other noise, behind a mean and its standard error.
    pub repeats: usize,
    pub ticked: Ticked,
}

/// All that a run of the chapter depends on: how each family is set in its own chapter, brought to the same data, the same
/// number of examples and, as nearly as widths allow, the same number of weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparePlan {
    pub compare: CompareSettings,
    pub mcmc: McmcSettings,
    pub ebm: EbmSettings,
    pub diffusion: DiffusionSettings,
}

impl CompareSettings {
    /// The methods of the columns.
    pub fn columns(&self) -> [Method; 3] {
        [Method::Exact(self.sampler), Method::Energy(self.walk), Method::Diffusion(self.denoiser)]
    }
}

impl ComparePlan {
    pub fn of(settings: &Settings) -> Self {
        let compare = settings.compare.clone();
        let diffusion = DiffusionSettings {
            data_noise: compare.sigma,
            train_steps: compare.train_steps,
            sampler: compare.denoiser,
            conditional: false,
            beside: DiffusionBeside::Nothing,
            ..settings.diffusion.clone()
        };
        let mut ebm = EbmSettings {
            data_noise: compare.sigma,
            train_steps: compare.train_steps,
            batch_size: diffusion.batch_size,
            points: diffusion.points,
            beside: Beside::Nothing,
            walk: compare.walk,
            walkers: compare.walkers,
            ..settings.ebm.clone()
        };
        ebm.width = width_of_like_size(&ebm, diffusion.weights());
        let mcmc = McmcSettings {
            target: Target::Data,
            sigma: compare.sigma,
            sampler: compare.sampler,
            race: false,
            chains: compare.walkers,
            tune: true,
            rungs: 1,
            ..settings.mcmc.clone()
        };
        Self { compare, mcmc, ebm, diffusion }
    }

    /// Weights of the energy network and of the denoising network.
    pub fn weights(&self) -> [usize; 2] {
        [self.ebm.weights(), self.diffusion.weights()]
    }

    /// Whether going from `self` to `other` needs a new run: other data, or something else to train.
    pub fn needs_restart(&self, other: &Self) -> bool {
        let (one, two) = (&self.compare, &other.compare);
        (one.sigma, one.train_steps) != (two.sigma, two.train_steps)
            || self.ebm.needs_restart(&other.ebm)
            || self.diffusion.needs_restart(&other.diffusion)
    }
}

/// The width with which an energy network has as nearly as possible so many weights.
fn width_of_like_size(ebm: &EbmSettings, weights: usize) -> usize {
    let of_width = |width| EbmSettings { width, ..ebm.clone() }.weights();
    (4..=256).min_by_key(|&width| of_width(width).abs_diff(weights)).unwrap_or(ebm.width)
}

impl Default for CompareSettings {
    fn default() -> Self {
        defaults(
            COMPARE,
            Self {
                sigma: 0.0,
                sampler: Sampler::Hmc,
                walk: Walk::Langevin,
                denoiser: DiffusionSampler::Ddpm,
                start: CompareStart::default(),
                clock: CompareClock::default(),
                train_steps: 0,
                walkers: 0,
                budget: 0,
                repeats: 0,
                ticked: Ticked::default(),
            },
        )
    }
}
