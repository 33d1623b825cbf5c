//! Benchmark workloads: fixed units of the work that the page asks for, on the same code.
//!
//! | case | one unit |
//! |---|---|
//! | `w1.A.256` `w1.A.1024` | one training step of an MLP 66→128→128→128→2 |
//! | `w1.B.256` `w1.B.1024` | the same of a residual MLP 66→128, three blocks, →2 |
//! | `w2.A` `w2.B` | one point of one DDIM step, 2,000 points, 100 steps |

use super::device::{EngineDevice, read_back};
use crate::numerics::dataset::{Standardise, TwoMoons};
use crate::numerics::diffusion::sampling::{Sampling, predict};
use crate::numerics::diffusion::schedule::Schedule;
use crate::numerics::diffusion::trainer::{Course, Trainer};
use crate::numerics::nn::TimeEmbedding;
use crate::numerics::noise::{Noise, Stream};
use crate::protocol::BenchSlice;
use crate::settings::{DiffusionSettings, Network, ScheduleKind};
use burn::tensor::Tensor;
use web_time::Instant;

/// Every case there is.
pub const CASES: [&str; 6] = ["w1.A.256", "w1.A.1024", "w1.B.256", "w1.B.1024", "w2.A", "w2.B"];

const SAMPLED_POINTS: usize = 2000;

/// Losses are read back together, this many steps at a time.
const STEPS_PER_READ: usize = 50;

/// A benchmark under way: further slices go on where the last one ended.
pub struct Bench {
    case: String,
    seed: u32,
    work: Result<Work, String>,
}

struct Work {
    device: EngineDevice,
    settings: DiffusionSettings,
    course: Course,
    trainer: Trainer,
    kind: Kind,
}

enum Kind {
    Training { first: Option<f32>, last: f32, ms_per_step: f64 },
    Sampling(Box<Sampling>),
}

impl Bench {
    /// The benchmark in `slot`, if it is this one; otherwise a new one, put there.
    pub fn resume<'a>(
        slot: &'a mut Option<Self>,
        case: &str,
        seed: u32,
        device: &EngineDevice,
    ) -> &'a mut Self {
        if slot.as_ref().is_none_or(|bench| bench.case != case || bench.seed != seed) {
            *slot = Some(Self { case: case.to_owned(), seed, work: Work::new(case, seed, device) });
        }
        slot.as_mut().expect("just filled")
    }

    /// Works for about `budget_ms`, results read back.
    ///
    /// # Errors
    /// Says in words that the device is lost. A case that does not exist is reported in the slice.
    pub async fn advance(&mut self, budget_ms: f32) -> Result<BenchSlice, String> {
        let mut slice = BenchSlice { case: self.case.clone(), ..BenchSlice::default() };
        match &mut self.work {
            Err(why) => slice.error = Some(why.clone()),
            Ok(work) => {
                let begin = Instant::now();
                match &mut work.kind {
                    Kind::Training { .. } => work.train(f64::from(budget_ms), &mut slice).await?,
                    Kind::Sampling(_) => work.sample(self.seed, f64::from(budget_ms), &mut slice).await?,
                }
                slice.elapsed_ms = begin.elapsed().as_secs_f64() * 1e3;
            }
        }
        Ok(slice)
    }
}

impl Work {
    fn new(case: &str, seed: u32, device: &EngineDevice) -> Result<Self, String> {
        if !CASES.contains(&case) {
            return Err(format!("there is no case {case:?}; there are {}", CASES.join(", ")));
        }
        let mut parts = case.split('.').skip(1);
        let network = if parts.next() == Some("A") { Network::Mlp } else { Network::ResidualMlp };
        let batch_size = parts.next().and_then(|rows| rows.parse().ok());
        let settings = DiffusionSettings {
            network,
            width: 128,
            depth: 3,
            schedule: ScheduleKind::RescaledLinear,
            timesteps: 100,
            sampler_steps: 100,
            eta: 0.0,
            data_noise: 0.05,
            learning_rate: 1e-3,
            ..DiffusionSettings::default()
        };
        let moons = TwoMoons { noise: settings.data_noise };
        let standardise = Standardise::of(&moons);
        let data = moons.independent(8192, &mut Noise::new(seed, Stream::Data));
        let course = Course {
            data: data.into_iter().map(|x| standardise.to_standard(x)).collect(),
            schedule: Schedule::new(settings.schedule, settings.timesteps),
            embedding: TimeEmbedding::new(settings.timesteps),
            batch_size: batch_size.unwrap_or_default(),
        };
        let kind = match batch_size {
            Some(_) => Kind::Training { first: None, last: 0.0, ms_per_step: f64::INFINITY },
            None => Kind::Sampling(Box::new(start_sampling(seed, &settings, device))),
        };
        let trainer = Trainer::new(&settings, seed, &device.device);
        Ok(Self { device: device.clone(), settings, course, trainer, kind })
    }

    async fn train(&mut self, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        let Kind::Training { first, last, ms_per_step } = &mut self.kind else { return Ok(()) };
        let begin = Instant::now();
        let elapsed = || begin.elapsed().as_secs_f64() * 1e3;
        while elapsed() < budget_ms {
            let count = (((budget_ms - elapsed()) / *ms_per_step) as usize).clamp(1, STEPS_PER_READ);
            let since = elapsed();
            let losses: Vec<Tensor<1>> = (0..count)
                .map(|_| self.trainer.step(&self.course, self.settings.learning_rate, 0.0))
                .collect();
            let losses = read_back(Tensor::cat(losses, 0)).await?;
            *ms_per_step = (elapsed() - since) / count as f64;
            *last = losses.iter().sum::<f32>() / losses.len() as f32;
            first.get_or_insert(losses[0]);
            slice.units += count as f64;
        }
        slice.unit = "steps/s".to_owned();
        slice.loss_first = first.unwrap_or_default();
        slice.loss_last = *last;
        slice.ok = last.is_finite() && *last < slice.loss_first.max(1.0);
        Ok(())
    }

    async fn sample(&mut self, seed: u32, budget_ms: f64, slice: &mut BenchSlice) -> Result<(), String> {
        let Kind::Sampling(sampling) = &mut self.kind else { return Ok(()) };
        let begin = Instant::now();
        slice.ok = true;
        while begin.elapsed().as_secs_f64() * 1e3 < budget_ms {
            match sampling.query() {
                Some((t, x)) => {
                    let epsilon = predict(&self.trainer.learned.average, &self.course.embedding, t, x);
                    sampling.advance(&self.course.schedule, epsilon);
                    slice.units += SAMPLED_POINTS as f64;
                }
                None => **sampling = start_sampling(seed, &self.settings, &self.device),
            }
        }
        let points = read_back(sampling.last().clone()).await?;
        slice.ok = points.iter().all(|coordinate| coordinate.is_finite());
        slice.unit = "point-steps/s".to_owned();
        Ok(())
    }
}

fn start_sampling(seed: u32, settings: &DiffusionSettings, device: &EngineDevice) -> Sampling {
    Sampling::start(SAMPLED_POINTS, settings, Noise::new(seed, Stream::Sampling), &device.device)
}
