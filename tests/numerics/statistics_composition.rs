//! Whether samplers sample a composition: shares of the moons against quadrature, over five seeds.

use crate::common::composition_run::{Levels, corrected, naive, sample, share_error, truth, uncorrected};
use crate::common::diffusion_model::for_seeds;
use crate::common::{Point, moons};
use mcmc_to_diffusion::numerics::compose::{Composition, Factor, NoisedComposition};
use mcmc_to_diffusion::numerics::density::{HalfPlane, LogDensity};
use mcmc_to_diffusion::numerics::diffusion::Path;
use mcmc_to_diffusion::numerics::mcmc::{Hmc, Mala, RandomWalk};
use mcmc_to_diffusion::settings::{DiffusionSampler, DiffusionSettings, SamplerBug, ScheduleKind};
use std::f64::consts::FRAC_PI_6;

const SEEDS: [u32; 5] = [1, 2, 3, 4, 5];
/// Standard errors beyond which a sampler is wrong, and within which one is right.
const Z: f64 = 3.5;

/// Ancestral sampling through every level: the last hides all of the data, and no step is long.
fn settings(timesteps: usize) -> DiffusionSettings {
    DiffusionSettings {
        schedule: ScheduleKind::RescaledLinear,
        timesteps,
        sampler_steps: timesteps,
        sampler: DiffusionSampler::Ddpm,
        ..DiffusionSettings::default()
    }
}

/// A soft edge that looks to the upper right and keeps a quarter of the moons.
fn edge() -> HalfPlane {
    HalfPlane::through([0.93, 0.5], FRAC_PI_6, 0.3)
}

fn exact_share(sigma: f64, factor: &Factor, composition: Composition) -> f64 {
    let law = moons(sigma);
    truth(&law, factor, composition, 300).mean(|x| f64::from(u8::from(law.mode_of(x) == 0)))
}

/// A walk that jumps from moon to moon, standardised units.
fn walk(step_size: f64) -> impl Fn(Point) -> RandomWalk<Point> {
    move |_| RandomWalk { step_size, inverse_mass_sqrt: [1.0; 2] }
}

/// Shares of the upper moon over seeds against the exact one.
struct Shares {
    exact: f64,
    points: usize,
    shares: Vec<f64>,
}

impl Shares {
    fn mean(&self) -> f64 {
        self.shares.iter().sum::<f64>() / self.shares.len() as f64
    }

    /// Of a share of this many independent points.
    fn error(&self, points: usize) -> f64 {
        (self.exact * (1.0 - self.exact) / points as f64).sqrt()
    }

    /// Standard errors from the exact share: of all points together, and the farthest and the nearest of the seeds.
    fn z(&self) -> [f64; 3] {
        let each = self.shares.iter().map(|share| (share - self.exact).abs() / self.error(self.points));
        let (most, least) =
            each.fold((0.0, f64::INFINITY), |(most, least): (f64, f64), z| (most.max(z), least.min(z)));
        [(self.mean() - self.exact) / self.error(self.points * self.shares.len()), most, least]
    }

    fn report(&self, name: &str) {
        let error = self.error(self.points * self.shares.len());
        let z = self.z();
        println!(
            "{name}: {:.4} ± {error:.4} for {:.4}, z {:.1} of all, {:.1} at most",
            self.mean(),
            self.exact,
            z[0],
            z[1]
        );
    }

    #[track_caller]
    fn are_right(&self, name: &str) {
        self.report(name);
        let [all, most, _] = self.z();
        assert!(all.abs() < Z && most < Z, "{name}: {:?} for {}", self.shares, self.exact);
    }

    /// In every seed.
    #[track_caller]
    fn are_wrong(&self, name: &str) {
        self.report(name);
        let least = self.z()[2];
        assert!(least > Z, "{name}: {:?} for {} passes", self.shares, self.exact);
    }
}

/// What several samplers give for each seed: the shares of each.
fn measure<const K: usize>(
    exact: f64,
    points: [usize; K],
    run: impl Fn(u32) -> [Vec<Point>; K] + Sync,
    sigma: f64,
) -> [Shares; K] {
    let of_seed = |seed| {
        let (clouds, law) = (run(seed), moons(sigma));
        clouds.map(|cloud| share_error(&cloud, &law, exact).1)
    };
    let all = for_seeds(&SEEDS, of_seed);
    std::array::from_fn(|index| Shares {
        exact,
        points: points[index],
        shares: all.iter().map(|shares| shares[index]).collect(),
    })
}

#[test]
fn added_scores_leave_an_error_that_a_corrector_mends() {
    const POINTS: [usize; 4] = [2000, 2000, 2000, 500];
    let (factor, settings) = (Factor::HalfPlane(edge()), settings(100));
    let exact = exact_share(0.05, &factor, Composition::Product);
    let [plain, mended, still, flipped] = measure(
        exact,
        POINTS,
        |seed| {
            let levels = |factor| {
                Levels::new(&moons(0.05), &Factor::HalfPlane(factor), Composition::Product, &settings)
            };
            let (levels, other_side) = (levels(edge()), levels(edge().flipped()));
            let mut acceptance = Vec::new();
            let plain = sample(&levels, &settings, POINTS[0], seed, naive(&levels), uncorrected);
            let mut corrected_by = |target, points, sweeps, step_size| {
                let corrector = corrected(target, points, seed, sweeps, walk(step_size), &mut acceptance);
                sample(&levels, &settings, points, seed, naive(&levels), corrector)
            };
            let mended = corrected_by(&levels, POINTS[1], 10, 0.9);
            let still = corrected_by(&levels, POINTS[2], 1, 0.0);
            let flipped = corrected_by(&other_side, POINTS[3], 10, 0.9);
            [plain, mended, still, flipped]
        },
        0.05,
    );
    plain.are_wrong("scores added");
    let off = plain.mean() - exact;
    assert!((0.08..0.15).contains(&off), "scores added: off by {off}");
    mended.are_right("a walk of 10 sweeps a level");
    // Controls: chains that stay where they are, and chains on the other side's density.
    still.are_wrong("steps of 0");
    flipped.are_wrong("the edge turned round");
}

