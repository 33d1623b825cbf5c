//! The trained models that come with the page: files of `assets/trained/`, written by `cargo xtask weights`.

#[path = "../common/mod.rs"]
mod common;

use common::diffusion_run::answers;
use mcmc_to_diffusion::protocol::diffusion::Denoiser;
use mcmc_to_diffusion::protocol::weights::Weights;
use mcmc_to_diffusion::protocol::{Command, Content, Event, Frame};
use mcmc_to_diffusion::settings::{Chapter, Experiment, Settings};
use mcmc_to_diffusion::ui::weights_file;
use serde_json::{Value, json};
use std::path::PathBuf;

const MODELS: [(Chapter, &str); 2] = [(Chapter::LearnAnEnergy, "energy"), (Chapter::Denoise, "diffusion")];
const RUN: u32 = 1;
/// Steps of the walkers before they are scored: from noise to where they stay.
const WALK: u32 = 20_000;
const ANEW: &str = "run `cargo xtask weights`, which trains them anew";

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn file(name: &str) -> PathBuf {
    folder("assets/trained").join(format!("{name}.safetensors"))
}

/// Where the defaults are kept under which the files were trained: the files tell only what differed from them.
fn defaults_file() -> PathBuf {
    folder("tests/trained/defaults.json")
}

fn defaults(chapter: Chapter) -> Experiment {
    Experiment::of(chapter, &Settings::default())
}

fn goal(chapter: Chapter) -> u32 {
    defaults(chapter).goal().expect("it trains") as u32
}

/// What decides about a model, by name.
fn decides(chapter: Chapter) -> Value {
    let Settings { seed, data, .. } = Settings::default();
    json!({ "seed": seed, "data": data, "experiment": defaults(chapter) })
}

fn shipped(name: &str) -> Weights {
    let bytes = std::fs::read(file(name)).unwrap_or_else(|error| panic!("{name}: {error}; {ANEW}"));
    weights_file::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}; {ANEW}"))
}

/// A run of the defaults, from nothing or from weights.
fn start(chapter: Chapter, from: Option<&Weights>) -> Command {
    let Settings { seed, data, .. } = Settings::default();
    let from = from.cloned().map(Box::new);
    Command::Start { run: RUN, seed, data, experiment: defaults(chapter), from }
}

fn next(steps: u32, walk: u32) -> Command {
    Command::Next { run: RUN, steps, walk, budget_ms: 1e9 }
}

fn trained(chapter: Chapter, steps: u32) -> Weights {
    let commands = [start(chapter, None), next(steps, 0), Command::Export { run: RUN }];
    let weights = answers(commands).into_iter().find_map(|event| match event {
        Event::Weights(weights) => Some(*weights),
        _ => None,
    });
    weights.expect("it has trained")
}

/// How good a model is. Of an energy, shares and divergence are those of its density, and MMD² that of its walkers.
#[derive(Default)]
struct Scores {
    /// Mean unbiased MMD² to fresh data, and the 95 % quantile of the same between two real sets.
    mmd2: f64,
    mmd2_real: f64,
    off_share: f64,
    first_share: f64,
    /// Kullback–Leibler divergence from the exact density, nats; 0 of a diffusion model.
    kl: f64,
}

impl Scores {
    /// What the page measures of these weights.
    fn of(chapter: Chapter, weights: &Weights) -> Self {
        let measure = (0..8).map(|_| next(0, 0));
        let commands = [start(chapter, Some(weights)), next(0, WALK)].into_iter().chain(measure);
        let mut scores = Self::default();
        for event in answers(commands) {
            if let Event::Frame(frame) = event {
                scores.take(*frame);
            }
        }
        scores
    }

    fn take(&mut self, frame: Frame) {
        assert_eq!(frame.halt, None);
        match frame.content {
            Content::Ebm(content) => {
                let lane = &content.lanes[0];
                if let Some(metrics) = lane.map.as_ref().map(|map| map.metrics) {
                    (self.kl, self.off_share, self.first_share) =
                        (metrics.kl, metrics.off_share, metrics.first_share);
                }
                self.mmd2 = lane.score.map_or(self.mmd2, |score| score.walkers.mmd2);
                self.mmd2_real = content.real_vs_real.map_or(self.mmd2_real, |real| real.mmd2_q95);
            }
            Content::Diffusion(content) => {
                let score = content.lanes[0].score.as_ref();
                if let Some(score) = score.filter(|score| score.denoiser == Denoiser::Learned) {
                    let distances = &score.distances;
                    self.mmd2 = distances.mmd2_mean().into();
                    (self.off_share, self.first_share) =
                        (distances.off_share.into(), distances.first_share.into());
                }
                let real = content.real_vs_real;
                self.mmd2_real = real.map_or(self.mmd2_real, |real| real.mmd2_mean_q95.into());
            }
            _ => panic!("of another chapter"),
        }
    }

