//! Where the network's x̂₀ lies between the ideal denoisers of the law and of its training points.

use super::ground::Ground;
use crate::engine::device::read_back;
use crate::numerics::diffusion::clip::Bound;
use crate::numerics::diffusion::copying::{self, IdealAnswers, Squares};
use crate::numerics::diffusion::denoiser::{Guide, denoise};
use crate::numerics::nn::FlatNet;
use crate::numerics::rng::{Rng, Stream};
use crate::protocol::copying::Copying;
use crate::settings::DiffusionSettings;
use burn::tensor::{Device, Tensor, TensorData};

/// Bands of noise levels, levels that are looked at in each, and noised training points at a level.
const BANDS: usize = 20;
const LEVELS: usize = 5;
const ROWS: usize = 40;

/// What both ideal denoisers say, worked out once, a level a slice.
pub struct CopyingInProgress {
    /// Timesteps, rising.
    levels: Vec<usize>,
    answers: Vec<IdealAnswers>,
    rng: Rng,
}

impl CopyingInProgress {
    pub fn new(ground: &Ground) -> Self {
        let timesteps = ground.train_set.path.timesteps();
        let count = timesteps.min(BANDS * LEVELS);
        let levels = (0..count).map(|index| (2 * index + 1) * timesteps / (2 * count)).collect();
        Self { levels, answers: Vec::new(), rng: Rng::new(ground.seed, Stream::Copying) }
    }

    /// A level of what is ideal; once all are known, where `network` of `step` training steps lies. `settings` say where x̂₀ is held.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn advance(
        &mut self,
        network: &FlatNet,
        step: u32,
        settings: &DiffusionSettings,
        ground: &Ground,
        device: &Device,
    ) -> Result<Option<Copying>, String> {
        if let Some(&t) = self.levels.get(self.answers.len()) {
            let (train_set, ideal) = (&ground.train_set, &ground.ideal);
            self.answers.push(IdealAnswers::new(
                t,
                ROWS,
                &train_set.data,
                &train_set.path,
                ideal,
                &ground.copier,
                &mut self.rng,
            ));
            return Ok(None);
        }
        let said = self.answers.iter().map(|answers| clean(network, answers, settings, ground, device));
        let said = read_back(Tensor::cat(said.collect(), 0)).await?;
        let rows: Vec<Vec<Squares>> = (self.answers.iter().zip(said.chunks(2 * ROWS)))
            .map(|(answers, said)| {
                // As the loss counts them.
                let level = ground.train_set.path.level(answers.t);
                answers.squares(said).map(|squares| squares.of_noise(level)).collect()
            })
            .collect();
        Ok(Some(self.told(&rows, step)))
    }

    fn told(&self, rows: &[Vec<Squares>], step: u32) -> Copying {
        let whole = copying::Copying::of(&rows.concat()).share;
        let mut told =
            Copying { step, share: [whole.value as f32, whole.error as f32], ..Copying::default() };
        for (levels, rows) in self.levels.chunks(LEVELS).zip(rows.chunks(LEVELS)) {
            let place = copying::Copying::of(&rows.concat());
            // A timestep is one less than its level.
            let middle = levels.iter().map(|&t| t as f32 + 1.0).sum::<f32>() / levels.len() as f32;
            told.times.push(middle);
            told.shares.push(place.share.value as f32);
            told.errors.push(place.share.error as f32);
            told.to_law.push(place.to_law.value as f32);
            told.to_points.push(place.to_points.value as f32);
        }
        told
    }
}

/// x̂₀ as samples are drawn with it, `[ROWS, 2]`; of a network that knows classes, without one.
fn clean(
    network: &FlatNet,
    answers: &IdealAnswers,
    settings: &DiffusionSettings,
    ground: &Ground,
    device: &Device,
) -> Tensor<2> {
    let train_set = &ground.train_set;
    let x = Tensor::from_data(TensorData::new(answers.x.clone(), [ROWS, 2]), device);
    let guide = Guide::unasked(train_set, ROWS, device);
    let level = train_set.path.level(answers.t);
    let said = denoise(network, train_set, answers.t, x.clone(), guide.as_ref());
    Bound::of(settings, &ground.law).hold(level, &x, said).x0
}
