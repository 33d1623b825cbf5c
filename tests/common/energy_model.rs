//! An energy trained natively, and its density on a grid.

use super::moons;
use super::network::{single, values};
use burn::tensor::{Tensor, TensorData};
use mcmc_to_diffusion::engine::device::host;
use mcmc_to_diffusion::numerics::density::{DataDensity, LogDensity};
use mcmc_to_diffusion::numerics::ebm::{EnergyGrid, GridMetrics, Trainer};
use mcmc_to_diffusion::numerics::nn::FlatNet;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{DataSettings, EbmSettings};

const SIDE: usize = 160;

/// The network that so many steps on two moons teach.
pub fn train(settings: &EbmSettings, seed: u32, steps: usize) -> FlatNet {
    let law = moons(settings.data_noise);
    let data = law.independent(settings.points, &mut Rng::new(seed, Stream::Data));
    let mut trainer = Trainer::new(settings, settings.objective, &law.units(), seed, &host());
    for _ in 0..steps {
        trainer.step(&data, settings);
    }
    trainer.learned.network()
}

/// The stage of two moons with their exact density.
pub fn grid(sigma: f64) -> EnergyGrid {
    let law = moons(sigma);
    let density = DataDensity::new(&law);
    let square = DataSettings::default().stage();
    let middle = |low: f64, index: usize| low + square.side * (index as f64 + 0.5) / SIDE as f64;
    let cell = |index: usize| [middle(square.x, index % SIDE), middle(square.y, index / SIDE)];
    let heights = (0..SIDE * SIDE).map(|index| density.log_density(&cell(index)));
    EnergyGrid::new(square, SIDE, heights.collect(), &law)
}

/// What the grid says of a network's energy.
pub fn metrics(network: &FlatNet, grid: &EnergyGrid) -> GridMetrics {
    let places: Vec<f32> = grid.points().flatten().map(|place| place as f32).collect();
    let places = Tensor::from_data(TensorData::new(places, [grid.count(), 2]), &host());
    grid.metrics(&single(&values(network.energy(places))))
}
