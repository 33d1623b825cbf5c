//! Noise-contrastive estimation against its formula in f64, and against what it must be where everything is known.

use crate::common::network::{energy, gradients, tensor, values};
use crate::common::{assert_close, moons};
use burn::tensor::Tensor;
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::ebm::noise_contrastive::{contrast_noise, noise_contrastive};
use mcmc_to_diffusion::numerics::estimate::Estimate;
use mcmc_to_diffusion::numerics::{Point, Rng, Stream};
use mcmc_to_diffusion::settings::EbmSettings;

const ROWS: usize = 40;

fn settings() -> EbmSettings {
    EbmSettings { width: 6, depth: 2, noise_width: 1.3, noise_shift: 0.7, ..EbmSettings::default() }
}

/// −log σ(z).
fn penalty(z: f64) -> f64 {
    if z > 0.0 { (-z).exp().ln_1p() } else { z.exp().ln_1p() - z }
}

#[test]
fn the_loss_and_its_gradient_are_those_of_the_formula() {
    let settings = settings();
    let law = moons(0.1);
    let noise = contrast_noise(&law.units(), &settings);
    let data: Vec<Point> = law.independent(ROWS, &mut Rng::new(1, Stream::Data));
    let normals: Vec<f32> = Rng::new(2, Stream::Batches).normals(2 * ROWS);
    let device = host().autodiff();
    let first = EnergyNet::init(&settings, &mut Rng::new(3, Stream::Weights), &host()).parameters();
    let network = EnergyNet::with_parameters(&settings, &Tensor::from_inner(first.clone()));
    let rows: Vec<f32> = data.iter().flatten().map(|&place| place as f32).collect();
    let loss = noise_contrastive(&network, &noise, tensor(&rows, 2, &device), tensor(&normals, 2, &device));

    let by_hand = |weights: &[f64]| -> f64 {
        let odds = |x: Point| -energy(weights, [6, 2], settings.activation, x) - noise.log_density(&x);
        let places = normals.as_chunks::<2>().0.iter();
        let places =
            places.map(|z| [0, 1].map(|axis| noise.mean()[axis] + noise.std()[axis] * f64::from(z[axis])));
        let of_data: f64 = data.iter().map(|&x| penalty(odds(x))).sum();
        let of_noise: f64 = places.map(|x| penalty(-odds(x))).sum();
        (of_data + of_noise) / ROWS as f64
    };
    let weights = values(first);
    assert_close(values(loss.clone())[0], by_hand(&weights), 1e-5, "loss");
    let found = gradients(&network, loss);
    let step = 1e-5;
    // The last weight is the bias of the head: log Z.
    for index in (0..weights.len()).step_by(7).chain([weights.len() - 1]) {
        let at = |by: f64| {
            let mut moved = weights.clone();
            moved[index] += by;
            by_hand(&moved)
        };
        let slope = (at(step) - at(-step)) / (2.0 * step);
        assert_close(found[index], slope, 1e-4, &format!("slope by weight {index}"));
    }
    assert!(found[weights.len() - 1].abs() > 1e-3, "the constant is learned");
}

#[test]
fn with_the_exact_energy_the_loss_is_least_at_the_true_log_z() {
    // Its slope by a constant c in E is mean σ(−G) over data − mean σ(G) over noise: 0 in the mean at log Z, and nowhere else.
    let law = moons(0.1);
    let density = DataDensity::new(&law);
    let noise = contrast_noise(&law.units(), &EbmSettings::default());
    let mut rng = Rng::new(4, Stream::Batches);
    let data = law.independent(20_000, &mut rng);
    let drawn: Vec<Point> = (0..data.len()).map(|_| noise.draw(&mut rng)).collect();
    let slope = |c: f64| {
        let odds = |x: &Point| density.log_density(x) - c - noise.log_density(x);
        let logistic = |z: f64| 1.0 / (1.0 + (-z).exp());
        let pairs = data.iter().zip(&drawn);
        Estimate::mean(
            pairs.map(|(x, y)| logistic(-odds(x)) - logistic(odds(y))).collect::<Vec<_>>().into_iter(),
        )
    };
    let Estimate { value, error } = slope(0.0);
    assert!(value.abs() < 4.0 * error, "{value} ± {error}");
    for c in [-0.1, 0.1] {
        let Estimate { value, error } = slope(c);
        assert!(value * c > 0.0 && value.abs() > 4.0 * error, "{value} ± {error} at {c}");
    }
}
