//! Every diffusion sampler step by step against reference numbers, on the exact noise of a diffused mixture.

use burn::tensor::{Tensor, TensorData};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::diffusion::stepper::ddpm::{self, Variance};
use mcmc_to_diffusion::numerics::diffusion::stepper::dpm_solver::DpmSolver;
use mcmc_to_diffusion::numerics::diffusion::stepper::heun::{self, Clock};
use mcmc_to_diffusion::numerics::diffusion::stepper::{ddim, euler, euler_maruyama};
use mcmc_to_diffusion::numerics::diffusion::{Denoised, Level, Path, Schedule, spacing};
use mcmc_to_diffusion::settings::Spacing;
use serde::Deserialize;

const TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct File {
    mixture: Mixture,
    #[serde(rename = "xT")]
    first: Vec<[f64; 2]>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Mixture {
    weights: Vec<f64>,
    means: Vec<[f64; 2]>,
    stds: Vec<f64>,
}

#[derive(Deserialize)]
struct Case {
    sampler: String,
    config: Config,
    num_inference_steps: usize,
    spacing: String,
    eta: f64,
    timesteps: Vec<usize>,
    steps: Vec<Step>,
    x0: Vec<[f64; 2]>,
    #[serde(default)]
    noise: Vec<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct Config {
    num_train_timesteps: usize,
    beta_start: f64,
    beta_end: f64,
    beta_schedule: String,
}

#[derive(Deserialize)]
struct Step {
    step: usize,
    t: usize,
    x: Vec<[f64; 2]>,
    #[serde(default)]
    eps: Vec<[f64; 2]>,
}

impl Mixture {
    /// E[ε | x_t] = −√(1−ᾱ) ∇ log p_t(x).
    fn noise(&self, x: [f64; 2], level: Level) -> [f64; 2] {
        let (mut mass, mut pull) = (0.0, [0.0; 2]);
        for ((weight, mean), std) in self.weights.iter().zip(&self.means).zip(&self.stds) {
            let variance = (level.signal_rate * std).powi(2) + level.noise_rate.powi(2);
            let offset = [0, 1].map(|i| x[i] - level.signal_rate * mean[i]);
            let density =
                weight / variance * (-(offset[0].powi(2) + offset[1].powi(2)) / (2.0 * variance)).exp();
            mass += density;
            (0..2).for_each(|i| pull[i] += density * offset[i] / variance);
        }
        pull.map(|pull| level.noise_rate * pull / mass)
    }

    fn denoise(&self, x: &Tensor<2>, level: Level) -> Denoised {
        let noise: Vec<_> = points(x).iter().map(|x| self.noise(*x, level)).collect();
        let noise = tensor(&noise);
        Denoised { x0: (x.clone() - noise.clone() * level.noise_rate) / level.signal_rate, eps: noise }
    }
}

fn path(config: &Config) -> Path {
    Path::diffused(&match config.beta_schedule.as_str() {
        "linear" => Schedule::linear(config.beta_start, config.beta_end, config.num_train_timesteps),
        "squaredcos_cap_v2" => Schedule::cosine(config.num_train_timesteps),
        other => panic!("a schedule this test does not know: {other}"),
    })
}

fn tensor(points: &[[f64; 2]]) -> Tensor<2> {
    let flat: Vec<f32> = points.iter().flatten().map(|coordinate| *coordinate as f32).collect();
    Tensor::from_data(TensorData::new(flat, [points.len(), 2]), &host())
}

fn points(tensor: &Tensor<2>) -> Vec<[f64; 2]> {
    let flat = tensor.to_data().try_to_vec::<f32>().unwrap();
    flat.as_chunks::<2>().0.iter().map(|point| point.map(f64::from)).collect()
}

/// Both sides divided by `scale`: what is not data is compared in its own size.
fn assert_close(ours: &[[f64; 2]], theirs: &[[f64; 2]], scale: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (a, b) in ours.iter().flatten().zip(theirs.iter().flatten()) {
        let b = b / scale;
        assert!((a - b).abs() <= TOLERANCE * (1.0 + b.abs()), "{what}: {a} is not {b}");
    }
}

/// The level where stride `i` of a case ends.
fn end(case: &Case, path: &Path, i: usize) -> Level {
    case.timesteps.get(i + 1).map_or(Level::DATA, |&t| path.level(t))
}

/// Runs a case with `step` from one state to the next, given its index, and compares what is recorded. States of the ODE
/// solvers are recorded as x / a.
fn compare(
    file: &File,
    sampler: &str,
    over_signal: bool,
    mut step: impl FnMut(&Case, &Path, usize, &Tensor<2>) -> Tensor<2>,
) {
    let cases: Vec<&Case> = file.cases.iter().filter(|case| case.sampler == sampler).collect();
    assert!(!cases.is_empty(), "no case of {sampler}");
    for case in cases {
        let name = format!("{sampler}, {} steps, {}, η {}", case.num_inference_steps, case.spacing, case.eta);
        let path = path(&case.config);
        let mut x = tensor(&file.first);
        let mut compared = 0;
        for i in 0..case.timesteps.len() {
            x = step(case, &path, i, &x);
            // Long cases record some of their steps.
            let Some(recorded) = case.steps.iter().find(|recorded| recorded.step == i) else { continue };
            assert_eq!(recorded.t, case.timesteps[i], "{name}");
            let scale = if over_signal { 1.0 / end(case, &path, i).signal_rate } else { 1.0 };
            assert_close(&points(&x), &recorded.x, scale, &format!("{name}, step {i}"));
            compared += 1;
        }
        assert_eq!(compared, case.steps.len(), "{name}");
        assert_close(&points(&x), &case.x0, 1.0, &format!("{name}, x₀"));
    }
}

fn noise(case: &Case, i: usize) -> Tensor<2> {
    tensor(&case.noise[i])
}

#[test]
fn the_exact_noise_is_that_of_the_reference() {
    let file: File = crate::common::load("diffusion_samplers.json");
    let mut compared = 0;
    for case in &file.cases {
        let path = path(&case.config);
        let Some(first) = case.steps.first().filter(|step| step.step == 0 && !step.eps.is_empty()) else {
            continue;
        };
        let level = path.level(first.t);
        let ours: Vec<_> = file.first.iter().map(|x| file.mixture.noise(*x, level)).collect();
        assert_close(&ours, &first.eps, 1.0, &case.sampler);
        compared += 1;
    }
    assert!(compared > 0, "no case");
}

#[test]
fn ddim_agrees_step_by_step() {
    let file: File = crate::common::load("diffusion_samplers.json");
    compare(&file, "ddim", false, |case, path, i, x| {
        let from = path.level(case.timesteps[i]);
        let noise = (case.eta > 0.0).then(|| noise(case, i));
        ddim::step(case.eta, from, end(case, path, i), file.mixture.denoise(x, from), noise)
    });
}

#[test]
fn ancestral_sampling_agrees_step_by_step_with_both_variances() {
    let file: File = crate::common::load("diffusion_samplers.json");
    for (sampler, variance) in [("ddpm_small", Variance::Posterior), ("ddpm_large", Variance::Beta)] {
        compare(&file, sampler, false, |case, path, i, x| {
            let from = path.level(case.timesteps[i]);
            let denoised = file.mixture.denoise(x, from);
            ddpm::step(variance, from, end(case, path, i), x.clone(), denoised, noise(case, i))
        });
    }
}

#[test]
fn euler_agrees_step_by_step() {
    let file: File = crate::common::load("diffusion_samplers.json");
    compare(&file, "euler", true, |case, path, i, x| {
        euler::step(end(case, path, i), file.mixture.denoise(x, path.level(case.timesteps[i])))
    });
}

#[test]
fn heun_agrees_step_by_step() {
    // The reference counts both halves of a stride, at timesteps t₀, t₁, t₁, t₂, t₂ …: the first of them is where Euler leads,
    // and the second is judged from where the stride began.
    let file: File = crate::common::load("diffusion_samplers.json");
    let mut here: Option<(Level, Denoised)> = None;
    compare(&file, "heun", true, |case, path, i, x| {
        let level = path.level(case.timesteps[i]);
        let denoised = file.mixture.denoise(x, level);
        match here.take() {
            None => {
                let to = end(case, path, i);
                if to != Level::DATA {
                    here = Some((level, denoised.clone()));
                }
                euler::step(to, denoised)
            }
            Some((from, start)) => heun::correct(Clock::Sigma, from, level, start, denoised),
        }
    });
}

#[test]
fn dpm_solver_agrees_step_by_step() {
    let file: File = crate::common::load("diffusion_samplers.json");
    let mut solver = DpmSolver::default();
    compare(&file, "dpmpp2m", false, |case, path, i, x| {
        let level = path.level(case.timesteps[i]);
        let clean = file.mixture.denoise(x, level).x0;
        if i == 0 {
            solver = DpmSolver::default();
        }
        solver.step(level, end(case, path, i), x.clone(), clean)
    });
}

#[test]
fn the_reference_visits_the_timesteps_that_spacing_gives() {
    let file: File = crate::common::load("diffusion_samplers.json");
    let mut compared = 0;
    for case in &file.cases {
        let spacing = if case.spacing == "leading" { Spacing::Leading } else { Spacing::Trailing };
        // The reference's DPM-Solver leads differently, from one more step than it takes.
        if case.sampler == "dpmpp2m" && spacing == Spacing::Leading || case.sampler == "heun" {
            continue;
        }
        let visited = spacing::timesteps(&path(&case.config), case.num_inference_steps, spacing);
        assert_eq!(visited, case.timesteps, "{}", case.sampler);
        compared += 1;
    }
    assert!(compared > 0, "no case");
}

/// No reference has it: for data that are a single Gaussian the reverse SDE is linear, and the law of what it leads to is
/// known. A thousand strides keep the variance to about a thousandth; ten do not, and that must show.
#[test]
fn euler_maruyama_keeps_the_variance_of_gaussian_data_as_strides_get_short() {
    let spread = 0.7;
    let variance = |timesteps: usize| {
        let path = Path::diffused(&Schedule::linear(
            20.0 * 1e-3 / timesteps as f64,
            20.0 / timesteps as f64,
            timesteps,
        ));
        // The SDE's law stays Gaussian: follow x = c z through mean and added noise.
        let mut variance = 1.0;
        for t in (0..timesteps).rev() {
            let from = path.level(t);
            let to = if t == 0 { Level::DATA } else { path.level(t - 1) };
            let one = tensor(&[[1.0, 0.0]]);
            // E[ε | x] = b x / (a² s² + b²).
            let total = (from.signal_rate * spread).powi(2) + from.noise_rate.powi(2);
            let noise = one.clone() * (from.noise_rate / total);
            let clean = (one.clone() - noise.clone() * from.noise_rate) / from.signal_rate;
            let step = |draw: Tensor<2>| {
                let denoised = Denoised { x0: clean.clone(), eps: noise.clone() };
                points(&euler_maruyama::step(from, to, one.clone(), denoised, draw))[0][0]
            };
            let factor = step(tensor(&[[0.0, 0.0]]));
            let added = step(tensor(&[[1.0, 0.0]])) - factor;
            variance = factor * factor * variance + added * added;
        }
        variance
    };
    let truth = spread * spread;
    let [coarse, fine, finer] = [20, 500, 1000].map(|timesteps| (variance(timesteps) / truth - 1.0).abs());
    assert!(finer < 0.02, "{finer}");
    assert!(coarse > 0.1, "{coarse}");
    // First order: twice the strides, half the error.
    assert!((fine / finer - 2.0).abs() < 0.4, "{fine} {finer}");
}
