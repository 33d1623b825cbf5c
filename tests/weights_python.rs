//! Weights that the engine has trained and the page's code has saved, read by Python's safetensors.

#[path = "common/mod.rs"]
mod common;

use common::diffusion_run::{answers, small};
use futures::executor::block_on;
use mcmc_to_diffusion::engine::device::{host, read_back};
use mcmc_to_diffusion::numerics::diffusion::guidance;
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::nn::{DenoisingNet, TimeEmbedding};
use mcmc_to_diffusion::protocol::weights::{NetworkWeights, Weights};
use mcmc_to_diffusion::protocol::{Command, Event};
use mcmc_to_diffusion::settings::{
    Activation, Beside, Chapter, DiffusionBeside, DiffusionSettings, EbmSettings, Experiment, Fork, Network,
    Settings,
};
use mcmc_to_diffusion::ui::weights_file;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command as Process;

/// What the virtual environment holds.
const PACKAGES: [&str; 2] = ["numpy>=2,<3", "safetensors>=0.6,<1"];
const POINTS: [[f32; 2]; 4] = [[0.0, 0.0], [1.5, -0.25], [-2.0, 0.75], [0.3, 1.1]];
const TIMES: [usize; 4] = [0, 7, 50, 99];
const CLASSES: [Option<u8>; 4] = [None, Some(0), Some(1), None];

fn trained(chapter: Chapter, settings: &Settings) -> Weights {
    let start = Command::Start {
        run: 1,
        seed: settings.seed,
        data: settings.data.clone(),
        experiment: Experiment::of(chapter, settings),
        from: None,
    };
    // No time is left for anything but the step that a frame takes at least.
    let train = (0..30).map(|_| Command::Next { run: 1, steps: 1, walk: 0, budget_ms: 1.0 });
    let commands = [start].into_iter().chain(train).chain([Command::Export { run: 1 }]);
    let weights = answers(commands).into_iter().find_map(|event| match event {
        Event::Weights(weights) => Some(*weights),
        _ => None,
    });
    weights.expect("it has trained")
}

/// The inputs of a network that is told the timestep, `[rows, inputs]`.
fn inputs(settings: &DiffusionSettings) -> Vec<Vec<f32>> {
    let embedding = TimeEmbedding::new(settings.timesteps);
    let row = |index: usize| {
        let class = guidance::features(CLASSES[index]);
        let class = if settings.conditional { &class[..] } else { &[] };
        [&POINTS[index][..], embedding.features(TIMES[index]), class].concat()
    };
    (0..POINTS.len()).map(row).collect()
}

/// What the engine's network of these weights says at the points.
fn outputs(settings: &Experiment, weights: &[f32]) -> Vec<Vec<f32>> {
    use burn::tensor::{Tensor, TensorData};
    let tensor = |rows: Vec<Vec<f32>>| {
        let shape = [rows.len(), rows[0].len()];
        Tensor::<2>::from_data(TensorData::new(rows.concat(), shape), &host())
    };
    let weights = Tensor::from_floats(weights, &host());
    let outputs = match settings {
        Experiment::Ebm(settings) => {
            let network = EnergyNet::with_parameters(settings, &weights);
            network.energy(tensor(POINTS.map(Vec::from).into()))
        }
        Experiment::Diffusion(settings) => {
            DenoisingNet::with_parameters(settings, &weights).forward(tensor(inputs(settings)))
        }
        _ => panic!("it has no network"),
    };
    let width = outputs.dims()[1];
    block_on(read_back(outputs)).expect("the host").chunks(width).map(Vec::from).collect()
}

/// Saves a model and says what Python should find in the file.
fn case(folder: &Path, name: &str, chapter: Chapter, settings: &Settings) -> Value {
    let weights = trained(chapter, settings);
    let file = folder.join(format!("{name}.safetensors"));
    std::fs::write(&file, weights_file::write(&weights, settings).expect("a whole model")).expect("a file");
    let mut expected = Map::new();
    for (NetworkWeights { values, training }, prefix) in weights.networks.iter().zip(["", "beside."]) {
        expected.insert(prefix.to_owned(), json!(outputs(&weights.experiment, values)));
        if !training.is_empty() {
            let training = outputs(&weights.experiment, training);
            expected.insert(format!("{prefix}training."), json!(training));
        }
    }
    let (kind, classes) = match &weights.experiment {
        Experiment::Diffusion(settings) if settings.conditional => {
            ("diffusion", CLASSES.map(|class| guidance::features(class).to_vec()))
        }
        Experiment::Diffusion(_) => ("diffusion", [const { Vec::new() }; 4]),
        _ => ("energy", [const { Vec::new() }; 4]),
    };
    let points = POINTS.map(|point| {
        let in_data_units = |axis: usize| {
            let (mean, std) = weights.units.map_or((0.0, 1.0), |units| (units.mean[axis], units.std[axis]));
            mean + std * f64::from(point[axis])
        };
        [0, 1].map(in_data_units)
    });
    json!({
        "file": file, "kind": kind, "step": weights.step, "points": points, "times": TIMES, "classes": classes,
        "outputs": expected,
    })
}

/// A Python with [`PACKAGES`], in a virtual environment of its own.
fn python(folder: &Path) -> PathBuf {
    let home = folder.join("python");
    let python = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let holds_all = |python: &Path| {
        let import = Process::new(python).args(["-c", "import numpy, safetensors"]).output();
        import.is_ok_and(|output| output.status.success())
    };
    if !holds_all(&python) {
        let plain = if cfg!(windows) { "python" } else { "python3" };
        run(
            Process::new(plain).args(["-m", "venv"]).arg(&home),
            "make a virtual environment: is Python 3 there?",
        );
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run(Process::new(&python).args(install).args(PACKAGES), "install NumPy and safetensors");
    }
    python
}

#[track_caller]
fn run(process: &mut Process, what: &str) -> String {
    let output = process.output().unwrap_or_else(|error| panic!("could not {what} ({error})"));
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "could not {what}\n{}{}", words(&output.stdout), words(&output.stderr));
    words(&output.stdout)
}

#[test]
fn python_reads_the_files_and_its_networks_say_the_same() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let plain = Settings {
        diffusion: small(),
        ebm: EbmSettings { width: 12, batch_size: 32, points: 300, ..EbmSettings::default() },
        ..Settings::default()
    };
    let mut other = plain.clone();
    (other.diffusion.network, other.diffusion.conditional) = (Network::ResidualMlp, true);
    (other.diffusion.beside, other.diffusion.fork) = (DiffusionBeside::Fork, Fork::Averaging);
    (other.diffusion.timesteps, other.ebm.depth) = (250, 1);
    (other.ebm.activation, other.ebm.beside) = (Activation::Softplus, Beside::Rival);
    let mut bent = plain.clone();
    bent.ebm.activation = Activation::Tanh;
    let cases = [
        case(folder, "energy", Chapter::LearnAnEnergy, &plain),
        case(folder, "energy-softplus", Chapter::LearnAnEnergy, &other),
        case(folder, "energy-tanh", Chapter::LearnAnEnergy, &bent),
        case(folder, "denoiser", Chapter::Denoise, &plain),
        case(folder, "denoiser-residual", Chapter::Denoise, &other),
    ];
    let expected = folder.join("weights.json");
    std::fs::write(&expected, json!(cases).to_string()).expect("a file");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/read_weights.py");
    let told = run(Process::new(python(folder)).arg(script).arg(expected), "read the weights in Python");
    assert_eq!(told.lines().count(), 9, "{told}");
    println!("{told}");
}
