//! Compositions of trained networks with a half-plane: an energy, which any sampler of chapter 1 moves on, and a denoiser, whose
//! score is all there is.

use crate::common::composition_run::{Levels, sample, share_error, truth, uncorrected};
use crate::common::diffusion_model::{Learned, Model, for_seeds};
use crate::common::network::{tensor, values};
use crate::common::{Point, moons};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::compose::energy_denoiser::density_at;
use mcmc_to_diffusion::numerics::compose::{
    Composed, Composition, Corrector, EnergyDenoiserTrainer, Factor, ScoreCorrector,
};
use mcmc_to_diffusion::numerics::density::{HalfPlane, Landscape, LogDensity, PlaneRule};
use mcmc_to_diffusion::numerics::diffusion::TrainSet;
use mcmc_to_diffusion::numerics::diffusion::denoiser::denoise;
use mcmc_to_diffusion::numerics::ebm::learned_density::NetDensity;
use mcmc_to_diffusion::numerics::mcmc::{Hmc, Kernel, Mala, RandomWalk};
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DiffusionSettings, SamplerBug, ScheduleKind};
use std::f64::consts::FRAC_PI_6;

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
const POINTS: usize = 1000;

fn settings(train_steps: usize, learning_rate: f64) -> DiffusionSettings {
    DiffusionSettings {
        schedule: ScheduleKind::RescaledLinear,
        train_steps,
        learning_rate,
        ..DiffusionSettings::default()
    }
}

fn factor() -> Factor {
    Factor::HalfPlane(HalfPlane::through([0.93, 0.5], FRAC_PI_6, 0.3))
}

fn levels(settings: &DiffusionSettings) -> Levels {
    Levels::new(&moons(settings.data_noise), &factor(), Composition::Product, settings)
}

/// What is right: the share of the upper moon in the product.
fn exact(settings: &DiffusionSettings) -> f64 {
    let law = moons(settings.data_noise);
    truth(&law, &factor(), Composition::Product, 300).mean(|x| f64::from(u8::from(law.mode_of(x) == 0)))
}

/// Root of the mean squared error of the shares of all seeds.
fn error<const K: usize>(shares: &[[f64; K]], which: usize, exact: f64) -> f64 {
    let squares: f64 = shares.iter().map(|shares| (shares[which] - exact).powi(2)).sum();
    (squares / shares.len() as f64).sqrt()
}

/// log p_t of an energy network at each timestep.
fn train_energy(settings: &DiffusionSettings, levels: &Levels, seed: u32) -> Vec<NetDensity> {
    let (data, classes) = levels.law.labelled(settings.points, &mut Rng::new(seed, Stream::Data));
    let data = data.into_iter().map(|x| levels.units.to_standard(x)).collect();
    let train_set = TrainSet::new(settings, data, classes);
    let mut trainer = EnergyDenoiserTrainer::new(settings, seed, &host());
    for _ in 0..settings.train_steps {
        trainer.step(&train_set, settings);
    }
    let weights: Vec<f32> = values(trainer.weights()).into_iter().map(|weight| weight as f32).collect();
    let at = |t| density_at(trainer.plan(), &weights, &train_set.embedding, t, levels.path.level(t));
    (0..settings.timesteps).map(at).collect()
}

