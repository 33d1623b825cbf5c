//! DDIM step by step against reference numbers, on the exact noise of a diffused mixture.

mod common;

use burn::tensor::{Tensor, TensorData};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::diffusion::Schedule;
use mcmc_to_diffusion::numerics::diffusion::ddim::{Ddim, timesteps};
use mcmc_to_diffusion::settings::Spacing;
use serde::Deserialize;

const TOLERANCE: f32 = 1e-4;

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
    #[serde(default)]
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
    #[serde(default)]
    clip_sample: Option<bool>,
    #[serde(default)]
    clip_sample_range: Option<f64>,
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
    fn epsilon(&self, x: [f64; 2], alpha_bar: f64) -> [f64; 2] {
        let (mut mass, mut pull) = (0.0, [0.0; 2]);
        for ((weight, mean), std) in self.weights.iter().zip(&self.means).zip(&self.stds) {
            let variance = alpha_bar * std * std + 1.0 - alpha_bar;
            let offset = [0, 1].map(|i| x[i] - alpha_bar.sqrt() * mean[i]);
            let density =
                weight / variance * (-(offset[0].powi(2) + offset[1].powi(2)) / (2.0 * variance)).exp();
            mass += density;
            (0..2).for_each(|i| pull[i] += density * offset[i] / variance);
        }
        pull.map(|pull| (1.0 - alpha_bar).sqrt() * pull / mass)
    }
}

fn schedule(config: &Config) -> Schedule {
    match config.beta_schedule.as_str() {
        "linear" => Schedule::linear(config.beta_start, config.beta_end, config.num_train_timesteps),
        "squaredcos_cap_v2" => Schedule::cosine(config.num_train_timesteps),
        other => panic!("a schedule this test does not know: {other}"),
    }
}

fn tensor(points: &[[f64; 2]]) -> Tensor<2> {
    let flat: Vec<f32> = points.iter().flatten().map(|coordinate| *coordinate as f32).collect();
    Tensor::from_data(TensorData::new(flat, [points.len(), 2]), &host())
}

fn points(tensor: &Tensor<2>) -> Vec<[f64; 2]> {
    let flat = tensor.to_data().try_to_vec::<f32>().unwrap();
    flat.as_chunks::<2>().0.iter().map(|point| point.map(f64::from)).collect()
}

fn assert_close(ours: &[[f64; 2]], theirs: &[[f64; 2]], what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (a, b) in ours.iter().flatten().zip(theirs.iter().flatten()) {
        assert!((a - b).abs() as f32 <= TOLERANCE * (1.0 + b.abs() as f32), "{what}: {a} is not {b}");
    }
}

#[test]
fn every_ddim_case_agrees_step_by_step() {
    let file: File = common::load("diffusion_samplers.json");
    let cases: Vec<&Case> = file.cases.iter().filter(|case| case.sampler == "ddim").collect();
    assert!(!cases.is_empty(), "no DDIM case");
    for case in cases {
        let schedule = schedule(&case.config);
        let spacing = if case.spacing == "leading" { Spacing::Leading } else { Spacing::Trailing };
        let name = format!("{} steps, {spacing:?}, η = {}", case.num_inference_steps, case.eta);
        let visited = timesteps(case.config.num_train_timesteps, case.num_inference_steps, spacing);
        assert_eq!(visited, case.timesteps, "{name}");

        let clip =
            case.config.clip_sample.unwrap_or(false).then(|| case.config.clip_sample_range.unwrap_or(1.0));
        let ddim = Ddim { eta: case.eta, clip };
        let mut x = tensor(&file.first);
        let mut compared = 0;
        for (i, t) in visited.iter().copied().enumerate() {
            let alpha_bar = schedule.alpha_bar(t);
            let epsilon: Vec<_> = points(&x).iter().map(|x| file.mixture.epsilon(*x, alpha_bar)).collect();
            let noise = case.noise.get(i).map(|noise| tensor(noise));
            x = ddim.step(&schedule, (t, visited.get(i + 1).copied()), x, tensor(&epsilon), noise);
            // Long cases record some of their steps.
            let Some(step) = case.steps.iter().find(|step| step.step == i) else { continue };
            assert_eq!(step.t, t, "{name}");
            if !step.eps.is_empty() {
                assert_close(&epsilon, &step.eps, &format!("{name}, ε of step {i}"));
            }
            assert_close(&points(&x), &step.x, &format!("{name}, step {i}"));
            compared += 1;
        }
        assert_eq!(compared, case.steps.len(), "{name}");
        assert_close(&points(&x), &case.x0, &format!("{name}, x₀"));
    }
}

#[test]
fn clipping_holds_the_clean_point_to_its_range() {
    // From the first timestep to the data in one step, x is the clipped x̂₀ itself.
    let schedule = Schedule::cosine(100);
    let far = [[2.0, -3.0]];
    let step = |clip| {
        let ddim = Ddim { eta: 0.0, clip };
        points(&ddim.step(&schedule, (99, None), tensor(&far), tensor(&[[0.0, 0.0]]), None))
    };
    assert_close(&step(Some(1.5)), &[[1.5, -1.5]], "clipped");
    assert!(step(None)[0][0] > 1000.0, "without clipping 1/√ᾱ multiplies everything");
}
