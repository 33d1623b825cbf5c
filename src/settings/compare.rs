//! What a reader can set in the chapter that compares: one method of each family, on the same data.

use super::{Chapter, DiffusionSampler, Sampler, Walk};
use serde::{Deserialize, Serialize};

/// What is known, or learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
        use super::text::name_of;
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
            Method::Diffusion(DiffusionSampler::Ddpm),
            Method::Diffusion(DiffusionSampler::Ddim),
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
                return Err(format!("“{key}” is not a method, or is one too many"));
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompareClock {
    /// Evaluations of a gradient or a network by each walker: all columns in step.
    #[default]
    Evaluations,
    /// Seconds that this machine took: each column at its own pace.
    Seconds,
}

pub const CLOCKS: &[(CompareClock, &str)] =
    &[(CompareClock::Evaluations, "Evaluations"), (CompareClock::Seconds, "Seconds")];
const STARTS: &[(CompareStart, &str)] =
    &[(CompareStart::Noise, "The same noise"), (CompareStart::OneMode, "All in one mode")];

settings! {
    /// Settings of the chapter.
    CompareSettings, compare, &[Chapter::Compare], {
        sigma: f64 = 0.05, restarts Data, number("σ of the data", "Gaussian blur of the data, in data units. The thinner the data, the harder they are to sample.", 0.02..=0.5, 0.01; Linear)
            .key("compare_sigma");
        /// With the batch size of chapter 3, as many examples for both.
        train_steps: usize = 2000, restarts Rail, number("Training steps of each", "Each model is trained on this many batches of examples.", 100.0..=20_000.0, 1.0; Log).in_units("steps")
            .key("compare_steps");
        /// Of a denoiser at most.
        budget: usize = 500, live Rail, number("Evaluations of a walker", "How many gradients or network evaluations each walker may use. A denoiser uses at most as many as it has noise levels.", 10.0..=20_000.0, 1.0; Log);
        walkers: usize = 500, live More, number("Walkers", "Points that each column moves. Where they end is what is scored.", 50.0..=2000.0, 1.0; Log).in_units("walkers")
            .key("compare_walkers");
        repeats: usize = 5, live More, number("Runs", "Number of sets of samples, each from different noise. They give the mean and its standard error.", 2.0..=20.0, 1.0; Linear).in_units("runs");
        sampler: Sampler = Sampler::Hmc, live Stage, choice("Sampler", "What moves the walkers on the exact density.", Sampler::NAMES)
            .key("compare_sampler");
        walk: Walk = Walk::Langevin, live Stage, choice("Walk", "What moves the walkers on the learned energy.", Walk::NAMES)
            .key("compare_walk");
        denoiser: DiffusionSampler = DiffusionSampler::Ddpm, live Stage, choice("Denoiser", "What takes the walkers from noise to data.", DiffusionSampler::NAMES)
            .key("compare_denoiser");
        start: CompareStart = CompareStart::Noise, live Stage, choice("Start", "Where the walkers of the first two columns start.", STARTS)
            .key("compare_start");
        ticked: Ticked = Ticked::default(), live Stage, text("Curves", "Methods whose quality is plotted against evaluations.")
            .key("curves");
        clock: CompareClock = CompareClock::Evaluations, live Transport, choice("Timeline counts", "Evaluations: each column has computed a gradient or a network as often. Seconds: each goes as fast as this machine.", CLOCKS);
    }
}

impl CompareSettings {
    /// The methods of the columns.
    pub fn columns(&self) -> [Method; 3] {
        [Method::Exact(self.sampler), Method::Energy(self.walk), Method::Diffusion(self.denoiser)]
    }
}
