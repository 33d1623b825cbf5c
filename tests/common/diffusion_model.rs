//! A diffusion model trained natively, and samples from it.

use super::moons;
use burn::tensor::{Tensor, TensorData};
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::{host, read_back};
use mcmc_to_diffusion::numerics::dataset::{Law, Standardise};
use mcmc_to_diffusion::numerics::diffusion::TrainSet;
use mcmc_to_diffusion::numerics::diffusion::clip::Bound;
use mcmc_to_diffusion::numerics::diffusion::denoiser::{Guide, denoise};
use mcmc_to_diffusion::numerics::diffusion::divergence::{BESIDE, of_stencil, stencil};
use mcmc_to_diffusion::numerics::diffusion::guidance;
use mcmc_to_diffusion::numerics::diffusion::likelihood::{Likelihood, Query};
use mcmc_to_diffusion::numerics::diffusion::prediction::Denoised;
use mcmc_to_diffusion::numerics::diffusion::sampling::Sampling;
use mcmc_to_diffusion::numerics::diffusion::trainer::{STEPS_PER_DRAW, Trainer};
use mcmc_to_diffusion::numerics::two_sample::mmd::mmd2_each;
use mcmc_to_diffusion::numerics::two_sample::mode_occupancy::{first_share, off_share};
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::{DiffusionSettings, TimestepDraw};
use std::sync::{Arc, Mutex, OnceLock};

pub const BANDWIDTHS: [f64; 3] = [1.0, 0.25, 0.1];
const PARTS: usize = 50;

pub struct Model {
    pub law: Law,
    units: Standardise,
    pub learned: Arc<Learned>,
    seed: u32,
}

/// A network, and what it has learned from.
pub struct Learned {
    pub train_set: TrainSet,
    pub trainer: Trainer,
}

/// How good samples are: means over sets.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnergyMetrics {
    /// Unbiased MMD² at [`BANDWIDTHS`].
    pub mmd2: [f64; 3],
    pub off: f64,
    pub upper: f64,
}

impl Model {
    /// The network of these settings and this seed, trained to the end: once for all tests of a program that ask for it.
    pub fn trained(settings: &DiffusionSettings, seed: u32) -> Self {
        type Place = Arc<OnceLock<Arc<Learned>>>;
        static ALL: Mutex<Vec<(DiffusionSettings, u32, Place)>> = Mutex::new(Vec::new());
        let mut all = ALL.lock().unwrap();
        let known = all.iter().find(|(other, of, _)| *of == seed && other == settings);
        let place = known.map_or_else(Place::default, |(.., place)| place.clone());
        if known.is_none() {
            all.push((settings.clone(), seed, place.clone()));
        }
        // Others may train meanwhile.
        drop(all);
        let learned = place.get_or_init(|| Self::train(settings, seed, settings.train_steps).learned);
        Self::of(settings, seed, learned.clone())
    }

    fn of(settings: &DiffusionSettings, seed: u32, learned: Arc<Learned>) -> Self {
        let law = moons(settings.data_noise);
        Self { units: law.units(), law, learned, seed }
    }

    pub fn train(settings: &DiffusionSettings, seed: u32, steps: usize) -> Self {
        let law = moons(settings.data_noise);
        let units = law.units();
        let (data, classes) = law.labelled(settings.points, &mut Rng::new(seed, Stream::Data));
        let data = data.into_iter().map(|x| units.to_standard(x)).collect();
        let train_set = TrainSet::new(settings, data, classes);
        let mut trainer = Trainer::new(settings, seed, PARTS, &host());
        for first in (0..steps).step_by(STEPS_PER_DRAW) {
            let done = trainer.advance(&train_set, settings, STEPS_PER_DRAW.min(steps - first), |_| {});
            // As the engine does; only importance sampling hears of it.
            if settings.timestep_draw == TimestepDraw::Importance {
                trainer.hear(&done, &block_on(read_back(done.errors.clone())).unwrap());
            }
        }
        Self::of(settings, seed, Arc::new(Learned { train_set, trainer }))
    }

