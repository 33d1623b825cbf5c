//! A point taken hold of: where it came from and where it goes, as one denoiser has it.

use super::ground::Ground;
use super::source::{Asked, Source};
use crate::engine::device::read_back;
use crate::numerics::diffusion::stepper::euler;
use crate::numerics::diffusion::{Denoised, Level, spacing};
use crate::protocol::diffusion::ProbeTrajectory;
use crate::settings::DiffusionSettings;
use burn::tensor::{Device, Tensor, TensorData};

/// Where it is held: data units, and a noise level from 0 to T.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    pub at: [f32; 2],
    pub t: f32,
}

/// The way of the point along the probability-flow ODE, in the strides that samples take: up to the noise it would have
/// come from, and down to the data.
///
/// # Errors
/// Says in words that the device is lost.
pub async fn way(
    source: &Source,
    held: Held,
    settings: &DiffusionSettings,
    ground: &Ground,
    device: &Device,
) -> Result<ProbeTrajectory, String> {
    let path = &ground.train_set.path;
    let here = (held.t.round() as usize).min(path.timesteps());
    let mut below = spacing::timesteps(path, settings.sampler_steps, settings.spacing);
    below.reverse();
    // Noise levels count from 1, and a timestep is one less.
    let above: Vec<usize> = below.iter().map(|t| t + 1).filter(|&level| level > here).collect();
    below.retain(|&t| t + 1 < here);

    let asked = Asked::new(settings, 1, 0, device);
    let start = ground.to_standard(held.at.map(f64::from)).to_vec();
    let start = Tensor::<2>::from_data(TensorData::new(start, [1, 2]), device);
    let answer = async |level: usize, x: Tensor<2>| {
        // The data has no timestep of its own: it is asked about as if it had the least noise.
        source.denoise(&ground.train_set, &ground.ideal, level.saturating_sub(1), x, &asked).await
    };
    let held_answer = answer(here, start.clone()).await?;
    let stride = |level: usize, denoised: Denoised| {
        euler::step(if level == 0 { Level::DATA } else { path.level(level - 1) }, denoised)
    };

    let mut states = vec![(here, start.clone())];
    let mut denoised = held_answer.clone();
    for level in above {
        let x = stride(level, denoised);
        states.insert(0, (level, x.clone()));
        denoised = answer(level, x).await?;
    }
    if here > 0 {
        denoised = held_answer.clone();
        for level in below.into_iter().rev().map(|t| t + 1).chain([0]) {
            let x = stride(level, denoised.clone());
            states.push((level, x.clone()));
            if level > 0 {
                denoised = answer(level, x).await?;
            }
        }
    }
    let times = states.iter().map(|(level, _)| *level as f32).collect();
    let rows: Vec<Tensor<2>> =
        states.into_iter().map(|(_, x)| x).chain([held_answer.x0, held_answer.eps]).collect();
    let mut rows = read_back(Tensor::cat(rows, 0)).await?;
    let noise = [rows.split_off(rows.len() - 2), vec![]].concat();
    let clean = rows.split_off(rows.len() - 2);
    let spread = if here == 0 { 0.0 } else { path.level(here - 1).noise_rate };
    let [x, y] = ground.units.std.map(|std| (std * spread) as f32);
    Ok(ProbeTrajectory {
        times,
        points: rows.as_chunks::<2>().0.iter().flat_map(|x| ground.to_data_units(*x)).collect(),
        clean: ground.to_data_units([clean[0], clean[1]]),
        noise: [noise[0] * x, noise[1] * y],
    })
}
