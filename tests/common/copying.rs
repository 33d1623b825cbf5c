//! How far denoisers, and what is sampled with them, are from copies of training points.

use super::diffusion_model::Model;
use burn::tensor::{Tensor, TensorData};
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::{host, read_back};
use mcmc_to_diffusion::numerics::buckets::Buckets;
use mcmc_to_diffusion::numerics::dataset::Law;
use mcmc_to_diffusion::numerics::diffusion::clip::Bound;
use mcmc_to_diffusion::numerics::diffusion::copying::{Copying, IdealAnswers, Squares};
use mcmc_to_diffusion::numerics::diffusion::ideal_denoiser::Answer;
use mcmc_to_diffusion::numerics::diffusion::sampling::Sampling;
use mcmc_to_diffusion::numerics::diffusion::{Denoised, EmpiricalDenoiser, IdealDenoiser, Path};
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::numerics::two_sample::nearest::{distances, ratio};
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::DiffusionSettings;

/// Fresh data that samples are held against.
const FRESH: usize = 4000;
/// Points x_t at each noise level.
const ROWS: usize = 100;

/// Training points and the two ideal denoisers that they are between.
pub struct TrainingPoints {
    law: Law,
    path: Path,
    standardised: Vec<Point>,
    /// Data units.
    buckets: Buckets,
    pub ideal: IdealDenoiser,
    pub copier: EmpiricalDenoiser,
    seed: u32,
}

impl TrainingPoints {
    /// Those of a [`Model`] of this seed.
    pub fn new(settings: &DiffusionSettings, seed: u32) -> Self {
        let law = super::moons(settings.data_noise);
        let (units, path) = (law.units(), Path::of(settings));
        let points = law.independent(settings.points, &mut Rng::new(seed, Stream::Data));
        let standardised: Vec<Point> = points.iter().map(|&x| units.to_standard(x)).collect();
        Self {
            ideal: IdealDenoiser::new(&law, &units, &path),
            copier: EmpiricalDenoiser::new(&standardised, &path),
            buckets: Buckets::new(&points),
            law,
            path,
            standardised,
            seed,
        }
    }

    /// Distance of samples, data units, to the nearest training point over that of fresh data.
    pub fn ratio(&self, samples: &[Point]) -> Estimate {
        let fresh = self.law.independent(FRESH, &mut Rng::new(self.seed, Stream::FreshData));
        ratio(distances(samples, &self.buckets).collect(), distances(&fresh, &self.buckets).collect())
    }

    /// Share of samples that lie on a training point, within a thousandth.
    pub fn share_of_copies(&self, samples: &[Point]) -> f64 {
        let copies = distances(samples, &self.buckets).filter(|distance| *distance < 1e-3).count();
        copies as f64 / samples.len() as f64
    }

    /// `count` samples, data units, drawn with what says `answer`.
    pub fn sample(
        &self,
        settings: &DiffusionSettings,
        count: usize,
        answer: impl Fn(usize, Point) -> Answer,
    ) -> Vec<Point> {
        let (bound, rng) = (Bound::of(settings, &self.law), Rng::new(self.seed, Stream::Sampling));
        let mut sampling = Sampling::start(count, settings, &self.path, bound, rng, &host());
        while let Some(query) = sampling.query() {
            let x = block_on(read_back(query.x)).unwrap();
            let rows = x.as_chunks::<2>().0.iter().map(|x| answer(query.t, x.map(f64::from)));
            let (x0, eps): (Vec<Point>, Vec<Point>) = rows.map(|answer| (answer.x0, answer.eps)).unzip();
            sampling.advance(Denoised { x0: tensor(&x0), eps: tensor(&eps) });
        }
        let units = self.law.units();
        let last = block_on(read_back(sampling.last().clone())).unwrap();
        last.as_chunks::<2>().0.iter().map(|x| units.to_data_units(x.map(f64::from))).collect()
    }

    /// Of a denoiser that says x̂₀ at x `[rows, 2]` of a timestep: on noised training points, over all of these, in ε.
    pub fn copying(
        &self,
        timesteps: impl Iterator<Item = usize>,
        clean: impl Fn(usize, &[f32]) -> Vec<f32>,
    ) -> Copying {
        let mut rng = Rng::new(self.seed, Stream::Excess);
        let mut rows: Vec<Squares> = Vec::new();
        for t in timesteps {
            let Self { standardised, path, ideal, copier, .. } = self;
            let answers = IdealAnswers::new(t, ROWS, standardised, path, ideal, copier, &mut rng);
            let said = clean(t, &answers.x);
            rows.extend(answers.squares(&said).map(|squares| squares.of_noise(path.level(t))));
        }
        Copying::of(&rows)
    }

    /// The same of a network.
    pub fn copying_of(
        &self,
        model: &Model,
        settings: &DiffusionSettings,
        timesteps: impl Iterator<Item = usize>,
    ) -> Copying {
        self.copying(timesteps, |t, x| model.clean(settings, t, x.to_vec()))
    }
}

fn tensor(points: &[Point]) -> Tensor<2> {
    let flat: Vec<f32> = points.iter().flatten().map(|coordinate| *coordinate as f32).collect();
    Tensor::from_data(TensorData::new(flat, [points.len(), 2]), &host())
}
