//! What the default settings reach: the diffusion model trained from scratch, eight seeds.

use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::{host, read_back};
use mcmc_to_diffusion::numerics::dataset::{Standardise, TwoMoons};
use mcmc_to_diffusion::numerics::diffusion::Schedule;
use mcmc_to_diffusion::numerics::diffusion::sampling::{Sampling, predict};
use mcmc_to_diffusion::numerics::diffusion::trainer::{Course, Trainer};
use mcmc_to_diffusion::numerics::nn::TimeEmbedding;
use mcmc_to_diffusion::numerics::two_sample::mmd::mmd2_each;
use mcmc_to_diffusion::numerics::{Noise, Point, Stream};
use mcmc_to_diffusion::settings::DiffusionSettings;

const POINTS: usize = 1000;
/// Sets of samples drawn from each trained network: one set's score is as noisy as the floor is high.
const SETS: u32 = 4;
const BANDWIDTHS: [f64; 3] = [1.0, 0.25, 0.1];
const SEEDS: std::ops::RangeInclusive<u32> = 1..=8;

/// Unbiased MMD² at [`BANDWIDTHS`] of DDIM-100 samples against fresh data, after `steps` training steps:
/// mean of [`SETS`] sets.
fn trained_mmd2(seed: u32, steps: usize) -> [f64; 3] {
    let settings = DiffusionSettings { sampler_steps: 100, ..DiffusionSettings::default() };
    let moons = TwoMoons { noise: settings.data_noise };
    let standardise = Standardise::of(&moons);
    let data = moons.independent(settings.points, &mut Noise::new(seed, Stream::Data));
    let course = Course {
        data: data.into_iter().map(|x| standardise.to_standard(x)).collect(),
        schedule: Schedule::new(settings.schedule, settings.timesteps),
        embedding: TimeEmbedding::new(settings.timesteps),
        batch_size: settings.batch_size,
    };
    let mut trainer = Trainer::new(&settings, seed, &host());
    for step in 0..steps {
        trainer.step(&course, settings.learning_rate_at(step), settings.ema_decay);
    }
    let mut mean = [0.0; BANDWIDTHS.len()];
    for set in (0..SETS).map(|set| seed * SETS + set) {
        let samples = sample(set, &settings, &course, &trainer, &standardise);
        let fresh = moons.independent(POINTS, &mut Noise::new(set, Stream::FreshData));
        for (mean, mmd2) in mean.iter_mut().zip(mmd2_each(&samples, &fresh, &BANDWIDTHS)) {
            *mean += mmd2.unbiased / f64::from(SETS);
        }
    }
    mean
}

fn sample(
    seed: u32,
    settings: &DiffusionSettings,
    course: &Course,
    trainer: &Trainer,
    standardise: &Standardise,
) -> Vec<Point> {
    let mut sampling = Sampling::start(POINTS, settings, Noise::new(seed, Stream::Sampling), &host());
    while let Some((t, x)) = sampling.query() {
        let epsilon = predict(&trainer.learned.average, &course.embedding, t, x);
        sampling.advance(&course.schedule, epsilon);
    }
    let flat = block_on(read_back(sampling.last().clone())).unwrap();
    flat.as_chunks::<2>().0.iter().map(|x| standardise.to_data_units(x.map(f64::from))).collect()
}

fn mean_over_seeds(steps: usize) -> [f64; 3] {
    let seeds: Vec<u32> = SEEDS.collect();
    let halves: Vec<_> = seeds
        .chunks(seeds.len().div_ceil(2))
        .map(|half| half.to_vec())
        .map(|half| {
            std::thread::spawn(move || half.into_iter().map(|seed| trained_mmd2(seed, steps)).collect())
        })
        .collect();
    let scores: Vec<[f64; 3]> =
        halves.into_iter().flat_map(|half| -> Vec<[f64; 3]> { half.join().unwrap() }).collect();
    println!("{steps} steps, MMD² at {BANDWIDTHS:?}, one row a seed: {scores:.5?}");
    std::array::from_fn(|i| scores.iter().map(|score| score[i]).sum::<f64>() / scores.len() as f64)
}

#[test]
fn four_thousand_steps_of_the_default_settings_reach_the_moons() {
    let [wide, middle, narrow] = mean_over_seeds(DiffusionSettings::default().train_steps);
    println!("mean over seeds: {wide:.5} at 1, {middle:.5} at .25, {narrow:.5} at .1");
    assert!(DiffusionSettings::default().train_steps <= 4000);
    assert!(middle <= 0.0015, "MMD² at bandwidth .25 is {middle}");
    assert!(wide <= 0.0015 && narrow <= 0.002, "MMD² at 1 and .1 is {wide}, {narrow}");
}

#[test]
fn a_hundred_steps_do_not() {
    let [_, middle, _] = mean_over_seeds(100);
    assert!(middle > 0.01, "the score cannot tell a hardly trained network: {middle}");
}