#[test]
fn the_steps_of_the_predictor_are_not_the_reason() {
    const POINTS: [usize; 2] = [600, 2000];
    let factor = || Factor::HalfPlane(edge());
    let exact = exact_share(0.05, &factor(), Composition::Product);
    let (few, many) = (settings(100), settings(400));
    let units = moons(0.05).units();
    let noised: Vec<NoisedComposition> = Path::of(&few)
        .levels()
        .iter()
        .map(|level| {
            NoisedComposition::new(&moons(0.05), &factor(), Composition::Product, &units, level.alpha_bar())
        })
        .collect();
    let [right, plain] = measure(
        exact,
        POINTS,
        |seed| {
            let levels = |settings| Levels::new(&moons(0.05), &factor(), Composition::Product, settings);
            let score = |t: usize, cloud: &[Point]| -> Vec<Point> {
                cloud.iter().map(|x| noised[t].score(x)).collect()
            };
            let right = sample(&levels(&few), &few, POINTS[0], seed, score, uncorrected);
            let levels = levels(&many);
            [right, sample(&levels, &many, POINTS[1], seed, naive(&levels), uncorrected)]
        },
        0.05,
    );
    right.are_right("the noised product, 100 steps");
    plain.are_wrong("scores added, 400 steps");
}

#[test]
fn mala_and_hmc_mend_it_where_they_can_cross() {
    const POINTS: [usize; 3] = [1000; 3];
    let settings = settings(100);
    let run = |sigma: f64, sweeps: [usize; 2]| {
        let exact = exact_share(sigma, &Factor::HalfPlane(edge()), Composition::Product);
        let clouds = |seed| {
            let levels =
                Levels::new(&moons(sigma), &Factor::HalfPlane(edge()), Composition::Product, &settings);
            let mala = |scales| Mala { step_size: 1.4, inverse_mass_sqrt: scales, bug: SamplerBug::Off };
            let hmc = |scales| Hmc {
                step_size: 1.2,
                leapfrog_steps: 5,
                jitter: 0.5,
                inverse_mass_sqrt: scales,
                bug: SamplerBug::Off,
            };
            let mut acceptance = Vec::new();
            let plain = sample(&levels, &settings, POINTS[0], seed, naive(&levels), uncorrected);
            let corrector = corrected(&levels, POINTS[1], seed, sweeps[0], mala, &mut acceptance);
            let langevin = sample(&levels, &settings, POINTS[1], seed, naive(&levels), corrector);
            let corrector = corrected(&levels, POINTS[2], seed, sweeps[1], hmc, &mut acceptance);
            [plain, langevin, sample(&levels, &settings, POINTS[2], seed, naive(&levels), corrector)]
        };
        measure(exact, POINTS, clouds, sigma)
    };
    let [plain, langevin, hmc] = run(0.2, [10, 4]);
    plain.are_wrong("scores added, thick moons");
    langevin.are_right("MALA, 10 sweeps, thick moons");
    hmc.are_right("HMC, 4 sweeps, thick moons");
    // Thin moons come apart while there is still noise. From there on neither crosses, and the shares of the level where
    // that happens stay, which are not yet those of the data.
    let [plain, langevin, hmc] = run(0.05, [2, 2]);
    for (name, shares) in [("MALA, 2 sweeps", langevin), ("HMC, 2 sweeps", hmc)] {
        shares.report(name);
        let left = (shares.mean() - shares.exact) / (plain.mean() - plain.exact);
        assert!(left < 0.85, "{name}: {left} of the error is left");
        assert!(
            shares.z()[0] > Z,
            "{name} gets thin moons right, which it cannot cross: {:?}",
            shares.shares
        );
    }
}

#[test]
fn rings_negations_and_mixtures_too() {
    const POINTS: [usize; 2] = [1000; 2];
    let settings = settings(100);
    let gaussian = |width| Factor::gaussians(&[[0.0, 1.0]], width);
    for (name, composition, is_wrong) in [
        ("times a ring", Composition::Product, true),
        ("without a Gaussian", Composition::Negation { power: 0.5 }, true),
        ("or a Gaussian", Composition::Mixture { share: 0.4 }, false),
    ] {
        let factor = || match composition {
            Composition::Product => Factor::ring([-0.2, 0.2], 1.0, 0.3),
            Composition::Negation { .. } => gaussian(0.5),
            Composition::Mixture { .. } => gaussian(0.3),
        };
        let exact = exact_share(0.05, &factor(), composition);
        let [plain, mended] = measure(
            exact,
            POINTS,
            |seed| {
                let levels = Levels::new(&moons(0.05), &factor(), composition, &settings);
                let mut acceptance = Vec::new();
                let plain = sample(&levels, &settings, POINTS[0], seed, naive(&levels), uncorrected);
                let corrector = corrected(&levels, POINTS[1], seed, 10, walk(0.9), &mut acceptance);
                [plain, sample(&levels, &settings, POINTS[1], seed, naive(&levels), corrector)]
            },
            0.05,
        );
        // Of a mixture the noised law is the mixture of noised laws: there is nothing to mend.
        if is_wrong {
            plain.are_wrong(name)
        } else {
            plain.are_right(name)
        }
        mended.are_right(&format!("{name}, corrected"));
    }
}