    fn words(&self) -> String {
        let Self { mmd2, mmd2_real, off_share, first_share, kl } = self;
        let [off, first] = [off_share, first_share].map(|share| 100.0 * share);
        format!(
            "MMD² {mmd2:.5} (of real data, 95 % are under {mmd2_real:.5}), {off:.2} % off the moons, \
             upper moon {first:.1} %, KL {kl:.4} nats"
        )
    }

    /// Whether it is a model worth showing.
    fn check(&self) -> Result<(), String> {
        let near = self.mmd2_real > 0.0 && self.mmd2 < 2.0 * self.mmd2_real;
        let good = near && self.off_share < 0.02 && (self.first_share - 0.5).abs() < 0.05 && self.kl < 0.1;
        if good { Ok(()) } else { Err(self.words()) }
    }
}

/// What `cargo xtask weights` runs.
#[test]
#[ignore = "it trains both models and writes their files"]
fn train_anew() {
    let mut all = json!({});
    for (chapter, name) in MODELS {
        let mut weights = trained(chapter, goal(chapter));
        // Training goes on from the average as well, and the file is half as large.
        weights.networks.iter_mut().for_each(|network| network.training.clear());
        let scores = Scores::of(chapter, &weights);
        let bytes = weights_file::write(&weights, &Settings::default()).expect("a whole model");
        println!("{name}: {} steps, {} bytes. {}", weights.step, bytes.len(), scores.words());
        scores.check().expect("it is worth showing");
        std::fs::write(file(name), bytes).expect("a file");
        all[name] = decides(chapter);
    }
    let text = serde_json::to_string_pretty(&all).expect("JSON") + "\n";
    std::fs::write(defaults_file(), text).expect("a file");
}

/// The names under which two values differ.
fn differences(path: &str, before: &Value, now: &Value) -> Vec<String> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
            let of = |name: &String| {
                let [before, now] = [before, now].map(|all| all.get(name).unwrap_or(&Value::Null));
                differences(&format!("{path}.{name}"), before, now)
            };
            names.flat_map(of).collect()
        }
        _ if before == now => Vec::new(),
        _ => vec![format!("{path} was {before} and is {now}")],
    }
}

#[test]
fn the_files_belong_to_the_defaults() {
    let text = std::fs::read_to_string(defaults_file()).expect("the defaults of then");
    let then: Value = serde_json::from_str(&text).expect("JSON");
    for (chapter, name) in MODELS {
        let changed = differences(name, &then[name], &decides(chapter));
        assert!(changed.is_empty(), "the defaults have changed: {changed:?}; {ANEW}");
        let Weights { seed, data, experiment, step, .. } = shipped(name);
        let Settings { seed: own_seed, data: own_data, .. } = Settings::default();
        assert_eq!((seed, data, experiment), (own_seed, own_data, defaults(chapter)), "{name}: {ANEW}");
        assert_eq!(step, goal(chapter), "{name}: {ANEW}");
    }
}

#[test]
fn a_changed_default_is_named() {
    let now = decides(Chapter::Denoise);
    let mut then = now.clone();
    then["data"]["gap"] = json!(7);
    assert_eq!(differences("diffusion", &now, &now), [""; 0]);
    let changed = differences("diffusion", &then, &now);
    assert!(changed.len() == 1 && changed[0].starts_with("diffusion.data.gap was 7 and is "), "{changed:?}");
}

#[test]
fn the_files_hold_models_worth_showing_and_hardly_trained_ones_are_not() {
    for (chapter, name) in MODELS {
        let scores = Scores::of(chapter, &shipped(name));
        println!("{name}: {}", scores.words());
        scores.check().unwrap_or_else(|why| panic!("{name}: {why}; {ANEW}"));
        assert!(Scores::of(chapter, &trained(chapter, 1)).check().is_err(), "{name} after one step");
    }
}