    /// The newest weights in place of the averaged ones, or the other way round, do not change.
    pub fn sample(&self, settings: &DiffusionSettings, points: usize, set: u32) -> Vec<Point> {
        let rng = Rng::new(self.seed * 1000 + set, Stream::Sampling);
        let mut sampling = Sampling::start(
            points,
            settings,
            &self.learned.train_set.path,
            Bound::of(settings, &self.law),
            rng,
            &host(),
        );
        let guide = settings.conditional.then(|| {
            let asked = guidance::asked(settings.asked, points).into_iter().map(Some);
            Guide { classes: guidance::tensor(asked, &host()), weight: settings.guidance }
        });
        while let Some(query) = sampling.query() {
            let network = self.learned.trainer.learned.average();
            sampling.advance(denoise(&network, &self.learned.train_set, query.t, query.x, guide.as_ref()));
        }
        let flat = block_on(read_back(sampling.last().clone())).unwrap();
        flat.as_chunks::<2>().0.iter().map(|x| self.units.to_data_units(x.map(f64::from))).collect()
    }

    /// x̂₀ at `x` `[rows, 2]`, standardised, held to where sampling holds it.
    pub fn clean(&self, settings: &DiffusionSettings, t: usize, x: Vec<f32>) -> Vec<f32> {
        block_on(read_back(self.denoised(settings, t, x).x0)).unwrap()
    }

    fn denoised(&self, settings: &DiffusionSettings, t: usize, x: Vec<f32>) -> Denoised {
        let x = Tensor::from_data(TensorData::new(x.clone(), [x.len() / 2, 2]), &host());
        let (train_set, level) = (&self.learned.train_set, self.learned.train_set.path.level(t));
        let said = denoise(&self.learned.trainer.learned.average(), train_set, t, x.clone(), None);
        Bound::of(settings, &self.law).hold(level, &x, said)
    }

    /// log p of `points`, data units, nats, by the probability-flow ODE, held as sampling is.
    pub fn log_densities(&self, settings: &DiffusionSettings, points: &[Point]) -> Vec<f64> {
        let standard: Vec<Point> = points.iter().map(|&x| self.units.to_standard(x)).collect();
        let mut likelihood = Likelihood::new(&self.learned.train_set.path, &standard);
        while let Some(Query { t, x }) = likelihood.query() {
            let eps = self.denoised(settings, t, stencil(&x, BESIDE)).eps;
            likelihood.advance(&of_stencil(&block_on(read_back(eps)).unwrap(), BESIDE));
        }
        let log_densities = likelihood.log_densities().expect("it has come to noise");
        log_densities.into_iter().map(|log_density| log_density - self.units.log_volume()).collect()
    }

    /// Means over `sets` sets of `points` samples, each against as many independent points.
    pub fn metrics(&self, settings: &DiffusionSettings, points: usize, sets: u32) -> EnergyMetrics {
        let mut mean = EnergyMetrics::default();
        for set in 0..sets {
            let samples = self.sample(settings, points, set);
            let fresh =
                self.law.independent(points, &mut Rng::new(self.seed * 1000 + set, Stream::FreshData));
            for (mean, mmd2) in mean.mmd2.iter_mut().zip(mmd2_each(&samples, &fresh, &BANDWIDTHS)) {
                *mean += mmd2.unbiased / f64::from(sets);
            }
            mean.off += off_share(&samples, &self.law) / f64::from(sets);
            mean.upper += first_share(&samples, &self.law) / f64::from(sets);
        }
        mean
    }
}

/// What `measure` gives for each seed, computed on two threads, in the order of the seeds.
pub fn for_seeds<T: Send>(seeds: &[u32], measure: impl Fn(u32) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let measure = &measure;
        let halves: Vec<_> = (0..2)
            .map(|half| {
                let of_half = seeds.iter().skip(half).step_by(2);
                scope.spawn(move || of_half.map(|&seed| measure(seed)).collect::<Vec<_>>())
            })
            .collect();
        let mut halves: Vec<_> = halves.into_iter().map(|half| half.join().unwrap().into_iter()).collect();
        (0..seeds.len()).map(|index| halves[index % 2].next().unwrap()).collect()
    })
}

pub fn mean(all: &[EnergyMetrics]) -> EnergyMetrics {
    let n = all.len() as f64;
    let mean = |part: &dyn Fn(&EnergyMetrics) -> f64| all.iter().map(part).sum::<f64>() / n;
    EnergyMetrics {
        mmd2: std::array::from_fn(|i| mean(&|metrics| metrics.mmd2[i])),
        off: mean(&|metrics| metrics.off),
        upper: mean(&|metrics| metrics.upper),
    }
}
