//! Noise-contrastive estimation (Gutmann & Hyvärinen 2012, JMLR 13, equations 3–7 with as much noise as data): a network learns to
//! tell data from noise whose density is known, and with it learns log Z.

use super::energy_net::EnergyNet;
use crate::numerics::Point;
use crate::numerics::dataset::Standardise;
use crate::numerics::density::DiagonalGaussian;
use crate::settings::EbmSettings;
use burn::tensor::Tensor;
use burn::tensor::activation::log_sigmoid;

/// The noise of a training run: as the data along each axis, but wider, and moved along x, by what the settings say.
pub fn contrast_noise(units: &Standardise, settings: &EbmSettings) -> DiagonalGaussian<Point> {
    let [x, y] = units.mean;
    let mean = [x + settings.noise_shift * units.std[0], y];
    DiagonalGaussian::new(mean, units.std.map(|std| settings.noise_width * std))
}

/// −mean log σ(G(x)) − mean log σ(−G(y)) with G = −E − log p_n at data x and noise y: one element.
///
/// E is taken as it is, −log p with log Z in it: the bias of the network's head is the constant that is learned. So e^(−E) comes out
/// normalised, where the noise lies where the data are.
///
/// # Shapes
/// `x` and standard normals `z`, of which the noise is made, `[rows, 2]`.
pub fn noise_contrastive(
    network: &EnergyNet,
    noise: &DiagonalGaussian<Point>,
    x: Tensor<2>,
    z: Tensor<2>,
) -> Tensor<1> {
    let (device, rows) = (x.device(), x.dims()[0]);
    let [mean, std] = [noise.mean(), noise.std()]
        .map(|point| Tensor::<2>::from_data([point.map(|place| place as f32)], &device));
    let noise_points = z.clone() * std.clone() + mean.clone();
    let away = Tensor::cat(vec![(x.clone() - mean) / std, z], 0);
    let log_noise = away.square().sum_dim(1) * -0.5 - noise.log_mass();
    let odds = -network.energy(Tensor::cat(vec![x, noise_points], 0)) - log_noise;
    let right = [odds.clone().narrow(0, 0, rows), -odds.narrow(0, rows, rows)];
    let [data, noise] = right.map(|odds| log_sigmoid(odds).mean());
    -(data + noise)
}
