//! An energy all over the stage, evaluated on the device in slices and judged against the exact density.

use crate::engine::device::{EngineDevice, read_back};
use crate::engine::stage_grid::{arrow_feet, contour_lines};
use crate::numerics::ebm::{EnergyGrid, GridMetrics};
use crate::numerics::nn::FlatNet;
use crate::protocol::ebm::{EnergyMap, EnergyMetrics};
use crate::settings::StageSquare;
use burn::tensor::{Tensor, TensorData};

/// Points in one slice: a few milliseconds of work.
const ROWS: usize = 4096;

pub struct MapInProgress {
    network: FlatNet,
    /// Training steps behind it.
    step: u32,
    energies: Vec<f32>,
}

impl MapInProgress {
    pub fn new(network: FlatNet, step: u32) -> Self {
        Self { network, step, energies: Vec::new() }
    }

    pub fn step(&self) -> u32 {
        self.step
    }

    /// One slice. Gives the map once it is whole.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        grid: &EnergyGrid,
        square: &StageSquare,
        device: &EngineDevice,
    ) -> Result<Option<EnergyMap>, String> {
        let rows = tensor(grid.points().skip(self.energies.len()).take(ROWS), device);
        self.energies.extend(read_back(self.network.energy(rows)).await?);
        if self.energies.len() < grid.count() {
            return Ok(None);
        }
        let arrows = tensor(arrow_feet(square), device);
        let gradient = read_back(self.network.energy_and_gradient(arrows)).await?;
        let metrics = grid.metrics(&self.energies);
        let mut energy = std::mem::take(&mut self.energies);
        energy.truncate(grid.inner());
        let heights: Vec<f64> = energy.iter().map(|&energy| -f64::from(energy)).collect();
        Ok(Some(EnergyMap {
            step: self.step,
            contours: contour_lines(square, &heights),
            score: gradient.as_chunks::<3>().0.iter().flat_map(|[_, x, y]| [-x, -y]).collect(),
            energy,
            metrics: in_message(metrics),
        }))
    }
}

fn tensor(points: impl Iterator<Item = [f64; 2]>, device: &EngineDevice) -> Tensor<2> {
    let flat: Vec<f32> = points.flatten().map(|place| place as f32).collect();
    let rows = flat.len() / 2;
    Tensor::from_data(TensorData::new(flat, [rows, 2]), &device.device)
}

fn in_message(GridMetrics { log_z, kl, first_share, off_share, barrier }: GridMetrics) -> EnergyMetrics {
    EnergyMetrics { log_z, kl, first_share, off_share, barrier }
}