#[test]
fn chains_on_a_learned_energy_mend_its_products() {
    let settings = settings(1500, 4e-3);
    let exact = exact(&settings);
    let shares = for_seeds(&SEEDS, |seed| {
        let levels = levels(&settings);
        let energies = train_energy(&settings, &levels, seed);
        let composed = |t: usize| Composed {
            base: &energies[t],
            factor: levels.factor(Some(t)),
            composition: Composition::Product,
        };
        let share = |cloud: Vec<Point>| share_error(&cloud, &levels.law, exact).1;
        let alone = |t: usize, cloud: &[Point]| -> Vec<Point> {
            cloud.iter().map(|x| energies[t].score(x)).collect()
        };
        let added = |t: usize, cloud: &[Point]| -> Vec<Point> {
            cloud.iter().map(|x| composed(t).score(x)).collect()
        };
        let alone = share(sample(&levels, &settings, POINTS, seed, alone, uncorrected));
        let plain = share(sample(&levels, &settings, POINTS, seed, added, uncorrected));
        let hmc = |t: usize| {
            Kernel::Hmc(Hmc {
                step_size: 0.9,
                leapfrog_steps: 6,
                jitter: 0.5,
                inverse_mass_sqrt: levels.scales(Some(t)),
                bug: SamplerBug::Off,
            })
        };
        let walk = |_| Kernel::RandomWalk(RandomWalk { step_size: 0.9, inverse_mass_sqrt: [1.0; 2] });
        let mend = |points, sweeps, kernel: &dyn Fn(usize) -> Kernel<Point>| {
            let mut chains = Corrector::new(points, seed);
            // The network knows no level without noise.
            let correct = |t: Option<usize>, cloud: Vec<Point>| {
                let Some(t) = t else { return cloud };
                chains.enter(&composed(t), &cloud);
                for _ in 0..sweeps {
                    chains.sweep(&composed(t), &kernel(t), 0..points);
                }
                chains.places()
            };
            share(sample(&levels, &settings, points, seed, added, correct))
        };
        // The share that the network itself has learned, of the level with the least noise.
        let (learned, exact) = (composed(0), levels.ideal.density(0));
        let own = PlaneRule::of(&learned, [-3.0; 2], [3.0; 2], 160)
            .mean(|x| f64::from(u8::from(exact.mode_of(&x) == 0)));
        [alone, plain, mend(POINTS, 3, &hmc), mend(300, 10, &walk), own]
    });
    println!("energy: alone, added, HMC, walk, own {shares:.3?} for {exact:.3}");
    let [alone, plain, mended] = [error(&shares, 0, 0.5), error(&shares, 1, exact), error(&shares, 2, exact)];
    let [walked, own] = [error(&shares, 3, exact), error(&shares, 4, exact)];
    println!("walked {walked:.3} own {own:.3}");
    println!("errors {alone:.3} {plain:.3} {mended:.3}");
    assert!(alone < 0.05, "the network does not know its moons: {shares:?}");
    assert!(plain > 0.06 && mended < 0.5 * plain, "{shares:?} for {exact}");
    // What it has learned at the least noise has other shares: score matching hardly sees them there. HMC, which does not cross
    // where the moons are apart, keeps those of the noisier levels. A walk that crosses takes what it finds.
    assert!(own > 2.0 * mended && walked > 2.0 * mended, "{shares:?} for {exact}");
}

/// ∇ log p_t as the network has it, and ∇ log f_t as it is, at one timestep.
fn scores(model: &Model, levels: &Levels, t: usize, cloud: &[Point]) -> Vec<Point> {
    let flat: Vec<f32> = cloud.iter().flatten().map(|&place| place as f32).collect();
    let Learned { train_set, trainer } = &*model.learned;
    let network = trainer.learned.average();
    let eps = values(denoise(&network, train_set, t, tensor(&flat, 2, &host()), None).eps);
    let spread = levels.path.level(t).noise_rate;
    let sum = |(x, eps): (&Point, &Point)| {
        let factor = levels.factor(Some(t)).score(x);
        [0, 1].map(|axis| factor[axis] - eps[axis] / spread)
    };
    cloud.iter().zip(eps.as_chunks::<2>().0).map(sum).collect()
}

#[test]
fn chains_on_a_network_s_score_mend_its_products() {
    let settings = settings(2000, 8e-3);
    let exact = exact(&settings);
    let shares = for_seeds(&SEEDS, |seed| {
        let levels = levels(&settings);
        let model = Model::trained(&settings, seed);
        let share = |cloud: Vec<Point>| share_error(&cloud, &levels.law, exact).1;
        let added = |t: usize, cloud: &[Point]| scores(&model, &levels, t, cloud);
        let plain = share(sample(&levels, &settings, POINTS, seed, added, uncorrected));
        let mala = |t: Option<usize>| Mala {
            step_size: 1.4,
            inverse_mass_sqrt: levels.scales(t),
            bug: SamplerBug::Off,
        };
        let mut chains = ScoreCorrector::new(POINTS, seed, mala(None), 2);
        let correct = |t: Option<usize>, cloud: Vec<Point>| {
            let Some(level) = t else { return cloud };
            chains.enter(mala(t), cloud);
            for _ in 0..=5 {
                let answer = scores(&model, &levels, level, chains.query());
                chains.advance(&answer);
            }
            chains.places()
        };
        let mended = share(sample(&levels, &settings, POINTS, seed, added, correct));
        [plain, mended]
    });
    println!("denoiser: scores added, MALA {shares:.3?} for {exact:.3}");
    let [plain, mended] = [error(&shares, 0, exact), error(&shares, 1, exact)];
    println!("errors {plain:.3} {mended:.3}");
    assert!(plain > 0.06 && mended < 0.5 * plain, "{shares:?} for {exact}");
}
